import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { freshDatabase } from '../../test/fresh-database.ts';
import { openScene, TEST_PASSWORD } from '../cases/test-support.ts';
import { openTip, readReportedAddresses, readTip } from '../intake/door.ts';
import { readConfig } from '../platform/config.ts';
import { loadServiceKey } from '../platform/service-key.ts';
import { openWithPassword } from '../staff/credentials.ts';
import { openShares } from '../staff/desk-key.ts';
import { readAccountByLogin } from '../staff/staff-store.ts';
import { runKeys } from './keys.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'fyr-keys-'));
after(() => rm(folder, { recursive: true, force: true }));
const file = path.join(folder, 'service.key');
/** The key of the scene. */
const FIRST = '09'.repeat(32);
await writeFile(file, FIRST, { mode: 0o600 });
const { db, pool } = await freshDatabase();
const scene = await openScene(db);
const config = readConfig({ FYR_DATA_DIR: folder, FYR_SERVICE_KEY_FILE: file });
const house = { config, db, pool, clock: { now: () => new Date() } };

async function run(...args: string[]): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const code = await runKeys(args, { house, write: (line) => lines.push(line), seenAfterMs: 0 });
  return { code, text: lines.join('\n') };
}

test('keys rotate shrouds everything anew while a process with the old key reads old and new', async () => {
  const running = await loadServiceKey(file);
  const before = await scene.sendTip({ addresses: ['http://before.example.org/'] });
  const { code, text } = await run('rotate');
  assert.equal(code, 0);
  assert.match(text, /[1-9]\d* values were shrouded anew; none is left under an older key/);
  const [newest = '', ...others] = (await readFile(file, 'utf8')).trim().split('\n');
  assert.equal(others.length, 1);
  assert.match(others[0] ?? '', new RegExp(`^${FIRST} retired=\\d{4}-`));
  const alone = await loadServiceKey({ kind: 'text', text: newest });
  assert.deepEqual(await readReportedAddresses(db, alone, before), ['http://before.example.org/']);
  await assert.rejects(readReportedAddresses(db, scene.serviceKey, before), 'the old key alone reads nothing any more');
  assert.deepEqual(await readReportedAddresses(db, running, before), ['http://before.example.org/']);
  // A process that has not looked yet writes with the old key: that is read too, and moved by the next walk.
  const late = await scene.sendTip({ addresses: ['http://late.example.org/'] });
  assert.deepEqual(await readReportedAddresses(db, running, late), ['http://late.example.org/']);
  assert.match((await run('reshroud')).text, /^1 values|^[1-9]/);
  assert.deepEqual(await readReportedAddresses(db, alone, late), ['http://late.example.org/']);

  await run('rotate');
  const [third = '', ...retired] = (await readFile(file, 'utf8')).trim().split('\n');
  assert.doesNotMatch(third, /retired/);
  assert.deepEqual(
    retired.map((line) => line.split(' ')[0]),
    [newest, FIRST],
    'pages and links that are out were made with them',
  );
  assert.deepEqual(await readReportedAddresses(db, await loadServiceKey(file), before), ['http://before.example.org/']);
  const { rows } = await pool.query(`select 1 from ledger_act where action = 'service-key.rotated'`);
  assert.equal(rows.length, 3);
});

test('keys desk makes a key for what comes; one person reads what came before and after', async () => {
  const before = await scene.sendTip({ report: { narrative: 'Before.' } });
  assert.equal((await run('desk')).code, 0);
  const { rows } = await pool.query<{ id: string; recipient: Buffer }>(
    'select id, recipient from desk_key order by number desc limit 1',
  );
  const { rows: holders } = await pool.query('select 1 from desk_key_share where desk_key_id = $1', [rows[0]?.id]);
  assert.equal(holders.length, 2);
  const opened = await openWithPassword(await readAccountByLogin(db, 'first'), TEST_PASSWORD);
  assert.ok(opened);
  const desk = await openShares(db, scene.analystId, opened.identity);
  assert.equal(openTip(await readTip(db, before), desk).report.narrative, 'Before.');
  assert.ok([...desk.keys()].some((id) => id === rows[0]?.id));
});

test('keys says how it is used, and what to do where the key comes from elsewhere', async () => {
  assert.equal((await run()).code, 2);
  assert.equal((await run('rotate', 'more')).code, 2);
  const elsewhere = readConfig({ FYR_DATA_DIR: folder, FYR_SERVICE_KEY: FIRST });
  await assert.rejects(
    runKeys(['rotate'], { house: { ...house, config: elsewhere }, write: () => undefined }),
    /put a new one before it where it comes from/,
  );
});
