import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { makePoliceKey } from '../../stand-ins/police-key.ts';
import { freshDatabase } from '../../test/fresh-database.ts';
import { followSettings, readStoredSettings } from '../partners/door.ts';
import { openConsole, PASSWORD } from './console-for-tests.ts';

const { db } = await freshDatabase();
const desk = await openConsole(db);
const supervisor = await desk.logIn('sara', 'supervisor');
const analyst = await desk.logIn('astrid', 'analyst');
const ICCAM = {
  ...{ mode: 'test', url: 'https://iccam.example.org/', user: 'hotline', password: 'nine particular words' },
  'own-password': PASSWORD,
};

test('the page of a partner shows what holds, and the secrets only as set or not', async () => {
  const before = await supervisor.get('/partners/iccam');
  assert.equal(before.statusCode, 200);
  assert.match(before.body, /Is not set\./);
  const saved = await supervisor.post('/partners/iccam', ICCAM);
  assert.equal(saved.headers.location, '/partners/iccam?done=saved');
  const after = await supervisor.get('/partners/iccam?done=saved');
  assert.match(after.body, /value="https:\/\/iccam\.example\.org\/"/);
  assert.match(after.body, /Is set, and never shown again/);
  assert.doesNotMatch(after.body, /particular/);
  assert.match(after.body, /Last changed by Person sara/);
});

test('an empty secret keeps what is set, and only the tick forgets it', async () => {
  const { serviceKey } = desk.deps;
  const held = async () => (await readStoredSettings(db, serviceKey, 'iccam'))?.values['password'];
  await supervisor.get('/partners/iccam');
  await supervisor.post('/partners/iccam', { ...ICCAM, password: '' });
  assert.equal(await held(), ICCAM.password);
  await supervisor.post('/partners/iccam', { ...ICCAM, password: '', 'forget-password': 'yes' });
  assert.equal(await held(), undefined);
});

test('settings are changed with the person’s own password alone, and turned off without', async () => {
  const { serviceKey } = desk.deps;
  const mode = async () => (await readStoredSettings(db, serviceKey, 'iccam'))?.mode;
  await supervisor.get('/partners/iccam');
  for (const own of ['', ICCAM.password]) {
    const refused = await supervisor.post('/partners/iccam', { ...ICCAM, user: 'another', 'own-password': own });
    assert.equal(refused.statusCode, 400);
    assert.match(refused.body, /href="#own-password"[^]*not your password/);
    assert.doesNotMatch(refused.body, /particular/);
  }
  const unasked = { ...ICCAM, password: '', 'own-password': '', mode: 'off' };
  assert.equal((await supervisor.post('/partners/iccam', { ...unasked, user: 'another' })).statusCode, 400);
  assert.equal(await mode(), 'test');
  assert.equal((await supervisor.post('/partners/iccam', unasked)).statusCode, 303);
  assert.equal(await mode(), 'off');
  assert.equal((await supervisor.post('/partners/iccam', { ...unasked, mode: 'test' })).statusCode, 400);
  assert.equal(await mode(), 'off', 'on again takes it');
  desk.waitMinutes(2);
  assert.equal((await supervisor.post('/partners/iccam', ICCAM)).statusCode, 303);
});

test('what is wrong is said at its field with all else kept, and nothing is stored', async () => {
  await supervisor.get('/partners/iccam');
  const answer = await supervisor.post('/partners/iccam', { ...ICCAM, mode: 'live', url: 'http://iccam.example.org/' });
  assert.equal(answer.statusCode, 400);
  assert.match(answer.body, /href="#url"/);
  assert.match(answer.body, /value="hotline"/);
  assert.doesNotMatch(answer.body, /particular/);
  assert.equal((await readStoredSettings(db, desk.deps.serviceKey, 'iccam'))?.mode, 'test');
});

test('the police’s key is saved in the console and used from then on', async () => {
  const { publicKeyArmored } = await makePoliceKey();
  await supervisor.get('/partners/police');
  const answer = await supervisor.post('/partners/police', {
    ...{ mode: 'test', email: 'tips@police.example.org', key: publicKeyArmored, 'own-password': PASSWORD },
  });
  assert.equal(answer.statusCode, 303);
  const follow = followSettings(db, desk.deps.serviceKey, 'police', { mode: 'test', values: {} });
  assert.equal((await follow()).values['key'], publicKeyArmored.trim());
});

test('a test of the connection says in words what it found', async () => {
  await supervisor.get('/partners/iccam');
  await supervisor.post('/partners/iccam', ICCAM);
  const away = await supervisor.post('/partners/iccam/test');
  assert.equal(away.statusCode, 200);
  assert.match(away.body, /The test did not succeed: test mode: outside systems are not reached\./);
});

test('each change is an act, with names of fields and never a value', async () => {
  const acts = await sql<{ row: string }>`select ledger_act::text as row from ledger_act
    where action = 'partner.changed' and subject = 'partner:iccam'`.execute(db);
  assert.ok(acts.rows.length >= 3);
  for (const { row } of acts.rows) assert.doesNotMatch(row, /particular|example\.org/);
});

test('nobody but a supervisor sees or changes a partner’s settings, and an unknown partner is not found', async () => {
  assert.equal((await analyst.get('/partners/iccam')).statusCode, 403);
  await analyst.get('/');
  assert.equal((await analyst.post('/partners/iccam', ICCAM)).statusCode, 403);
  assert.equal((await supervisor.get('/partners/nobody')).statusCode, 404);
});
