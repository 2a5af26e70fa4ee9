/** The pure parts of the worker. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Answer } from '../fetching/page-client.ts';
import { FAR, type CrawlTask } from '../frontier/crawl-task.ts';
import { OPEN_RULES } from '../frontier/frontier-for-tests.ts';
import type { OpenRun } from '../frontier/run.ts';
import type { PageReading } from '../reading/page-reading.ts';
import { meaningOf } from './answer-meaning.ts';
import { offerOfRedirect, offersOfReading } from './found-offers.ts';
import { HeldHost } from './held-host.ts';
import { HostHeap } from './host-heap.ts';
import { PageSink } from './page-sink.ts';
import { DEFAULT_MANNERS, readRetryAfter, standingAfter } from './politeness.ts';
import { RunGates } from './run-gates.ts';

const NOW = new Date('2026-11-02T10:00:00Z');
const task: CrawlTask = {
  ...{ id: 'k', runId: 1, hostId: 1, partition: 0, epoch: 1, attempts: 0, validators: {} },
  ...{ url: 'https://example.org/a', kind: 'page', depth: 2, closeness: FAR },
};

test('standingAfter takes the greatest delay that anybody asks for, within its bound', () => {
  const manners = { ...DEFAULT_MANNERS, delayMs: 1_000, slowFactor: 2, mostDelayMs: 30_000 };
  const waitAfter = (tookMs: number, robotsMs?: number) =>
    standingAfter(manners, 2, robotsMs, { kind: 'answered', tookMs }).waitMs;
  assert.deepEqual(
    [waitAfter(10), waitAfter(900), waitAfter(10, 5_000), waitAfter(10, 100), waitAfter(10, 1e9), waitAfter(1e9)],
    [1_000, 1_800, 5_000, 1_000, 30_000, 30_000],
  );
  assert.equal(standingAfter(manners, 4, undefined, { kind: 'answered', tookMs: 1 }).failures, 0);
});

test('standingAfter backs off by doubling, rests, and gives up at last', () => {
  const manners = { ...DEFAULT_MANNERS, backOffMs: 2_000, restMs: 60_000, restAfter: 3, giveUpAfter: 5 };
  const standings = [0, 1, 2, 3, 4].map((failures) => standingAfter(manners, failures, undefined, { kind: 'failed' }));
  assert.deepEqual(
    standings.map(({ waitMs }) => waitMs),
    [2_000, 4_000, 60_000, 120_000, 240_000],
  );
  assert.deepEqual(
    standings.map(({ isResting }) => isResting),
    [false, false, true, true, true],
  );
  assert.deepEqual(
    standings.map(({ isGivenUp }) => isGivenUp),
    [false, false, false, false, true],
  );
  assert.equal(standingAfter(manners, 90, undefined, { kind: 'failed' }).waitMs, manners.mostRestMs);
});

test('Retry-After is waited for when it is longer than the back-off', () => {
  const wait = (retryAfterMs: number | undefined) =>
    standingAfter(DEFAULT_MANNERS, 0, undefined, { kind: 'busy', retryAfterMs }).waitMs;
  assert.deepEqual([wait(undefined), wait(10), wait(90_000)], [2_000, 2_000, 90_000]);
  assert.equal(wait(1e12), DEFAULT_MANNERS.mostRestMs);
});

test('a host that asks to wait longer than any rest is given up, so that nobody asks it before it wished', () => {
  const isGivenUp = (retryAfterMs: number) =>
    standingAfter(DEFAULT_MANNERS, 0, undefined, { kind: 'busy', retryAfterMs }).isGivenUp;
  assert.deepEqual([isGivenUp(DEFAULT_MANNERS.mostRestMs), isGivenUp(DEFAULT_MANNERS.mostRestMs + 1)], [false, true]);
});

test('readRetryAfter reads seconds and dates, and nothing else', () => {
  assert.equal(readRetryAfter('120', NOW), 120_000);
  assert.equal(readRetryAfter(' 0 ', NOW), 0);
  assert.equal(readRetryAfter('Mon, 02 Nov 2026 10:01:00 GMT', NOW), 60_000);
  assert.equal(readRetryAfter('Mon, 02 Nov 2026 09:00:00 GMT', NOW), 0);
  for (const text of ['', '-1', '1e3', 'soon', '99999999999', undefined])
    assert.equal(readRetryAfter(text, NOW), undefined);
});

test('HostHeap gives the earliest, whatever was put, moved and removed', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(50), fc.nat(20), fc.boolean())), (steps) => {
      const heap = new HostHeap<{ allowedAt: number; heapAt: number }>();
      const items = Array.from({ length: 21 }, () => ({ allowedAt: 0, heapAt: -1 }));
      const inside = new Set<(typeof items)[number]>();
      for (const [allowedAt, which, isRemoval] of steps) {
        const item = items[which];
        assert.ok(item);
        if (isRemoval) {
          heap.remove(item);
          inside.delete(item);
        } else {
          item.allowedAt = allowedAt;
          heap.put(item);
          inside.add(item);
        }
        assert.equal(heap.size, inside.size);
        const least = Math.min(...[...inside].map((each) => each.allowedAt));
        assert.equal(heap.peek()?.allowedAt ?? Infinity, least);
      }
    }),
  );
});

const answered = (status: number, more: Partial<Extract<Answer, { kind: 'answered' }>> = {}): Answer => ({
  ...{ kind: 'answered', status, headers: {}, contentType: 'text/html', ip: '85.1.1.1', body: new Uint8Array(0) },
  ...{ wireBytes: 1, bodyBytes: 1, isTruncated: false, redirectTo: undefined, tookMs: 7 },
  ...more,
});

test('meaningOf says of each answer what becomes of the address and of the host', () => {
  const rows: readonly [Answer, string, string, string][] = [
    [{ kind: 'refused', reason: 'scheme' }, 'dead', 'refused-scheme', 'none'],
    [{ kind: 'failed', reason: 'aborted', ip: undefined }, 'retry', 'aborted', 'none'],
    [{ kind: 'failed', reason: 'stale', ip: undefined }, 'retry', 'stale', 'answered'],
    [{ kind: 'failed', reason: 'bad-http', ip: undefined }, 'dead', 'bad-http', 'answered'],
    [{ kind: 'failed', reason: 'timeout', ip: undefined }, 'retry', 'timeout', 'failed'],
    [{ kind: 'failed', reason: 'no-such-name', ip: undefined }, 'retry', 'no-such-name', 'failed'],
    [answered(429, { headers: { 'retry-after': '3' } }), 'retry', 'busy', 'busy'],
    [answered(503), 'retry', 'busy', 'busy'],
    [answered(304), 'unchanged', 'not-modified', 'answered'],
    [answered(302, { redirectTo: 'https://example.org/b' }), 'dead', 'redirected', 'answered'],
    [answered(302), 'dead', 'other-status', 'answered'],
    [answered(200), 'read', 'ok', 'answered'],
    [answered(403), 'dead', 'access-denied', 'answered'],
    [answered(404), 'dead', 'not-found', 'answered'],
    [answered(410), 'dead', 'not-found', 'answered'],
    [answered(451), 'dead', 'legal', 'answered'],
    [answered(418), 'dead', 'other-status', 'answered'],
    [answered(500), 'retry', 'server-trouble', 'answered'],
  ];
  for (const [answer, ...expected] of rows) {
    const { result, reason, host } = meaningOf(answer, NOW);
    assert.deepEqual([result, reason, host.kind], expected);
  }
});

const reading: PageReading = {
  links: [
    { url: 'https://example.org/b', kind: 'page', isNofollow: false },
    { url: 'https://example.net/c', kind: 'frame', isNofollow: true },
    { url: 'https://example.org/s.css', kind: 'style', isNofollow: false },
    { url: 'https://example.org/map.xml', kind: 'sitemap', isNofollow: false },
  ],
  media: [{ url: 'https://example.org/p.png', kind: 'picture' }],
  ...{ canonical: 'https://example.org/canonical', mayIndex: true, mayFollow: true },
  ...{ contentMark: 'm', isScriptShell: false, isCut: false },
};

test('offersOfReading makes links one deeper, leaves style sheets at their page, and tells media where they were found', () => {
  const offers = offersOfReading({ ...task, closeness: 1 }, reading, true);
  assert.deepEqual(
    offers.map(({ url, kind, depth, closeness, fromUrl }) => [new URL(url).pathname, kind, depth, closeness, fromUrl]),
    [
      ['/b', 'page', 3, 2, undefined],
      ['/c', 'page', 3, 2, undefined],
      ['/s.css', 'page', 2, 2, undefined],
      ['/map.xml', 'sitemap', 3, 2, undefined],
      ['/canonical', 'page', 3, 2, undefined],
      ['/p.png', 'media', 3, 2, task.url],
    ],
  );
  assert.deepEqual(offersOfReading(task, { ...reading, mayFollow: false }, false), []);
  assert.equal(offersOfReading(task, reading, false)[0]?.closeness, FAR);
});

test('offerOfRedirect makes the target one deeper, so that a chain without end comes to one', () => {
  assert.deepEqual(offerOfRedirect(task, 'https://EXAMPLE.org/x#y'), [
    { url: 'https://example.org/x', kind: 'page', depth: 3, closeness: FAR, fromUrl: undefined },
  ]);
  assert.deepEqual(offerOfRedirect(task, 'ftp://example.org/'), []);
});

const runWith = (budget: Partial<OpenRun['budget']>, visits = 0): OpenRun => ({
  ...{ id: 1, state: 'running', rules: OPEN_RULES, isWatch: false, runningMs: 0 },
  budget: {
    maxDepth: undefined,
    maxHosts: undefined,
    maxPages: undefined,
    maxMinutes: undefined,
    rate: undefined,
    ...budget,
  },
  totals: {
    offered: 0,
    over: 0,
    visits,
    pages: 0,
    media: 0,
    sitemaps: 0,
    unchanged: 0,
    sightings: 0,
    bytes: 0,
    rate: 0,
  },
});

const ALONE = { living: 1, turn: 0 };

test('PageSink reads a page as it comes, hands its reader over, and has nothing of it left', () => {
  const sink = new PageSink(task, { checker: undefined, agent: 'Fyr', markSeed: 1 });
  const headers = { 'content-type': 'text/html' };
  assert.equal(sink.start({ status: 200, headers, contentType: 'text/html', ip: '192.0.2.1' }), true);
  assert.equal(sink.write(Buffer.from('<a href="b">')), true);
  const { page, media } = sink.handOver();
  assert.deepEqual([page?.end().links.map(({ url }) => url), media], [['https://example.org/b'], undefined]);
  assert.deepEqual(sink.handOver(), { page: undefined, media: undefined });
  assert.equal(sink.write(Buffer.from('<a href="c">')), false);
});

test('RunGates shares the pages that are left, counts what is under way, and keeps the rate', () => {
  const gates = new RunGates();
  assert.equal(gates.ask(1, 0), 'closed');
  gates.refresh([runWith({ maxPages: 10 }, 4)], { living: 2, turn: 1 });
  for (let n = 0; n < 3; n += 1) {
    assert.equal(gates.ask(1, 0), 'open');
    gates.begin(1, 0);
  }
  assert.equal(gates.ask(1, 0), 'closed', 'its half of six');
  gates.refresh([runWith({ maxPages: 10 }, 4)], ALONE);
  for (let n = 0; n < 3; n += 1) gates.begin(1, 0);
  assert.equal(gates.ask(1, 0), 'closed', 'three are under way and three more were begun');
  gates.refresh([runWith({ rate: 10 })], { living: 2, turn: 0 });
  gates.begin(1, 1_000);
  assert.equal(gates.ask(1, 1_000), 1_100, 'a late one leaves the next its time');
  assert.equal(gates.ask(1, 1_200), 'open');
  gates.refresh([{ ...runWith({}), state: 'paused' }], ALONE);
  assert.deepEqual([gates.ask(1, 0), gates.runningIds()], ['closed', []]);
});

test('RunGates of several workers begin exactly the pages that are left while none has more under way than its share', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5), { minLength: 1, maxLength: 6 }), fc.nat(40), fc.nat(9), (underWay, left, round) => {
      const workers = underWay.map(() => new RunGates());
      const most = underWay.reduce((sum, count) => sum + count, 0) + left;
      const refresh = (maxPages: number) =>
        workers.forEach((gates, place) => {
          gates.refresh([runWith({ maxPages })], { living: workers.length, turn: (place + round) % workers.length });
        });
      refresh(1_000);
      workers.forEach((gates, n) => {
        for (let begun = 0; begun < (underWay[n] ?? 0); begun += 1) gates.begin(1, 0);
      });
      refresh(most);
      let begun = 0;
      for (const gates of workers) {
        for (; gates.ask(1, 0) === 'open'; begun += 1) gates.begin(1, 0);
      }
      const share = Math.floor(most / workers.length);
      const over = underWay.reduce((sum, count) => sum + Math.max(0, count - share), 0);
      assert.ok(begun >= left && begun <= left + over, `${begun} of ${left}, ${over} over`);
    }),
  );
});

test('HeldHost holds each address once, counts new contents, and puts down what is not wanted', () => {
  const host = new HeldHost({ hostId: 1, partition: 0, waitMs: 5, delayMs: 10, failures: 0, closeness: FAR }, 100);
  assert.equal(host.allowedAt, 105);
  assert.equal(host.take([task, task, { ...task, id: 'l', runId: 2 }]), 2);
  host.putDown((runId) => runId === 2);
  assert.deepEqual([host.tasks.map(({ id }) => id), host.isUnsettled], [['l'], false]);
  host.tasks.length = 0;
  assert.equal(host.isUnsettled, true, 'under way');
  assert.deepEqual([host.greet(1), host.greet(1)], [true, false]);
  assert.deepEqual(
    ['a', 'a', 'b', undefined].map((mark) => host.noteRead(1, mark)),
    [true, false, true, false],
  );
  assert.deepEqual(host.historyOf(1), { offered: 0, visited: 4, contents: 2 });
});
