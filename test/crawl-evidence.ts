/**
 * A crawl over the generated web with the real worker, client, lists and database, and everything that is known of it
 * afterwards: what the server saw, what the crawler found, what lies on disk.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { certificateFor } from '../src/crawl/certificate-for-tests.ts';
import {
  DEFAULT_CRAWL_SETTINGS,
  openMediaChecker,
  openNetwork,
  openPlaces,
  readRuns,
  startCrawler,
  startRun,
  testNetworkSchema,
  type MediaChecker,
  type RunSummary,
} from '../src/crawl/door.ts';
import { confirmActivation, importList, openMatcher, proposeActivation, type Matcher } from '../src/known/door.ts';
import { openDatabase, transact, type OpenDatabase } from '../src/platform/db.ts';
import { openEmbeddedPostgres } from '../src/platform/embedded-postgres.ts';
import { migrateJobs } from '../src/platform/jobs.ts';
import { openLog } from '../src/platform/log.ts';
import { migrate } from '../src/platform/migrate.ts';
import { serviceKeyFrom } from '../src/platform/service-key.ts';
import { createStaffMember } from '../src/staff/door.ts';
import {
  startCrawlWeb,
  tlsNamesOf,
  type CrawlWeb,
  type CrawlWebOptions,
  type WebTruth,
} from '../stand-ins/crawl-web.ts';

/** Of this test alone. */
export const serviceKey = serviceKeyFrom(Buffer.alloc(32, 0x5c));

/** Between two requests to a host. */
export const DELAY_MS = 25;
/** Pages of one host at most: what a trap may cost. */
export const PAGES_PER_HOST = 200;

/** Everything that a test may look at afterwards. */
export interface CrawlEvidence {
  readonly web: CrawlWeb;
  readonly truth: WebTruth;
  readonly database: OpenDatabase;
  /** The database and whatever the process wrote to its folder for temporary files. */
  readonly folder: string;
  readonly logLines: readonly string[];
  readonly run: RunSummary;
  readonly checker: MediaChecker;
  /** Entries of the web's truth by their numbers in the list. */
  readonly entryOf: ReadonlyMap<number, number>;
  readonly listId: number;
  readonly mostResidentBytes: number;
  close(): Promise<void>;
}

const clock = { now: () => new Date() };

/** Crawls until the run ends. @throws Error when it has not within `limitMs` */
export async function crawlGeneratedWeb(options: CrawlWebOptions, limitMs: number): Promise<CrawlEvidence> {
  const outside = await mkdtemp(path.join(tmpdir(), 'fyr-crawl-list-'));
  const folder = await mkdtemp(path.join(tmpdir(), 'fyr-crawl-'));
  const temporary = path.join(folder, 'tmp');
  await mkdir(temporary);
  process.env['TMPDIR'] = temporary;
  const tls = certificateFor(tlsNamesOf({ hosts: options.hosts ?? 60 }), clock.now());
  const web = await startCrawlWeb({ ...options, tls });
  await web.prepare();
  const truth = await web.truth();
  const server = await openEmbeddedPostgres({ folder: path.join(folder, 'data') });
  const logLines: string[] = [];
  const log = openLog('debug', { write: (line: string) => logLines.push(line) });
  const database = openDatabase({ ...server.connection, max: 8 }, log);
  await migrate(database.pool);
  await migrateJobs(database.pool);
  const { matcher, listId } = await importTruth(database, truth, outside, log);
  const network = openNetwork({ kind: 'test', network: testNetworkSchema.parse(web.networkFile) });
  const places = openPlaces();
  const checker = openMediaChecker({ db: database.db, serviceKey, matcher, places }, { workers: 2 });
  const worker = await startCrawler({
    ...{
      db: database.db,
      serviceKey,
      clock,
      log,
      network,
      userAgent: 'FyrTest/1.0 (+https://hotline.example.org/crawler)',
    },
    settings: {
      ...DEFAULT_CRAWL_SETTINGS,
      manners: {
        ...DEFAULT_CRAWL_SETTINGS.manners,
        delayMs: DELAY_MS,
        backOffMs: 200,
        restMs: 500,
        mostRestMs: 20_000,
        slowFactor: 1,
      },
    },
    clientLimits: { totalMs: 2_500 },
    media: { matcher, places, checker },
  });
  const { runId } = await transact(database.db, (tx) =>
    startRun(tx, serviceKey, {
      ...{ seeds: truth.seeds, isWatch: false, askedBy: undefined, agreedBy: undefined, now: clock.now() },
      budget: { maxDepth: 40, maxHosts: undefined, maxPages: undefined, maxMinutes: undefined, rate: undefined },
      rules: { allow: [], deny: [], keepsToAllowed: false, maxPagesPerHost: PAGES_PER_HOST },
    }),
  );
  const { run, mostResidentBytes } = await untilDone(database, runId, limitMs);
  await worker.stop();
  await matcher.close();
  const entryOf = entryNumbers(matcher, truth);
  return {
    ...{ web, truth, database, folder, logLines, run, checker, entryOf, listId, mostResidentBytes },
    close: async () => {
      await database.close();
      await server.stop();
      await web.close();
      await rm(folder, { recursive: true, force: true });
      await rm(outside, { recursive: true, force: true });
    },
  };
}

async function untilDone({ db }: OpenDatabase, runId: number, limitMs: number) {
  const until = performance.now() + limitMs;
  let mostResidentBytes = 0;
  while (performance.now() < until) {
    mostResidentBytes = Math.max(mostResidentBytes, process.memoryUsage.rss());
    const run = (await readRuns(db, { id: runId }))[0];
    if (run?.state === 'done') return { run, mostResidentBytes };
    await sleep(200);
  }
  throw new Error(`The run has not ended within ${limitMs / 1_000} s.`);
}

/** The web's list, imported from a file and made active by two people, as any list is. */
async function importTruth({ db }: OpenDatabase, truth: WebTruth, folder: string, log: ReturnType<typeof openLog>) {
  const rows = truth.entries.map(({ md5 = '', sha1 = '', sha256 = '', pdq = '', pdqQuality = '', category }) =>
    [md5, sha1, sha256, pdq, pdqQuality, category].join(','),
  );
  const file = path.join(folder, 'list.csv');
  await writeFile(file, ['md5,sha1,sha256,pdq,pdq_quality,category', ...rows, ''].join('\n'));
  const { listId } = await importList(
    { db, serviceKey, clock },
    {
      ...{ file, format: 'plain', name: 'generated', source: 'Example authority' },
      categoryMap: { a: 'illegal-baseline', b: 'illegal-national', c: 'to-assess' },
      trusted: ['illegal-baseline'],
    },
    () => undefined,
  );
  const join = (login: string) =>
    transact(db, (tx) =>
      createStaffMember(tx, serviceKey, {
        ...{ name: login, login, password: 'nine dry oars in a boathouse', role: 'analyst', now: clock.now() },
      }),
    );
  const [first, second] = [await join('astrid'), await join('birger')];
  await transact(db, (tx) => proposeActivation(tx, listId, first.staffId, clock.now()));
  await transact(db, (tx) => confirmActivation(tx, listId, second.staffId, clock.now()));
  return { listId, matcher: await openMatcher({ db, serviceKey, log }) };
}

/** Numbers in the list to numbers in the truth, by asking the matcher for each entry's own hashes. */
function entryNumbers(matcher: Matcher, truth: WebTruth): ReadonlyMap<number, number> {
  const bytes = (text: string | undefined) => (text === undefined ? undefined : Buffer.from(text, 'hex'));
  return new Map(
    truth.entries.map(({ number, md5, sha1, sha256, pdq }) => {
      const exact = Object.fromEntries(
        Object.entries({ md5: bytes(md5), sha1: bytes(sha1), sha256: bytes(sha256) }).filter(
          ([, each]) => each !== undefined,
        ),
      );
      const near = bytes(pdq);
      const [hit] = near === undefined ? matcher.matchExact(exact) : matcher.matchNear(near);
      return [hit?.entryId ?? -1, number] as const;
    }),
  );
}
