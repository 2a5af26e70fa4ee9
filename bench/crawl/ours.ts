/**
 * Our crawler on the benchmark's web, in a process of its own: `ours.ts ORDER`, prints one line of JSON when no run runs any more. It is
 * made of what the crawler's process is made of (src/commands/crawl-process.ts), without media.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import {
  DEFAULT_CRAWL_SETTINGS,
  hasRunningRun,
  openNetwork,
  startCrawler,
  testNetworkSchema,
} from '../../src/crawl/crawler-door.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openLeanDatabase } from '../../src/platform/lean-database.ts';
import { openLeanLog } from '../../src/platform/lean-log.ts';
import { serviceKeyFrom } from '../../src/platform/service-key.ts';
import { measureFrom } from './measure.ts';

const orderSchema = z.object({
  connection: z.object({ host: z.string(), user: z.string(), database: z.string() }),
  /** The service key in hexadecimal. */
  key: z.string(),
  inFlight: z.int(),
});

const { connection, key, inFlight } = orderSchema.parse(JSON.parse(process.argv[2] ?? ''));
const log = openLeanLog('silent');
const database = openLeanDatabase({ ...connection, max: 4 }, log);
const { db } = database;
const network = openNetwork({ kind: 'test', network: testNetworkSchema.parse({ hosts: {}, allowLoopback: true }) });
const { manners } = DEFAULT_CRAWL_SETTINGS;
const started = measureFrom();
const crawler = await startCrawler({
  db,
  serviceKey: serviceKeyFrom(Buffer.from(key, 'hex')),
  clock: systemClock,
  log,
  network,
  userAgent: 'FyrBench/1.0 (+https://hotline.example/crawler)',
  // The web is our own and on this machine: how fast it can be is the question.
  settings: { ...DEFAULT_CRAWL_SETTINGS, mostInFlight: inFlight, manners: { ...manners, delayMs: 0, slowFactor: 0 } },
});
while (await hasRunningRun(db)) await sleep(50);
process.stdout.write(`${JSON.stringify(started.report(0))}\n`);
await crawler.stop();
await database.close();
