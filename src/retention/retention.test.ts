/** Retention on a database of its own that writes to disk as a hotline's does: at the end the files are searched. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { searchFolder } from '../../test/canary.ts';
import { quietLog } from '../../test/fresh-database.ts';
import { ERASABLE } from '../backup/door.ts';
import { openCaseForTip } from '../cases/door.ts';
import { openScene, TEST_PASSWORD } from '../cases/test-support.ts';
import { openDatabase, transact } from '../platform/db.ts';
import { openEmbeddedPostgres } from '../platform/embedded-postgres.ts';
import { migrateJobs } from '../platform/jobs.ts';
import { migrate } from '../platform/migrate.ts';
import { grantServiceRoles } from '../platform/role-store.ts';
import { createStaffMember } from '../staff/door.ts';
import type { TipId } from '../terms/ids.ts';
import { changeRetention, countOverdue, eraseDue, parseRetentionDays, readRetentionDays, scrubFiles } from './door.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'fyr-retention-'));
const server = await openEmbeddedPostgres({ folder });
const database = openDatabase({ ...server.connection, max: 4 }, quietLog);
after(async () => {
  await erasing.close();
  await database.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});
const { db, pool } = database;
await migrate(pool);
await migrateJobs(pool);
await grantServiceRoles(pool);
// As `jobs` erases: with a role that owns nothing.
const erasing = openDatabase({ ...server.connection, user: 'fyr_erase', max: 1 }, quietLog);
const scene = await openScene(db);

const DAY = 86_400_000;
const now = new Date();
const daysAgo = (days: number) => new Date(now.getTime() - days * DAY);

/** A tip whose case was closed then, or is open. */
async function tipOfCase(closedAt: Date | undefined): Promise<TipId> {
  const tipId = await scene.sendTip({ contact: { name: 'Nobody', email: 'nobody@example.org' } });
  await transact(db, (tx) => openCaseForTip(tx, scene.serviceKey, tipId, now));
  if (closedAt !== undefined) await closeCaseOf(tipId, closedAt);
  return tipId;
}

const closeCaseOf = (tipId: TipId, at: Date) =>
  pool.query(
    `update case_file set state = 'closed', closed_at = $2 where id in (select case_id from case_tip where tip_id = $1)`,
    [tipId, at],
  );

async function secretsOf(tipId: TipId): Promise<readonly Buffer[]> {
  const { rows } = await pool.query<Record<string, Buffer | null>>(
    'select sealed_key_desk, sealed_key_mailbox, sealed_contact from tip where id = $1',
    [tipId],
  );
  return Object.values(rows[0] ?? {}).filter((value) => value !== null);
}

test('changeRetention takes two different supervisors, and says so on the ledger', async () => {
  assert.equal(await readRetentionDays(db), 365);
  const supervisors = [];
  for (const login of ['ada', 'bo'])
    supervisors.push(
      await transact(db, (tx) =>
        createStaffMember(tx, scene.serviceKey, {
          ...{ name: login, login, role: 'supervisor', now },
          password: TEST_PASSWORD,
        }),
      ),
    );
  const [ada, bo] = supervisors;
  assert.ok(ada && bo);
  const change = (proposedBy: typeof ada.staffId, confirmedBy: typeof ada.staffId) =>
    transact(db, (tx) => changeRetention(tx, { days: 90, proposedBy, confirmedBy, at: now }));
  assert.equal(await change(ada.staffId, ada.staffId), 'same-person');
  assert.equal(await change(ada.staffId, scene.analystId), 'not-supervisors');
  assert.equal(await readRetentionDays(db), 365);
  await assert.rejects(
    pool.query(
      'insert into retention_rule (days, proposed_by, proposed_at, confirmed_by, confirmed_at) values (90, $1, now(), $1, now())',
      [ada.staffId],
    ),
    /retention_rule_two_people/,
    'nor by hand in the database',
  );
  assert.equal(await change(ada.staffId, bo.staffId), 'changed');
  assert.equal(await readRetentionDays(db), 90);
  const { rows } = await pool.query(`select 1 from ledger_act where action = 'retention.changed'`);
  assert.equal(rows.length, 1);
});

test('parseRetentionDays takes whole days between its bounds', () => {
  assert.deepEqual(['30', '3650', '29', '3651', '', '1e2', '-90', '90.5'].map(parseRetentionDays), [
    30,
    3650,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('eraseDue takes the keys of what is due and of nothing else; afterwards no file of the database has them', async () => {
  const [due, fresh, open, shared] = [
    await tipOfCase(daysAgo(91)),
    await tipOfCase(daysAgo(89)),
    await tipOfCase(undefined),
    await tipOfCase(daysAgo(200)),
  ];
  // A tip that is also in a case that is open stays.
  await pool.query(`insert into case_tip select case_id, $1 from case_tip where tip_id = $2`, [shared, open]);
  // What went to the police and was said about it is sealed to people: it goes with the tip.
  const ids = { dispatch: randomUUID(), package: randomUUID() };
  await pool.query(
    `insert into dispatch (id, idempotency_key, case_id, destination, rule, state, planned_at)
     select $1::uuid, ($1::uuid)::text, case_id, 'police', 'home-country', 'sent', now() from case_tip where tip_id = $2`,
    [ids.dispatch, due],
  );
  await pool.query(
    `insert into police_package (id, dispatch_id, case_id, is_urgent, arrived_at, locked_files)
     select $1, $2, case_id, false, now(), 'locked' from dispatch where id = $2`,
    [ids.package, ids.dispatch],
  );
  await pool.query(`insert into police_package_key values ($1, $2, 'recipient', 'sealed key of the package')`, [
    ids.package,
    scene.analystId,
  ]);
  await pool.query(
    `insert into police_message (id, case_id, posted_at, author, staff_id, kind, sealed_text, submission)
     select gen_random_uuid(), case_id, now(), 'police', $2, 'message', 'sealed words of the police', gen_random_uuid()
     from case_tip where tip_id = $1`,
    [due, scene.analystId],
  );
  const erased = [
    ...(await secretsOf(due)),
    Buffer.from('sealed key of the package'),
    Buffer.from('sealed words of the police'),
  ];
  const kept = await secretsOf(fresh);
  assert.deepEqual([erased.length, kept.length], [5, 3]);
  const needles = [...erased, ...kept].map((bytes, at) => ({
    label: `${at < erased.length ? 'erased' : 'kept'} ${at}`,
    bytes,
  }));
  await pool.query('checkpoint');
  const before = await searchFolder(folder, needles);
  for (const { label } of needles)
    assert.ok(
      before.found.some((line) => line.endsWith(label)),
      `${label} can be found`,
    );

  assert.equal(await countOverdue(db, new Date(now.getTime() + 2 * DAY)), 1);
  assert.equal(await eraseDue(erasing.db, daysAgo(2)), 0, 'not before its day');
  const aheadOfTime = new Date(now.getTime() + 400 * DAY);
  assert.equal(await eraseDue(erasing.db, aheadOfTime), 1, 'a clock that jumped ahead brings nothing forward');
  assert.equal(await eraseDue(erasing.db, now), 0);
  assert.deepEqual(await secretsOf(due), []);
  for (const tipId of [fresh, open, shared]) assert.equal((await secretsOf(tipId)).length, 3);
  const { rows } = await pool.query<{ subject: string }>(`select subject from ledger_act where action = 'tip.expired'`);
  assert.deepEqual(
    rows.map((row) => row.subject),
    [`tip:${due}`],
  );
  const { rows: stays } = await pool.query('select sealed_report, category from tip where id = $1', [due]);
  assert.equal(stays.length, 1, 'what statistics need stays');

  await scrubFiles(erasing.pool);
  // The log's old file goes at the checkpoint after it is full; switching stands for the traffic of a day.
  for (const step of ['select pg_switch_wal()', 'checkpoint', 'select pg_switch_wal()', 'checkpoint'])
    await pool.query(step);
  const after = await searchFolder(folder, needles);
  assert.deepEqual(
    after.found.filter((line) => line.includes('erased')),
    [],
  );
  for (const { label } of needles.filter((needle) => needle.label.startsWith('kept')))
    assert.ok(
      after.found.some((line) => line.endsWith(label)),
      `${label} is still there: the search can find`,
    );
});

test('scrubFiles can have every table written anew that something is erased in, and its role can have no other', async () => {
  const anew = async () => {
    const { rows } = await pool.query<{ name: string; file: number }>(
      `select 'public.' || relname as name, relfilenode::int as file from pg_class
       where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`,
    );
    return new Map(rows.map(({ name, file }) => [name, file]));
  };
  const before = await anew();
  await scrubFiles(erasing.pool);
  const changed = [...(await anew())].flatMap(([name, file]) => (before.get(name) === file ? [] : [name]));
  assert.deepEqual(changed, Object.keys(ERASABLE).sort());
  await assert.rejects(erasing.pool.query(`select scrub_table('staff')`), /not written anew for anybody/);
});
