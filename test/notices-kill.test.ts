/**
 * kill -9 of the processes that send notices, at random moments, with the mail server refusing for now, cutting connections and
 * hanging in between. Afterwards every item has been told to its provider, and no two mails about one are different ones.
 */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startMailCatcher, type MailBehaviour } from '../stand-ins/mail-catcher.ts';
import { mulberry32 } from '../stand-ins/tips.ts';
import { readNoticeFacts, startTakedowns, writeNoticeFacts } from '../src/notices/door.ts';
import { insertItemRow } from '../src/notices/notices-for-tests.ts';
import { openDatabase, transact } from '../src/platform/db.ts';
import { serviceKeyFrom } from '../src/platform/service-key.ts';
import { freshConnection, quietLog } from './fresh-database.ts';
import { eventually } from './inside.ts';
import { SOURCES } from '../src/platform/sources.ts';

const ITEMS = 150;
const KILLS = 10;
const SENDERS = 2;
const CHILD = path.resolve(import.meta.dirname, 'notice-sender.ts');

const connection = await freshConnection();
const database = openDatabase({ ...connection, max: 6 }, quietLog);
const { db, pool } = database;
const catcher = await startMailCatcher();
const serviceKey = serviceKeyFrom(Buffer.alloc(32, 7));
const random = mulberry32(20_261_126);
const children = new Set<ChildProcess>();
/** When a sender has said that it has begun. */
const readyOnce = new Map<ChildProcess, Promise<unknown[]>>();

function startSender(): ChildProcess {
  const child = spawn(process.execPath, [...SOURCES, CHILD, JSON.stringify(connection), catcher.smtpUrl], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  readyOnce.set(child, once(child.stdout, 'data'));
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  children.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

after(async () => {
  for (const child of [...children]) await kill(child);
  await catcher.close();
  await database.close();
});

/** Items of some providers; some are urgent, so that letters differ. */
async function startItems(from: number, count: number): Promise<void> {
  const now = new Date();
  for (let n = from; n < from + count; n += 1) {
    const url = `https://h${n % 90}.example.org/${n}`;
    const { caseId, itemId } = await insertItemRow(pool, serviceKey, { url, ip: '192.0.2.7', country: 'SE' });
    const facts = readNoticeFacts(
      writeNoticeFacts({
        ...{ caseNumber: n + 1, itemId, url, host: new URL(url).hostname, ip: '192.0.2.7', target: 'host' },
        ...{ outcome: 'illegal-baseline', classification: 'baseline', detection: 'manual_review', assessedAt: now },
      }),
    );
    const marks = { round: 1, isUrgent: n % 10 === 0, isDsa16: false, isBehindProxy: false, decidedAt: now };
    await transact(db, (tx) => startTakedowns(tx, { serviceKey }, [{ itemId, caseId, ...marks, facts }], now));
  }
}

const TROUBLES: readonly MailBehaviour[] = [
  { kind: 'defer', times: 2 },
  { kind: 'drop-after-data', when: 'before-reply', times: 2 },
  { kind: 'drop-after-data', when: 'after-reply', times: 2 },
  { kind: 'hang', times: 1 },
  { kind: 'ok' },
];

/** Sends until it is killed, or its database is shut out; it is started anew. */
async function makeTrouble(senders: ChildProcess[]): Promise<void> {
  for (let round = 0; round < KILLS; round += 1) {
    catcher.behave(TROUBLES[round % TROUBLES.length] ?? { kind: 'ok' });
    await Promise.all(senders.map((sender) => readyOnce.get(sender) ?? Promise.resolve()));
    await startItems((ITEMS / KILLS) * round, ITEMS / KILLS);
    await sleep(300 + random() * 700);
    const place = Math.floor(random() * senders.length);
    const victim = senders[place];
    if (victim !== undefined) await kill(victim);
    senders[place] = startSender();
    if (round % 4 === 3) await shutOutDatabase(800);
  }
  catcher.behave({ kind: 'ok' });
}

/** For the senders the database is away for a while, in the middle of whatever they do: each connection is cut as it comes. */
async function shutOutDatabase(ms: number): Promise<void> {
  const until = Date.now() + ms;
  while (Date.now() < until) {
    await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'notice-sender'`);
    await sleep(30);
  }
}

test(
  'no notice is lost or doubled when senders are killed, the mail server misbehaves and the database goes away',
  { timeout: 300_000 },
  async () => {
    const senders = Array.from({ length: SENDERS }, startSender);
    await makeTrouble(senders);
    const count = async (query: string) => (await pool.query<{ n: number }>(`select (${query})::int as n`)).rows[0]?.n;
    await eventually(
      'every item has been told',
      async () =>
        (await count(`select count(*) from takedown where first_told_at is not null`)) === ITEMS ? true : undefined,
      150_000,
    );
    for (const child of [...children]) await kill(child);

    assert.equal(await count(`select count(*) from notice where state = 'sent'`), ITEMS, 'each once, by the record');
    assert.equal(await count(`select count(*) from notice where state <> 'sent'`), 0);
    const mails = catcher.messages();
    const byId = new Map<string, Set<string>>();
    for (const mail of mails) {
      const texts = byId.get(mail.messageId) ?? new Set();
      byId.set(mail.messageId, texts.add(mail.text));
    }
    const sent = await pool.query<{ message_id: string }>(`select message_id from letter where state = 'sent'`);
    assert.deepEqual([...byId.keys()].sort(), sent.rows.map((row) => row.message_id).sort(), 'each letter has arrived');
    for (const [, texts] of byId) assert.equal(texts.size, 1, 'a repeat is the same mail');
    const told = new Map<string, Set<string>>();
    for (const mail of mails)
      for (const [url] of mail.text.matchAll(/https:\/\/h\d+\.example\.org\/\d+/g))
        told.set(url, (told.get(url) ?? new Set()).add(mail.messageId));
    assert.equal(told.size, ITEMS, 'each item was named');
    for (const [, letters] of told) assert.equal(letters.size, 1, 'in one letter');
    console.log(`${mails.length} mails, ${byId.size} letters, ${ITEMS} items`);
  },
);
