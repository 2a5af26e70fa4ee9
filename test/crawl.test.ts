/**
 * The crawler over a generated web of some hundred hosts: what it finds and does not find, how it behaves towards each host,
 * what traps and hostile servers can do to it, and what is left on disk. The server's own log is the witness.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sql } from 'kysely';
import { listSightings } from '../src/crawl/door.ts';
import { findIn, needlesOf, searchFolder, searchTables } from './canary.ts';
import { crawlGeneratedWeb, DELAY_MS, PAGES_PER_HOST, serviceKey } from './crawl-evidence.ts';
import type { ServedVisit } from '../stand-ins/crawl-web.ts';

const evidence = await crawlGeneratedWeb({ seed: 'crawl test' }, 240_000);
const { web, truth, database, run, checker, entryOf, listId } = evidence;
const log = await web.log();
const sightings = await listSightings(database.db, serviceKey, { limit: 10_000 });
after(() => evidence.close());

const byHost = Map.groupBy(log, ({ host }) => host);
const requestsOf = (host: string): readonly ServedVisit[] => byHost.get(host) ?? [];
/** Of timers. */
const JITTER_MS = 1;
/** Well within the time for which either side keeps a connection. */
const SOON_MS = 2_000;

test('the crawl finds every planted exact and near copy within reach, each as the entry that it is, and nothing else', () => {
  const expected = truth.planted.flatMap(({ url, hit, isReachable, how }) =>
    hit === undefined || !isReachable ? [] : [{ url, entry: hit.entry, kind: hit.kind, how }],
  );
  const found = sightings.map(({ url, entryId, kind }) => ({ url, entry: entryOf.get(entryId), kind }));
  const named = (each: { url: string; entry: number | undefined; kind: string }) =>
    `${each.url} ${each.entry} ${each.kind}`;
  const foundNames = new Set(found.map(named));
  const missed = expected.filter((each) => !foundNames.has(named(each)));
  assert.deepEqual(missed, []);
  const expectedNames = new Set(expected.map(named));
  assert.deepEqual(
    found.filter((each) => !expectedNames.has(named(each))),
    [],
  );
  assert.equal(found.length, expectedNames.size);
  assert.ok(found.length > 120, String(found.length));
});

test('a sighting tells distance, place, country, page and headers as they are', () => {
  const planted = new Map(truth.planted.map((each) => [each.url, each]));
  const hosts = new Map(truth.hosts.map((host) => [host.name, host]));
  for (const sighting of sightings) {
    const { hit } = planted.get(sighting.url) ?? {};
    const host = hosts.get(new URL(sighting.url).hostname);
    assert.ok(hit !== undefined && Math.abs(sighting.distance - hit.distance) <= 2, sighting.url);
    assert.deepEqual([sighting.ip, sighting.country, sighting.listId], [host?.ip, host?.country, listId]);
    assert.ok(sighting.hashes.sha256.length === 64 && sighting.sizeBytes > 0);
    assert.equal(sighting.isTrusted, sighting.kind === 'exact' && sighting.category === 'illegal-baseline');
    assert.equal(sighting.isConfirmed, true);
    assert.ok(sighting.pageUrl === undefined || new URL(sighting.pageUrl).hostname in web.networkFile.hosts);
  }
  assert.ok(sightings.filter(({ pageUrl }) => pageUrl !== undefined).length > sightings.length * 0.9);
});

test('each sighting was told to the house once, by its id', async () => {
  const { rows } = await sql<{
    id: string;
  }>`select event->>'sightingId' as id from outbox where event->>'kind' = 'sighting-made'`.execute(database.db);
  assert.deepEqual(rows.map(({ id }) => id).sort(), sightings.map(({ id }) => id).sort());
});

test('the run ends by itself, and every ordinary page was visited', () => {
  assert.equal(run.state, 'done');
  const visited = new Set(log.filter(({ status }) => status === 200).map(({ host, path }) => `${host}${path}`));
  const missed = truth.pageUrls.filter((url) => !visited.has(url.replace(/^https?:\/\//, '')));
  assert.deepEqual(missed, []);
});

test('each distinct media was decoded once', async () => {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from media_seen`.execute(database.db);
  const remembered = rows[0]?.count ?? 0;
  const counts = checker.counts();
  assert.ok(remembered >= truth.distinctPictures && remembered < counts.media, `${remembered} of ${counts.media}`);
  assert.ok(counts.seenBefore > 50, String(counts.seenBefore));
});

test('traps are left within their budget', () => {
  // Robots.txt and the picture on the front page are no pages.
  for (const { name } of truth.hosts.filter(({ purpose }) => purpose === 'trap')) {
    const requests = requestsOf(name).length;
    assert.ok(requests > 1 && requests <= PAGES_PER_HOST + 5, `${name}: ${requests}`);
  }
});

/**
 * A kept connection that the server closed without a byte of an answer: the client cannot know whether it was closed before the
 * request was sent, and sends it once more over a new one (RFC 9110, 9.2.2).
 */
const isResend = (earlier: ServedVisit | undefined, before: ServedVisit, next: ServedVisit): boolean =>
  before.status === 0 &&
  before.path === next.path &&
  earlier?.connection === before.connection &&
  next.connection !== before.connection;

test('no host is asked faster than its rule, and its Retry-After is waited for', () => {
  const delays = new Map(truth.hosts.map(({ name, crawlDelayMs }) => [name, Math.max(DELAY_MS, crawlDelayMs ?? 0)]));
  const early: string[] = [];
  for (const [host, requests] of byHost) {
    for (const [at, next] of requests.entries()) {
      const before = requests[at - 1];
      if (before === undefined || isResend(requests[at - 2], before, next)) continue;
      const isBusy = before.status === 429 || before.status === 503;
      const asked = isBusy && host === 'busy-site.test' ? 1_000 : (delays.get(host) ?? DELAY_MS);
      const gap = next.at - (before.isBrokenOff ? before.at : before.endedAt);
      if (before.endedAt === 0 || gap < asked - JITTER_MS)
        early.push(`${host}${next.path} after ${before.path} (${before.status}): ${gap.toFixed(1)} of ${asked} ms`);
    }
  }
  assert.deepEqual(early, []);
});

test('each host is asked over one connection at a time', () => {
  for (const [host, requests] of byHost) {
    const left = new Set<number>();
    let now = 0;
    for (const { connection } of requests) {
      if (connection === now) continue;
      assert.ok(!left.has(connection), `${host}: a connection that was left is used again`);
      left.add(now);
      now = connection;
    }
  }
  const ordinary = truth.hosts.filter(({ purpose }) => purpose === 'ordinary').map(({ name }) => requestsOf(name));
  const pairs = ordinary.flatMap((requests) =>
    requests.slice(1).map((request, at) => ({ last: requests[at], request })),
  );
  // A busy machine keeps a host waiting for longer than a connection is kept: then it is another one.
  const soon = pairs.filter(({ last, request }) => last !== undefined && request.at - last.endedAt < SOON_MS);
  assert.ok(soon.length > ordinary.length, `${soon.length} requests soon after another`);
  assert.deepEqual(
    soon.filter(({ last, request }) => last?.isBrokenOff === false && last.connection !== request.connection),
    [],
    'a connection is used again',
  );
});

test('what robots.txt forbids is never visited, and no forbidden address is reached', async () => {
  assert.deepEqual(await web.faults(), []);
  assert.ok(requestsOf('robots-site.test').some(({ path }) => path === '/private/open/page'));
  assert.deepEqual(
    requestsOf('robots-down-site.test').filter(({ path }) => path !== '/robots.txt'),
    [],
  );
  assert.ok(
    requestsOf('forbidden-targets-site.test').length > 20,
    'the redirects to forbidden addresses were asked for',
  );
});

test('hostile servers stop nothing: each was visited, and the memory of the process stayed bounded', () => {
  for (const { name } of truth.hosts.filter(({ purpose }) => purpose === 'hostile')) {
    assert.ok(
      requestsOf(name).some(({ path }) => path === '/'),
      name,
    );
  }
  assert.ok(evidence.mostResidentBytes < 900 * 2 ** 20, `${(evidence.mostResidentBytes / 2 ** 20).toFixed(0)} MiB`);
});

test('no address, host, IP or hash lies in the database, on disk or in the log in clear', async () => {
  const [first, second] = sightings;
  assert.ok(first !== undefined && second !== undefined);
  const canaries = Object.fromEntries(
    [
      ...truth.hosts
        .filter(({ purpose }) => purpose !== 'ordinary')
        .slice(0, 12)
        .map(({ name }) => name),
      ...truth.hosts
        .filter(({ name }) => name.length >= 8)
        .slice(0, 12)
        .map(({ name }) => name),
      ...[first, second].flatMap(({ url, ip, hashes }) => [new URL(url).pathname, ip, hashes.sha256, hashes.md5]),
    ].map((word) => [word, word]),
  );
  await sql`checkpoint`.execute(database.db);
  const needles = needlesOf(canaries);
  const dump = await searchTables(database.db, needles);
  assert.deepEqual(dump.found, []);
  assert.ok(dump.rows > 1_000, String(dump.rows));
  assert.deepEqual(findIn('log', Buffer.from(evidence.logLines.join('')), needles), []);
  const disk = await searchFolder(evidence.folder, needles);
  // The loader keeps our own source there, and the stand-in's paths are written in it.
  assert.deepEqual(
    disk.found.filter((where) => !where.startsWith('tmp/tsx-')),
    [],
  );
  assert.ok(disk.files > 100);
});

test('no bytes of any media lie on disk', async () => {
  const reachable = truth.planted.filter(({ isReachable, url }) => isReachable && url.startsWith('http:')).slice(0, 60);
  const needles = await Promise.all(
    reachable.map(async ({ url }) => {
      const bytes = await web.plantedFile(url);
      const middle = bytes.length >> 1;
      return { label: `bytes of ${url}`, bytes: bytes.subarray(middle, middle + 24) };
    }),
  );
  assert.ok(needles.every(({ bytes }) => bytes.length === 24));
  assert.deepEqual((await searchFolder(evidence.folder, needles)).found, []);
});
