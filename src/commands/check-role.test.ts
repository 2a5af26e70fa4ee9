import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { freshConnection, quietLog } from '../../test/fresh-database.ts';
import { dayOf } from '../known/check/quota.ts';
import { takeUnits } from '../known/check/api-key-store.ts';
import { KeyRing } from '../known/check/key-ring.ts';
import { createApiKey } from '../known/door.ts';
import { openMatcher } from '../known/lists/matcher/open-matcher.ts';
import { readFindableIds, readFindableVideos } from '../known/video/known-video-store.ts';
import { openDatabase, transact } from '../platform/db.ts';
import { serviceKeyFrom } from '../platform/service-key.ts';

const owner = await freshConnection();
const house = openDatabase({ ...owner, max: 2 }, quietLog);
const check = openDatabase({ ...owner, user: 'fyr_check', max: 3 }, quietLog);
after(async () => {
  await check.close();
  await house.close();
});
const now = new Date('2026-11-24T10:00:00Z');

test('the check API does all its work with its own role: keys, quotas, lists and videos', async () => {
  const { id, secret } = await transact(house.db, (tx) => createApiKey(tx, { name: 'Example platform', now }));
  const ring = new KeyRing(check.db, 'check');
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
  assert.equal((await ring.find(authorization, now))?.id, id);
  const take = { keyId: id, day: dayOf(now), quota: 10, wanted: 7 };
  assert.equal(await transact(check.db, (tx) => takeUnits(tx, take)), 7);
  assert.equal(await transact(check.db, (tx) => takeUnits(tx, take)), 3);
  const serviceKey = serviceKeyFrom(Buffer.alloc(32, 9));
  const matcher = await openMatcher({ db: check.db, pool: check.pool, serviceKey, log: quietLog });
  await matcher.close();
  assert.deepEqual([await readFindableIds(check.db), await readFindableVideos(check.db)], [[], []]);
});
