/** Breaks one thing after the other in a real house's database, and lets the doctor look. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { freshDatabase, openAs } from '../../test/fresh-database.ts';
import { openScene } from '../cases/test-support.ts';
import { openCaseForTip } from '../cases/door.ts';
import { ledgerSignerFrom, sequenceOnce } from '../ledger/door.ts';
import { transact } from '../platform/db.ts';
import { beginTable, changeTable, noteTrial, readTableVersion, releaseTable, SHIPPED_ROWS } from '../routing/door.ts';
import { serviceKeyFrom, type ServiceKey } from '../platform/service-key.ts';
import { examine } from './door.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'fyr-doctor-'));
after(() => rm(folder, { recursive: true, force: true }));
const keyFile = path.join(folder, 'keys', 'service.key');
await mkdir(path.dirname(keyFile), { mode: 0o700 });
await writeFile(keyFile, 'x', { mode: 0o600 });

const { db, pool } = await freshDatabase();
const scene = await openScene(db);
const checkpointFolder = path.join(folder, 'checkpoints');
const tip = await scene.sendTip();
await transact(db, (tx) => openCaseForTip(tx, scene.serviceKey, tip, new Date()));
await pool.query('delete from outbox');
const sequence = () =>
  sequenceOnce({
    ...{ db, checkpointFolder, clock: { now: () => new Date() } },
    signer: ledgerSignerFrom(scene.serviceKey.ledgerSeed),
  });
await sequence();

// As the console's page looks: with a role that reads what an examination looks at, and changes nothing.
const doctor = await openAs(db, 'fyr_doctor');

async function wrongChecks(serviceKey: ServiceKey = scene.serviceKey): Promise<readonly string[]> {
  const findings = await examine({
    ...{ db: doctor.db, serviceKey, dataDir: folder, checkpointFolder, secretFiles: [] },
    ...{ hasRecoveryKey: true },
    ...{ modes: {}, now: () => new Date() },
  });
  // The test server writes without durability, and says so: that finding is looked for by itself.
  return findings.filter(({ level, check }) => level === 'wrong' && check !== 'database').map(({ check }) => check);
}

test('examine finds nothing wrong in a sound house, and sees that this database is not durable', async () => {
  assert.deepEqual(await wrongChecks(), []);
});

for (const [what, breakIt, check] of [
  ['a tip without its copy of the key for the desk', 'update tip set sealed_key_desk = null', 'tips.sealed'],
  ['a tip in clear', `update tip set sealed_key_desk = 'in clear, which it must never be'`, 'tips.sealed'],
  ['an erased tip with a key left', 'update tip set erased_at = now()', 'tips.erased'],
  ['a tip without a case', 'delete from case_tip', 'tips.case'],
  ['a tip without a mailbox', 'delete from mailbox_entry', 'tips.mailbox'],
  ['a desk key that nobody holds', 'delete from desk_key_share', 'desk.keys'],
  [
    'an event that waits',
    `insert into outbox (event, written_at) values ('{"kind":"x"}', now() - interval '2 minutes')`,
    'work.events',
  ],
  [
    'a job that was given up',
    `select graphile_worker.add_job('x', max_attempts => 1); update graphile_worker._private_jobs set attempts = max_attempts`,
    'work.given-up',
  ],
  [
    'a checkpoint of the future',
    `alter table ledger_checkpoint disable trigger user; update ledger_checkpoint set made_at = now() + interval '1 day'`,
    'clock',
  ],
  [
    'an edited act',
    `alter table ledger_entry disable trigger user; update ledger_entry set actor = 'nobody' where position = 0`,
    'ledger',
  ],
] as const) {
  test(`examine finds ${what}`, async () => {
    // In a copy of the rows: a savepoint would be seen by this connection alone.
    await pool.query('create schema if not exists kept');
    const tables = ['tip', 'case_tip', 'mailbox_entry', 'desk_key_share', 'ledger_entry', 'ledger_checkpoint'];
    for (const table of tables) await pool.query(`create table kept.${table} as table public.${table}`);
    await pool.query(breakIt);
    try {
      assert.deepEqual(await wrongChecks(), [check]);
    } finally {
      await pool.query('delete from outbox; delete from graphile_worker._private_jobs');
      for (const table of ['ledger_entry', 'ledger_checkpoint'])
        await pool.query(`alter table ${table} disable trigger user`);
      for (const table of ['desk_key_share', 'mailbox_entry', 'case_tip', 'ledger_entry', 'ledger_checkpoint'])
        await pool.query(`delete from ${table}; insert into ${table} select * from kept.${table}`);
      await pool.query(
        `update tip t set sealed_key_desk = k.sealed_key_desk, erased_at = k.erased_at from kept.tip k where k.id = t.id`,
      );
      await pool.query('drop schema kept cascade');
    }
    assert.deepEqual(await wrongChecks(), [], 'and it was sound again after');
  });
}

/** A version of the table that two people released by the house's own steps: without the row `inhope`. */
async function releaseTableWithout(id: string): Promise<number> {
  const now = new Date();
  const [editor, other] = [scene.analystId, scene.otherId];
  const version = await transact(db, (tx) => beginTable(tx, editor, undefined, now));
  const seen = async () => ({ version, revision: (await readTableVersion(db, version))?.revision ?? 0 });
  const without = { rows: SHIPPED_ROWS.filter((row) => row.id !== id), reason: 'The police alone' };
  const draft = await seen();
  await transact(db, (tx) => changeTable(tx, editor, draft, () => without, now));
  const changed = await seen();
  const trial = { comparedTo: 0, cases: 0, unchanged: 0, ways: [], changed: [] };
  const counts = { 'told-more': 0, 'told-less': 0, 'told-others': 0, reason: 0 };
  await transact(db, (tx) => noteTrial(tx, editor, changed, { ...trial, counts }, now));
  await transact(db, (tx) => releaseTable(tx, other, changed, now));
  await sequence();
  return version;
}

test('examine finds a routing table that may not be used or was altered, and dispatches whose row is nowhere', async () => {
  const version = await releaseTableWithout('inhope');
  assert.deepEqual(await wrongChecks(), [], 'a release of two people is as it should be');
  const codes = async () => {
    const findings = await examine({
      ...{ db: doctor.db, serviceKey: scene.serviceKey, dataDir: folder, checkpointFolder, secretFiles: [] },
      ...{ hasRecoveryKey: true, modes: {}, now: () => new Date() },
    });
    return findings.filter(({ check }) => check.startsWith('routing.')).map(({ code }) => code);
  };
  const { rows } = await pool.query<{ rows: string }>('select rows::text as rows from routing_table');
  const restore = () => pool.query('update routing_table set rows = $1::jsonb', [rows[0]?.rows]);
  for (const [breakIt, found] of [
    // What the hash says is changed with it: the ledger still knows what was released.
    [`update routing_table set rows = rows - 0`, ['table-altered', 'rows-kept']],
    [`update routing_table set rows = '"nothing"'`, ['table-refused', 'table-altered', 'rows-kept']],
    [
      `update routing_table set rows = jsonb_set(rows, '{0,to}', '["nobody"]')`,
      ['table-refused', 'table-altered', 'rows-kept'],
    ],
    [`update routing_table set rows = rows || rows`, ['table-refused', 'table-altered', 'rows-kept']],
  ] as const) {
    await pool.query(breakIt);
    assert.deepEqual(await codes(), found, breakIt);
    await restore();
  }
  for (const [namedVersion, row, found] of [
    [version, 'inhope', 'rows-kept'],
    [version, 'own-zzzzzz', 'rows-lost'],
    [version + 1, 'danger', 'rows-lost'],
    [0, 'inhope', 'rows-kept'],
  ] as const) {
    await pool.query(
      `insert into dispatch (id, idempotency_key, case_id, destination, rule, routing_version, routing_row, state, planned_at)
       select gen_random_uuid(), 'tried', case_id, 'police', 'inhope', $1, $2, 'planned', now() from case_tip`,
      [namedVersion, row],
    );
    assert.deepEqual(await codes(), ['table-fits', found], `${namedVersion} ${row}`);
    await pool.query(`delete from dispatch where idempotency_key = 'tried'`);
  }
});

test('examine finds sums that are not what the rows come to', async () => {
  await pool.query('update figure_tip_change set tips = tips + 1');
  const findings = await examine({
    ...{ db, serviceKey: scene.serviceKey, dataDir: folder, checkpointFolder, secretFiles: [], hasRecoveryKey: true },
    ...{ modes: {}, now: () => new Date() },
  });
  assert.equal(findings.find(({ check }) => check === 'figures')?.level, 'soon');
});

test('examine finds another service key, since it opens no address and signed no checkpoint', async () => {
  assert.deepEqual(await wrongChecks(serviceKeyFrom(randomBytes(32))), ['service-key', 'ledger']);
});

test('examine finds a key file that others can read', async () => {
  await chmod(keyFile, 0o644);
  assert.deepEqual(await wrongChecks(), ['files']);
  await chmod(keyFile, 0o600);
});
