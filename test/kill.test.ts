/**
 * kill -9 of the hotline and of its database, at random moments, while 2,000 tips are sent by people who try again when
 * the connection breaks. Afterwards: every acknowledged tip is there, once, whole, and its receipt opens its mailbox.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { request } from 'undici';
import { mulberry32 } from '../stand-ins/tips.ts';
import { freeListeners, startApp, type App } from './app.ts';
import { addPerson, eventually, lookInside } from './inside.ts';
import { parseForm, receiptIn, tipFields, wholeTip, type PublicForm } from './public-form.ts';

const TIPS = 2_000;
const SENDERS = 8;
const KILLS = 14;

const folder = await mkdtemp(path.join(tmpdir(), 'fyr-kill-'));
const dataDir = path.join(folder, 'data');
const env = await freeListeners();
let app: App = await startApp({ dataDir, env });
after(async () => {
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

const siteUrl = `http://${env['FYR_SITE_LISTEN'] ?? ''}`;
const random = mulberry32(20_261_124);

const get = async (at: string) => (await request(new URL(at, siteUrl))).body.text();
const post = async (at: string, body: string) => {
  const answer = await request(new URL(at, siteUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
    headersTimeout: 20_000,
    bodyTimeout: 20_000,
  });
  return { status: answer.statusCode, html: await answer.body.text() };
};

/** Sends one tip as a stubborn person would: the same form again, until a receipt is shown. */
async function sendStubbornly(
  form: PublicForm,
  n: number,
  tries: { broken: number; isOver: boolean },
): Promise<string> {
  const fields = wholeTip(form, {
    addresses: `https://kill-test.example.org/page/${n}`,
    narrative: `Tip number ${n}.`,
  });
  while (!tries.isOver) {
    try {
      const { status, html } = await post(form.action, fields);
      const receipt = receiptIn(html);
      if (status === 200 && receipt !== undefined) return receipt;
      assert.ok(status >= 500, `an honest tip was answered ${status}: ${html.slice(0, 300)}`);
      assert.equal(receipt, undefined, 'a receipt in an error page');
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
    }
    tries.broken += 1;
    await sleep(50 + random() * 100);
  }
  throw new Error('The test is over.');
}

async function killSomething(): Promise<'hotline' | 'database'> {
  const pidFile = path.join(dataDir, 'postgres', 'db', 'postmaster.pid');
  if (random() < 0.5 && existsSync(pidFile)) {
    const pid = Number((await readFile(pidFile, 'utf8')).split('\n')[0]);
    if (pid > 1) {
      try {
        process.kill(pid, 'SIGKILL');
        return 'database';
      } catch {
        // It was killed a moment ago and is not up again yet: the hotline is killed instead.
      }
    }
  }
  await app.kill();
  app = await startApp({ dataDir, env });
  return 'hotline';
}

test(
  'no acknowledged tip is lost, doubled or half there when the hotline and its database are killed at random',
  { timeout: 600_000 },
  async () => {
    const setUp = await lookInside(dataDir);
    await addPerson(setUp, 'supervisor');
    await setUp.close();
    const form = parseForm(await get('/en/tip/online'), '/en/online');

    const receipts = new Map<number, string>();
    const tries = { broken: 0, isOver: false };
    let next = 0;
    const sender = async () => {
      while (next < TIPS && !tries.isOver) {
        next += 1;
        const n = next;
        receipts.set(n, await sendStubbornly(form, n, tries));
      }
    };
    const killed = { hotline: 0, database: 0 };
    const killer = async () => {
      for (let kill = 0; kill < KILLS && receipts.size < TIPS && !tries.isOver; kill += 1) {
        await sleep(50 + random() * 600);
        killed[await killSomething()] += 1;
      }
    };
    const end = (error: unknown) => {
      tries.isOver = true;
      throw error;
    };
    await Promise.all([killer(), ...Array.from({ length: SENDERS }, sender)].map((each) => each.catch(end)));
    console.log(
      `killed: hotline ${killed.hotline} times, database ${killed.database} times; broken sendings tried again: ${tries.broken}`,
    );
    assert.ok(
      killed.hotline > 0 && killed.database > 0 && tries.broken > 0,
      'something was killed while tips were sent',
    );

    const inside = await lookInside(dataDir);
    try {
      const count = async (query: string) =>
        (await sql<{ count: number }>`select (${sql.raw(query)})::int as count`.execute(inside.db)).rows[0]?.count;
      assert.equal(new Set(receipts.values()).size, TIPS, 'each tip has a receipt of its own');
      assert.equal(await count('select count(*) from tip'), TIPS, 'none lost, none doubled');
      assert.equal(
        await count(`select count(*) from mailbox_entry where status = 'received'`),
        TIPS,
        'each has its mailbox',
      );
      const acts = `(select subject from ledger_act where action = 'tip.received' union all select subject from ledger_entry where action = 'tip.received')`;
      assert.equal(await count(`select count(distinct subject) from ${acts} a`), TIPS, 'each is on the record');
      assert.equal(await count(`select count(*) from ${acts} a`), TIPS, 'and once');
      // Jobs that a killed process held are given to the living after their lease; then every tip has its case.
      await eventually(
        'every tip has its case',
        async () => ((await count('select count(distinct tip_id) from case_tip')) === TIPS ? true : undefined),
        120_000,
      );
      assert.equal(await count('select count(*) from item'), TIPS, 'each address is one item');
    } finally {
      await inside.close();
    }

    const mailbox = parseForm(await get('/en/mailbox'), '/en/mailbox');
    for (const n of [1, 2, 3, TIPS / 2, TIPS - 1, TIPS]) {
      const { status, html } = await post(mailbox.action, tipFields(mailbox, { receipt: receipts.get(n) ?? '' }));
      assert.equal(status, 200);
      assert.match(html, /received/i);
    }
  },
);
