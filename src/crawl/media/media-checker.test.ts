import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { freshDatabase } from '../../../test/fresh-database.ts';
import { openPictureHasher, type PictureHasher } from '../../../lib/pdq/door.ts';
import { matcherOf } from '../../known/check/check-for-tests.ts';
import type { Matcher } from '../../known/door.ts';
import { transact } from '../../platform/db.ts';
import {
  digestsOf,
  headOf,
  openTestChecker,
  other,
  pdqOf,
  photograph,
  place,
  SEEN_AT,
  serviceKey,
  visit,
} from './media-for-tests.ts';
import type { MediaMatcher, VideoPort } from './media-ports.ts';
import { storeFindings } from './sighting-store.ts';

const { db } = await freshDatabase();
const pdq = await pdqOf(photograph);

/** The known room's matcher fits the crawler's port: this line is the test. */
const asPort = (matcher: Matcher): MediaMatcher => matcher;

const copies = {
  smaller: await sharp(photograph).resize(180).jpeg({ quality: 80 }).toBuffer(),
  poorer: await sharp(photograph).jpeg({ quality: 40 }).toBuffer(),
  progressive: await sharp(photograph).jpeg({ quality: 90, progressive: true }).toBuffer(),
  png: await sharp(photograph).png().toBuffer(),
  webp: await sharp(photograph).webp({ quality: 80 }).toBuffer(),
  gif: await sharp(photograph).gif().toBuffer(),
  avif: await sharp(photograph).avif({ quality: 70, effort: 0 }).toBuffer(),
};
const flat = await sharp({ create: { width: 90, height: 90, channels: 3, background: '#357' } })
  .png()
  .toBuffer();

/** Counts the pictures that it is given, and how. */
function counting(t: { after(work: () => unknown): void }): PictureHasher & { readonly given: string[] } {
  const hasher = openPictureHasher({ workers: 1 });
  t.after(() => hasher.close());
  const given: string[] = [];
  return {
    given,
    hashPicture: (bytes, request) => (given.push('quick'), hasher.hashPicture(bytes, request)),
    confirm: (bytes, request) => (given.push('exact'), hasher.confirm(bytes, request)),
    close: () => Promise.resolve(),
  };
}

test('a media visit finds the exact file in whatever pieces it comes, and decodes nothing for it', async (t) => {
  const hasher = counting(t);
  const matcher = asPort(matcherOf([{ listId: 7, entryId: 3, hashes: { sha1: digestsOf(photograph).sha1 } }]));
  const checker = openTestChecker(t, { db, matcher }, { hasher });
  for (const pieceBytes of [1, 511, 512, 4_096, 1_000_000]) {
    const finding = await visit(checker, photograph, place(), { pieceBytes });
    assert.equal(finding.outcome, 'exact', String(pieceBytes));
    const [sighting] = finding.sightings;
    assert.ok(sighting !== undefined && finding.sightings.length === 1);
    assert.deepEqual(
      [sighting.listId, sighting.entryId, sighting.kind, sighting.distance, sighting.isTrusted, sighting.isConfirmed],
      [7, 3, 'exact', 0, true, true],
    );
    assert.deepEqual(
      [sighting.url, sighting.pageUrl, sighting.ip, sighting.country, sighting.seenAt],
      [place().url, place().pageUrl, '85.24.180.40', 'SE', SEEN_AT],
    );
    assert.equal(sighting.hashes.sha256, digestsOf(photograph).sha256.toString('hex'));
    assert.deepEqual(sighting.headers, { 'content-type': 'image/jpeg', server: 'test' });
  }
  assert.deepEqual(hasher.given, []);
});

test('a media visit finds near copies in every format, confirmed from pixels and never trusted', async (t) => {
  const checker = openTestChecker(t, { db, matcher: asPort(matcherOf([{ hashes: { pdq } }])) });
  for (const [name, bytes] of Object.entries(copies)) {
    const { outcome, sightings } = await visit(checker, bytes, place(`/${name}`));
    assert.equal(outcome, 'compared', name);
    assert.equal(sightings.length, 1, name);
    const [sighting] = sightings;
    assert.ok(sighting !== undefined && sighting.kind === 'near' && sighting.distance <= 31, name);
    assert.deepEqual([sighting.isTrusted, sighting.isConfirmed], [false, true], name);
    assert.ok(sighting.hashes.pdq?.length === 64 && (sighting.hashes.pdqQuality ?? 0) >= 50, name);
  }
  assert.deepEqual((await visit(checker, other, place('/other.jpg'))).sightings, []);
});

test('a media visit says what it met where there is nothing to compare', async (t) => {
  const checker = openTestChecker(t, { db, matcher: asPort(matcherOf([{ hashes: { pdq } }])) });
  const html = Buffer.from(`<!doctype html><title>no picture</title>${'<p>words</p>'.repeat(500)}`);
  const outcomes = {
    page: (await visit(checker, html)).outcome,
    'short page': (await visit(checker, Buffer.from('<html>'))).outcome,
    empty: (await visit(checker, Buffer.alloc(0))).outcome,
    cut: (await visit(checker, photograph, place(), { isWhole: false })).outcome,
    flat: (await visit(checker, flat)).outcome,
    broken: (await visit(checker, photograph.subarray(0, 300))).outcome,
    drawing: (
      await visit(checker, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), place('/d.svg'), {
        head: headOf({ contentType: 'image/svg+xml' }),
      })
    ).outcome,
    video: (await visit(checker, Buffer.concat([Buffer.from('\0\0\0\x18ftypisom', 'latin1'), Buffer.alloc(4_000)])))
      .outcome,
    other: (await visit(checker, Buffer.alloc(9_000, 7), place('/x'), { head: headOf({ contentType: undefined }) }))
      .outcome,
  };
  assert.deepEqual(outcomes, {
    ...{ page: 'page', 'short page': 'page', empty: 'empty', cut: 'cut', flat: 'low-quality' },
    ...{ broken: 'not-decodable', drawing: 'not-decodable', video: 'exact-only', other: 'exact-only' },
  });
  assert.equal(checker.video.kind, 'off');
  assert.equal(checker.open(place()).start(headOf({ status: 404 })), false);
});

test('a picture is recognised by its bytes whatever type it is sent as', async (t) => {
  const checker = openTestChecker(t, { db, matcher: asPort(matcherOf([{ hashes: { pdq } }])) });
  for (const contentType of ['text/html', 'text/plain', 'application/octet-stream', undefined]) {
    const head = headOf({ contentType });
    assert.equal((await visit(checker, copies.png, place(`/${String(contentType)}`), { head })).sightings.length, 1);
  }
});

test('the same bytes are decoded once, at once, later, and by another process that reads the same database', async (t) => {
  const hasher = counting(t);
  const matcher = asPort(matcherOf([{ hashes: { pdq } }]));
  const checker = openTestChecker(t, { db, matcher }, { hasher });
  const both = await Promise.all([visit(checker, other, place('/1.jpg')), visit(checker, other, place('/2.jpg'))]);
  assert.deepEqual(hasher.given, ['quick']);
  assert.deepEqual(
    both.map((finding) => finding.isSeenBefore),
    [false, true],
  );
  assert.equal(both[0].contentMark, both[1].contentMark);
  const again = await visit(checker, other, place('/3.jpg'));
  assert.deepEqual([again.isSeenBefore, again.outcome, hasher.given.length], [true, 'compared', 1]);

  await transact(db, (tx) => storeFindings(tx, serviceKey, both));
  const elsewhere = openTestChecker(t, { db, matcher }, { hasher });
  assert.equal((await visit(elsewhere, other, place('/4.jpg'))).isSeenBefore, true);
  assert.equal(hasher.given.length, 1);
  assert.deepEqual(elsewhere.counts().seenBefore, 1);
});

test('remembered media are compared with the lists as they are now, and a hit of the quick hash is confirmed first', async (t) => {
  const hasher = counting(t);
  const entries: { hashes: { pdq: Uint8Array } }[] = [];
  const checker = openTestChecker(t, { db, matcher: asPort(matcherOf(entries)) }, { hasher });
  const before = await visit(checker, copies.progressive, place('/late.jpg'));
  assert.deepEqual([before.outcome, before.sightings.length, hasher.given.length], ['compared', 0, 1]);
  entries.push({ hashes: { pdq } });
  const after = await visit(checker, copies.progressive, place('/late.jpg'));
  assert.deepEqual([after.isSeenBefore, after.sightings.length], [true, 1]);
  assert.deepEqual(hasher.given, ['quick', 'exact']);
});

test('recall answers "not modified" from what is remembered, and nothing where only the bytes could tell', async (t) => {
  const entries: { hashes: { pdq?: Uint8Array; sha256?: Uint8Array } }[] = [];
  const checker = openTestChecker(t, { db, matcher: asPort(matcherOf(entries)) });
  const [quick, exact] = [
    await visit(checker, copies.progressive, place('/q.jpg')),
    await visit(checker, copies.png, place('/e.png')),
  ];
  const recall = (mark: string | undefined) =>
    checker.recall(mark ?? '', place('/again'), headOf({ status: 304 }), SEEN_AT);
  assert.deepEqual((await recall(quick.contentMark))?.sightings, []);
  entries.push({ hashes: { pdq } });
  // From decoded pixels: it can be told. From coefficients: a hit must be confirmed, and there are no bytes to confirm it.
  assert.equal((await recall(exact.contentMark))?.sightings[0]?.kind, 'near');
  assert.equal(await recall(quick.contentMark), undefined);
  entries.push({ hashes: { sha256: digestsOf(copies.progressive).sha256 } });
  const known = await recall(quick.contentMark);
  assert.deepEqual(
    [known?.outcome, known?.sightings[0]?.kind, known?.sightings[0]?.url],
    ['exact', 'exact', place('/again').url],
  );
  assert.equal(await recall('00'.repeat(16)), undefined);
});

test('a checker takes no more media into memory than it has room for, and frees all of it', async (t) => {
  const matcher = asPort(matcherOf([]));
  const checker = openTestChecker(t, { db, matcher }, { memoryBytes: 100_000 });
  const large = checker.open(place('/large'));
  large.start(headOf());
  assert.equal(large.write(other.subarray(0, 90_000)), true);
  assert.equal(checker.hasRoom(), false);
  assert.equal((await visit(checker, photograph, place('/late'))).outcome, 'busy');
  large.abandon();
  assert.equal(checker.hasRoom(), true);
  assert.equal((await visit(checker, photograph, place('/later'))).outcome, 'compared');
  assert.equal(checker.hasRoom(), true);
});

test('what is too large to keep is compared by its exact hashes, and what is too large to hash is cut', async (t) => {
  const matcher = asPort(matcherOf([{ hashes: { md5: digestsOf(other).md5 } }, { hashes: { pdq } }]));
  const checker = openTestChecker(t, { db, matcher }, { limits: { keepPictureBytes: 10_000, maxBytes: other.length } });
  assert.equal((await visit(checker, other, place('/exact'))).outcome, 'exact');
  assert.equal((await visit(checker, photograph, place('/big'))).outcome, 'exact-only');
  const longer = await visit(checker, Buffer.concat([other, Buffer.alloc(1)]), place('/longer'));
  assert.deepEqual([longer.outcome, longer.contentMark], ['cut', undefined]);
});

test('hostile bytes end no checker, and the next picture after each is found', async (t) => {
  const checker = openTestChecker(t, { db, matcher: asPort(matcherOf([{ hashes: { pdq } }])) });
  const start = Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex');
  const hostile = [
    Buffer.concat([start, Buffer.alloc(200_000, 0xff)]),
    Buffer.concat([start, Buffer.alloc(50_000)]),
    Buffer.concat([photograph, Buffer.alloc(100_000, 0x41)]).subarray(0, 60_000),
    Buffer.from('GIF89a\xff\xff\xff\xff\xf7\0\0', 'latin1'),
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
  ];
  for (const [at, bytes] of hostile.entries()) {
    await visit(checker, bytes, place(`/hostile/${at}`));
    // Other bytes each time, or it would be remembered and no worker asked.
    const next = Buffer.concat([copies.png, Buffer.from([at])]);
    assert.equal((await visit(checker, next, place(`/next/${at}`))).sightings.length, 1, String(at));
  }
});

test('videos are compared by their frames where a decoder was handed in, and asked for again while it is busy', async (t) => {
  let isBusy = true;
  const video: VideoPort = {
    status: { kind: 'on' },
    readVideo: () =>
      isBusy
        ? Promise.reject(new Error('busy'))
        : Promise.resolve({ kind: 'read', isWhole: true, frames: [{ hash: pdq, quality: 100, atSeconds: 0 }] }),
    matchFrames: () => [],
  };
  const checker = openTestChecker(t, { db, matcher: asPort(matcherOf([{ hashes: { pdq } }])), video });
  const film = Buffer.concat([Buffer.from('\0\0\0\x18ftypisom', 'latin1'), Buffer.alloc(4_000)]);
  assert.equal(checker.video.kind, 'on');
  assert.equal((await visit(checker, film, place('/film.mp4'))).outcome, 'busy');
  isBusy = false;
  const finding = await visit(checker, film, place('/film.mp4'));
  assert.deepEqual([finding.outcome, finding.sightings[0]?.kind, finding.remember], ['compared', 'near', undefined]);
});
