/**
 * The month of `npm run bench -- takedown` in its short form, with faults while it runs: the process that sends is killed with
 * kill -9, the mail server defers, hangs, cuts connections and refuses, registries answer garbage and 429, and the database
 * is killed three times and gone for a while once. At the end every item is in a right state, and no notice was lost, doubled or wrong.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startMailCatcher, type MailBehaviour, type MailCatcher, type RawMail } from '../stand-ins/mail-catcher.ts';
import type { Rdap, RdapBehaviour } from '../stand-ins/rdap.ts';
import { mulberry32 } from '../stand-ins/tips.ts';
import { checkMonth } from '../bench/takedown/check-month.ts';
import { openSender } from '../bench/takedown/sender.ts';
import { MONTH_START, planMonth } from '../bench/takedown/month.ts';
import { openRegisters } from '../bench/takedown/registers.ts';
import { runMonth } from '../bench/takedown/run-month.ts';
import { ourSide } from '../bench/takedown/timetables.ts';
import { openDatabase } from '../src/platform/db.ts';
import { openEmbeddedPostgres } from '../src/platform/embedded-postgres.ts';
import { migrateJobs } from '../src/platform/jobs.ts';
import { migrate } from '../src/platform/migrate.ts';
import { serviceKeyFrom } from '../src/platform/service-key.ts';
import { quietLog } from './fresh-database.ts';

const ITEMS = Number(process.env['FYR_TAKEDOWN_TEST_ITEMS'] ?? 200);
const DAYS = 4;
const HOUR_MS = 3_600_000;
const STEP_MS = HOUR_MS / 2;
const KILLS = 8;
const size = { items: ITEMS, seed: 7, arrivalDays: 2, returnHours: 14 };

/** By the hour of the month in which it begins. */
const MAIL_TROUBLE: readonly (readonly [number, MailBehaviour])[] = [
  [9, { kind: 'defer', times: 6 }],
  [11, { kind: 'drop-after-data', when: 'before-reply', times: 4 }],
  [13, { kind: 'drop-after-data', when: 'after-reply', times: 4 }],
  [15, { kind: 'refuse', times: 2 }],
  [16, { kind: 'drop-in-data', times: 4 }],
  [33, { kind: 'defer', times: 40 }],
  [36, { kind: 'drop-after-data', when: 'before-reply', times: 3 }],
];
/** From then on the mail server hangs until the sender is killed. */
const HANGS_AT_HOUR = 34;
const REGISTRY_TROUBLE: readonly (readonly [number, RdapBehaviour])[] = [
  [7, { kind: 'not-json', times: 6 }],
  [8, { kind: 'status', status: 429, retryAfter: '60', times: 6 }],
  [9, { kind: 'wrong-shape', times: 6 }],
  [10, { kind: 'cut', times: 6 }],
  [12, { kind: 'hang', times: 2 }],
  [14, { kind: 'status', status: 503, times: 20 }],
];
const DATABASE_KILLED_AT_HOURS = [10, 12, 14.5];
const DATABASE_AWAY_AT_HOUR = 35;
/** A minute with FYR_TAKEDOWN_TEST_AWAY_MS=60000; all that waits for it is tried again all the while. */
const AWAY_MS = Number(process.env['FYR_TAKEDOWN_TEST_AWAY_MS'] ?? 1_500);

/** Does what is to be done once an hour has come, each once. */
function byHour<T>(list: readonly (readonly [number, T])[], begin: (what: T) => unknown): (now: Date) => void {
  const waiting = [...list].sort(([a], [b]) => a - b);
  return (now) => {
    while (waiting[0] !== undefined && now.getTime() >= MONTH_START.getTime() + waiting[0][0] * HOUR_MS) {
      const [, what] = waiting.shift() ?? [];
      if (what !== undefined) begin(what);
    }
  };
}

/**
 * A server that can be killed and taken away. What it acknowledges it must have written: with synchronous_commit off a kill takes
 * back the last moments, and a letter that has arrived is then one that was never begun. That the machine itself goes is not tried.
 */
async function openFragileDatabase(folder: string) {
  const open = () => openEmbeddedPostgres({ folder, settings: ['fsync=off', 'full_page_writes=off'] });
  let server = await open();
  const { connection } = server;
  const opened = openDatabase({ ...connection, max: 2 }, quietLog);
  await migrate(opened.pool);
  await migrateJobs(opened.pool);
  await opened.close();
  return {
    connection,
    kill: () => server.pid !== undefined && process.kill(server.pid, 'SIGKILL'),
    beAway: async (ms: number) => {
      await server.stop();
      await sleep(ms);
      server = await open();
    },
    stop: () => server.stop(),
  };
}

type Database = Awaited<ReturnType<typeof openFragileDatabase>>;

function openTroubles(catcher: MailCatcher, rdap: Rdap, database: Database, killSender: () => Promise<void>) {
  const under: Promise<unknown>[] = [];
  const hang = () => {
    catcher.behave({ kind: 'hang', times: 1 });
    under.push(sleep(2_000).then(killSender));
  };
  const steps = [
    byHour(MAIL_TROUBLE, (behaviour) => catcher.behave(behaviour)),
    byHour(REGISTRY_TROUBLE, (behaviour) => rdap.behave(behaviour)),
    byHour([[HANGS_AT_HOUR, hang]], (begin) => begin()),
    byHour(
      DATABASE_KILLED_AT_HOURS.map((hour) => [hour, database.kill] as const),
      (begin) => begin(),
    ),
    byHour([[DATABASE_AWAY_AT_HOUR, database.beAway]], (begin) => under.push(begin(AWAY_MS))),
  ];
  return {
    onStep: (now: Date) => steps.forEach((step) => step(now)),
    over: () => Promise.all(under),
  };
}

test(
  'takedowns lose, double and misdirect no notice in a month in which everything around them fails',
  { timeout: 900_000 },
  async (t) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'fyr-takedown-'));
    const database = await openFragileDatabase(path.join(folder, 'pg'));
    const receivers: { current: (mail: RawMail) => void } = { current: () => undefined };
    const catcher = await startMailCatcher({ onRaw: (mail) => receivers.current(mail) });
    const month = planMonth(size);
    const registers = await openRegisters(month, folder);
    const secret = randomBytes(32);
    const sender = openSender({ random: mulberry32(20_261_126), killed: 0.1, mostKills: KILLS });
    const troubles = openTroubles(catcher, registers.rdap, database, sender.kill);
    t.after(async () => {
      await sender.kill();
      await troubles.over();
      await registers.rdap.close();
      await catcher.close();
      await database.stop();
      await rm(folder, { recursive: true, force: true });
    });
    const { connection } = database;
    const run = await runMonth({
      ...{ month, connection, registers, catcher, days: DAYS, stepMs: STEP_MS, onStep: troubles.onStep },
      side: await ourSide(),
      serviceKey: serviceKeyFrom(secret),
      listen: (receive) => void (receivers.current = receive),
      sender: (parts, now) =>
        sender.send(
          {
            ...{ connection, size, side: 'ours', secretHex: secret.toString('hex'), siteUrl: parts.siteUrl() },
            ...{ smtpUrl: parts.smtpUrl, registers: parts.registers },
          },
          parts.web,
          now,
        ),
    });
    t.after(run.close);
    await troubles.over();
    const found = await checkMonth(run);
    t.diagnostic(JSON.stringify({ ...found, ends: [...found.ends], wrong: [...found.wrong], counts: run.counts }));
    assert.deepEqual([...found.wrong], []);
    assert.ok(found.unsure < 20, 'few that had arrived, unknown to us, before their item was gone');
    assert.equal(sender.kills(), KILLS);
    assert.ok(run.counts.repairs > 0, 'the database was away, and somebody met it');
    assert.ok(found.notices > ITEMS, 'items were told about');
    assert.ok((found.ends.get('gone') ?? 0) > ITEMS / 2, 'most are gone');
    assert.ok(found.upheld > 0, 'a notice was upheld, and the ladder went on');
    assert.ok(found.noticedAgain > 0, 'what came back was told about again');
    assert.ok(run.answers.page > 0 && run.answers.mail > 0, 'providers have answered');
  },
);
