import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '../../test/fresh-database.ts';
import { verifyPackage, readZip, packageSignerOf } from '../partners/door.ts';
import { isOnHold, listDispatches } from '../routing/door.ts';
import { openConsole, PASSWORD, Visitor } from './console-for-tests.ts';
import { openAccountDoor, sendToAccount } from './police-for-tests.ts';
import { totpCode } from '../staff/door.ts';

const { db } = await freshDatabase();
const desk = await openConsole(db, { FYR_LOCK_MINUTES: '30' });
const signe = await desk.logIn('signe', 'supervisor');
const astrid = await desk.logIn('astrid', 'analyst');
const olga = await desk.logIn('olga', 'police');
const door = openAccountDoor(desk);
const caseId = await desk.openCase({ addresses: ['https://bilder.example.org/album/7'] });
const own = `/police/cases/${caseId}`;
const desks = `/cases/${caseId}/police`;

test('an officer begins at their own pages and sees nothing else, not even a case that was never sent to them', async () => {
  const start = await olga.get('/');
  assert.deepEqual([start.statusCode, start.headers.location], [303, '/police']);
  const list = await olga.get('/police');
  assert.equal(list.statusCode, 200);
  assert.match(list.body, /Nothing has been prepared for you yet/);
  assert.match(list.body, /fyr-package\/[0-9a-f]{16}\+/);
  assert.match(list.body, /-----BEGIN PGP PUBLIC KEY BLOCK-----/);
  assert.doesNotMatch(list.body, /PRIVATE KEY|href="\/(partners|staff|ledger|notices)"/);
  for (const path of [own, `/police/cases/${randomUUID()}`, '/police/cases/x'])
    assert.equal((await olga.get(path)).statusCode, 404, path);
  for (const path of [`/cases/${caseId}`, desks, '/partners', '/staff', '/figures', '/ledger'])
    assert.equal((await olga.get(path)).statusCode, 403, path);
  assert.equal((await astrid.get('/police')).statusCode, 403);
});

test('an officer fetches a package, and the analyst sees who fetched what', async () => {
  await sendToAccount(desk, door, caseId, true);
  assert.match((await olga.get('/police')).body, /not yet/);
  const page = await olga.get(own);
  const packageId = /\/police\/packages\/([0-9a-f-]{36})\/fetch/.exec(page.body)?.[1] ?? '';
  const zip = await olga.post(`/police/packages/${packageId}/fetch`, { file: 'zip' });
  assert.equal(zip.statusCode, 200);
  assert.match(String(zip.headers['content-disposition']), /^attachment; filename="case-\d+\.zip"$/);
  assert.equal(zip.headers['cache-control'], 'no-store');
  const report = verifyPackage(packageSignerOf(desk.deps.serviceKey), readZip(zip.rawPayload));
  assert.deepEqual(report.problems, []);
  assert.match((await olga.get(own)).body, /Person olga: zip/);
  const seen = await astrid.get(desks);
  assert.match(seen.body, /Receipts of the police/);
  assert.match(seen.body, /downloaded: Person olga/);
  assert.equal((await olga.post(`/police/packages/${packageId}/fetch`, { file: '../x' })).statusCode, 404);
  assert.equal((await olga.post(`/police/packages/${randomUUID()}/fetch`, { file: 'zip' })).statusCode, 404);
  assert.equal((await astrid.post(`/police/packages/${packageId}/fetch`, { file: 'zip' })).statusCode, 403);
});

test('an officer holds notices and releases them, and the analyst sees that they are held', async () => {
  await olga.get(own);
  assert.match((await olga.post(`${own}/hold`, { hold: 'on' })).headers.location ?? '', /police-held/);
  assert.equal(await isOnHold(db, caseId), true);
  assert.match((await olga.get(own)).body, /Set by Person olga/);
  assert.match((await astrid.get(`/cases/${caseId}`)).body, /class="hold on"/);
  await olga.post(`${own}/hold`, { hold: 'on' });
  const acts = await sql`select 1 from ledger_act where action = 'hold.set' and subject = ${`case:${caseId}`}`.execute(
    db,
  );
  assert.equal(acts.rows.length, 1, 'twice is once');
  await olga.post(`${own}/hold`, { hold: 'off' });
  assert.equal(await isOnHold(db, caseId), false);
});

test('a question of the police reaches the analyst’s start page, is passed on, and the answer comes back', async () => {
  const empty = await olga.post(`${own}/message`, { message: ' ' });
  assert.equal(empty.statusCode, 400);
  assert.match(empty.body, /Write a message first/);
  await olga.get(own);
  await olga.post(`${own}/message`, {
    message: 'Which day? See https://bilder.example.org/1',
    submission: randomUUID(),
  });
  assert.match((await astrid.get('/')).body, /1 message from the police is unread/);
  const page = await astrid.get(desks);
  assert.match(page.body, /Which day\? See hxxps:\/\/bilder\[\.\]example/);
  assert.doesNotMatch((await astrid.get('/')).body, /from the police is unread/);
  const messageId = /name="messageId" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  const tip = /<select[^>]*name="tip"[^>]*>.*?<option value="([^"]+)"/s.exec(page.body)?.[1] ?? '';
  await astrid.get(desks);
  const without = await astrid.post(`${desks}/pass`, { messageId, tip, question: '' });
  assert.equal(without.statusCode, 400);
  const passed = await astrid.post(`${desks}/pass`, { messageId, tip, question: 'Which day was it?' });
  assert.match(passed.headers.location ?? '', /police-passed$/);
  assert.match(
    (await astrid.post(`${desks}/pass`, { messageId, tip, question: 'Again?' })).headers.location ?? '',
    /earlier/,
  );
  assert.match((await astrid.get(desks)).body, /Passed on to tip 1/);
  assert.doesNotMatch(
    (await olga.get(own)).body,
    /Passed on|Which day was it/,
    'the police are not told of the mailbox',
  );
  await astrid.get(desks);
  await astrid.post(`${desks}/message`, { message: 'We have asked.', submission: randomUUID() });
  const answered = await olga.get(own);
  assert.match(answered.body, /We have asked\./);
  assert.doesNotMatch(answered.body, /Person astrid/, 'the police are not told which analyst wrote');
});

test('an urgent case that nobody confirms is a loud task on the start page until somebody has reached the police', async () => {
  const urgentCase = await desk.openCase({ addresses: ['https://bilder.example.org/fara'] });
  await sendToAccount(desk, door, urgentCase, true);
  desk.waitMinutes(16);
  await door.followUp();
  const start = await astrid.get('/');
  assert.match(start.body, /role="alert"[^]*Call the police: 1 urgent case not confirmed/);
  const path = `/cases/${urgentCase}/police`;
  const page = await astrid.get(path);
  assert.match(page.body, /NOT CONFIRMED: call the police/);
  const dispatch = /name="dispatch" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  assert.match((await astrid.post(`${path}/call`, { dispatch })).headers.location ?? '', /police-call$/);
  assert.match((await signe.get('/')).body, /Person astrid is calling since/);
  await signe.get(path);
  assert.match((await signe.post(`${path}/call`, { dispatch })).headers.location ?? '', /call-other/);
  await astrid.get(path);
  assert.equal((await astrid.post(`${path}/call-end`, { dispatch, said: 'x' })).statusCode, 400);
  await astrid.post(`${path}/call-end`, { dispatch, outcome: 'no-answer', said: 'Upptaget' });
  assert.match((await signe.get('/')).body, /Call the police: 1 urgent case/);
  assert.match((await signe.get(path)).body, /nobody answered[^]*Upptaget/);
  await signe.post(`${path}/call`, { dispatch });
  await signe.get(path);
  await signe.post(`${path}/call-end`, { dispatch, outcome: 'confirmed', said: '' });
  assert.doesNotMatch((await astrid.get('/')).body, /Call the police/);
  assert.match((await astrid.get(path)).body, /confirmed by telephone: Person signe/);
  assert.equal((await astrid.post(`${path}/call`, { dispatch: randomUUID() })).statusCode, 404);
});

test('an officer is invited on the staff page, and comes to their own pages with the link', async () => {
  await signe.get('/staff');
  const page = await signe.post('/staff/invite', { role: 'police', password: PASSWORD });
  const link = /\/set-up\/[\w-]+/.exec(page.body)?.[0] ?? '';
  const oskar = new Visitor(desk.http);
  const form = await oskar.get(link);
  assert.match(form.body, /You have been invited as police officer/);
  const secret = /name="secret" value="([^"]+)"/.exec(form.body)?.[1] ?? '';
  const given = { name: 'Oskar', login: 'oskar', password: PASSWORD, again: PASSWORD, secret };
  const app = (/<code>([A-Z2-7 ]+)<\/code>/.exec(form.body)?.[1] ?? '').replaceAll(' ', '');
  const code = totpCode(app, desk.deps.clock.now());
  const done = await oskar.post(link, { ...given, code });
  assert.equal(done.statusCode, 303, done.body.slice(0, 2_000));
  assert.equal((await oskar.get('/police')).statusCode, 200);
  assert.equal((await listDispatches(db, caseId)).length, 1);
});
