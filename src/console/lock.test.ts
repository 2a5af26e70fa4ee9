/** A console that was left alone, without script: its page, and that what was sent meanwhile is neither done nor lost. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '../../test/fresh-database.ts';
import { openConsole, PASSWORD, Visitor } from './console-for-tests.ts';

const { db } = await freshDatabase();
const desk = await openConsole(db);

const decoded = (text: string) =>
  text.replace(/&(?:quot|#39|lt|gt|amp);/g, (entity) =>
    entity === '&quot;' ? '"' : entity === '&#39;' ? "'" : entity === '&lt;' ? '<' : entity === '&gt;' ? '>' : '&',
  );
/** The fields that the page would send. */
const hiddenFields = (body: string) =>
  [...body.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, decoded(value)] as const,
  );
const fieldOf = (body: string, name: string) =>
  hiddenFields(body).find(([each, value]) => each === name && value !== '')?.[1] ?? '';

const countNotes = async () =>
  (await sql<{ count: number }>`select count(*) as count from case_note`.execute(db)).rows[0]?.count;

test('a console that nobody has used answers every page with its lock, and goes on where it was after the password', async () => {
  const astrid = await desk.logIn('astrid', 'analyst');
  const caseId = await desk.openCase({ addresses: ['https://lock.example.org/a'] });
  assert.match((await astrid.get(`/cases/${caseId}`)).body, /lock\[\.\]example/);
  desk.waitMinutes(15);
  const page = await astrid.get(`/cases/${caseId}?from=queue`);
  assert.equal(page.statusCode, 401);
  assert.match(page.body, /<h1>Locked<\/h1>[^]*Person astrid, your session is locked/);
  assert.doesNotMatch(page.body, /lock\[\.\]example|<nav/);
  const next = fieldOf(page.body, 'next');
  const wrong = await astrid.post('/unlock', { next, password: 'not the right password' });
  assert.equal(wrong.statusCode, 401);
  assert.match(wrong.body, /That is not your password/);
  assert.equal((await astrid.get('/')).statusCode, 401);
  const right = await astrid.post('/unlock', { next, password: PASSWORD });
  assert.equal(right.headers.location, `/cases/${caseId}?from=queue`);
  assert.equal((await astrid.get(`/cases/${caseId}`)).statusCode, 200);
});

test('a form that is sent to a locked console is not done, is kept sealed through a wrong password, and is sent by one button', async () => {
  const birger = await desk.logIn('birger', 'analyst');
  const caseId = await desk.openCase({ addresses: ['https://lock.example.org/b'] });
  await birger.get(`/cases/${caseId}`);
  await birger.post(`/cases/${caseId}/claim`);
  const before = await countNotes();
  const text = 'A long note: "written" slowly,\nwith <marks> & lines.';
  desk.waitMinutes(15);
  const lockPage = await birger.post(`/cases/${caseId}/notes`, { note: text });
  assert.equal(lockPage.statusCode, 401);
  assert.match(lockPage.body, /has not been done/);
  assert.doesNotMatch(lockPage.body, /written/);
  const wrong = await birger.post('/unlock', { kept: fieldOf(lockPage.body, 'kept'), password: 'no' });
  assert.equal(await countNotes(), before);
  const back = await birger.post('/unlock', { kept: fieldOf(wrong.body, 'kept'), password: PASSWORD });
  assert.match(back.body, /You are back/);
  const action = /<form method="post" action="(\/cases\/[^"]+)"/.exec(back.body)?.[1] ?? '';
  assert.equal(action, `/cases/${caseId}/notes`);
  const fields = Object.fromEntries(hiddenFields(back.body.slice(back.body.indexOf(`action="${action}"`))));
  assert.equal(fields['note'], text);
  assert.match((await birger.post(action, fields)).headers.location ?? '', /done=/);
  assert.equal(await countNotes(), (before ?? 0) + 1);
});

test('a form that another site sends to a locked console is refused and kept for nobody', async () => {
  const cecilia = await desk.logIn('cecilia', 'supervisor');
  await cecilia.get('/staff');
  desk.waitMinutes(15);
  for (const forged of [
    await cecilia.post('/staff/invite', { role: 'supervisor', 'form-token': '' }),
    await cecilia.post('/staff/invite', { role: 'supervisor' }, { 'sec-fetch-site': 'cross-site' }),
    await cecilia.post('/unlock', { password: PASSWORD, 'form-token': 'x' }),
  ]) {
    assert.equal(forged.statusCode, 403);
    assert.doesNotMatch(forged.body, /name="kept"/);
  }
  assert.equal((await cecilia.get('/')).statusCode, 401);
});

test('a console is locked by hand, unlocked for its script in JSON, and left by whoever it does not belong to', async () => {
  const dagny = await desk.logIn('dagny', 'analyst');
  await dagny.get('/search');
  assert.equal((await dagny.post('/lock', { back: '/search' })).headers.location, '/search');
  const script = { accept: 'application/json' };
  assert.equal((await dagny.get('/lock', script)).statusCode, 401);
  const wrong = await dagny.post('/unlock', { password: 'no' }, script);
  assert.deepEqual([wrong.statusCode, wrong.json()], [401, { problem: 'That is not your password. Try again.' }]);
  const right = await dagny.post('/unlock', { password: PASSWORD }, script);
  assert.deepEqual([right.statusCode, right.json()], [200, {}]);
  assert.equal((await dagny.get('/lock', script)).statusCode, 200);
  await dagny.get('/search');
  await dagny.post('/lock', { back: '/search' });
  await dagny.get('/search');
  assert.equal((await dagny.post('/log-out')).headers.location, '/log-in');
  assert.equal((await dagny.get('/search')).headers.location, '/log-in?next=%2Fsearch');
  await dagny.get('/log-in');
  assert.equal((await dagny.post('/unlock', { password: PASSWORD }, script)).statusCode, 410);
});

test('the page’s own questions keep no session from locking, and what a person does keeps it open', async () => {
  const eir = await desk.logIn('eir', 'analyst');
  for (let i = 0; i < 4; i += 1) {
    desk.waitMinutes(4);
    assert.equal((await eir.get('/presence')).statusCode, 200);
  }
  for (let i = 0; i < 3; i += 1) {
    desk.waitMinutes(4);
    assert.equal((await eir.get('/queue/counts')).statusCode, 200);
  }
  desk.waitMinutes(4);
  assert.equal((await eir.get('/queue/counts')).statusCode, 401);
});

test('the time after which the console locks is a setting, told to the page’s script', async () => {
  const quick = await openConsole(db, { FYR_LOCK_MINUTES: '2' });
  const frida = await quick.logIn('frida', 'analyst');
  assert.match((await frida.get('/')).body, /data-after="120000"/);
  quick.waitMinutes(2);
  assert.equal((await frida.get('/')).statusCode, 401);
  assert.doesNotMatch((await new Visitor(quick.http).get('/log-in')).body, /data-after/);
});
