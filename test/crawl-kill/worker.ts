/** One crawl worker as a process that can be killed: settings as JSON in its argument, its name among the workers on its output. */
import { z } from 'zod';
import { openNetwork, testNetworkSchema } from '../../src/crawl/door.ts';
import { DEFAULT_CRAWL_SETTINGS } from '../../src/crawl/crawler/crawl-worker-deps.ts';
import { DEFAULT_MANNERS } from '../../src/crawl/crawler/politeness.ts';
import { startCrawler } from '../../src/crawl/crawler/start-crawler.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openDatabase } from '../../src/platform/db.ts';
import { openLog } from '../../src/platform/log.ts';
import { serviceKeyFrom } from '../../src/platform/service-key.ts';

const optionsSchema = z.object({
  connection: z.object({ host: z.string(), user: z.string(), database: z.string() }),
  network: testNetworkSchema,
  delayMs: z.number(),
  leaseMs: z.number(),
  name: z.string(),
});

const options = optionsSchema.parse(JSON.parse(process.argv[2] ?? ''));
const log = openLog('error');
const { db } = openDatabase({ ...options.connection, max: 5 }, log);
const crawler = await startCrawler({
  ...{ db, log, clock: systemClock, serviceKey: serviceKeyFrom(Buffer.alloc(32, 7)) },
  network: openNetwork({ kind: 'test', network: options.network }),
  userAgent: `FyrTest/1.0 (${options.name})`,
  settings: {
    ...DEFAULT_CRAWL_SETTINGS,
    leaseMs: options.leaseMs,
    manners: { ...DEFAULT_MANNERS, delayMs: options.delayMs, slowFactor: 0 },
  },
});
let told = '';
setInterval(() => {
  const { workerId } = crawler.state();
  if (workerId !== told) process.stdout.write(`${workerId}\n`);
  told = workerId;
}, 20);
process.on('SIGTERM', () => void crawler.stop().then(() => process.exit(0)));
