/** Our crawler on the benchmark's web, in a process of its own: `ours.ts ORDER`, prints one line of JSON. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import {
  DEFAULT_CRAWL_SETTINGS,
  openNetwork,
  readRuns,
  startCrawler,
  startRun,
  testNetworkSchema,
} from '../../src/crawl/door.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openDatabase, transact } from '../../src/platform/db.ts';
import { openLog } from '../../src/platform/log.ts';
import { serviceKeyFrom } from '../../src/platform/service-key.ts';
import { measureFrom } from './measure.ts';

const orderSchema = z.object({
  seed: z.string(),
  connection: z.object({ host: z.string(), user: z.string(), database: z.string() }),
  inFlight: z.int(),
});

const { seed, connection, inFlight } = orderSchema.parse(JSON.parse(process.argv[2] ?? ''));
const log = openLog('silent');
const database = openDatabase({ ...connection, max: 4 }, log);
const { db } = database;
const serviceKey = serviceKeyFrom(Buffer.alloc(32, 1));
const network = openNetwork({ kind: 'test', network: testNetworkSchema.parse({ hosts: {}, allowLoopback: true }) });
const { manners } = DEFAULT_CRAWL_SETTINGS;
const started = measureFrom();
const { runId } = await transact(db, (tx) =>
  startRun(tx, serviceKey, {
    seeds: [seed],
    isWatch: false,
    askedBy: undefined,
    agreedBy: undefined,
    now: new Date(),
    budget: { maxDepth: undefined, maxHosts: undefined, maxPages: undefined, maxMinutes: undefined, rate: undefined },
    rules: { allow: [], deny: [], keepsToAllowed: false, maxPagesPerHost: 1_000_000, mayVisitPrivateHosts: true },
  }),
);
const crawler = await startCrawler({
  db,
  serviceKey,
  clock: systemClock,
  log,
  network,
  userAgent: 'FyrBench/1.0 (+https://hotline.example/crawler)',
  // The web is our own and on this machine: how fast it can be is the question.
  settings: { ...DEFAULT_CRAWL_SETTINGS, mostInFlight: inFlight, manners: { ...manners, delayMs: 0, slowFactor: 0 } },
});
for (;;) {
  const [state] = await readRuns(db, { id: runId });
  if (state === undefined) throw new Error('the run is gone');
  if (state.endedAt !== undefined) {
    process.stdout.write(`${JSON.stringify(started.report(state.totals.pages))}\n`);
    break;
  }
  await sleep(50);
}
await crawler.stop();
await database.close();
