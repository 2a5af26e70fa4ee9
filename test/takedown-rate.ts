/**
 * How fast takedowns run: `node --import ./src/platform/read-sources.ts test/takedown-rate.ts [ITEMS]`. Items arrive over a simulated day at 500 providers
 * that answer nothing, and three days go by on a simulated clock, through the real code and a real PostgreSQL (fsync on); only
 * the way out is a function. Prints takedown steps and letters a second.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import {
  nextDueAt,
  readTimetable,
  runDueTakedowns,
  sendDueLetters,
  startTakedowns,
  type Ladder,
  type SendingDeps,
  type TakedownStart,
} from '../src/notices/door.ts';
import { openDatabase, transact } from '../src/platform/db.ts';
import { openEmbeddedPostgres } from '../src/platform/embedded-postgres.ts';
import { openLog } from '../src/platform/log.ts';
import { migrateJobs } from '../src/platform/jobs.ts';
import { migrate } from '../src/platform/migrate.ts';
import { serviceKeyFrom } from '../src/platform/service-key.ts';
import { caseIdSchema, itemIdSchema } from '../src/terms/ids.ts';

const ITEMS = Number(process.argv[2] ?? 5_000);
const PROVIDERS = 500;
const HOUR_MS = 3_600_000;
const START = new Date('2026-03-01T12:00:00Z');

const folder = await mkdtemp(path.join(tmpdir(), 'fyr-rate-'));
const server = await openEmbeddedPostgres({ folder });
const log = openLog('silent');
const database = openDatabase({ ...server.connection, max: 10 }, log);
const { db, pool } = database;
const serviceKey = serviceKeyFrom(randomBytes(32));
let nowMs = START.getTime();
const counts = { steps: 0, letters: 0, items: 0 };

const ladderOf = (n: number): Ladder => ({
  rungs: (['hosting', 'upstream', 'registrar'] as const).map((rung, index) => ({
    rung,
    contact: { channel: 'mail', name: `Provider ${n + index}`, email: `abuse@p${(n + index) % PROVIDERS}.example.org` },
    source: 'rule',
    fetchedAt: START,
  })),
  silent: [],
});
const deps: SendingDeps = {
  ...{ db, serviceKey, log, clock: { now: () => new Date(nowMs) } },
  timetable: await readTimetable(undefined),
  settings: { newContacts: 'use', groupMs: 3 * 60_000, isConfigured: true },
  findLadder: (place) => Promise.resolve(ladderOf(Number(place.host.slice(1).split('.')[0]))),
  sights: {
    read: (ids) =>
      Promise.resolve(
        new Map(
          ids.map((id) => [id, { verdict: 'online', at: new Date(nowMs), isMissOpen: false, ips: ['192.0.2.7'] }]),
        ),
      ),
    hasten: () => Promise.resolve(),
    noteSent: () => Promise.resolve(),
  },
  network: { resolve: () => Promise.resolve(['192.0.2.7']) },
  places: { countryOf: () => undefined },
  hotline: { name: 'Hotline Example', email: 'desk@fyr.example.org', homeCountry: 'SE' },
  channelFor: () => ({
    kind: 'mail',
    send: (letter) => {
      counts.letters += 1;
      counts.items += letter.reports.length;
      return Promise.resolve({ kind: 'sent', reference: letter.messageId });
    },
  }),
  mailDomain: 'fyr.example.org',
  pageUrlOf: (token) => `https://fyr.example.org/n/${token}`,
  pageMs: 90 * 24 * HOUR_MS,
  limits: { batch: 200, concurrency: 16 },
};

/** Decided items, written by the thousand. */
async function insertItems(client: pg.Pool, from: number, count: number): Promise<readonly TakedownStart[]> {
  const starts = Array.from({ length: count }, (_, index): TakedownStart => {
    const n = from + index;
    const itemId = itemIdSchema.parse(randomUUID());
    const host = `h${n % PROVIDERS}.example.net`;
    const facts = {
      ...{ caseNumber: n + 1, itemId, url: `https://${host}/${n}`, host, ip: '192.0.2.7', target: 'host' as const },
      ...({ outcome: 'illegal-baseline', classification: 'baseline', detection: 'manual_review' } as const),
      assessedAt: new Date(nowMs),
    };
    const marks = { round: 1, isUrgent: n % 50 === 0, isDsa16: true, isBehindProxy: false };
    return { ...marks, itemId, caseId: caseIdSchema.parse(randomUUID()), decidedAt: new Date(nowMs), facts };
  });
  await client.query(
    `insert into case_file (id, state, category, is_urgent, opened_hour)
     select unnest($1::uuid[]), 'decided', 'online', false, now()`,
    [starts.map((start) => start.caseId)],
  );
  await client.query(
    `insert into item (id, case_id, shrouded_url, url_digest, shrouded_host, host_digest, location_code, state, outcome, created_at)
     select id, case_id, 'x', decode(md5(id::text), 'hex'), 'x', 'x', 'found', 'assessed', 'illegal-baseline', now()
     from unnest($1::uuid[], $2::uuid[]) as t (id, case_id)`,
    [starts.map((start) => start.itemId), starts.map((start) => start.caseId)],
  );
  return starts;
}

try {
  await migrate(pool);
  await migrateJobs(pool);
  const arrivals = 288;
  let written = 0;
  const startedAt = performance.now();
  let setUpMs = 0;
  for (let tick = 0; nowMs < START.getTime() + 72 * HOUR_MS; tick += 1) {
    const due = tick < arrivals ? Math.floor((ITEMS * (tick + 1)) / arrivals) - written : 0;
    if (due > 0) {
      const before = performance.now();
      const starts = await insertItems(pool, written, due);
      setUpMs += performance.now() - before;
      await transact(db, (tx) => startTakedowns(tx, deps, starts, new Date(nowMs)));
      written += due;
    }
    const until = nowMs + 5 * 60_000;
    for (;;) {
      const steps = await runDueTakedowns(deps, new Date(nowMs));
      const sent = await sendDueLetters(deps, new Date(nowMs));
      counts.steps += steps;
      if (steps + sent > 0) continue;
      const next = await nextDueAt(db);
      if (next === undefined || next.getTime() >= until) break;
      nowMs = Math.max(nowMs, next.getTime());
    }
    nowMs = until;
  }
  const cpuSeconds = process.cpuUsage().user / 1e6;
  const seconds = (performance.now() - startedAt - setUpMs) / 1000;
  const rate = (count: number) => `${count} (${Math.round(count / seconds)}/s)`;
  console.log(
    `${ITEMS} items, 72 h in ${seconds.toFixed(1)} s: steps and searches ${rate(counts.steps)}, letters ${rate(counts.letters)}, items in them ${rate(counts.items)}; CPU of this process ${cpuSeconds.toFixed(1)} s`,
  );
} finally {
  await database.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
