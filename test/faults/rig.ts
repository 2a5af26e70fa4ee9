/**
 * A hotline at work, for faults: people send tips and try again, an analyst decides what came, jobs send it on. Afterwards it is counted what became of
 * every receipt and every decision, at the hotline and outside it.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { request } from 'undici';
import { readReceipt } from '../../lib/receipt/door.ts';
import { mailboxKeyOfReceipt } from '../../src/intake/mailbox-key.ts';
import { describeFindings, examine, worstOf } from '../../src/doctor/door.ts';
import type { Db } from '../../src/platform/db.ts';
import { startWorld, type World } from '../../stand-ins/world.ts';
import { freeListeners, startApp, type App } from '../app.ts';
import { addPerson, eventually, lookInside } from '../inside.ts';
import { parseForm, receiptIn, wholeTip, type PublicForm } from '../public-form.ts';
import { openDesk, type Desk } from './desk.ts';

/** What was told to the people who sent, and what became of it. */
export interface Account {
  readonly acknowledged: number;
  /** Decisions that the console acknowledged. */
  readonly decided: number;
  readonly broken: number;
  readonly lost: number;
  readonly doubled: number;
  readonly withoutCase: number;
  /** Of `decided`, those whose case does not say so, or from which nothing follows. */
  readonly undecided: number;
  /** What has come to the police or to ICCAM more often than it was sent. */
  readonly repeated: number;
}

export interface Rig {
  readonly dataDir: string;
  readonly world: World;
  app(): App;
  /** Kills the hotline and starts it again, with more settings if given. */
  restart(env?: Readonly<Record<string, string>>): Promise<void>;
  /** Starts it again if it has ended by itself. @returns whether it had */
  restartIfEnded(): Promise<boolean>;
  postmasterPid(): Promise<number>;
  /** How many receipts were shown so far. */
  acknowledged(): number;
  broken(): number;
  /** Sends while `during` runs, with people who try again until they have a receipt or it is over. */
  sendDuring<T>(
    during: () => Promise<T>,
    options?: { readonly size?: number; readonly isUrgent?: boolean },
  ): Promise<T>;
  /** Waits until nothing is under way, lets the doctor look, and counts. */
  account(): Promise<Account>;
  close(): Promise<void>;
}

/** They send at the same time, each one tip after the other. */
export const SENDERS = 6;
const TRY_AGAIN_MS = 60;
const WORK_LIMIT_MS = 5_000;

/** Starts a hotline in a folder. Its jobs and its web are in one process: a kill hits both. */
export async function openRig(folder: string): Promise<Rig> {
  const dataDir = path.join(folder, 'data');
  const world = await startWorld({ folder: path.join(folder, 'world') });
  const env = { ...world.env, ...(await freeListeners()), FYR_RECHECK_FIRST_MINUTES: '60' };
  const args = ['--services=web,jobs,recheck'];
  let app = await startApp({ dataDir, env, args });
  const setUp = await lookInside(dataDir);
  await addPerson(setUp, 'supervisor');
  const totpSecret = await addPerson(setUp, 'analyst', 'analyst');
  await setUp.close();
  const desk = await openDesk(app.consoleUrl, 'analyst', totpSecret);
  const { siteUrl } = app;
  const form = parseForm(await (await request(new URL('/en/tip/online', siteUrl))).body.text(), '/en/online');
  const receipts: string[] = [];
  const count = { sent: 0, broken: 0 };

  async function post(fields: string): Promise<string | undefined> {
    const answer = await request(new URL(form.action, siteUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: fields,
      headersTimeout: 10_000,
      bodyTimeout: 10_000,
    });
    const html = await answer.body.text();
    const receipt = receiptIn(html);
    if (answer.statusCode === 200 && receipt !== undefined) return receipt;
    assert.ok(answer.statusCode >= 500, `an honest tip was answered ${answer.statusCode}`);
    assert.equal(receipt, undefined, 'a receipt in an error page');
    return undefined;
  }

  /** One tip until it has its receipt; when it is over, the last try may still be answered. */
  async function sendOne(isOver: () => boolean, fields: string): Promise<void> {
    for (;;) {
      const receipt = await post(fields).catch((error: unknown) => {
        if (error instanceof assert.AssertionError) throw error;
        return undefined;
      });
      if (receipt !== undefined) {
        receipts.push(receipt);
        return;
      }
      count.broken += 1;
      if (isOver()) return;
      await sleep(TRY_AGAIN_MS);
    }
  }

  return {
    ...{ dataDir, world, app: () => app },
    restart: async (more = {}) => {
      await app.kill();
      app = await startApp({ dataDir, env: { ...env, ...more }, args });
    },
    restartIfEnded: async () => {
      if (app.child.exitCode === null && app.child.signalCode === null) return false;
      app = await startApp({ dataDir, env, args });
      return true;
    },
    postmasterPid: async () =>
      Number((await readFile(path.join(dataDir, 'postgres', 'db', 'postmaster.pid'), 'utf8')).split('\n')[0]),
    acknowledged: () => receipts.length,
    broken: () => count.broken,
    sendDuring: async (during, options = {}) => {
      let isOver = false;
      const sender = async () => {
        while (!isOver) await sendOne(() => isOver, fieldsOf(form, (count.sent += 1), options));
      };
      const senders = Promise.all([desk.work(() => isOver), ...Array.from({ length: SENDERS }, sender)]);
      // What breaks one of them is told below, once the fault is over.
      senders.catch(() => undefined);
      try {
        await startedWork(desk);
        return await during();
      } finally {
        isOver = true;
        await senders;
      }
    },
    account: async () => ({
      ...(await settleAndCount(dataDir, world, { receipts, decided: desk.decided() })),
      broken: count.broken,
    }),
    close: async () => {
      await app.stop();
      await world.close();
    },
  };
}

/** A fault meets an analyst in the middle of the next case: it waits for one that is decided, unless the hotline is too slow for it. */
async function startedWork(desk: Desk): Promise<void> {
  const before = desk.decided().length;
  const until = Date.now() + WORK_LIMIT_MS;
  while (desk.decided().length === before && Date.now() < until) await sleep(20);
}

/** Most are nobody's that can be found; the others are at home, in countries with a hotline, and in one without. */
const HOSTS = ['faults.example.org', 'bilder.example.org', 'albums.example.com', 'upload.example.org'];

function fieldsOf(
  form: PublicForm,
  n: number,
  options: { readonly size?: number; readonly isUrgent?: boolean },
): string {
  return wholeTip(form, {
    addresses: `https://${HOSTS[n % HOSTS.length] ?? ''}/page/${n}`,
    narrative: `Tip number ${n}. ${'More of it. '.repeat((options.size ?? 0) / 12)}`.trim(),
    ...(options.isUrgent === true ? { isUrgent: 'yes' } : {}),
  });
}

const SETTLE_LIMIT_MS = 120_000;

async function settleAndCount(
  dataDir: string,
  world: World,
  { receipts, decided }: { readonly receipts: readonly string[]; readonly decided: readonly string[] },
): Promise<Omit<Account, 'broken'>> {
  const inside = await lookInside(dataDir);
  try {
    const isAtRest = async () => {
      const { rows } = await sql<{ done: boolean }>`
        select not exists (select from outbox) and not exists (select from ledger_act)
          and not exists (select from graphile_worker._private_jobs where run_at < now() + interval '1 minute') as done`.execute(
        inside.db,
      );
      return rows[0]?.done === true ? true : undefined;
    };
    await eventually('nothing is under way', () => isAtRest().catch(() => undefined), SETTLE_LIMIT_MS);
    const findings = await examine({
      ...{ db: inside.db, serviceKey: inside.serviceKey, dataDir, checkpointFolder: path.join(dataDir, 'checkpoints') },
      ...{ secretFiles: [], hasRecoveryKey: true, modes: {}, now: () => new Date() },
    });
    assert.equal(worstOf(findings) === 'wrong', false, describeFindings(findings).join('\n'));
    const digests = receipts.map((receipt) => {
      const read = readReceipt(receipt);
      assert.ok(read.ok);
      return mailboxKeyOfReceipt(read.receipt, inside.serviceKey).digest;
    });
    const { rows } = await sql<{ lost: number; tips: number; distinctTips: number; withoutCase: number }>`
      select (select count(*) from unnest(${digests}::bytea[]) d where not exists (select from tip where mailbox_digest = d)) as lost,
        (select count(*) from tip) as tips, (select count(distinct submission_digest) from tip) as "distinctTips",
        (select count(*) from tip t where not exists (select from case_tip c where c.tip_id = t.id)) as "withoutCase"`.execute(
      inside.db,
    );
    const [row] = rows;
    assert.ok(row);
    const doubled = receipts.length - new Set(receipts).size + (row.tips - row.distinctTips);
    const undecided = await countUndecided(inside.db, decided);
    const repeated = await countRepeated(inside.db, world);
    const { lost, withoutCase } = row;
    return { acknowledged: receipts.length, decided: decided.length, lost, doubled, withoutCase, undecided, repeated };
  } finally {
    await inside.close();
  }
}

/** A case may have come back into the queue since, because a destination refused: then that stands there. */
async function countUndecided(db: Db, decided: readonly string[]): Promise<number> {
  const { rows } = await sql<{ undecided: number }>`
    select count(*)::int as undecided from unnest(${[...new Set(decided)]}::uuid[]) as said (id)
    where not exists (select from case_file c where c.id = said.id and c.decided_at is not null)
      or not exists (select from dispatch d where d.case_id = said.id)`.execute(db);
  return rows[0]?.undecided ?? 0;
}

async function countRepeated(db: Db, world: World): Promise<number> {
  const { rows } = await sql<{ police: number }>`
    select count(*)::int as police from dispatch where destination = 'police'`.execute(db);
  const mails = new Set(
    world.mail.messages().flatMap(({ to, messageId }) => (to.includes(world.policeEmail) ? [messageId] : [])),
  );
  const urls = world.iccam.contents().map(({ url }) => url.urlString);
  return Math.max(0, mails.size - (rows[0]?.police ?? 0)) + urls.length - new Set(urls).size;
}
