import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { needlesOf, searchTables } from '../../../test/canary.ts';
import { freshDatabase } from '../../../test/fresh-database.ts';
import { transact } from '../../platform/db.ts';
import { houseEventSchema } from '../../terms/events.ts';
import { sightingIdSchema } from '../../terms/ids.ts';
import type { MediaFinding } from './media-finding.ts';
import { serviceKey, SWEDEN } from './media-for-tests.ts';
import { mediaKeysFrom } from './media-keys.ts';
import { NEWS_AFTER_MS, type Sighting } from './sighting.ts';
import { forgetMedia, listSightings, readSeenMedia, readSighting, storeFindings } from './sighting-store.ts';

const { db } = await freshDatabase();
const START = new Date('2026-11-02T10:00:00Z');
const after = (ms: number) => new Date(START.getTime() + ms);

const sightingOf = (more: Partial<Sighting> = {}): Sighting => ({
  ...{ url: 'http://pictures.example.org/canary-media.jpg', pageUrl: 'http://forum.example.net/canary-page' },
  ...{ seenAt: START, ip: '85.24.180.231', country: SWEDEN, network: 'AS64500 canary-network' },
  headers: { server: 'canary-server/1' },
  ...{ sizeBytes: 1_234, listId: 1, entryId: 2, source: 'canary-source', category: 'illegal-baseline' },
  hashes: {
    md5: 'a1'.repeat(16),
    sha1: 'b2'.repeat(20),
    sha256: 'c3'.repeat(32),
    pdq: 'd4'.repeat(32),
    pdqQuality: 90,
  },
  ...{ isTrusted: true, kind: 'exact', distance: 0, isConfirmed: true },
  ...more,
});
const findingOf = (...sightings: readonly Sighting[]): MediaFinding => ({
  ...{ outcome: 'compared', isSeenBefore: false, contentMark: undefined, remember: undefined, sizeBytes: 1 },
  sightings,
});
const store = (...sightings: readonly Sighting[]) =>
  transact(db, (tx) => storeFindings(tx, serviceKey, [findingOf(...sightings)]));
const events = async () => {
  const { rows } = await sql<{ event: unknown }>`select event from outbox order by id`.execute(db);
  return rows.map(({ event }) => houseEventSchema.parse(event));
};
const stored = async () => {
  const [one, ...more] = await listSightings(db, serviceKey, { limit: 10 });
  assert.ok(one !== undefined && more.length === 0);
  return one;
};
const empty = () => sql`truncate sighting, media_seen, outbox`.execute(db);

test('storeFindings writes a sighting once for an address and an entry, and tells of it once', async () => {
  await empty();
  assert.equal(await store(sightingOf()), 1);
  assert.equal(
    await store(sightingOf({ seenAt: after(1_000), url: 'https://www.pictures.example.org/canary-media.jpg' })),
    0,
  );
  const one = await stored();
  assert.deepEqual([one.timesSeen, one.firstSeenAt, one.seenAt], [2, START, after(1_000)]);
  assert.deepEqual(await events(), [{ kind: 'sighting-made', sightingId: one.id }]);
  const { id, firstSeenAt, timesSeen, ...back } = one;
  assert.deepEqual(
    back,
    sightingOf({ seenAt: after(1_000), url: 'https://www.pictures.example.org/canary-media.jpg' }),
  );
  assert.deepEqual(await readSighting(db, serviceKey, id), { ...back, id, firstSeenAt, timesSeen });
  assert.equal(
    await readSighting(db, serviceKey, sightingIdSchema.parse('00000000-0000-4000-8000-000000000000')),
    undefined,
  );
});

test('storeFindings tells again after a day, and when a near copy turns out to be an exact one', async () => {
  await empty();
  const near = { kind: 'near', distance: 9, isTrusted: false } as const;
  await store(sightingOf(near));
  assert.equal(await store(sightingOf({ ...near, seenAt: after(NEWS_AFTER_MS - 1) })), 0);
  assert.equal(await store(sightingOf({ seenAt: after(NEWS_AFTER_MS) })), 1);
  assert.deepEqual([(await stored()).kind, (await stored()).isTrusted], ['exact', true]);
  // The weaker finding moves the time on and leaves the stronger one as it is.
  const later = after(3 * NEWS_AFTER_MS);
  assert.equal(await store(sightingOf({ ...near, seenAt: later, headers: {} })), 1);
  const one = await stored();
  assert.deepEqual(
    [one.kind, one.distance, one.seenAt, one.headers],
    ['exact', 0, later, { server: 'canary-server/1' }],
  );
  assert.equal((await events()).length, 3);
});

test('storeFindings keeps entries and addresses apart, and nothing of a transaction that fails', async () => {
  await empty();
  const others = [
    sightingOf({ entryId: 3 }),
    sightingOf({ listId: 2 }),
    sightingOf({ url: 'http://pictures.example.org/b' }),
  ];
  assert.equal(await store(sightingOf(), ...others), 4);
  await assert.rejects(
    transact(db, async (tx) => {
      await storeFindings(tx, serviceKey, [findingOf(sightingOf({ entryId: 9 }))]);
      throw new Error('the settlement failed');
    }),
  );
  assert.equal((await listSightings(db, serviceKey, { limit: 10 })).length, 4);
  assert.equal((await events()).length, 4);
  await assert.rejects(store(sightingOf({ url: 'not an address' })), /not-an-address/);
  await assert.rejects(store(sightingOf({ entryId: 10, kind: 'near', isTrusted: true })), /never_trusted/);
});

test('two workers that store the same sightings at once make one of each', async () => {
  await empty();
  const many = Array.from({ length: 20 }, (_, at) => sightingOf({ url: `http://pictures.example.org/many/${at}` }));
  await Promise.all([store(...many), store(...many.toReversed()), store(...many)]);
  const all = await listSightings(db, serviceKey, { limit: 100 });
  assert.equal(all.length, 20);
  assert.ok(all.every(({ timesSeen }) => timesSeen === 3));
});

test('listSightings gives the newest first and goes on before an instant', async () => {
  await empty();
  await store(...[1, 2, 3].map((at) => sightingOf({ entryId: at, seenAt: after(at * 1_000) })));
  const ids = async (before?: Date) =>
    (await listSightings(db, serviceKey, { limit: 2, ...(before === undefined ? {} : { before }) })).map(
      (each) => each.entryId,
    );
  assert.deepEqual(await ids(), [3, 2]);
  assert.deepEqual(await ids(after(2_000)), [1]);
});

test("a row that was given another row's box is refused", async () => {
  await empty();
  await store(sightingOf(), sightingOf({ entryId: 3 }));
  await sql`update sighting set shrouded = (select shrouded from sighting where entry_id = 3) where entry_id = 2`.execute(
    db,
  );
  await assert.rejects(listSightings(db, serviceKey, { limit: 10 }), /another one's address/);
});

test('media are remembered by their mark, read back, and forgotten by the day they were last met', async () => {
  await empty();
  const keys = mediaKeysFrom(serviceKey);
  const marks = [1, 2].map((at) => keys.markOf(Buffer.alloc(32, at)));
  const hashes = { md5: 'a1'.repeat(16), sha1: 'b2'.repeat(20), sha256: 'c3'.repeat(32) };
  const findings = marks.map((mark): MediaFinding => ({
    ...findingOf(),
    remember: { mark, hashes, pdqState: 'none', outcome: 'exact-only', sizeBytes: 5 },
  }));
  // The same media twice in one settlement, and in two at once.
  const write = () => transact(db, (tx) => storeFindings(tx, serviceKey, [...findings, ...findings]));
  await Promise.all([write(), write()]);
  const unknown = keys.markOf(Buffer.alloc(32, 3));
  const seen = await readSeenMedia(db, keys, [...marks, unknown]);
  assert.deepEqual(
    seen.map(({ mark }) => mark.toString('hex')).sort(),
    marks.map((mark) => mark.toString('hex')).sort(),
  );
  assert.deepEqual(seen[0]?.hashes, hashes);
  await sql`update media_seen set seen_on = '2026-01-01' where mark = ${marks[0] ?? Buffer.alloc(0)}`.execute(db);
  assert.equal(await transact(db, (tx) => forgetMedia(tx, new Date('2026-02-01T00:00:00Z'))), 1);
  assert.equal((await readSeenMedia(db, keys, marks)).length, 1);
});

test('no address, network, header or hash of a sighting lies in any table in clear', async () => {
  await empty();
  const sighting = sightingOf();
  await store(sighting);
  const { hashes } = sighting;
  const canaries = {
    ...{ media: 'canary-media', page: 'canary-page', host: 'pictures.example.org', pageHost: 'forum.example.net' },
    ...{ ip: '85.24.180.231', network: 'canary-network', server: 'canary-server', source: 'canary-source' },
    ...{ md5: hashes.md5, sha1: hashes.sha1, sha256: hashes.sha256, pdq: hashes.pdq ?? '' },
  };
  const searched = await searchTables(db, needlesOf(canaries));
  assert.deepEqual(searched.found, []);
  assert.ok(searched.tables.includes('public.sighting') && searched.rows > 0);
});
