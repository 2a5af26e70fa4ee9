import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { hashBytes, type HashedPicture, type PdqVerdict, type PictureHasher } from '../../../lib/pdq/door.ts';
import type { VideoChecker } from '../video/video-checker.ts';
import { checkMedia, type CheckTools } from './check-media.ts';
import { matcherOf, type CountingMatcher, type TestEntry } from './check-for-tests.ts';
import { MemoryBudget } from './memory-budget.ts';

const pdq = (first: number) => Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? first : 0x5a));
const known: TestEntry = { hashes: { pdq: pdq(0) } };
const jpegHead = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4);
const png = Buffer.from('\x89PNG\r\n\x1a\n and some more', 'latin1');
const mp4 = Buffer.from('\0\0\0\x18ftypisom and so on', 'latin1');

type Hashed = Extract<PdqVerdict, { kind: 'hashed' }>;
const hashed = (path: Hashed['path'], hash: Uint8Array, quality = 90): Hashed => ({
  kind: 'hashed',
  hash,
  quality,
  path,
});

/** A hasher whose two paths say what the test wants; counts what it is asked. */
function hasherOf(quick: PdqVerdict, exact: PdqVerdict): PictureHasher & { asked: string[] } {
  const asked: string[] = [];
  const answer =
    (path: string, pdq: PdqVerdict) =>
    (bytes: Uint8Array): Promise<HashedPicture> => {
      asked.push(path);
      return Promise.resolve({ exact: hashBytes(bytes), pdq });
    };
  return {
    asked,
    hashPicture: answer('quick', quick),
    confirm: answer('exact', exact),
    close: () => Promise.resolve(),
  };
}

const videoOff: VideoChecker = {
  status: { kind: 'off', because: 'no decoder in this test' },
  readVideo: () => Promise.resolve({ kind: 'off', because: 'no decoder in this test' }),
  matchFrames: () => [],
  refresh: () => Promise.resolve(),
  close: () => undefined,
};

function toolsOf(entries: readonly TestEntry[], hasher: PictureHasher): CheckTools & { matcher: CountingMatcher } {
  const budget = new MemoryBudget(1000);
  const limits = { maxBytes: 500, keepPictureBytes: 100, keepVideoBytes: 200 };
  return { matcher: matcherOf(entries), hasher, video: videoOff, budget, limits };
}

// eslint-disable-next-line @typescript-eslint/require-await
async function* drip(bytes: Uint8Array, chunkBytes = 3): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}

const broken: PdqVerdict = { kind: 'not-decodable', reason: 'broken' };

test('checkMedia answers an exact hit without decoding anything, by whichever hash the list has', async () => {
  for (const kind of ['md5', 'sha1', 'sha256'] as const) {
    const hasher = hasherOf(broken, broken);
    const entry = { hashes: { [kind]: createHash(kind).update(jpegHead).digest() } };
    const finding = await checkMedia(toolsOf([known, entry], hasher), drip(jpegHead));
    assert.deepEqual(
      finding.exactHits.map(({ entryId, by, kind }) => ({ entryId, by, kind })),
      [{ entryId: 2, by: kind, kind: 'exact' }],
    );
    assert.deepEqual(finding.near, { state: 'not-needed' });
    assert.deepEqual(hasher.asked, []);
  }
});

test('checkMedia lets the quick path decide alone only when its quality is high and nothing hits', async () => {
  const cases: [string, PdqVerdict, string[]][] = [
    [
      'high quality, no hit',
      hashed(
        'coefficients',
        pdq(0xff).map((byte) => byte ^ 0xff),
      ),
      ['quick'],
    ],
    ['high quality, a hit', hashed('coefficients', pdq(1)), ['quick', 'exact']],
    [
      'quality 79',
      hashed(
        'coefficients',
        pdq(0xff).map((byte) => byte ^ 0xff),
        79,
      ),
      ['quick', 'exact'],
    ],
    ['decoded at once', hashed('exact', pdq(1)), ['quick']],
  ];
  for (const [name, quick, asked] of cases) {
    const hasher = hasherOf(quick, hashed('exact', pdq(3)));
    const finding = await checkMedia(toolsOf([known], hasher), drip(jpegHead));
    assert.deepEqual(hasher.asked, asked, name);
    const isExact = asked.length === 2 || name === 'decoded at once';
    assert.equal('path' in finding.near ? finding.near.path : '', isExact ? 'exact' : 'coefficients', name);
  }
});

test('checkMedia answers with the confirmed hash alone: its distance counts, and a hit that it does not share is none', async () => {
  const far = pdq(0).map((byte, at) => (at < 8 ? byte ^ 0xff : byte));
  const same = await checkMedia(
    toolsOf([known], hasherOf(hashed('coefficients', pdq(0)), hashed('exact', pdq(7)))),
    drip(jpegHead),
  );
  assert.deepEqual(
    same.nearHits.map((hit) => hit.distance),
    [3],
  );
  const lost = await checkMedia(
    toolsOf([known], hasherOf(hashed('coefficients', pdq(0)), hashed('exact', far))),
    drip(jpegHead),
  );
  assert.deepEqual(lost.nearHits, []);
  assert.deepEqual(lost.near, { state: 'compared', path: 'exact', quality: 90 });
});

test('checkMedia does not lose a hit of the quick path whose picture then cannot be decoded: a person sees it, marked', async () => {
  const finding = await checkMedia(toolsOf([known], hasherOf(hashed('coefficients', pdq(1)), broken)), drip(jpegHead));
  assert.deepEqual(finding.near, { state: 'unconfirmed', path: 'coefficients', quality: 90, reason: 'broken' });
  assert.equal(finding.nearHits.length, 1);
});

test('checkMedia compares nothing below quality 50 and says so', async () => {
  const tools = toolsOf([known], hasherOf(hashed('coefficients', pdq(0), 60), hashed('exact', pdq(0), 49)));
  const finding = await checkMedia(tools, drip(jpegHead));
  assert.deepEqual(finding.near, { state: 'low-quality', path: 'exact', quality: 49 });
  assert.deepEqual([finding.nearHits, tools.matcher.asked.near], [[], 0]);
});

test('checkMedia asks for the exact path at once when it is told to', async () => {
  const hasher = hasherOf(broken, hashed('exact', pdq(1)));
  const finding = await checkMedia(toolsOf([known], hasher), drip(png), { exactPath: true });
  assert.deepEqual([hasher.asked, finding.nearHits.length], [['exact'], 1]);
});

test('checkMedia compares every orientation when it is told to, one hit an entry', async () => {
  const turned = [pdq(0xff).map((byte) => byte ^ 0xff), pdq(3), pdq(1)];
  const hasher = hasherOf({ ...hashed('exact', pdq(0xff)), orientations: turned }, broken);
  const [hit, ...others] = (await checkMedia(toolsOf([known], hasher), drip(png), { orientations: true })).nearHits;
  assert.deepEqual([hit?.distance, others], [1, []]);
});

test('checkMedia says what it is when it is no media, a broken picture, a video without decoder, or too large to keep', async () => {
  const states: [string, Uint8Array, string][] = [
    ['text', Buffer.from('just a text'), 'not-media'],
    ['empty', Buffer.alloc(0), 'not-media'],
    ['broken', png, 'not-decodable'],
    ['video', mp4, 'video-off'],
    ['large picture', Buffer.concat([png, Buffer.alloc(100)]), 'too-large'],
    ['large video', Buffer.concat([mp4, Buffer.alloc(150)]), 'video-off'],
    ['larger video', Buffer.concat([mp4, Buffer.alloc(200)]), 'too-large'],
  ];
  for (const [name, bytes, state] of states) {
    for (const chunkBytes of [1, 7, 1000]) {
      const finding = await checkMedia(toolsOf([known], hasherOf(broken, broken)), drip(bytes, chunkBytes));
      assert.equal(finding.near.state, state, name);
      assert.equal(finding.exact.sha256, createHash('sha256').update(bytes).digest('hex'));
      assert.equal(finding.sizeBytes, bytes.length);
    }
  }
});

test('checkMedia still finds by exact hash a file that is too large to keep', async () => {
  const bytes = Buffer.concat([png, Buffer.alloc(300, 9)]);
  const entry = { hashes: { sha1: createHash('sha1').update(bytes).digest() } };
  const finding = await checkMedia(toolsOf([entry], hasherOf(broken, broken)), drip(bytes));
  assert.equal(finding.exactHits.length, 1);
});

test('checkMedia gives its memory back, whether it ends well, in a refusal or in a stream that breaks', async () => {
  const tools = toolsOf([known], hasherOf(broken, broken));
  await checkMedia(tools, drip(png));
  await assert.rejects(checkMedia(tools, drip(Buffer.alloc(501))), { code: 'stream-too-long' });
  // eslint-disable-next-line @typescript-eslint/require-await
  async function* breaking(): AsyncIterable<Uint8Array> {
    yield png;
    throw new Error('gone');
  }
  await assert.rejects(checkMedia(tools, breaking()), /gone/);
  assert.equal(tools.budget.usedBytes, 0);
  tools.budget.take(990);
  await assert.rejects(checkMedia(tools, drip(png)), { code: 'check-busy' });
  assert.equal(tools.budget.usedBytes, 990);
});
