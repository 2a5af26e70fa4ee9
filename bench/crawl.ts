/**
 * `npm run bench -- crawl`: our crawler with its durable frontier beside Crawlee's CheerioCrawler, on the same web in the same
 * run, each in a process pinned to one core; the web and PostgreSQL have the other core. Ours asks for robots.txt, shrouds every
 * address and settles in PostgreSQL with fsync on; Crawlee keeps everything in memory, its fastest setting. Crawlee is no
 * dependency of ours: at the first run it is installed into bench/crawl. Last line: `ratio R`, pages per second of processor time
 * of ours over Crawlee's.
 *
 * Options: --pages=N (10000), --crawlee=N pages for Crawlee (all), --rounds=N of ours (3; the middle one counts), --in-flight=N (50),
 * --only-ours.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { openEmbeddedPostgres } from '../src/platform/embedded-postgres.ts';
import { readRuns, startRun } from '../src/crawl/door.ts';
import { openDatabase, transact, type Db } from '../src/platform/db.ts';
import { LEAN_ENV, LEAN_HEAP_ARGS } from '../src/platform/lean-heap.ts';
import { openLog } from '../src/platform/log.ts';
import { migrate } from '../src/platform/migrate.ts';
import { programFileOf } from '../src/platform/program-file.ts';
import { serviceKeyFrom } from '../src/platform/service-key.ts';
import { DESIGN_WEB, firstAddress, type BenchWeb } from './crawl/web.ts';
import { reportSchema, type CrawlReport } from './crawl/measure.ts';
import { SOURCES } from '../src/platform/sources.ts';

const folder = path.join(import.meta.dirname, 'crawl');
const CRAWLER_CORE = '0';
const OTHER_CORE = '1';

/** Runs the benchmark. */
export async function run(args: readonly string[]): Promise<void> {
  const option = (name: string, byDefault: number) =>
    Number(args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? byDefault);
  const web = { ...DESIGN_WEB, pages: option('pages', DESIGN_WEB.pages) };
  const inFlight = option('in-flight', 50);
  const onlyOurs = args.includes('--only-ours');
  if (!onlyOurs) installCrawlee();
  pinSelf();
  const programCache = await mkdtemp(path.join(tmpdir(), 'fyr-bench-cache-'));
  const { port, stop } = await startWeb(web);
  const seed = firstAddress(port);
  console.log(
    `${web.pages} pages of about ${web.pageBytes} bytes with ${web.linksPerPage} links on ${web.hosts} hosts`,
  );
  try {
    const ours: CrawlReport[] = [];
    for (let round = 0; round < option('rounds', 3); round += 1)
      ours.push(row('ours', await crawlOurs({ seed, inFlight, programCache })));
    const middle = ours.toSorted((one, other) => rateOf(one) - rateOf(other))[Math.floor(ours.length / 2)];
    if (middle === undefined) throw new RangeError('--rounds must be at least 1.');
    if (onlyOurs) return;
    const order = { seed, inFlight, pages: option('crawlee', web.pages) };
    const crawlee = row('Crawlee', await report([path.join(folder, 'crawlee.mjs')], order));
    console.log(
      `memory: ${middle.maxMb.toFixed(0)} MB beside ${crawlee.maxMb.toFixed(0)} MB, ` +
        `1 to ${(crawlee.maxMb / middle.maxMb).toFixed(1)}; pages a second 1 to ${(middle.pages / middle.seconds / (crawlee.pages / crawlee.seconds)).toFixed(1)}`,
    );
    console.log(`ratio ${(rateOf(middle) / rateOf(crawlee)).toFixed(1)}`);
  } finally {
    await stop();
    await rm(programCache, { recursive: true, force: true });
  }
}

const rateOf = ({ pages, cpuSeconds }: CrawlReport) => pages / cpuSeconds;

function row(title: string, crawl: CrawlReport): CrawlReport {
  const { pages, seconds, cpuSeconds, maxMb } = crawl;
  console.log(
    `${title.padEnd(8)} ${pages} pages in ${seconds.toFixed(2)} s: ${(pages / seconds).toFixed(0)} pages/s, ` +
      `${((cpuSeconds / pages) * 1e6).toFixed(0)} µs of processor time a page, ${maxMb.toFixed(0)} MB`,
  );
  return crawl;
}

function installCrawlee(): void {
  if (existsSync(path.join(folder, 'node_modules', '@crawlee', 'cheerio'))) return;
  console.log('installing Crawlee for this benchmark alone ...');
  const installed = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: 'inherit',
  });
  if (installed.status !== 0) throw new Error('Crawlee could not be installed: npm ci failed in bench/crawl.');
}

/** Everything that is not a crawler goes to the other core; whatever is started from here goes with it. */
function pinSelf(): void {
  if (availableParallelism() < 2) throw new Error('This benchmark needs two cores.');
  const pinned = spawnSync('taskset', ['-a', '-p', '-c', OTHER_CORE, String(process.pid)], { encoding: 'utf8' });
  if (pinned.status !== 0) throw new Error(`This benchmark pins processes with taskset (util-linux): ${pinned.stderr}`);
}

async function startWeb(web: BenchWeb): Promise<{ port: number; stop: () => Promise<void> }> {
  const program = path.join(folder, 'web.ts');
  const child = spawn(process.execPath, [...SOURCES, program, JSON.stringify(web)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const port = Number(await firstLine(child));
  return {
    port,
    stop: async () => {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
}

/** A database of its own for each round, as durable as in service; the run is begun from here, as the console does. */
async function crawlOurs(order: {
  readonly seed: string;
  readonly inFlight: number;
  readonly programCache: string;
}): Promise<CrawlReport> {
  const { seed, inFlight, programCache } = order;
  const data = await mkdtemp(path.join(tmpdir(), 'fyr-bench-'));
  const server = await openEmbeddedPostgres({ folder: data });
  const database = openDatabase({ ...server.connection, max: 1 }, openLog('silent'));
  try {
    await migrate(database.pool);
    const id = await beginRun(database.db, seed);
    await settle(server.connection);
    // As the house starts its crawler (src/commands/crawl-child.ts). The first round fills the cache.
    const program = [...LEAN_HEAP_ARGS, (await programFileOf(OURS)) ?? OURS];
    const key = BENCH_KEY.toString('hex');
    const measured = await report(
      program,
      { key, inFlight, connection: server.connection },
      { ...LEAN_ENV, NODE_COMPILE_CACHE: programCache },
    );
    const [run] = await readRuns(database.db, { id });
    return { ...measured, pages: run?.totals.pages ?? 0 };
  } finally {
    await database.close();
    await server.stop();
    await rm(data, { recursive: true, force: true });
  }
}

const OURS = path.join(folder, 'ours.ts');
const BENCH_KEY = Buffer.alloc(32, 1);

async function beginRun(db: Db, seed: string): Promise<number> {
  const { runId } = await transact(db, (tx) =>
    startRun(tx, serviceKeyFrom(BENCH_KEY), {
      seeds: [seed],
      isWatch: false,
      askedBy: undefined,
      agreedBy: undefined,
      now: new Date(),
      budget: { maxDepth: undefined, maxHosts: undefined, maxPages: undefined, maxMinutes: undefined, rate: undefined },
      rules: { allow: [], deny: [], keepsToAllowed: false, maxPagesPerHost: 1_000_000, mayVisitPrivateHosts: true },
    }),
  );
  return runId;
}

/** What making the database has left to do is done before the clock runs. */
async function settle(connection: { host: string; user: string; database: string }): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  await client.query('checkpoint');
  await client.end();
}

async function report(program: readonly string[], order: object, env: NodeJS.ProcessEnv = {}): Promise<CrawlReport> {
  const child = spawn('taskset', ['-c', CRAWLER_CORE, process.execPath, ...program, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: folder,
    env: { ...process.env, ...env },
  });
  return reportSchema.parse(JSON.parse(await firstLine(child)));
}

function firstLine(child: ChildProcess & { readonly stdout: NodeJS.ReadableStream }): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    child.once('close', () => reject(new Error('a process of the benchmark ended without a word.')));
  });
}
