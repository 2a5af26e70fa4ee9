import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { serviceKeyFrom } from '../../platform/service-key.ts';
import { comparePicture, withoutHash, type Hashed } from './compare-picture.ts';
import type { MediaOutcome, PdqState, SeenMedia } from './media-finding.ts';
import { serviceKey } from './media-for-tests.ts';
import { mediaKeysFrom } from './media-keys.ts';
import type { MediaHit } from './media-ports.ts';
import { MemoryRoom } from './memory-room.ts';
import { NearQueue } from './near-queue.ts';
import { SeenShelf } from './seen-media.ts';
import { isNews, NEWS_AFTER_MS, sightingHeadersOf } from './sighting.ts';

const keys = mediaKeysFrom(serviceKey);
const hexOf = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((each) => Buffer.from(each).toString('hex'));
const hit = (distance: number): MediaHit => ({
  ...{ listId: 1, entryId: 1, source: 'Example body', category: 'to-assess', isTrusted: false, kind: 'near', distance },
});

test('mediaKeysFrom shrouds and unshrouds what is remembered, whatever it is', () => {
  fc.assert(
    fc.property(
      ...([hexOf(16), hexOf(20), hexOf(32), hexOf(32)] as const),
      fc.constantFrom<PdqState>('none', 'exact', 'coefficients'),
      fc.constantFrom<MediaOutcome>('compared', 'exact', 'low-quality', 'not-decodable', 'exact-only'),
      fc.integer({ min: 0, max: 100 }),
      fc.integer({ min: 0, max: 2 ** 40 }),
      (md5, sha1, sha256, pdq, pdqState, outcome, pdqQuality, sizeBytes) => {
        const hashes = { md5, sha1, sha256, ...(pdqState === 'none' ? {} : { pdq, pdqQuality }) };
        const seen: SeenMedia = { mark: keys.markOf(Buffer.from(sha256, 'hex')), hashes, pdqState, outcome, sizeBytes };
        assert.deepEqual(keys.unshroud(seen.mark, keys.shroud(seen)), seen);
      },
    ),
    { numRuns: 200 },
  );
});

test('mediaKeysFrom refuses a box that was moved to another row, altered, or made under another key', () => {
  const hashes = { md5: 'a1'.repeat(16), sha1: 'b2'.repeat(20), sha256: 'c3'.repeat(32) };
  const mark = keys.markOf(Buffer.alloc(32, 1));
  const box = keys.shroud({ mark, hashes, pdqState: 'none', outcome: 'exact-only', sizeBytes: 1 });
  assert.throws(() => keys.unshroud(keys.markOf(Buffer.alloc(32, 2)), box), /another one's hashes/);
  assert.throws(() => keys.unshroud(mark, box.fill(0, 20, 21)), /altered/);
  const foreign = mediaKeysFrom(serviceKeyFrom(Buffer.alloc(32, 1)));
  assert.notDeepEqual(foreign.markOf(Buffer.alloc(32, 1)), mark);
  assert.throws(() =>
    foreign.unshroud(mark, keys.shroud({ mark, hashes, pdqState: 'none', outcome: 'exact', sizeBytes: 1 })),
  );
});

test('isNews follows its table', () => {
  const now = new Date('2026-11-02T10:00:00Z');
  const ago = (ms: number) => new Date(now.getTime() - ms);
  const near = { kind: 'near', seenAt: now } as const;
  const exact = { kind: 'exact', seenAt: now } as const;
  assert.equal(isNews(undefined, near), true);
  assert.equal(isNews({ kind: 'near', lastSeenAt: ago(1) }, near), false);
  assert.equal(isNews({ kind: 'near', lastSeenAt: ago(1) }, exact), true);
  assert.equal(isNews({ kind: 'exact', lastSeenAt: ago(1) }, near), false);
  assert.equal(isNews({ kind: 'exact', lastSeenAt: ago(NEWS_AFTER_MS - 1) }, exact), false);
  assert.equal(isNews({ kind: 'exact', lastSeenAt: ago(NEWS_AFTER_MS) }, near), true);
});

test('sightingHeadersOf keeps allow-listed headers of sane length and never a cookie', () => {
  const headers = { server: 'x', 'set-cookie': 'secret', etag: 'e'.repeat(600), via: '1.1 proxy', 'x-other': 'y' };
  assert.deepEqual(sightingHeadersOf(headers), { server: 'x', via: '1.1 proxy' });
});

const quick: Hashed = { hash: Buffer.alloc(32, 1), quality: 95, path: 'coefficients' };
const pixels: Hashed = { hash: Buffer.alloc(32, 2), quality: 90, path: 'exact' };
const tools = (hits: readonly MediaHit[], confirmed: Parameters<typeof withoutHash>[0] | Hashed | undefined) => {
  const asked: number[] = [];
  const confirm = () =>
    Promise.resolve(
      confirmed !== undefined && 'hash' in confirmed
        ? { kind: 'hashed' as const, ...confirmed }
        : (confirmed ?? fail()),
    );
  const near = (pdq: Uint8Array) => (asked.push(pdq[0] ?? 0), Promise.resolve(hits));
  return { asked, near, confirm: confirmed === undefined ? undefined : confirm };
};
const fail = (): never => assert.fail('nobody asks for the pixels here');

test('comparePicture trusts the quick hash alone only where it is of high quality and hits nothing', async () => {
  const alone = tools([], undefined);
  assert.deepEqual(await comparePicture(quick, alone), {
    outcome: 'compared',
    hashed: quick,
    hits: [],
    isConfirmed: true,
  });
  assert.deepEqual(alone.asked, [1]);
  const low = tools([hit(3)], pixels);
  const compared = await comparePicture({ ...quick, quality: 79 }, low);
  assert.ok(compared !== undefined && 'hashed' in compared);
  assert.deepEqual([compared.hashed.hash, compared.hits, compared.isConfirmed], [pixels.hash, [hit(3)], true]);
  assert.deepEqual(low.asked, [2]);
  assert.deepEqual((await comparePicture(quick, tools([hit(3)], pixels)))?.outcome, 'compared');
});

test('comparePicture says nothing where the pixels would decide and are not there', async () => {
  assert.equal(await comparePicture(quick, tools([hit(3)], undefined)), undefined);
  assert.equal(await comparePicture({ ...quick, quality: 60 }, tools([], undefined)), undefined);
});

test('comparePicture keeps hits unconfirmed where only the quick path could read the picture', async () => {
  const broken = { kind: 'not-decodable', reason: 'broken' } as const;
  const compared = await comparePicture(quick, tools([hit(3)], broken));
  assert.deepEqual(compared, { outcome: 'compared', hashed: quick, hits: [hit(3)], isConfirmed: false });
  assert.deepEqual(await comparePicture({ ...quick, quality: 60 }, tools([], broken)), {
    outcome: 'not-decodable',
    isLasting: true,
  });
});

test('comparePicture compares nothing of quality below 50', async () => {
  const low = tools([hit(0)], undefined);
  assert.equal((await comparePicture({ ...pixels, quality: 49 }, low))?.outcome, 'low-quality');
  assert.deepEqual(low.asked, []);
});

test('withoutHash tells a fault of the picture from a fault of ours', () => {
  const lasting = (reason: 'broken' | 'too-many-pixels' | 'time-limit' | 'crash' | 'memory-limit') =>
    withoutHash({ kind: 'not-decodable', reason });
  assert.deepEqual(
    ['broken', 'too-many-pixels'].map((reason) => lasting(reason === 'broken' ? reason : 'too-many-pixels')),
    [
      { outcome: 'not-decodable', isLasting: true },
      { outcome: 'not-decodable', isLasting: true },
    ],
  );
  for (const reason of ['time-limit', 'crash', 'memory-limit'] as const)
    assert.deepEqual(lasting(reason), { outcome: 'not-decodable', isLasting: false });
});

test('MemoryRoom never gives out more than it has', () => {
  const room = new MemoryRoom(100);
  assert.deepEqual(
    [room.take(60), room.take(50), room.isOpen, room.take(40), room.isOpen],
    [true, false, true, true, false],
  );
  room.give(40);
  assert.deepEqual([room.usedBytes, room.isOpen], [60, true]);
});

test('NearQueue answers what is asked together by one batch, each with its own', async () => {
  const batches: number[] = [];
  const queue = new NearQueue({
    ...{ matchExact: () => [], matchNear: () => [] },
    matchNearBatch: (pdqs) => (batches.push(pdqs.length), pdqs.map((pdq) => [hit(pdq[0] ?? 0)])),
  });
  const answers = await Promise.all([4, 8, 15].map((byte) => queue.ask(Buffer.alloc(32, byte))));
  assert.deepEqual(
    answers.map(([one]) => one?.distance),
    [4, 8, 15],
  );
  await queue.ask(Buffer.alloc(32));
  assert.deepEqual(batches, [3, 1]);
});

test('NearQueue passes a refusal on to everybody in the batch, and goes on', async () => {
  let isWell = false;
  const queue = new NearQueue({
    ...{ matchExact: () => [], matchNear: () => [] },
    matchNearBatch: (pdqs) => {
      if (!isWell) throw new RangeError('no');
      return pdqs.map(() => []);
    },
  });
  await assert.rejects(queue.ask(Buffer.alloc(32)), RangeError);
  isWell = true;
  assert.deepEqual(await queue.ask(Buffer.alloc(32)), []);
});

test('SeenShelf asks the database once for many, keeps the answers, and survives its absence', async () => {
  const marks = [1, 2, 3].map((byte) => Buffer.alloc(16, byte));
  const seen = (mark: Buffer): SeenMedia => ({
    ...{ mark, hashes: { md5: '', sha1: '', sha256: '' }, pdqState: 'none', outcome: 'exact-only', sizeBytes: 1 },
  });
  const asked: number[] = [];
  let isAway = true;
  const shelf = new SeenShelf((some) => {
    if (isAway) return Promise.reject(new Error('away'));
    asked.push(some.length);
    return Promise.resolve(some.filter((mark) => mark[0] !== 3).map(seen));
  });
  await assert.rejects(shelf.find(Buffer.alloc(16, 1)), /away/);
  isAway = false;
  const answers = await Promise.all(marks.map((mark) => shelf.find(mark)));
  assert.deepEqual(
    answers.map((each) => each?.mark[0]),
    [1, 2, undefined],
  );
  await Promise.all(marks.map((mark) => shelf.find(mark)));
  assert.deepEqual(asked, [3, 1]);
  shelf.keep(seen(Buffer.alloc(16, 3)));
  assert.equal((await shelf.find(Buffer.alloc(16, 3)))?.mark[0], 3);
  assert.equal(asked.length, 2);
});
