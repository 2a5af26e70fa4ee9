/** The worker's loop on the real PostgreSQL, with a web in memory. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { freshDatabase } from '../../../test/fresh-database.ts';
import type { Db } from '../../platform/db.ts';
import { seedRun } from '../frontier/frontier-for-tests.ts';
import { steerRun } from '../frontier/manage-runs.ts';
import { readRuns, type RunSummary } from '../frontier/run-store.ts';
import type { CrawlSettings } from './crawl-worker-deps.ts';
import type { Visitor } from './visitor.ts';
import {
  openTestVisitor,
  quickSettings,
  startTestWorker,
  type SeenRequest,
  type TestPage,
} from './visitor-for-tests.ts';

const runOf = async (db: Db, id: number): Promise<RunSummary> => {
  const [run] = await readRuns(db, { id });
  assert.ok(run);
  return run;
};

async function untilEnded(db: Db, runId: number, limitMs = 60_000): Promise<RunSummary> {
  const until = Date.now() + limitMs;
  for (;;) {
    const run = await runOf(db, runId);
    if (run.endedAt !== undefined) return run;
    assert.ok(Date.now() < until, `the run has not ended: ${JSON.stringify(run)}`);
    await sleep(50);
  }
}

async function withWorker(t: TestContext, db: Db, visitor: Visitor, settings?: CrawlSettings) {
  const worker = await startTestWorker(db, visitor, settings);
  t.after(() => worker.stop());
  return worker;
}

const HOSTS = 12;
const PAGES = 30;
/** Each page links to the next ones of its host and to the same page of the next host. */
function ringPage(url: string): TestPage {
  const { hostname, pathname } = new URL(url);
  const host = Number(hostname.slice(1).split('.')[0]);
  const page = Number(pathname.slice(1));
  const at = (h: number, p: number) => `https://h${h % HOSTS}.site${h % HOSTS}.example/${p % PAGES}`;
  return [at(host, page + 1), at(host, page + 2), at(host + 1, page), at(host + 5, page + 3)];
}

function gapsByHost(requests: readonly SeenRequest[]): readonly number[] {
  const byHost = Map.groupBy(requests, ({ url }) => new URL(url).hostname);
  return [...byHost.values()].flatMap((ofHost) => {
    const sorted = [...ofHost].sort((a, b) => a.startedAt - b.startedAt);
    return sorted.slice(1).map((each, n) => each.startedAt - (sorted[n]?.endedAt ?? 0));
  });
}

test('the worker visits everything within reach once, one request at a time a host, and ends the run', async (t) => {
  const { db } = await freshDatabase();
  const visitor = openTestVisitor(ringPage);
  await withWorker(t, db, visitor);
  const run = await untilEnded(db, await seedRun(db, ['https://h0.site0.example/0']));
  assert.equal(visitor.requests.length, HOSTS * PAGES);
  assert.equal(new Set(visitor.requests.map(({ url }) => url)).size, HOSTS * PAGES);
  assert.deepEqual([run.reason, run.totals.pages, run.hosts], ['complete', HOSTS * PAGES, HOSTS]);
  assert.ok(Math.min(...gapsByHost(visitor.requests)) >= 0, 'no two at once');
});

test('the worker keeps the greatest of the configured delay, Crawl-delay and what slow answers ask for', async (t) => {
  const { db } = await freshDatabase();
  const visitor = openTestVisitor(ringPage, { robotsDelayMs: 150, tookMs: 5 });
  const settings = quickSettings({ manners: { delayMs: 100, slowFactor: 2 } });
  await withWorker(t, db, visitor, settings);
  await untilEnded(db, await seedRun(db, ['https://h0.site0.example/0'], { budget: { maxPages: 60 } }));
  const gaps = gapsByHost(visitor.requests);
  assert.ok(gaps.length > 30);
  assert.ok(Math.min(...gaps) >= 150, `the shortest gap: ${Math.min(...gaps)}`);
  assert.ok(Math.min(...gaps) < 200, `the delay is not much longer than asked: ${Math.min(...gaps)}`);
  const visited = new Set(visitor.requests.map(({ url }) => new URL(url).hostname));
  const robots = visitor.requests
    .filter(({ url }) => url.endsWith('/robots.txt'))
    .map(({ url }) => new URL(url).hostname);
  assert.deepEqual(robots.sort(), [...visited].sort(), 'robots.txt of each host, once');
});

test('a run ends by its budget of visits without one too many', async (t) => {
  const { db } = await freshDatabase();
  const visitor = openTestVisitor(ringPage);
  await withWorker(t, db, visitor);
  const run = await untilEnded(db, await seedRun(db, ['https://h0.site0.example/0'], { budget: { maxPages: 50 } }));
  assert.deepEqual([run.reason, run.totals.visits, visitor.requests.length], ['pages', 50, 50]);
});

test('a run ends when its time is up, and keeps to its rate meanwhile', async (t) => {
  const { db } = await freshDatabase();
  const visitor = openTestVisitor(ringPage);
  await withWorker(t, db, visitor);
  const runId = await seedRun(db, ['https://h0.site0.example/0'], { budget: { maxMinutes: 2 / 60, rate: 20 } });
  const run = await untilEnded(db, runId);
  assert.equal(run.reason, 'time');
  // By the time that it really had: a busy machine notices late that two seconds are over, and may be slower than the rate.
  const most = (run.runningMs / 1000) * 20 + 4;
  assert.ok(run.totals.visits >= 5 && run.totals.visits <= most, `${run.totals.visits} in ${run.runningMs} ms`);
});

test('pause and stop take effect within a second, and a paused run goes on where it was', async (t) => {
  const { db } = await freshDatabase();
  const visitor = openTestVisitor(ringPage);
  await withWorker(t, db, visitor, quickSettings({ manners: { delayMs: 40 } }));
  const runId = await seedRun(db, ['https://h0.site0.example/0']);
  await sleep(600);
  await steerRun(db, runId, 'paused');
  await sleep(500);
  const atPause = visitor.requests.length;
  assert.ok(atPause > 5);
  await sleep(500);
  assert.equal(visitor.requests.length, atPause);
  await steerRun(db, runId, 'running');
  await sleep(800);
  assert.ok(visitor.requests.length > atPause);
  await steerRun(db, runId, 'stopped');
  await sleep(500);
  const atStop = visitor.requests.length;
  await sleep(400);
  assert.equal(visitor.requests.length, atStop);
  assert.equal((await runOf(db, runId)).reason, 'stopped');
  const urls = visitor.requests.map(({ url }) => url);
  assert.equal(new Set(urls).size, urls.length, 'nothing twice');
});

test('a host that fails is asked again, rests, and is given up; others go on', async (t) => {
  const { db } = await freshDatabase();
  const failed = { answer: { kind: 'failed' }, result: 'retry', reason: 'connect' } as const;
  const visitor = openTestVisitor((url) => (url.includes('broken') ? failed : ringPage(url)));
  await withWorker(t, db, visitor);
  const seeds = [
    'https://h0.site0.example/0',
    ...Array.from({ length: 9 }, (_, n) => `https://broken.example.net/${n}`),
  ];
  const run = await untilEnded(db, await seedRun(db, seeds));
  assert.equal(run.reason, 'complete');
  const tries = visitor.requests.filter(({ url }) => url.includes('broken')).length;
  assert.ok(tries >= 5 && tries <= 7, `tried ${tries} times`);
  assert.ok((run.reasons['host-gone'] ?? 0) >= 3, JSON.stringify(run.reasons));
  assert.equal(run.totals.pages, HOSTS * PAGES);
});

test('Retry-After is obeyed', async (t) => {
  const { db } = await freshDatabase();
  let isBusy = true;
  const busy = { answer: { kind: 'busy', retryAfterMs: 700 }, result: 'retry', reason: 'busy' } as const;
  const visitor = openTestVisitor((url) => {
    if (!url.endsWith('/0') || !isBusy) return [];
    isBusy = false;
    return busy;
  });
  await withWorker(t, db, visitor);
  const seeds = ['https://a.example.org/0', 'https://a.example.org/1'];
  const run = await untilEnded(db, await seedRun(db, seeds));
  assert.equal(run.totals.pages, 2);
  const busyAt = visitor.requests.find(({ url }) => url.endsWith('/0'))?.endedAt ?? 0;
  const later = visitor.requests.filter(({ startedAt }) => startedAt > busyAt);
  assert.ok(later.length > 0 && later.every(({ startedAt }) => startedAt - busyAt >= 700));
});

test('what is refused is counted and never asked for', async (t) => {
  const { db } = await freshDatabase();
  const visitor = openTestVisitor(ringPage, { refused: '/7' });
  await withWorker(t, db, visitor);
  const run = await untilEnded(db, await seedRun(db, ['https://h0.site0.example/0']));
  assert.equal(visitor.requests.filter(({ url }) => url.includes('/7')).length, 0);
  assert.equal(run.reasons['robots'], HOSTS);
  assert.equal(run.totals.over, run.totals.offered);
});

test('a watched address is visited again, sooner when it changes', async (t) => {
  const { db } = await freshDatabase();
  const page = (url: string) => ({
    ...({ answer: { kind: 'answered', tookMs: 1 }, result: 'done', reason: 'ok' } as const),
    contentMark: url.endsWith('/live') ? `${performance.now()}` : 'same',
  });
  const visitor = openTestVisitor(page);
  const recrawl = { leastMs: 1_000, firstMs: 2_000, mostMs: 60_000 };
  await withWorker(t, db, visitor, { ...quickSettings(), recrawl });
  await seedRun(db, ['https://a.example.org/live', 'https://b.example.net/still'], { isWatch: true });
  await sleep(8_500);
  const countOf = (part: string) => visitor.requests.filter(({ url }) => url.includes(part)).length;
  assert.ok(countOf('still') >= 2, `still: ${countOf('still')}`);
  assert.ok(countOf('live') > countOf('still'), `live ${countOf('live')}, still ${countOf('still')}`);
});

test('two workers share the work, and nothing is visited twice when one leaves', async (t) => {
  const { db } = await freshDatabase();
  const [one, other] = [openTestVisitor(ringPage), openTestVisitor(ringPage)];
  // A lease that no busy machine lets run out: what a worker leaves behind that is taken for dead is another test's.
  const settings = quickSettings({ leaseMs: 30_000, manners: { delayMs: 20 } });
  await withWorker(t, db, one, settings);
  const leaving = await startTestWorker(db, other, settings);
  await whenSo(async () => (await ownersOf(db)) === 2);
  const runId = await seedRun(db, ['https://h0.site0.example/0']);
  await whenSo(() => Promise.resolve(other.requests.length >= 3));
  await leaving.stop();
  const run = await untilEnded(db, runId);
  assert.equal(run.totals.pages, HOSTS * PAGES);
  const urls = [...one.requests, ...other.requests].map(({ url }) => url);
  assert.equal(urls.length, HOSTS * PAGES);
  assert.equal(new Set(urls).size, urls.length);
  assert.ok(other.requests.length > 0, 'both worked');
});

/** Waits as long as it takes: the test's own limit says when that is too long. */
async function whenSo(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(20);
}

/** How many workers own partitions. */
async function ownersOf(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct owner)::int as count from crawl_partition where owner is not null`.execute(db);
  return rows[0]?.count ?? 0;
}
