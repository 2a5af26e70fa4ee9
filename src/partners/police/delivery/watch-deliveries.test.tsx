import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import { startMailCatcher } from '../../../../stand-ins/mail-catcher.ts';
import { makePoliceKey, openSealed } from '../../../../stand-ins/police-key.ts';
import { freshDatabase, quietLog } from '../../../../test/fresh-database.ts';
import { transact } from '../../../platform/db.ts';
import { openHttp } from '../../../platform/http.ts';
import { openMailer } from '../../../platform/mail.ts';
import { siteOf } from '../../../intake/door.ts';
import type { DispatchId } from '../../../terms/ids.ts';
import { HOTLINE, testServiceKey } from '../../partner-for-tests.ts';
import { fetchFile } from '../account/fetch-package.ts';
import { listPackages } from '../account/account-store.ts';
import { readPayload } from '../payload.ts';
import { openPoliceScene } from '../police-for-tests.ts';
import { openText } from '../thread/seal-text.ts';
import { AGAIN_MS, confirmMinutesOf, standingOf } from './delivery.ts';
import { listCalls, listDeliveries, listUnconfirmed } from './delivery-store.ts';
import { noteConfirmed } from './note-confirmed.ts';
import { confirmationErrorPage, registerConfirmation } from './serve-confirmation.tsx';
import { endCall, takeCall } from './telephone.ts';

const { db, pool } = await freshDatabase();
const catcher = await startMailCatcher();
const mailer = openMailer(catcher.smtpUrl, 'desk@fyr.example.org');
const key = await makePoliceKey();
const scene = await openPoliceScene(db, pool, { smtpUrl: catcher.smtpUrl, mailer });
const astrid = await scene.analyst('astrid-2');
const bo = await scene.analyst('bo');
const olga = await scene.officer('olga');
after(async () => {
  mailer.close();
  await catcher.close();
});
const MAIL = { email: 'desk@police.example.org', key: key.publicKeyArmored, alertEmail: 'duty@fyr.example.org' };
beforeEach(async () => {
  catcher.behave({ kind: 'ok' });
  catcher.clear();
  await pool.query('truncate police_call, police_delivery cascade');
  scene.settings = { mode: 'test', values: { ...MAIL, phone: '+46 8 000 00 00', confirmMinutes: '15' } };
});

const urgent = () => scene.planned({ rule: 'danger' });
const alerts = () => catcher.messages().filter(({ to }) => to.includes('duty@fyr.example.org'));
async function standing(dispatchId: DispatchId) {
  const { rows } = await sql<{ case_id: string }>`select case_id from dispatch where id = ${dispatchId}`.execute(db);
  const all = await listUnconfirmed(db);
  const found = all.find((each) => each.dispatchId === dispatchId);
  assert.ok(rows.length === 1);
  const open = (await listCalls(db, [dispatchId])).find(({ endedAt }) => endedAt === undefined);
  return found === undefined ? undefined : { standing: standingOf(found, open), round: found.round };
}

test('watchDeliveries asks for a person once the time is up, tells the duty address nothing of the case, and asks again', async () => {
  const { id } = await (async () => {
    const dispatch = await urgent();
    await scene.door.send(dispatch);
    return dispatch;
  })();
  scene.waitMinutes(14);
  assert.deepEqual(await scene.door.followUp(), { looked: 0, changed: 0 });
  assert.equal(await standing(id), undefined);
  scene.waitMinutes(1);
  assert.equal((await scene.door.followUp()).changed, 1);
  assert.deepEqual(await standing(id), { standing: 'overdue', round: 1 });
  assert.equal((await scene.door.followUp()).changed, 0, 'once a round');
  const [mail] = alerts();
  assert.match(mail?.text ?? '', /\+46 8 000 00 00/);
  assert.doesNotMatch(mail?.raw ?? '', /bilder|Jag s|påhitt/i);
  scene.waitMinutes(AGAIN_MS / 60_000);
  await scene.door.followUp();
  assert.deepEqual(await standing(id), { standing: 'overdue', round: 2 });
  assert.equal(new Set(alerts().map(({ messageId }) => messageId)).size, 2);
  const acts =
    await sql`select 1 from ledger_act where action = 'police.unconfirmed' and subject = ${`dispatch:${id}`}`.execute(
      db,
    );
  assert.equal(acts.rows.length, 2);
});

test('an urgent package is watched although the mail server never takes it, and one that is not urgent is not', async () => {
  catcher.behave({ kind: 'defer' });
  const dispatch = await urgent();
  await assert.rejects(scene.door.send(dispatch));
  scene.waitMinutes(15);
  await scene.door.followUp();
  assert.deepEqual(await standing(dispatch.id), { standing: 'overdue', round: 1 });
  assert.deepEqual(alerts(), [], 'the alert waits for the mail server too');
  catcher.behave({ kind: 'ok' });
  await scene.door.followUp();
  assert.equal(alerts().length, 1);

  const usual = await scene.planned();
  await scene.door.send(usual);
  scene.waitMinutes(100_000);
  await scene.door.followUp();
  assert.equal(await standing(usual.id), undefined);
});

test('nobody is asked to call about a package whose place another has taken', async () => {
  const dispatch = await urgent();
  await scene.door.send(dispatch);
  await pool.query(`update dispatch set state = 'cancelled' where id = $1`, [dispatch.id]);
  scene.waitMinutes(15);
  await scene.door.followUp();
  assert.equal(await standing(dispatch.id), undefined);
  scene.waitMinutes(15);
  assert.deepEqual(await scene.door.followUp(), { looked: 0, changed: 0 });
});

test('many watchers at once ask once', async () => {
  const dispatch = await urgent();
  await scene.door.send(dispatch);
  scene.waitMinutes(15);
  const reports = await Promise.all(Array.from({ length: 6 }, () => scene.door.followUp()));
  assert.equal(
    reports.reduce((sum, { changed }) => sum + changed, 0),
    1,
  );
  assert.equal((await standing(dispatch.id))?.round, 1);
  assert.equal(new Set(alerts().map(({ messageId }) => messageId)).size, 1);
});

test('a call is one person’s at a time, comes back when nobody was reached, and ends the watch when the police have it', async () => {
  const dispatch = await urgent();
  await scene.door.send(dispatch);
  scene.waitMinutes(15);
  await scene.door.followUp();
  const { id } = dispatch;
  const taken = await Promise.all([astrid, bo].map(({ session }) => takeCall(db, id, session.staffId, scene.now)));
  assert.deepEqual(taken.toSorted(), ['done', 'other']);
  const mine = taken[0] === 'done' ? astrid : bo;
  const other = taken[0] === 'done' ? bo : astrid;
  assert.equal((await standing(id))?.standing, 'taken');
  const end = (who: typeof mine, outcome: 'confirmed' | 'no-answer', said: string) =>
    endCall(db, { dispatchId: id, staffId: who.session.staffId, outcome, said }, scene.now);
  assert.equal(await end(other, 'confirmed', ''), 'other');
  assert.equal(await end(mine, 'no-answer', 'Ringde växeln'), 'done');
  assert.equal((await standing(id))?.standing, 'overdue');
  const [call] = await listCalls(db, [id]);
  assert.ok(call?.sealedNote);
  assert.equal(call.sealedNote.includes('växeln'), false);
  assert.equal(await openText(other.session, call.sealedNote), 'Ringde växeln');
  assert.equal(await openText(olga.session, call.sealedNote), undefined, 'what the hotline notes is the hotline’s');

  scene.waitMinutes(10);
  await scene.door.followUp();
  assert.equal((await standing(id))?.round, 2);
  assert.equal(await takeCall(db, id, other.session.staffId, scene.now), 'done');
  scene.waitMinutes(10);
  await scene.door.followUp();
  assert.deepEqual(await standing(id), { standing: 'overdue', round: 3 }, 'a call that nobody ended holds nobody up');
  assert.equal(await takeCall(db, id, mine.session.staffId, scene.now), 'done');
  assert.equal(await end(mine, 'confirmed', 'Kommissarien har det'), 'done');
  assert.equal(await standing(id), undefined);
  scene.waitMinutes(1_000);
  assert.equal((await scene.door.followUp()).changed, 0);
  assert.equal(await takeCall(db, id, mine.session.staffId, scene.now), 'gone');
  const [confirmed] = await listDeliveries(db, dispatch.caseId);
  assert.deepEqual([confirmed?.confirmed?.how, confirmed?.confirmed?.by], ['phone', mine.session.staffId]);
});

test('a download confirms, and takes the call from whoever is telephoning', async () => {
  scene.settings = { mode: 'test', values: { way: 'account' } };
  const dispatch = await urgent();
  await scene.door.send(dispatch);
  scene.waitMinutes(30);
  await scene.door.followUp();
  await takeCall(db, dispatch.id, astrid.session.staffId, scene.now);
  const [found] = await listPackages(db, 1, dispatch.caseId);
  assert.ok(found);
  await fetchFile(db, olga.session, { id: found.id, file: 'zip' }, scene.now);
  const [delivery] = await listDeliveries(db, dispatch.caseId);
  assert.deepEqual([delivery?.confirmed?.how, delivery?.confirmed?.by], ['download', olga.session.staffId]);
  assert.equal((await listCalls(db, [dispatch.id]))[0]?.endedAt?.getTime(), scene.now.getTime());
  const again = await transact(db, (tx) => noteConfirmed(tx, dispatch.id, { how: 'link' }, scene.now));
  assert.equal(again, 'earlier');
});

async function openSite() {
  const http = await openHttp({
    ...{ log: quietLog, bodyLimitBytes: 1_024 },
    errorPage: (_status, path) => confirmationErrorPage(path, siteIn) ?? <p>other</p>,
  });
  registerConfirmation(http, { db, serviceKey: testServiceKey, clock: scene.deps.clock, log: quietLog, siteIn });
  return http;
}
const siteIn = (language: 'sv' | 'en') => siteOf({ ...HOTLINE, homeCountry: 'SE' }, language);

test('the link in a package confirms by its button and not by a look, in both languages, and a wrong one opens nothing', async () => {
  const http = await openSite();
  const dispatch = await urgent();
  await scene.door.send(dispatch);
  const opened = await openSealed(readPayload(dispatch.payload ?? Buffer.alloc(0))?.mail ?? '', key.privateKeyArmored);
  const url = /https:\/\/fyr\.example\.org(\/confirm\/[\w-]{20,})/.exec(opened.toString('utf8').replace(/=\r?\n/g, ''));
  const path = url?.[1] ?? '';
  const look = await http.inject({ method: 'GET', url: path, headers: { 'accept-language': 'en' } });
  assert.equal(look.statusCode, 200);
  assert.match(look.body, /We have received it/);
  assert.match((await http.inject({ method: 'GET', url: `/sv${path}` })).body, /Vi har fått det/);
  const before = (await listDeliveries(db, dispatch.caseId))[0];
  assert.equal(before?.confirmed, undefined);
  for (const wrong of [`/confirm/${randomBytes(20).toString('base64url')}`, '/sv/confirm/x']) {
    assert.equal((await http.inject({ method: 'GET', url: wrong })).statusCode, 404);
    assert.equal((await http.inject({ method: 'POST', url: wrong })).statusCode, 404);
  }
  const press = await http.inject({ method: 'POST', url: `/sv${path}` });
  assert.equal(press.statusCode, 303);
  assert.match((await http.inject({ method: 'GET', url: press.headers.location ?? '' })).body, /är bekräftat/);
  assert.equal((await listDeliveries(db, dispatch.caseId))[0]?.confirmed?.how, 'link');
  await http.close();
});

test('confirmMinutesOf keeps within what is allowed whatever stands in the settings', () => {
  assert.deepEqual(
    [undefined, '', 'x', '0', '5', '99999', '2000'].map((text) => confirmMinutesOf(text)),
    [30, 30, 30, 1, 5, 30, 1_440],
  );
});
