import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { randomFrom } from '../../../lib/pdq/test-support.ts';
import { hammingDistance } from '../../../lib/pdq/door.ts';
import { isMatch, MIN_FRAMES } from './match-videos.ts';
import { readHashes, usableFrames, writeHashes, type KnownVideo } from './known-video.ts';
import { sniffVideo } from './sniff-video.ts';
import { VideoIndex } from './video-index.ts';

const random = randomFrom(5);
const someHash = () => Uint8Array.from({ length: 32 }, () => Math.floor(random() * 256));
const filmOf = (seconds: number) => Array.from({ length: seconds }, someHash);
const blurred = (hash: Uint8Array, bits: number) => hash.map((byte, at) => (at < bits ? byte ^ 1 : byte));
const framesOf = (hashes: readonly Uint8Array[]) => hashes.map((hash, atSeconds) => ({ hash, quality: 90, atSeconds }));
const video = (id: number, frames: readonly Uint8Array[]): KnownVideo => ({
  ...{ id, listId: 3, source: 'Example body', category: 'illegal-baseline', isTrusted: true, listedAt: undefined },
  hashes: { frames, sha1: 'ab'.repeat(20) },
});

const film = filmOf(60);
const clip = filmOf(6);
const index = new VideoIndex([video(1, film), video(2, clip), video(3, film.slice(50))]);

test('VideoIndex finds a film again when every frame differs a little', () => {
  const hits = index.match(framesOf(film.map((hash) => blurred(hash, 20))));
  const [first] = hits;
  assert.deepEqual(
    [first?.entryId, first?.shares, first?.distance, first?.atSeconds, first?.kind, first?.sha1],
    [1, { ofMedia: 1, ofEntry: 1 }, 20, 0, 'near', 'ab'.repeat(20)],
  );
  assert.deepEqual(
    hits.map((hit) => hit.entryId),
    [1, 3],
  );
});

test('VideoIndex finds a piece of a known film, and a known clip inside a longer one, with the second of the first hit', () => {
  const piece = index.match(framesOf(film.slice(10, 20)));
  assert.deepEqual(
    piece.map((hit) => [hit.entryId, hit.shares]),
    [[1, { ofMedia: 1, ofEntry: 10 / 60 }]],
  );
  const compilation = index.match(framesOf([...filmOf(40), ...clip, ...filmOf(40)]));
  assert.deepEqual(
    compilation.map((hit) => [hit.entryId, hit.shares, hit.atSeconds]),
    [[2, { ofMedia: 6 / 86, ofEntry: 1 }, 40]],
  );
});

test('VideoIndex gives no hit for one shared title card, nor for frames beyond 31 bits', () => {
  assert.deepEqual(index.match(framesOf([film[0] ?? someHash(), ...filmOf(30)])), []);
  assert.deepEqual(index.match(framesOf(film.map((hash) => blurred(hash, 32)))), []);
  assert.deepEqual(index.match([]), []);
  assert.deepEqual(new VideoIndex([]).match(framesOf(film)), []);
});

test('VideoIndex agrees with a plain count over all pairs of frames', () => {
  const media = [...film.slice(0, 30).map((hash) => blurred(hash, 10)), ...filmOf(10)];
  const isNear = (a: Uint8Array, b: Uint8Array) => hammingDistance(a, b) <= 31;
  const ofMedia = media.filter((frame) => film.some((known) => isNear(frame, known))).length / media.length;
  const ofEntry = film.filter((known) => media.some((frame) => isNear(frame, known))).length / film.length;
  assert.deepEqual(index.match(framesOf(media)).find((hit) => hit.entryId === 1)?.shares, { ofMedia, ofEntry });
});

test('isMatch wants enough frames on both sides and one share that is high', () => {
  const cases: [number, number, number, number, boolean][] = [
    [60, 60, 60, 60, true],
    [3, 3, 3, 600, true],
    [2, 2, 2, 600, false],
    [2, 2, 2, 2, true],
    [1, 1, 1, 1, true],
    [30, 600, 30, 60, true],
    [29, 600, 29, 60, false],
    [8, 10, 8, 600, true],
    [7, 10, 7, 600, false],
    [600, 600, 1, 600, false],
  ];
  for (const [hit, all, entryHit, entryAll, expected] of cases) {
    assert.equal(
      isMatch({ hit, all }, { hit: entryHit, all: entryAll }),
      expected,
      [hit, all, entryHit, entryAll].join(),
    );
  }
  fc.assert(
    fc.property(
      fc.nat(50),
      fc.nat(50),
      (a, b) =>
        isMatch({ hit: a, all: 50 }, { hit: b, all: 50 }) ===
        (a >= MIN_FRAMES && b >= MIN_FRAMES && (b >= 25 || a >= 40)),
    ),
  );
});

test('usableFrames leaves out low quality and repetition, and keeps the order', () => {
  const [a, b] = [someHash(), someHash()];
  const given = [
    { hash: a, quality: 49 },
    { hash: b, quality: 50 },
    { hash: a, quality: 90 },
    { hash: Uint8Array.from(b), quality: 99 },
  ];
  assert.deepEqual(usableFrames(given), [given[1], given[2]]);
});

test('readHashes gives back what writeHashes wrote, and throws for anything else', () => {
  const read = readHashes(writeHashes({ frames: clip, sha256: 'cd'.repeat(32) }));
  assert.deepEqual(
    read.frames.map((frame) => Uint8Array.from(frame)),
    clip,
  );
  assert.deepEqual([read.sha1, read.sha256], [undefined, 'cd'.repeat(32)]);
  assert.throws(() => readHashes('{"frames":7}'));
});

test('sniffVideo knows videos by their first bytes and takes no picture for one', () => {
  const ts = Buffer.alloc(400);
  ts[0] = ts[188] = 0x47;
  const videos = [
    '\0\0\0\x18ftypisom',
    '\0\0\0\x14ftypqt  ',
    '\0\0\0\x08wide',
    '\x1a\x45\xdf\xa3',
    'RIFF\0\0\0\0AVI LIST',
    '\0\0\x01\xba',
    'FLV\x01',
    'OggS',
  ];
  for (const head of videos) assert.equal(sniffVideo(Buffer.from(head, 'latin1')), true, head);
  assert.equal(sniffVideo(ts), true);
  const others = [
    '\0\0\0\x18ftypavif\0\0\0\0avifmif1',
    '\0\0\0\x18ftypheic',
    'RIFF\0\0\0\0WEBPVP8 ',
    '\xff\xd8\xff',
    '#EXTM3U\nhttp://example.org/',
    'ffconcat version 1.0',
    '',
    'G',
  ];
  for (const head of others) assert.equal(sniffVideo(Buffer.from(head, 'latin1')), false, head);
});
