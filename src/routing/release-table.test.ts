import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { beforeEach, test } from 'node:test';
import { freshDatabase } from '../../test/fresh-database.ts';
import { transact } from '../platform/db.ts';
import { staffIdSchema, type StaffId } from '../terms/ids.ts';
import { editRows, type TableEdit } from './edit-table.ts';
import { beginTable, changeTable, noteTrial, readTable, releaseTable, withdrawTable } from './release-table.ts';
import { SHIPPED_ROWS } from './shipped-table.ts';
import { listTableVersions, readTableInUse, readTables, readTableVersion } from './table-store.ts';
import { tableHash, type RoutingRow } from './table.ts';
import { TableStepError, type TableRefusal } from './table-version.ts';
import type { Trial } from './trial.ts';

const { db, pool } = await freshDatabase();
const NOW = new Date('2026-03-01T12:00:00Z');
const TRIAL: Trial = {
  ...{ comparedTo: 0, cases: 0, unchanged: 0, ways: [], changed: [] },
  counts: { 'told-more': 0, 'told-less': 0, 'told-others': 0, reason: 0 },
};

async function newPerson(name: string): Promise<StaffId> {
  const id = staffIdSchema.parse(randomUUID());
  await pool.query(
    `insert into staff (id, name, login, role, password_salt, password_check, recipient, sealed_identity, shrouded_totp, created_at)
     values ($1, $2, $2, 'administrator', '', '', '', '', '', now())`,
    [id, name],
  );
  return id;
}
const [astrid, birger, cecilia] = [await newPerson('astrid'), await newPerson('birger'), await newPerson('cecilia')];
beforeEach(() => pool.query('truncate routing_table'));

const seen = async (version: number) => ({ version, revision: (await readTableVersion(db, version))?.revision ?? 0 });
const begin = (by = astrid, from?: number) => transact(db, (tx) => beginTable(tx, by, from, NOW));
async function edit(version: number, change: TableEdit, by = astrid, reason = 'Tell the police alone'): Promise<void> {
  const draft = await seen(version);
  await transact(db, (tx) => changeTable(tx, by, draft, ({ rows }) => ({ rows: editRows(rows, change), reason }), NOW));
}
async function tryIt(version: number, by = astrid): Promise<void> {
  const draft = await seen(version);
  await transact(db, (tx) => noteTrial(tx, by, draft, TRIAL, NOW));
}
async function release(version: number, by = birger): Promise<void> {
  const draft = await seen(version);
  await transact(db, (tx) => releaseTable(tx, by, draft, NOW));
}
const refuses = (code: TableRefusal, work: Promise<unknown>) =>
  assert.rejects(work, (error) => error instanceof TableStepError && error.code === code);
const dropInhope: TableEdit = { kind: 'remove', id: 'inhope' };

/** A released version without the row `inhope`. */
async function released(): Promise<number> {
  const version = await begin();
  await edit(version, dropInhope);
  await tryIt(version);
  await release(version);
  return version;
}

test('releaseTable puts a tried draft to use when somebody releases it who had no hand in it', async () => {
  assert.equal((await readTableInUse(db)).version, 0);
  const version = await released();
  const inUse = await readTableInUse(db);
  assert.deepEqual([inUse.version, inUse.rows.some(({ id }) => id === 'inhope')], [version, false]);
  assert.deepEqual(
    (await readTable(db, 0))?.rows.map(({ id }) => id),
    SHIPPED_ROWS.map(({ id }) => id),
  );
  const found = await readTableVersion(db, version);
  assert.equal(found?.hash, tableHash(inUse.rows));
  const { rows } = await pool.query<{ action: string }>(`select action from ledger_act where subject = $1`, [
    `routing-table:${version}`,
  ]);
  assert.deepEqual(
    rows.map(({ action }) => action).sort(),
    ['begun', 'edited', 'released', 'tried'].map((step) => `routing-table.${step}`),
  );
});

test('releaseTable is refused to everybody who worked on the draft, whoever tried it', async () => {
  const version = await begin();
  await edit(version, dropInhope, cecilia);
  await tryIt(version, birger);
  await refuses('same-person', release(version, astrid));
  await refuses('same-person', release(version, cecilia));
  await release(version, birger);
  await refuses('wrong-state', release(version, birger));
});

test('releaseTable is refused when no trial of exactly this draft was made after its last change', async () => {
  const version = await begin();
  await edit(version, dropInhope);
  await refuses('not-tried', release(version));
  await tryIt(version);
  await edit(version, { kind: 'move', id: 'dsa16', to: 'up' });
  await refuses('not-tried', release(version));
  assert.equal((await readTableVersion(db, version))?.tried?.isOfThis, false);
  await tryIt(version);
  await release(version);
});

test('releaseTable is refused for a draft that another version was released under, that changes nothing, or says no reason', async () => {
  const first = await begin();
  await edit(first, dropInhope, astrid, ' ');
  await tryIt(first);
  await refuses('no-reason', release(first));
  await refuses('draft-waits', begin(cecilia));
  await edit(first, { kind: 'restore', id: 'inhope' });
  await tryIt(first);
  await refuses('nothing-changed', release(first));
  await transact(db, (tx) => withdrawTable(tx, cecilia, first, NOW));
  const second = await begin();
  await edit(second, dropInhope);
  await tryIt(second);
  // What the lock keeps from happening in the house: a release beside a draft.
  await pool.query(
    `insert into routing_table (state, based_on, rows, hash, editors, begun_at, tried_hash, tried_by, tried_at, trial, released_by, released_at)
     values ('released', 0, $1, $2, $3, now(), $2, $4, now(), '{}', $4, now())`,
    [JSON.stringify(SHIPPED_ROWS), tableHash(SHIPPED_ROWS), [astrid], birger],
  );
  await refuses('changed-since', release(second));
});

test('changeTable is refused for a draft that somebody else has changed meanwhile, and for rows that may not be', async () => {
  const version = await begin();
  const draft = await seen(version);
  await edit(version, dropInhope);
  const late = transact(db, (tx) => changeTable(tx, cecilia, draft, ({ reason }) => ({ rows: [], reason }), NOW));
  await refuses('edited-meanwhile', late);
  const row: RoutingRow = { id: 'own-aaaaaa', about: 'item', when: {}, to: ['person'], why: { sv: 'Så.', en: 'So.' } };
  await refuses('not-right', edit(version, { kind: 'put', row, after: '' }));
  assert.equal((await readTableVersion(db, version))?.revision, 2);
});

test('withdrawTable puts the version before it to use again, and a withdrawn one can still be read', async () => {
  const version = await released();
  assert.equal(await transact(db, (tx) => withdrawTable(tx, cecilia, version, NOW)), 0);
  assert.equal((await readTableInUse(db)).version, 0);
  assert.equal((await readTables(db, [version])).get(version)?.rows.length, SHIPPED_ROWS.length - 1);
  await refuses(
    'wrong-state',
    transact(db, (tx) => withdrawTable(tx, cecilia, version, NOW)),
  );
  await refuses('no-such-version', begin(astrid, 99));
  const again = await begin(astrid, version);
  assert.deepEqual(
    (await listTableVersions(db)).map(({ version: number, state }) => [number, state]),
    [
      [again, 'draft'],
      [version, 'withdrawn'],
    ],
  );
});

test('readTableInUse says that it cannot read a table that this Fyr does not know', async () => {
  const version = await released();
  await pool.query(`update routing_table set rows = '[{"id": "own-aaaaaa", "about": "moon"}]' where version = $1`, [
    version,
  ]);
  assert.deepEqual(await readTableInUse(db), { version, rows: [], isUnreadable: true });
  await refuses('wrong-state', release(version));
});

test('the database itself lets nobody release what they wrote or what was not tried', async () => {
  const version = await begin();
  await edit(version, dropInhope);
  const bySql = (by: StaffId) =>
    pool.query(
      `update routing_table set state = 'released', released_by = $1, released_at = now() where version = $2`,
      [by, version],
    );
  await assert.rejects(bySql(birger), /routing_table_released_as_tried/);
  await tryIt(version);
  await assert.rejects(bySql(astrid), /routing_table_two_people/);
});
