import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { freshDatabase } from '../../test/fresh-database.ts';
import { openScene } from '../cases/test-support.ts';
import { holdLastingSecret, settleLastingSecret } from './lasting-secret-store.ts';
import { reshroudOnce } from './reshroud-store.ts';
import { loadServiceKey, serviceKeyFrom } from './service-key.ts';

test('settleLastingSecret draws one secret for a fresh house, whoever asks first, which no service key alone yields', async () => {
  const { pool } = await freshDatabase();
  const key = serviceKeyFrom(randomBytes(32));
  await assert.rejects(holdLastingSecret(pool, key), /fyr -- migrate/);
  const held = await Promise.all([1, 2, 3].map(() => settleLastingSecret(pool, key)));
  const digests = held.map((each) => each.digest('url', 'a').toString('hex'));
  assert.equal(new Set(digests).size, 1);
  assert.notEqual(digests[0], key.digest('url', 'a').toString('hex'));
  assert.equal((await holdLastingSecret(pool, key)).digest('url', 'a').toString('hex'), digests[0]);
});

test('settleLastingSecret keeps what a house from before it hangs on, and the oldest service key can go', async () => {
  const { db, pool } = await freshDatabase();
  const scene = await openScene(db);
  const [newer, older] = [randomBytes(32).toString('hex'), '09'.repeat(32)];
  const before = await settleLastingSecret(pool, scene.serviceKey);
  assert.ok(before.digest('mailbox', 'a').equals(scene.serviceKey.digest('mailbox', 'a')));
  assert.ok(before.ledgerSeed.equals(scene.serviceKey.ledgerSeed));
  const both = await loadServiceKey({ kind: 'text', text: `${newer} ${older}` });
  assert.equal(await reshroudOnce(pool, both), 3, 'two second factors, and the secret itself');
  const alone = await holdLastingSecret(pool, await loadServiceKey({ kind: 'text', text: newer }));
  assert.ok(alone.digest('mailbox', 'a').equals(before.digest('mailbox', 'a')));
  assert.ok(alone.packageSeed.equals(before.packageSeed));
  await assert.rejects(settleLastingSecret(pool, scene.serviceKey), /not the one that this database was written with/);
});
