import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import sharp from 'sharp';
import { freshDatabase } from '../../../test/fresh-database.ts';
import { PdqEngine } from '../../../lib/pdq/door.ts';
import { transact } from '../../platform/db.ts';
import { confirmActivation, proposeActivation, withdrawList } from '../lists/activate-list.ts';
import { clock, importText, log, serviceKey, testFolder, twoPeople } from '../lists/lists-for-tests.ts';
import { openMatcher } from '../lists/matcher/open-matcher.ts';
import { hashesAnswerSchema, mediaAnswerSchema } from './answers.ts';
import { openTestApi } from './check-for-tests.ts';

const { db } = await freshDatabase();
const folder = await testFolder();

test('a picture of an imported list is known once two people have said so, and no more when the list is withdrawn', async (t) => {
  const photograph = readFileSync(new URL('../../../lib/pdq/test-vectors/aaa-orig.jpg', import.meta.url));
  const { data, info } = await sharp(photograph).raw().toBuffer({ resolveWithObject: true });
  const pdq = Buffer.from(new PdqEngine().hashPixels({ data, ...info }).hash).toString('hex');
  const sha1 = createHash('sha1').update(photograph).digest('hex');
  const again = await sharp(photograph).resize(800).webp({ quality: 85 }).toBuffer();
  const { listId } = await importText(db, folder, `id,sha1,pdq,category\n1,${sha1},${pdq},a\n`);

  const matcher = await openMatcher({ db, serviceKey, log });
  const api = await openTestApi(t, db, [], { matcher });
  const matches = async () => {
    await matcher.refresh();
    const answers = await Promise.all([photograph, again].map((bytes) => api.post('/v1/media/', bytes)));
    const { scanned_hashes: scanned } = hashesAnswerSchema.parse(
      (await api.postJson('/v1/hashes/', { hashes: [sha1] })).json,
    );
    const media = answers.map(({ json }) => mediaAnswerSchema.parse(json));
    return [...media.map((answer) => [answer.match_type, answer.classification]), scanned[sha1]?.match_type];
  };
  const none = [[null, 'no-known-match'], [null, 'no-known-match'], null];
  const [first, second] = await twoPeople(db);
  assert.deepEqual(await matches(), none, 'imported');
  await transact(db, (tx) => proposeActivation(tx, listId, first, clock.now()));
  assert.deepEqual(await matches(), none, 'one person');
  await transact(db, (tx) => confirmActivation(tx, listId, second, clock.now()));
  assert.deepEqual(await matches(), [['exact', 'csam'], ['near', 'csam'], 'exact'], 'two people');
  await transact(db, (tx) => withdrawList(tx, listId, first, clock.now()));
  assert.deepEqual(await matches(), none, 'withdrawn');
});
