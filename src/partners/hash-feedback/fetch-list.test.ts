import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { startNcmecHashes } from '../../../stand-ins/ncmec-hashes.ts';
import { freshDatabase, quietLog } from '../../../test/fresh-database.ts';
import { codeText, textsOf } from '../../console/texts/texts.ts';
import { testServiceKey } from '../partner-for-tests.ts';
import type { PartnerSettings } from '../settings/partner-setting.ts';
import { listHealth } from '../settings/setting-store.ts';
import { fetchListIfDue } from './fetch-list.ts';

const { db, pool } = await freshDatabase();
const far = await startNcmecHashes({ pageSize: 10 });
after(() => far.close());
const HOUR_MS = 3_600_000;
const START = Date.parse('2026-03-01T00:00:00Z');
let nowMs = START;
let settings: PartnerSettings;
const deps = {
  ...{ db, serviceKey: testServiceKey, clock: { now: () => new Date(nowMs) }, log: quietLog, timeoutMs: 2_000 },
  ...{ settings: () => Promise.resolve(settings), pause: () => Promise.resolve() },
};
const put = (from: number, count: number) =>
  far.put(
    ...Array.from({ length: count }, (_, n) => ({
      ...({ medium: 'image', member: 42, at: new Date(nowMs - HOUR_MS / 2), classification: 'A1' } as const),
      ...{ id: `image${from + n}`, fingerprints: { md5: (from + n + 1_000_000).toString(16).padStart(32, 'a') } },
    })),
  );
const lists = async () =>
  (
    await pool.query<{ state: string; entries: number; trusted: string[] }>(
      'select state, entries::int, trusted from known_list',
    )
  ).rows;

beforeEach(() => {
  settings = { mode: 'test', values: { url: far.url, user: far.user, password: far.password, fetch: 'hour' } };
  far.behave({ kind: 'ok' });
});

test('fetchListIfDue asks nobody unless the settings want it, and in test mode only this machine', async () => {
  const { values } = settings;
  for (const other of [
    { mode: 'off', values },
    { mode: 'test', values: { ...values, fetch: 'no' } },
    { mode: 'test', values: { url: far.url, user: far.user, password: far.password } },
    { mode: 'test', values: { ...values, url: 'https://hashes.example.org/' } },
    { mode: 'live', values: { fetch: 'hour' } },
  ] as const) {
    settings = other;
    assert.equal(await fetchListIfDue(deps), false);
  }
  assert.equal(far.requests().length, 0);
});

test('fetchListIfDue makes a draft that trusts nothing, reads all of it, and again when its time has come', async () => {
  put(0, 25);
  assert.equal(await fetchListIfDue(deps), true);
  assert.deepEqual(await lists(), [{ state: 'draft', entries: 25, trusted: [] }]);
  assert.equal(await fetchListIfDue(deps), false, 'not due');
  nowMs += HOUR_MS;
  put(25, 5);
  const both = await Promise.all([fetchListIfDue(deps), fetchListIfDue(deps)]);
  assert.deepEqual(both.sort(), [false, true], 'two processes: one of them');
  assert.deepEqual(await lists(), [{ state: 'draft', entries: 30, trusted: [] }]);
});

test('fetchListIfDue says in words what is wrong, comes again after a quarter of an hour, and goes on where it stopped', async () => {
  nowMs += HOUR_MS;
  put(30, 25);
  far.behave({ kind: 'status', status: 503, after: 1 });
  await assert.rejects(fetchListIfDue(deps));
  const code = (await listHealth(db)).get('ncmec-hashes')?.failureCode ?? '';
  for (const { failures, otherCode } of [textsOf('en'), textsOf('sv')])
    assert.notEqual(codeText(failures, code, otherCode), otherCode(code), code);
  far.behave({ kind: 'ok' });
  assert.equal(await fetchListIfDue(deps), false, 'not at once');
  nowMs += HOUR_MS / 4;
  assert.equal(await fetchListIfDue(deps), true);
  assert.equal((await lists())[0]?.entries, 55);
  assert.equal((await listHealth(db)).get('ncmec-hashes')?.failureCode, undefined);
});

test('fetchListIfDue is taken over by another process once the one that died with it has had its time', async () => {
  nowMs += HOUR_MS;
  await pool.query(`update hash_list_fetch set due_at = $1`, [new Date(nowMs + 6 * HOUR_MS)]);
  assert.equal(await fetchListIfDue(deps), false, 'somebody else has it');
  nowMs += 6 * HOUR_MS;
  assert.equal(await fetchListIfDue(deps), true);
});
