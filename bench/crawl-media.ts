/**
 * `npm run bench -- crawl-media`: pictures a second through the whole crawler: pages fetched and read, their pictures hashed as
 * they arrive, PDQ in worker processes, compared with 1,000,000 entries in memory, findings stored with the durable frontier;
 * beside a plain path in the same run that fetches pictures of the same web one after the other, decodes them by sharp,
 * hashes them by the straight port of the reference and compares them with every entry. The web is served by another
 * process on the same machine. Last line: `ratio R`, crawler over plain.
 *
 * Options: --hosts=N (100), --pages=N (1000), --pictures=N (4000), --entries=N (1000000), --plain=N pictures (60), --workers=N (2).
 */
import { createHash, randomFillSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { get as httpGet, Agent } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { buildIndex } from '../lib/nearest/door.ts';
import { hashPlainly } from '../lib/pdq/reference-port.ts';
import {
  DEFAULT_CRAWL_SETTINGS,
  openMediaChecker,
  openNetwork,
  openPlaces,
  readRuns,
  startCrawler,
  startRun,
  storeFindings,
  testNetworkSchema,
  type MediaChecker,
  type MediaFinding,
  type MediaHit,
  type MediaMatcher,
} from '../src/crawl/door.ts';
import { systemClock } from '../src/platform/clock.ts';
import { openDatabase, transact, type Db } from '../src/platform/db.ts';
import { openEmbeddedPostgres } from '../src/platform/embedded-postgres.ts';
import { migrateJobs } from '../src/platform/jobs.ts';
import { openLog } from '../src/platform/log.ts';
import { migrate } from '../src/platform/migrate.ts';
import { serviceKeyFrom } from '../src/platform/service-key.ts';
import { BENCH_WEB, startCrawlWeb, type CrawlWeb, type WebTruth } from '../stand-ins/crawl-web.ts';
import { decode, scan } from './check.ts';

const HASH_BYTES = 32;
const serviceKey = serviceKeyFrom(Buffer.alloc(32, 1));

/** Runs the benchmark. */
export async function run(args: readonly string[]): Promise<void> {
  const option = (name: string, byDefault: number) =>
    Number(args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? byDefault);
  const sizes = { hosts: option('hosts', 100), pages: option('pages', 1_000), pictures: option('pictures', 4_000) };
  const web = await startCrawlWeb({ ...BENCH_WEB, ...sizes });
  try {
    await web.prepare();
    const truth = await web.truth();
    const lists = listsOf(truth, option('entries', 1_000_000));
    console.log(
      `${sizes.pages} pages on ${sizes.hosts} hosts, ${sizes.pictures} pictures (JPEG, 900 pixels wide), ${lists.pdqs.length / HASH_BYTES} entries`,
    );
    const crawled = await crawl(web, truth, lists, option('workers', 2));
    tell(crawled, truth);
    const plain = await checkPlainly(web, truth, lists, option('plain', 60));
    console.log(`plain, one after the other      ${plain.rate.toFixed(0).padStart(6)} pictures/s, ${plain.hits} known`);
    console.log(`ratio ${(crawled.findings.length / crawled.seconds / plain.rate).toFixed(1)}`);
  } finally {
    await web.close();
  }
}

interface Lists {
  /** All PDQ entries, 32 bytes each; those of the web are among them. */
  readonly pdqs: Uint8Array;
  /** Exact hashes of the web's entries in hexadecimal, whichever they have. */
  readonly exact: ReadonlySet<string>;
}

function listsOf(truth: WebTruth, count: number): Lists {
  const pdqs = randomFillSync(new Uint8Array(count * HASH_BYTES));
  // The last entry is flat, of a quality that no list takes.
  const planted = truth.entries.slice(0, -1).flatMap(({ pdq }) => (pdq === undefined ? [] : [Buffer.from(pdq, 'hex')]));
  for (const [at, pdq] of planted.entries()) pdqs.set(pdq, at * 1_000 * HASH_BYTES);
  const exact = new Set(
    truth.entries.flatMap(({ md5, sha1, sha256 }) => [md5, sha1, sha256].filter((each) => each !== undefined)),
  );
  return { pdqs, exact };
}

/** What the lists' own matcher does, over the same index, without a database of a million rows to load first. */
function matcherOf({ pdqs, exact }: Lists): MediaMatcher {
  const index = buildIndex(pdqs);
  const hit = (entryId: number, distance: number, kind: MediaHit['kind']): MediaHit => ({
    ...{ listId: 1, entryId, source: 'benchmark', category: 'illegal-baseline', isTrusted: kind === 'exact' },
    ...{ kind, distance },
  });
  const near = (pdq: Uint8Array) => index.search(pdq).map(({ id, distance }) => hit(id, distance, 'near'));
  const isListed = (digest: Uint8Array | undefined) =>
    digest !== undefined && exact.has(Buffer.from(digest).toString('hex'));
  return {
    matchExact: ({ md5, sha1, sha256 }) => ([md5, sha1, sha256].some(isListed) ? [hit(-1, 0, 'exact')] : []),
    matchNear: near,
    matchNearBatch: (many) => many.map(near),
  };
}

interface Crawled {
  readonly seconds: number;
  readonly findings: readonly MediaFinding[];
  readonly pages: number;
  readonly bytes: number;
  /** Milliseconds a picture in each step. */
  readonly steps: Readonly<Record<string, number>>;
  /** Of this process, main thread and its helpers; the hashing processes are apart. */
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

async function crawl(web: CrawlWeb, truth: WebTruth, lists: Lists, workers: number): Promise<Crawled> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fyr-bench-'));
  const server = await openEmbeddedPostgres({ folder });
  const log = openLog('silent');
  const database = openDatabase({ ...server.connection, max: 8 }, log);
  await migrate(database.pool);
  await migrateJobs(database.pool);
  const { db } = database;
  const [matcher, places] = [matcherOf(lists), openPlaces()];
  const findings: MediaFinding[] = [];
  const fetching = { ms: 0 };
  const inner = openMediaChecker({ db, serviceKey, matcher, places }, { workers });
  const checker = watched(inner, findings, fetching);
  try {
    const manners = { ...DEFAULT_CRAWL_SETTINGS.manners, delayMs: 0, slowFactor: 0 };
    const worker = await startCrawler({
      ...{ db, serviceKey, log, clock: systemClock, userAgent: 'FyrBench/1.0 (+https://hotline.example.org/crawler)' },
      network: openNetwork({ kind: 'test', network: testNetworkSchema.parse(web.networkFile) }),
      settings: { ...DEFAULT_CRAWL_SETTINGS, manners, mostInFlight: 64 },
      media: { matcher, places, checker },
    });
    const [startedAtMs, cpu] = [performance.now(), process.cpuUsage()];
    const budget = { maxDepth: 100, maxHosts: undefined, maxPages: undefined, maxMinutes: 5, rate: undefined };
    const { runId } = await transact(db, (tx) =>
      startRun(tx, serviceKey, {
        ...{
          seeds: truth.seeds,
          isWatch: false,
          askedBy: undefined,
          agreedBy: undefined,
          now: systemClock.now(),
          budget,
        },
        rules: { allow: [], deny: [], keepsToAllowed: false, maxPagesPerHost: 100_000 },
      }),
    );
    const [summary] = await untilEnded(db, runId);
    const seconds = (performance.now() - startedAtMs) / 1_000;
    const used = process.cpuUsage(cpu);
    await worker.stop();
    const { hash, recall, pdq, match } = inner.counts().stepMs;
    const each = (ms: number) => ms / Math.max(1, findings.length);
    const store = await storeAgain(db, findings);
    return {
      ...{ seconds, findings, pages: summary?.totals.pages ?? 0, bytes: summary?.totals.bytes ?? 0 },
      steps: {
        fetch: each(fetching.ms),
        'exact hashes': each(hash),
        recall: each(recall),
        PDQ: each(pdq),
        match: each(match),
        store,
      },
      ...{ cpuSeconds: (used.user + used.system) / 1e6, residentBytes: process.memoryUsage.rss() },
    };
  } finally {
    await database.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function untilEnded(db: Db, runId: number) {
  for (;;) {
    const runs = await readRuns(db, { id: runId });
    if (runs[0]?.state === 'done') return runs;
    await sleep(100);
  }
}

/** The same checker, which also tells how long bodies took to arrive and what was found. */
function watched(checker: MediaChecker, findings: MediaFinding[], fetching: { ms: number }): MediaChecker {
  return {
    ...{ video: checker.video, hasRoom: () => checker.hasRoom(), counts: () => checker.counts() },
    recall: (mark, place, head, seenAt) => checker.recall(mark, place, head, seenAt),
    close: () => checker.close(),
    open: (place) => {
      const visit = checker.open(place);
      const startedAtMs = performance.now();
      return {
        ...{ start: (head) => visit.start(head), write: (bytes) => visit.write(bytes), abandon: () => visit.abandon() },
        finish: async (isWhole, seenAt) => {
          fetching.ms += performance.now() - startedAtMs;
          const finding = await visit.finish(isWhole, seenAt);
          findings.push(finding);
          return finding;
        },
      };
    },
  };
}

/** What storing costs, by itself: the same findings once more into empty tables, twenty a transaction. @returns milliseconds a picture */
async function storeAgain(db: Db, findings: readonly MediaFinding[]): Promise<number> {
  await sql`truncate sighting, media_seen`.execute(db);
  const startedAtMs = performance.now();
  for (let at = 0; at < findings.length; at += 20) {
    await transact(db, (tx) => storeFindings(tx, serviceKey, findings.slice(at, at + 20)));
  }
  return (performance.now() - startedAtMs) / Math.max(1, findings.length);
}

function tell({ seconds, findings, pages, bytes, steps, cpuSeconds, residentBytes }: Crawled, truth: WebTruth): void {
  const rate = findings.length / seconds;
  const megabytes = findings.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) / 1e6;
  console.log(
    `crawler                         ${rate.toFixed(0).padStart(6)} pictures/s with ${(pages / seconds).toFixed(0)} pages/s: ` +
      `${findings.length} pictures of ${((megabytes * 1_000) / Math.max(1, findings.length)).toFixed(0)} kB in ${seconds.toFixed(1)} s, ` +
      `${(bytes / 1e6 / seconds).toFixed(0)} MB/s, ${((cpuSeconds * 1_000) / Math.max(1, findings.length)).toFixed(2)} ms of the main process' CPU a picture, ` +
      `${(residentBytes / 2 ** 20).toFixed(0)} MiB`,
  );
  const line = Object.entries(steps).map(([name, ms]) => `${name} ${ms.toFixed(2)}`);
  console.log(`ms a picture, steps overlap:    ${line.join('   ')}`);
  const found = new Set(findings.flatMap(({ sightings }) => sightings.map(({ url }) => url)));
  const expected = truth.planted.filter(({ hit }) => hit !== undefined);
  const missed = expected.filter(({ url }) => !found.has(url)).length;
  console.log(
    `${found.size} known pictures found, ${missed} of ${expected.length} missed, ${found.size - expected.length + missed} too many`,
  );
}

/** Fetches, hashes and compares the first pictures of the web one after the other, planted ones and others by turns. */
async function checkPlainly(web: CrawlWeb, truth: WebTruth, { pdqs, exact }: Lists, count: number) {
  const words = new Uint32Array(pdqs.buffer);
  const addresses = truth.planted.slice(0, count).map(({ url }) => url);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let hits = 0;
  const startedAtMs = performance.now();
  for (const address of addresses) {
    const bytes = await fetchPlainly(web, agent, address);
    const isKnown = ['md5', 'sha1', 'sha256'].map((name) => exact.has(createHash(name).update(bytes).digest('hex')));
    const { hash, quality } = hashPlainly(await decode(bytes));
    const isNear = quality >= 50 && scan(words, new Uint32Array(hash.buffer));
    if (isNear || isKnown.includes(true)) hits += 1;
  }
  agent.destroy();
  return { rate: addresses.length / ((performance.now() - startedAtMs) / 1_000), hits };
}

function fetchPlainly(web: CrawlWeb, agent: Agent, address: string): Promise<Buffer> {
  const { host, pathname, search } = new URL(address);
  const options = {
    agent,
    host: '127.0.0.1',
    port: web.port,
    path: pathname + search,
    headers: { host, 'user-agent': 'plain' },
  };
  return new Promise((resolve, reject) => {
    httpGet(options, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece)).on('error', reject);
      answer.on('end', () => resolve(Buffer.concat(pieces)));
    }).on('error', reject);
  });
}
