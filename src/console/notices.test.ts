import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshDatabase } from '../../test/fresh-database.ts';
import { recordingEffects } from '../notices/answers/answers-for-tests.ts';
import { MOST_BY_ONE, noteAnswer } from '../notices/door.ts';
import { transact } from '../platform/db.ts';
import { openConsole, type Visitor } from './console-for-tests.ts';
import { openNoticeScene, rungOf, USUAL_LADDER } from './notices-for-tests.ts';

const { db, pool } = await freshDatabase();
const desk = await openConsole(db);
const scene = await openNoticeScene(desk, pool, { newContacts: 'ask' });
const analyst = await desk.logIn('astrid', 'analyst');
const signe = await desk.logIn('signe', 'supervisor');
const stina = await desk.logIn('stina', 'supervisor');

/** Posts a form of the page, and says where it led. */
const post = async (visitor: Visitor, page: string, path: string, fields: Record<string, string> = {}) => {
  assert.equal((await visitor.get(page)).statusCode, 200);
  return (await visitor.post(path, fields)).headers.location ?? '';
};
const bodyOf = async (visitor: Visitor, path: string) => {
  const { body, statusCode } = await visitor.get(path, { 'accept-language': 'en' });
  assert.equal(statusCode, 200);
  return body;
};
/** Moves the clock on; everybody goes on working meanwhile, so that no session ends. */
const forward = async (minutes: number) => {
  await scene.forward(minutes);
  for (const visitor of [analyst, signe, stina]) await visitor.get('/sessions');
};
const lettersLeft = async (takedownId: string) =>
  (
    await pool.query<{ count: number }>(
      `select count(*) as count from notice where takedown_id = $1 and state = 'sent'`,
      [takedownId],
    )
  ).rows[0]?.count;

test('anybody stops all sending with a reason, every page says so, and a supervisor alone releases', async () => {
  const item = await scene.start();
  assert.equal((await analyst.get('/notices')).statusCode, 200);
  const empty = await analyst.post('/notices/stop', { reason: '  ' });
  assert.equal(empty.statusCode, 400);
  assert.match(empty.body, /Say why sending is to stop/);
  const reason = 'A <b>list</b> was wrong';
  assert.match(await post(analyst, '/notices', '/notices/stop', { reason }), /done=sending-stopped/);
  for (const path of ['/', '/notices', '/providers', '/figures', '/ledger', '/sessions', `/cases/${item.caseId}`])
    assert.match(await bodyOf(signe, path), /stopped<\/b>.*Person astrid.*A &lt;b>list&lt;\/b> was wrong/s, path);
  await forward(10);
  assert.equal(await lettersLeft(item.takedownId), 0);
  await analyst.get('/notices');
  assert.equal((await analyst.post('/notices/release')).statusCode, 403);
  assert.match(await post(signe, '/notices', '/notices/release'), /done=sending-released/);
  assert.match(await post(signe, '/notices', '/notices/release'), /not=not-found/);
  assert.doesNotMatch(await bodyOf(signe, '/'), /class="stopped"/);
  await forward(10);
  assert.equal(await lettersLeft(item.takedownId), 1);
});

test('what leaves within the hour is shown by provider with why anything would not, without any address', async () => {
  await scene.start({ ladder: [rungOf('hosting', 'Planned Hosting')] });
  const held = await scene.start({ ladder: [rungOf('hosting', 'Planned Hosting')] });
  await scene.settle();
  await pool.query(`update item set state = 'gone' where id = $1`, [held.itemId]);
  const body = await bodyOf(analyst, '/notices');
  assert.match(body, /Planned Hosting.*data-label="Would go" class="number">1<.*1: gone/s);
  assert.doesNotMatch(body, /example\.(org|net)/);
  await forward(10);
  assert.doesNotMatch(await bodyOf(analyst, '/notices'), /Planned Hosting/);
});

test('what waits for a person is listed by kind with a link to its case, and goes when it has been seen to', async () => {
  const nobody = await scene.start({ ladder: [] });
  const objected = await scene.start({ ladder: [rungOf('hosting', 'Objecting Hosting')] });
  await pool.query(`update case_file set state = 'new' where id = $1`, [nobody.caseId]);
  await forward(10);
  await scene.answer('Objecting Hosting', 'appeal');
  const body = await bodyOf(analyst, '/notices');
  assert.match(body, new RegExp(`A provider objects.*/cases/${objected.caseId}`, 's'));
  assert.match(body, new RegExp(`Nobody could be told.*/cases/${nobody.caseId}`, 's'));
  const path = `/cases/${objected.caseId}`;
  assert.match(await post(signe, path, `${path}/takedowns/${objected.takedownId}/end`), /done=takedown-ended/);
  assert.doesNotMatch(await bodyOf(analyst, '/notices'), new RegExp(objected.caseId));
});

test('mail that nobody could match is read by supervisors alone, nothing in it opens, and it goes once it is seen to', async () => {
  const words = { subject: 'Re: you', from: 'desk@other.example.net', text: 'See https://pages.example.org/x' };
  const input = { letterId: undefined, noticeIds: [], kind: 'other', via: 'mail', words, sourceKey: 'mail-1' } as const;
  const { effects } = recordingEffects();
  const { serviceKey, clock } = desk.deps;
  await transact(db, (tx) => noteAnswer(tx, { serviceKey, effects }, input, clock.now()));
  const body = await bodyOf(signe, '/notices');
  assert.match(body, /hxxps:\/\/pages\[\.\]example\[\.\]org\/x/);
  const hidden = await bodyOf(analyst, '/notices');
  assert.match(hidden, /Mail that nobody could match/);
  assert.doesNotMatch(hidden, /Re: you|pages/);
  const seen = /\/notices\/mails\/[0-9a-f-]+\/seen/.exec(body)?.[0] ?? '';
  assert.match(await post(signe, '/notices', seen), /done=mail-seen/);
  assert.match(await post(stina, '/notices', seen), /not=not-found/);
  assert.doesNotMatch(await bodyOf(signe, '/notices'), /Mail that nobody/);
});

test('a provider’s page shows contact, letters with answers and ticket, and its open cases; its lane shows it', async () => {
  const item = await scene.start({ ladder: [rungOf('hosting', 'Ticketing Hosting'), ...USUAL_LADDER.slice(1)] });
  await forward(10);
  await scene.answer('Ticketing Hosting', 'handling', { ticket: 'TH-7' });
  const id = await scene.providerNamed('Ticketing Hosting');
  const body = await bodyOf(analyst, `/providers/${id}`);
  for (const words of [/abuse@ticketing-hosting\.example\.net/, /Says: being handled/, /TH-7/, /Written down by hand/])
    assert.match(body, words);
  assert.match(body, new RegExp(`/cases/${item.caseId}`));
  assert.match(body, />Pause</);
  assert.doesNotMatch(body, />Refuse</);
  assert.match(await bodyOf(analyst, '/providers'), new RegExp(`/providers/${id}">Ticketing Hosting`));
  assert.match(await post(analyst, `/providers/${id}`, `/providers/${id}/pause`), /done=provider-paused/);
  assert.match(await bodyOf(analyst, '/providers?lane=paused'), /Ticketing Hosting/);
  assert.doesNotMatch(await bodyOf(analyst, '/providers?lane=bouncing'), /Ticketing Hosting/);
  assert.match(await post(signe, `/providers/${id}`, `/providers/${id}/resume`), /done=provider-resumed/);
  await scene.answer('Ticketing Hosting', 'bounce', { via: 'mail', bounce: { isFinal: true, code: '5.1.1' } });
  assert.match(await bodyOf(signe, '/providers?lane=bouncing'), /Ticketing Hosting/);
  assert.match(await bodyOf(signe, `/providers/${id}`), /<span class="badge bounced">came back</);
  assert.match(await post(signe, `/providers/${id}`, `/providers/${id}/restore`), /done=provider-restored/);
  assert.match(await post(signe, `/providers/${id}`, `/providers/${id}/refuse`), /done=provider-refused/);
  assert.match(await bodyOf(signe, '/providers?lane=refused'), /Ticketing Hosting/);
  assert.equal((await analyst.get('/providers/not-an-id')).statusCode, 404);
});

test('letting many items leave for one provider takes two supervisors', async () => {
  const ladder = [rungOf('hosting', 'Found Rack', 'rdap')];
  for (let count = 0; count <= MOST_BY_ONE; count += 1) await scene.start({ ladder });
  await scene.settle();
  const id = await scene.providerNamed('Found Rack');
  const page = `/providers/${id}`;
  assert.match(await post(signe, page, `${page}/approve`), /done=provider-asked/);
  assert.match(await post(signe, page, `${page}/approve`), /not=release-same-person/);
  assert.match(await bodyOf(signe, page), /Another supervisor has to confirm it/);
  assert.match(await bodyOf(stina, page), />Confirm</);
  assert.match(await post(stina, page, `${page}/withdraw`), /done=provider-withdrawn/);
  assert.match(await post(stina, page, `${page}/withdraw`), /not=release-nothing-waits/);
  assert.match(await post(stina, page, `${page}/approve`), /done=provider-asked/);
  assert.match(await post(signe, page, `${page}/approve`), /done=provider-approved/);
  assert.doesNotMatch(await bodyOf(stina, page), />Confirm</);
});

test('a supervisor sets quiet hours and minutes, and a form that is not right keeps what was typed', async () => {
  await scene.start({ ladder: [rungOf('hosting', 'Quiet Hosting')] });
  await scene.settle();
  const id = await scene.providerNamed('Quiet Hosting');
  const page = `/providers/${id}`;
  const fields = {
    zone: 'Europe/Stockholm',
    group: '15',
    'quiet-0-Sat': 'yes',
    'quiet-0-from': '26:00',
    'quiet-0-to': '08:00',
  };
  await signe.get(page);
  const wrong = await signe.post(`${page}/wishes`, fields);
  assert.equal(wrong.statusCode, 400);
  assert.match(wrong.body, /value="26:00"/);
  assert.match(
    await post(signe, page, `${page}/wishes`, { ...fields, 'quiet-0-from': '00:00' }),
    /done=provider-saved/,
  );
  assert.match(await bodyOf(analyst, page), /Sat 00:00–08:00/);
  await analyst.get(page);
  assert.equal((await analyst.post(`${page}/wishes`, fields)).statusCode, 403);
});

test('the page of a case shows each ladder in words; its owner adds a contact and tells the next rung', async () => {
  const item = await scene.start({ owner: analyst.staffId });
  await forward(10);
  const page = `/cases/${item.caseId}`;
  const path = `${page}/takedowns/${item.takedownId}`;
  const body = await bodyOf(analyst, page);
  assert.match(body, /Harbour Hosting.*told .*Strait Transit.*told later.*Fjord Names.*told later/s);
  assert.match(
    await post(analyst, page, `${path}/contact`, { rung: 'hosting', name: 'X', email: 'no' }),
    /not=contact-missing/,
  );
  const contact = { rung: 'hosting', name: 'By Hand', email: 'abuse@by-hand.example.net' };
  assert.match(await post(analyst, page, `${path}/contact`, contact), /done=contact-added/);
  assert.match(await post(analyst, page, `${path}/contact`, contact), /not=contact-already-there/);
  assert.match(await post(analyst, page, `${path}/next`), /done=rung-pushed/);
  await forward(10);
  assert.match(
    await bodyOf(analyst, page),
    /Strait Transit<\/a><span class="help">told .*By Hand<\/a><span class="help">told /s,
  );
  const stranger = await desk.logIn('birger', 'analyst');
  assert.doesNotMatch(await bodyOf(stranger, page), /takedowns\//);
  assert.match(await post(stranger, page, `${path}/next`), /not=not-yours/);
  const another = await scene.start();
  assert.match(await post(signe, page, `${page}/takedowns/${another.takedownId}/next`), /not=not-found/);
});

test('time to removal is shown by rung, country and provider, with providers by name', async () => {
  const body = await bodyOf(analyst, '/figures/takedowns');
  for (const words of [/Harbour Hosting/, /Sweden/, /Network behind the host/]) assert.match(body, words);
});
