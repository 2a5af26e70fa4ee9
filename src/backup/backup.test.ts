/** Backup and restore from database to database; the commands around them are in test/backup.test.ts. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import pg from 'pg';
import { generateIdentity, type Identity } from '../../lib/seal/door.ts';
import { freshConnection, freshDatabase, quietLog } from '../../test/fresh-database.ts';
import { openScene } from '../cases/test-support.ts';
import { eraseTips } from '../retention/retention-store.ts';
import { openDatabase, transact } from '../platform/db.ts';
import { migrateJobs } from '../platform/jobs.ts';
import { migrateTo } from '../platform/migrate.ts';
import { PART_BYTES, readArchive } from './archive.ts';
import { readNewestBackup, restoreBackup, RestoreRefused, writeBackup } from './door.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'fyr-backup-unit-'));
after(() => rm(folder, { recursive: true, force: true }));
const at = (name: string) => path.join(folder, name);
const recovery = generateIdentity();
const { db, pool } = await freshDatabase();
const scene = await openScene(db);
const contact = { name: 'Nobody' };
const [first, second] = [await scene.sendTip({ contact }), await scene.sendTip({ contact })];

const backup = (name: string, keys = 'keys.age') =>
  writeBackup(
    { db, pool, recipients: [recovery.recipient], serviceKeyText: 'ab'.repeat(32), checkpointFolder: at('none') },
    { data: at(name), keys: at(keys) },
  );

/** A note on a case of its own that names somebody: it hangs on the keys file, and the mention on it. */
async function noteOn(tipId: string): Promise<void> {
  await pool.query(
    `with opened as (insert into case_file (id, state, category, is_urgent, opened_hour)
       values (gen_random_uuid(), 'new', 'online', false, now()) returning id),
     tied as (insert into case_tip select id, $1::uuid from opened),
     written as (insert into case_note select gen_random_uuid(), opened.id, $2::uuid, now(), desk_key.id, 'sealed words'
       from opened, desk_key limit 1 returning id)
     insert into note_mention (note_id, staff_id) select id, $2::uuid from written`,
    [tipId, scene.analystId],
  );
}

/** An empty database, and what a restore into it leaves there. */
async function restoreInto(
  data: string,
  options: { keys?: string; identity?: Identity; allowsOlderKeys?: boolean } = {},
) {
  const connection = await freshConnection();
  const admin = new pg.Client({ ...connection, database: 'postgres' });
  await admin.connect();
  const database = `empty_${randomBytes(6).toString('hex')}`;
  await admin.query(`create database ${database}`);
  await admin.end();
  const target = openDatabase({ ...connection, database, max: 3 }, quietLog);
  after(() => target.close());
  let serviceKey = '';
  const report = restoreBackup(
    {
      pool: target.pool,
      identities: [options.identity ?? recovery],
      allowsOlderKeys: options.allowsOlderKeys ?? false,
      makeSchema: async (migrations) => {
        await migrateTo(target.pool, migrations);
        await migrateJobs(target.pool);
      },
      keepServiceKey: (text) => Promise.resolve(void (serviceKey = text)),
      keepCheckpoint: () => Promise.resolve(),
    },
    { data: at(data), keys: at(options.keys ?? 'keys.age') },
  );
  return { target, report, serviceKey: () => serviceKey };
}

test('writeBackup writes what restoreBackup brings back, also a table of several parts and bytes of every kind', async () => {
  const large = Buffer.from(Array.from({ length: 3 * PART_BYTES }, (_, n) => (n * 7) % 256));
  await noteOn(first);
  await noteOn(second);
  await pool.query(`insert into police_mail_key values (1, E'a\\tb\\nc\\\\d', $1, now())`, [large]);
  const written = await backup('monday.age');
  await copyFile(at('keys.age'), at('monday-keys.age'));
  assert.ok(written.rows > 10 && written.dataBytes > 1_000 && written.keysBytes > 500);
  assert.ok(await readNewestBackup(db));

  const { target, report, serviceKey } = await restoreInto('monday.age');
  assert.equal((await report).tipsWithoutKeys, 0);
  assert.equal(serviceKey(), 'ab'.repeat(32));
  for (const table of ['tip', 'mailbox_entry', 'staff', 'desk_key', 'desk_key_share', 'police_mail_key']) {
    const read = async (from: typeof pool) =>
      (await from.query<{ row: string }>(`select t::text as row from ${table} t order by 1`)).rows;
    assert.deepEqual(await read(target.pool), await read(pool), table);
  }
  const { rows } = await target.pool.query(`insert into case_file (id, state, category, is_urgent, opened_hour)
    values (gen_random_uuid(), 'new', 'online', false, now()) returning number`);
  assert.equal(rows.length, 1, 'foreign keys, sequences and defaults are as before');
  await assert.rejects(
    target.pool.query(`insert into case_tip values (gen_random_uuid(), gen_random_uuid())`),
    /foreign key/,
  );
  assert.deepEqual(
    (await readdir(folder)).filter((name) => name.endsWith('.new')),
    [],
  );
});

test('what was erased after the backup comes back as erased, since the newest keys file has no key to it', async () => {
  await transact(db, (tx) => eraseTips(tx, [first], new Date()));
  await backup('tuesday.age');
  const { target, report } = await restoreInto('monday.age');
  assert.equal((await report).tipsWithoutKeys, 0, 'its row says that it was erased');
  const { rows } = await target.pool.query<{ id: string; open: boolean; erased: boolean; has_contact: boolean }>(
    `select id, sealed_key_desk is not null or sealed_key_mailbox is not null or sealed_contact is not null as open,
       erased_at is not null as erased, has_contact from tip order by id = $1 desc`,
    [first],
  );
  assert.deepEqual(rows, [
    { id: first, open: false, erased: true, has_contact: false },
    { id: second, open: true, erased: false, has_contact: true },
  ]);
});

/** What the keys file has of the tips, as text. */
async function keyIn(name: string): Promise<string> {
  for await (const entry of readArchive(at(name), [recovery]))
    if (entry.name.startsWith('tables/public.tip/')) return entry.bytes.toString('utf8');
  return '';
}

test('what hung on something erased is not brought back either, and the rest is', async () => {
  const { target, report } = await restoreInto('monday.age');
  await report;
  const { rows } = await target.pool.query('select 1 from case_note n join note_mention m on m.note_id = n.id');
  assert.equal(rows.length, 1);
});

test('writeBackup keeps no key of an erased tip in the new keys file, and no key of any in the data file', async () => {
  const { rows } = await pool.query<{ key: string }>(
    `select encode(sealed_key_desk, 'hex') as key from tip where id = $1`,
    [second],
  );
  const key = rows[0]?.key ?? '';
  assert.ok((await keyIn('keys.age')).includes(key) && key.length > 100, 'the search can find');
  const line = (await keyIn('keys.age')).split('\n').find((each) => each.startsWith(first)) ?? '';
  assert.match(line, /\t\\N\t\\N\t\\N\t\\N\t/);
  for await (const entry of readArchive(at('tuesday.age'), [recovery]))
    assert.ok(!entry.bytes.toString('latin1').includes(key), entry.name);
});

test('restoreBackup refuses older keys, another key, a file that was cut or altered, swapped files and a database that is not empty', async () => {
  const refused = async (data: string, options: Parameters<typeof restoreInto>[1], why: RegExp) => {
    const { target, report } = await restoreInto(data, options);
    await assert.rejects(report, why);
    const { rows } = await target.pool.query<{ there: boolean }>(`select to_regclass('tip') is not null as there`);
    if (rows[0]?.there !== true) return;
    const { rows: tips } = await target.pool.query('select 1 from tip');
    assert.equal(tips.length, 0, 'no row is left of it');
  };
  await refused('tuesday.age', { keys: 'monday-keys.age' }, /older than the backup/);
  await refused('tuesday.age', { identity: generateIdentity() }, /None of the keys/);
  const whole = await readFile(at('tuesday.age'));
  await writeFile(at('cut.age'), whole.subarray(0, whole.length - 500));
  await refused('cut.age', {}, /cut or altered/);
  whole[whole.length - 100] = (whole[whole.length - 100] ?? 0) ^ 1;
  await writeFile(at('altered.age'), whole);
  await refused('altered.age', {}, /cut or altered/);
  await refused('keys.age', { keys: 'tuesday.age' }, /The keys file given is a backup/);
  await assert.rejects(
    restoreBackup(
      {
        ...{ pool, identities: [recovery], allowsOlderKeys: false, makeSchema: () => Promise.resolve() },
        ...{ keepServiceKey: () => Promise.resolve(), keepCheckpoint: () => Promise.resolve() },
      },
      { data: at('tuesday.age'), keys: at('keys.age') },
    ),
    RestoreRefused,
  );
  const third = await scene.sendTip();
  await backup('wednesday.age', 'other-keys.age');
  const { target, report } = await restoreInto('wednesday.age', { allowsOlderKeys: true });
  assert.equal((await report).tipsWithoutKeys, 1);
  const { rows } = await target.pool.query<{ id: string }>(
    'select id from tip where sealed_key_desk is null and id <> $1',
    [first],
  );
  assert.deepEqual(rows, [{ id: third }]);
});

test('writeBackup replaces no data file, and leaves the old keys file when it cannot finish', async () => {
  const before = await readFile(at('keys.age'));
  await assert.rejects(backup('monday.age'), /There is a file .* already/);
  await assert.rejects(backup('no-such-folder/thursday.age'), /ENOENT/);
  assert.ok((await readFile(at('keys.age'))).equals(before));
});
