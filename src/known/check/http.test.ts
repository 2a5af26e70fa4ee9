import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import sharp from 'sharp';
import { freshDatabase } from '../../../test/fresh-database.ts';
import { PdqEngine } from '../../../lib/pdq/door.ts';
import { transact } from '../../platform/db.ts';
import { errorAnswerSchema, hashesAnswerSchema, mediaAnswerSchema, toBase32 } from './answers.ts';
import { basic, openTestApi, START, type TestAnswer, type TestEntry } from './check-for-tests.ts';
import { createApiKey, revokeApiKey } from './manage-api-keys.ts';

const { db } = await freshDatabase();
const photograph = readFileSync(new URL('../../../lib/pdq/test-vectors/aaa-orig.jpg', import.meta.url));
const other = readFileSync(new URL('../../../lib/pdq/test-vectors/square-512x512.jpg', import.meta.url));
const again = await sharp(photograph).resize(900).jpeg({ quality: 83 }).toBuffer();
const { data, info } = await sharp(photograph).raw().toBuffer({ resolveWithObject: true });
const { hash: photographPdq } = new PdqEngine().hashPixels({ data, ...info });
const digest = (kind: string, bytes: Uint8Array) => createHash(kind).update(bytes).digest();

const listedSha1 = digest('sha1', photograph);
const listedAt = new Date('2025-11-01T00:00:00Z');
const entries: readonly TestEntry[] = [
  { hashes: { pdq: photographPdq }, sha1: listedSha1.toString('hex'), listedAt, category: 'illegal-national' },
  { hashes: { sha256: digest('sha256', other) }, sha256: digest('sha256', other).toString('hex') },
  { hashes: { md5: digest('md5', Buffer.from('an md5')) }, category: 'to-assess' },
  { hashes: { sha1: digest('sha1', Buffer.from('a sha1')) } },
];

const mediaOf = (answer: TestAnswer) => {
  assert.equal(answer.status, 200, answer.text);
  return mediaAnswerSchema.parse(answer.json);
};
const refusalOf = (answer: TestAnswer) => [answer.status, errorAnswerSchema.strict().parse(answer.json).detail];

test('POST /v1/media/ answers exact, near or none in the shape of Arachnid Shield', async (t) => {
  const api = await openTestApi(t, db, entries);
  const exact = mediaOf(await api.post('/v1/media/', other, { 'content-type': 'image/jpeg' }));
  assert.deepEqual([exact.match_type, exact.classification, exact.size_bytes], ['exact', 'csam', other.length]);
  assert.equal(exact.sha256_hex, digest('sha256', other).toString('hex'));
  assert.equal(exact.sha1_base32, toBase32(digest('sha1', other)));
  assert.deepEqual([exact.near_match_details, exact.exact_match_details.map((hit) => hit.entry)], [[], [2]]);

  const near = mediaOf(await api.post('/v1/media', again, { 'content-type': 'application/json' }));
  assert.deepEqual([near.match_type, near.classification], ['near', 'csam']);
  const [hit] = near.near_match_details;
  assert.ok(hit !== undefined && hit.distance > 0 && hit.distance <= 31);
  assert.deepEqual(
    { ...hit, distance: 0 },
    {
      ...{
        timestamp: 0,
        sha1_base32: toBase32(listedSha1),
        sha256_hex: null,
        classification: 'csam',
        category: 'illegal-national',
      },
      ...{ distance: 0, matched_by: 'pdq', list: 1, entry: 1, listed_at: listedAt.toISOString(), video: null },
    },
  );
  assert.deepEqual([near.near_matching.state, near.near_matching.hash_path], ['compared', 'exact']);

  const none = mediaOf(
    await api.post('/v1/media/', await sharp(other).flop().negate().jpeg({ quality: 90 }).toBuffer()),
  );
  assert.deepEqual([none.match_type, none.classification, none.near_match_details], [null, 'no-known-match', []]);
  assert.equal(none.near_matching.hash_path, 'coefficients');
});

test('POST /v1/media/ finds a turned picture when asked for orientations, and only then', async (t) => {
  const api = await openTestApi(t, db, entries);
  const turned = await sharp(photograph).rotate(90).png({ compressionLevel: 1 }).toBuffer();
  assert.equal(mediaOf(await api.post('/v1/media/', turned)).match_type, null);
  assert.equal(mediaOf(await api.post('/v1/media/?orientations=true', turned)).match_type, 'near');
  assert.deepEqual(refusalOf(await api.post('/v1/media/?orientations=perhaps', turned))[0], 400);
});

test('POST /v1/media/ decodes at once when asked for the exact path', async (t) => {
  const api = await openTestApi(t, db, []);
  assert.equal(mediaOf(await api.post('/v1/media/?exact_path=1', other)).near_matching.hash_path, 'exact');
});

test('POST /v1/media/ matches exactly a picture that no decoder can read', async (t) => {
  const broken = Buffer.concat([photograph.subarray(0, 300), Buffer.alloc(50, 3)]);
  const api = await openTestApi(t, db, [{ hashes: { md5: digest('md5', broken) } }]);
  assert.equal(mediaOf(await api.post('/v1/media/', broken)).match_type, 'exact');
  const unlisted = mediaOf(await api.post('/v1/media/', broken.subarray(0, 320)));
  assert.deepEqual([unlisted.match_type, unlisted.near_matching.state], [null, 'not-decodable']);
});

test('POST /v1/pdq/ answers by the hash as it was sent, in base64 or hexadecimal', async (t) => {
  const api = await openTestApi(t, db, entries);
  const near = Buffer.from(photographPdq.map((byte, at) => (at === 5 ? byte ^ 3 : byte)));
  const far = Buffer.from(photographPdq.map((byte) => byte ^ 0x55));
  const hashes = [near.toString('base64'), near.toString('hex').toUpperCase(), far.toString('base64')];
  const answer = await api.postJson('/v1/pdq/', { hashes });
  const { scanned_hashes: scanned } = hashesAnswerSchema.parse(answer.json);
  assert.deepEqual(Object.keys(scanned), hashes);
  assert.deepEqual(
    hashes.map((hash) => [scanned[hash]?.match_type, scanned[hash]?.near_match_details[0]?.distance]),
    [
      ['near', 2],
      ['near', 2],
      [null, undefined],
    ],
  );
});

test('POST /v1/hashes/ answers MD5, SHA-1 and SHA-256 in one batch', async (t) => {
  const api = await openTestApi(t, db, entries);
  const md5 = digest('md5', Buffer.from('an md5')).toString('hex');
  const sha1 = digest('sha1', Buffer.from('a sha1')).toString('base64');
  const sha256 = digest('sha256', other).toString('hex').toUpperCase();
  const unknown = digest('md5', Buffer.from('another')).toString('hex');
  const answer = await api.postJson('/v1/hashes/', { hashes: [md5, sha1, sha256, unknown] });
  const { scanned_hashes: scanned } = hashesAnswerSchema.parse(answer.json);
  assert.deepEqual(
    [md5, sha1, sha256, unknown].map((hash) => scanned[hash]?.match_type),
    ['exact', 'exact', 'exact', null],
  );
  assert.deepEqual(
    [scanned[md5]?.classification, scanned[md5]?.exact_match_details[0]?.matched_by],
    ['harmful-abusive-material', 'md5'],
  );
});

test('POST /check/md5 and /check/sha1 answer true or false, as the Dutch check service does', async (t) => {
  const api = await openTestApi(t, db, entries);
  const ask = async (kind: string, hash: Buffer) =>
    (await api.post(`/check/${kind}`, hash.toString('hex'), { 'content-type': 'text/plain' })).text;
  assert.equal(await ask('md5', digest('md5', Buffer.from('an md5'))), 'true');
  assert.equal(await ask('md5', digest('md5', Buffer.from('another'))), 'false');
  assert.equal(await ask('sha1', digest('sha1', Buffer.from('a sha1'))), 'true');
  assert.equal((await api.post('/check/sha1', 'abc')).status, 400);
  assert.equal((await api.post('/check/sha256', 'abc')).status, 404);
});

test('every route refuses who has no working key with 401 and the same few words, before the body', async (t) => {
  const api = await openTestApi(t, db, entries);
  const { id, secret } = await transact(api.db, (tx) => createApiKey(tx, { name: 'Revoked', now: START }));
  await transact(api.db, (tx) => revokeApiKey(tx, id, { now: START }));
  const [mine, theirs] = [api.authorization, basic(id, secret)];
  const wrong = [
    '',
    'Basic',
    'Bearer abc',
    theirs,
    `${mine.slice(0, -6)}AAAA==`,
    basic('fyr-0000000000000000', secret),
  ];
  for (const authorization of wrong) {
    for (const path of ['/v1/media/', '/v1/url/', '/v1/pdq/', '/v1/hashes/', '/check/md5']) {
      const answer = await api.post(path, '{"hashes":[]}', { authorization, 'content-type': 'application/json' });
      assert.deepEqual(refusalOf(answer), [401, 'Not authorised.'], `${path} ${authorization.slice(0, 10)}`);
      assert.match(answer.headers.get('www-authenticate') ?? '', /^Basic /);
    }
  }
});

test('a key that is revoked while it is used is refused within two seconds', async (t) => {
  const api = await openTestApi(t, db, entries);
  assert.equal((await api.post('/v1/media/', 'text')).status, 200);
  const id = Buffer.from(api.authorization.slice(6), 'base64').toString().split(':')[0] ?? '';
  await transact(api.db, (tx) => revokeApiKey(tx, id, { now: START }));
  api.clock.advance(2_000);
  assert.equal((await api.post('/v1/media/', 'text')).status, 401);
});

test('a key beyond its quota is told when to come again, and comes again', async (t) => {
  const api = await openTestApi(t, db, entries, { key: { quotaPerMinute: 3, quotaPerDay: 4 } });
  const media = () => api.post('/v1/media/', 'text');
  for (let n = 0; n < 3; n += 1) assert.equal((await media()).status, 200);
  const minute = await media();
  assert.deepEqual(refusalOf(minute), [429, "This key's quota of the minute is used up."]);
  assert.equal(minute.headers.get('retry-after'), '20');
  api.clock.advance(20_000);
  assert.equal((await media()).status, 200);
  api.clock.advance(60_000);
  const day = await media();
  assert.deepEqual(refusalOf(day), [429, "This key's quota of the day is used up."]);
  assert.equal(
    Number(day.headers.get('retry-after')),
    Math.ceil((Date.UTC(2026, 2, 3) - api.clock.now().getTime()) / 1000),
  );
});

test('a batch costs one unit for each hundred hashes, and more than a quota is refused for good', async (t) => {
  const api = await openTestApi(t, db, entries, { key: { quotaPerMinute: 5, quotaPerDay: 1000 } });
  const batch = (count: number) => ({
    hashes: Array.from({ length: count }, (_, at) => digest('md5', Buffer.from(String(at))).toString('hex')),
  });
  assert.equal((await api.postJson('/v1/hashes/', batch(400))).status, 200);
  assert.equal((await api.postJson('/v1/hashes/', batch(101))).status, 429);
  assert.equal((await api.postJson('/v1/hashes/', batch(100))).status, 200);
  assert.equal((await api.postJson('/v1/hashes/', batch(501))).status, 413);
});

test('an unknown address is 404 in the same shape, and every answer carries the strict headers', async (t) => {
  const api = await openTestApi(t, db, entries);
  const answer = await api.post('/v2/media/', 'text');
  assert.deepEqual(refusalOf(answer), [404, 'There is no such address here.']);
  const media = await api.post('/v1/media/', 'text');
  for (const { headers } of [answer, media]) {
    assert.deepEqual([headers.get('cache-control'), headers.get('x-content-type-options')], ['no-store', 'nosniff']);
  }
});
