import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshDatabase, quietLog } from '../../../test/fresh-database.ts';
import { openDatabase, transact } from '../../platform/db.ts';
import { firstSupervisor } from '../../staff/staff-for-tests.ts';
import { basic, START } from './check-for-tests.ts';
import { KEY_RING_AGE_MS, KeyRing } from './key-ring.ts';
import { createApiKey, listApiKeys, revokeApiKey } from './manage-api-keys.ts';

const { db, pool } = await freshDatabase();

const actsOn = async (id: string) =>
  (
    await pool.query<{ action: string; actor: string }>(
      'select action, actor from ledger_act where subject = $1 order by action',
      [`check-key:${id}`],
    )
  ).rows.map(({ action, actor }) => `${action} by ${actor.split(':')[0] ?? ''}`);

test('createApiKey keeps only a digest of the secret, and both acts are on the record', async () => {
  const supervisor = await firstSupervisor(db);
  const { staffId } = supervisor.session;
  const made = await transact(db, (tx) => createApiKey(tx, { name: 'Example platform', staffId, now: START }));
  assert.equal(Buffer.from(made.secret, 'base64url').length, 32);
  const rows = await pool.query('select * from check_key');
  const written =
    JSON.stringify(rows.rows.map((row) => JSON.stringify(row))) + rows.rows.flatMap(Object.values).map(String).join();
  assert.ok(!written.includes(made.secret) && !written.includes(Buffer.from(made.secret, 'base64url').toString('hex')));
  assert.equal(await transact(db, (tx) => revokeApiKey(tx, made.id, { staffId, now: START })), true);
  assert.equal(await transact(db, (tx) => revokeApiKey(tx, made.id, { staffId, now: START })), false);
  assert.deepEqual(await actsOn(made.id), ['check-key.created by staff', 'check-key.revoked by staff']);
});

test('createApiKey writes nothing when its transaction does not commit', async () => {
  const before = (await listApiKeys(db, START)).length;
  await assert.rejects(
    transact(db, async (tx) => {
      await createApiKey(tx, { name: 'Example', now: START });
      throw new Error('changed our mind');
    }),
  );
  assert.equal((await listApiKeys(db, START)).length, before);
});

test('listApiKeys tells of keys without secret or digest', async () => {
  const made = await transact(db, (tx) => createApiKey(tx, { name: 'Listed', quotaPerDay: 7, now: START }));
  const listed = (await listApiKeys(db, START)).find((key) => key.id === made.id);
  assert.deepEqual(listed, {
    ...{ id: made.id, use: 'check', name: 'Listed', quotaPerMinute: 600, quotaPerDay: 7, createdAt: START },
    ...{ revokedAt: undefined, takenToday: 0 },
  });
});

test('KeyRing finds a key by id and secret together, and forgets a revoked one within two seconds', async () => {
  const { one, other } = await transact(db, async (tx) => ({
    one: await createApiKey(tx, { name: 'One', now: START }),
    other: await createApiKey(tx, { name: 'Other', now: START }),
  }));
  const ring = new KeyRing(db, 'check');
  assert.equal((await ring.find(basic(one.id, one.secret), START))?.name, 'One');
  assert.equal(await ring.find(basic(one.id, other.secret), START), undefined);
  assert.equal(await ring.find(basic('fyr-0000000000000000', one.secret), START), undefined);
  await transact(db, (tx) => revokeApiKey(tx, one.id, { now: START }));
  const later = new Date(START.getTime() + KEY_RING_AGE_MS);
  assert.equal(await ring.find(basic(one.id, one.secret), later), undefined);
  assert.equal((await ring.find(basic(other.id, other.secret), later))?.name, 'Other');
});

test('KeyRing asks the database nothing when a header cannot be a key', async () => {
  const away = openDatabase({ host: '/nowhere', connectionTimeoutMillis: 200 }, quietLog);
  const ring = new KeyRing(away.db, 'check');
  assert.equal(await ring.find('Basic YTpi', START), undefined);
  await assert.rejects(ring.find(basic('fyr-0000000000000000', 'x'.repeat(43)), START));
  await away.close();
});
