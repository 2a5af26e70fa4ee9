import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '../../../test/fresh-database.ts';
import { openScene, TEST_NOW } from '../../cases/test-support.ts';
import { transact } from '../../platform/db.ts';
import { dispatchOf } from '../partner-for-tests.ts';
import { changeSettings, followSettings } from './change-settings.ts';
import { noting, withHealth } from './partner-health.ts';
import type { PartnerDefinition, PartnerSettings } from './partner-setting.ts';
import { listChanges, listHealth, readStoredSettings } from './setting-store.ts';

const { db } = await freshDatabase();
const { serviceKey, analystId } = await openScene(db);
const words = (text: string) => ({ sv: text, en: text });
const DEFINITION: PartnerDefinition = {
  name: 'iccam',
  fields: [
    { name: 'url', kind: 'line', label: words('Address'), help: words(''), isNeeded: true },
    { name: 'password', kind: 'secret', label: words('Password'), help: words(''), isNeeded: true },
  ],
};
const FALLBACK: PartnerSettings = { mode: 'test', values: {} };
const LIVE: PartnerSettings = {
  mode: 'live',
  values: { url: 'https://iccam.example.org/', password: 'a particular word' },
};
const change = (settings: PartnerSettings, before: PartnerSettings, at = TEST_NOW) =>
  transact(db, (tx) => changeSettings(tx, serviceKey, DEFINITION, { settings, before, staffId: analystId }, at));

test('followSettings gives the fallback until somebody has set them, then what was set', async () => {
  const follow = followSettings(db, serviceKey, 'iccam', FALLBACK);
  assert.deepEqual(await follow(), FALLBACK);
  await change(LIVE, FALLBACK);
  assert.deepEqual(await follow(), FALLBACK, 'an answer is kept for a moment');
  const fresh = await followSettings(db, serviceKey, 'iccam', FALLBACK)();
  assert.deepEqual([fresh.mode, fresh.values], [LIVE.mode, LIVE.values]);
  assert.deepEqual(await followSettings(db, serviceKey, 'police', FALLBACK)(), FALLBACK);
});

test('changeSettings leaves no value in the database in clear, nor on the ledger', async () => {
  const rows = await sql<{ row: string }>`select partner_setting::text as row from partner_setting
    union all select ledger_act::text from ledger_act where action = 'partner.changed'`.execute(db);
  assert.ok(rows.rows.length >= 2);
  for (const { row } of rows.rows) assert.doesNotMatch(row, /particular|example\.org/);
});

test('listChanges says who changed what mode when, the newest first', async () => {
  const later = new Date(TEST_NOW.getTime() + 1_000);
  await change({ mode: 'off', values: {} }, LIVE, later);
  assert.deepEqual(await listChanges(db, 'iccam', 10), [
    { mode: 'off', at: later, by: analystId },
    { mode: 'live', at: TEST_NOW, by: analystId },
  ]);
});

test('readStoredSettings refuses a row that was moved from another partner', async () => {
  await sql`insert into partner_setting (partner, mode, shrouded_values, changed_at)
    select 'police', mode, shrouded_values, changed_at from partner_setting where partner = 'iccam' limit 1`.execute(
    db,
  );
  await assert.rejects(readStoredSettings(db, serviceKey, 'police'), /another partner/);
});

test('noting and withHealth keep the first failure of a row of them, and forget it with a success', async () => {
  let now = TEST_NOW;
  const deps = { db, clock: { now: () => now } };
  const fail = () => noting(deps, 'iccam', () => Promise.reject(new RangeError('https://secret.example.org/')));
  await assert.rejects(fail());
  now = new Date(TEST_NOW.getTime() + 60_000);
  await assert.rejects(fail());
  const failing = (await listHealth(db)).get('iccam');
  assert.deepEqual(failing, {
    ...{ lastSuccessAt: undefined, failingSince: TEST_NOW, lastFailureAt: now, failureCode: 'RangeError' },
  });
  assert.equal(await noting(deps, 'iccam', () => Promise.resolve('fine')), 'fine');
  const well = (await listHealth(db)).get('iccam');
  assert.deepEqual([well?.lastSuccessAt, well?.failingSince, well?.failureCode], [now, undefined, undefined]);
});

test('withHealth counts a refusal as an answer, and a rehearsal as nothing', async () => {
  const deps = { db, clock: { now: () => TEST_NOW } };
  const doorWith = (outcome: 'rehearsed' | 'refused') =>
    withHealth(deps, 'police', {
      destination: 'iccam',
      send: () =>
        Promise.resolve(
          outcome === 'refused' ? { kind: 'refused', code: 'no' } : { kind: 'rehearsed', because: 'test-mode' },
        ),
    });
  await doorWith('rehearsed').send(dispatchOf('iccam'));
  assert.equal((await listHealth(db)).get('police'), undefined);
  await doorWith('refused').send(dispatchOf('iccam'));
  assert.deepEqual((await listHealth(db)).get('police')?.lastSuccessAt, TEST_NOW);
});
