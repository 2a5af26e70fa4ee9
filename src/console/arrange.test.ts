/** Handing over, tying, joining and splitting through the console's forms, notes, bulk acts and kept filters. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '../../test/fresh-database.ts';
import { claimCase, listLinked, listWaitingBulkActs, readCase, readJoinedTo, runBulk } from '../cases/door.ts';
import { transact } from '../platform/db.ts';
import { isOnHold, setHold } from '../routing/door.ts';
import type { CaseId } from '../terms/ids.ts';
import { openConsole, START, type Visitor } from './console-for-tests.ts';

const { db } = await freshDatabase();
const desk = await openConsole(db);
const astrid = await desk.logIn('astrid', 'analyst');
const birger = await desk.logIn('birger', 'analyst');
const signe = await desk.logIn('signe', 'supervisor');
const olga = await desk.logIn('olga', 'police');

let made = 0;
const openCase = (...paths: string[]) => {
  made += 1;
  return desk.openCase({ addresses: paths.map((path) => `https://case${made}.example.org/${path}`) });
};

async function viewOf(caseId: CaseId) {
  const view = await readCase(db, desk.deps.serviceKey, caseId);
  assert.ok(view);
  return view;
}

const idOf = ({ staffId }: Visitor) => staffId ?? '';
const claim = async (visitor: Visitor, caseId: CaseId) => {
  await visitor.get('/');
  assert.match((await visitor.post(`/cases/${caseId}/claim`)).headers.location ?? '', /done=claimed/);
};
const said = async (visitor: Visitor, path: string, fields: Record<string, string> = {}) => {
  const { location = '' } = (await visitor.post(path, fields)).headers;
  return /[?&](done|not)=([\w-]+)/.exec(location)?.slice(1, 3).join(' ') ?? location;
};

test('a case is handed over by whoever has it or by a supervisor, to somebody who works here', async () => {
  const caseId = await openCase('a');
  const path = `/cases/${caseId}/hand-over`;
  await claim(astrid, caseId);
  await birger.get('/');
  await signe.get('/');
  assert.equal(await said(birger, path, { to: idOf(birger) }), 'not not-yours');
  assert.equal(await said(astrid, path, { to: idOf(olga) }), 'not no-such-person');
  assert.equal(await said(astrid, path, { to: 'nobody' }), 'not no-such-person');
  assert.equal(await said(astrid, path, { to: idOf(birger) }), 'done handed-over');
  assert.equal((await viewOf(caseId)).claimedBy, birger.staffId);
  assert.equal(await said(signe, path, { to: idOf(astrid) }), 'done handed-over');
  assert.equal((await viewOf(caseId)).claimedBy, astrid.staffId);
});

test('joining moves everything, keeps the hold and every yes, and says where it went', async () => {
  const [from, into] = [await openCase('a', 'b'), await openCase('c')];
  await claim(astrid, from);
  await claim(astrid, into);
  await astrid.post(`/cases/${from}/answers`, { danger: 'yes', identifiable: 'no', home: 'no' });
  await astrid.post(`/cases/${into}/answers`, { danger: 'no', identifiable: 'no' });
  await astrid.post(`/cases/${from}/notes`, { note: 'Same gallery as the other.' });
  await transact(db, (tx) => setHold(tx, from, astrid.staffId ?? assert.fail(), START));
  const [source, target] = [await viewOf(from), await viewOf(into)];
  assert.equal(await said(astrid, `/cases/${from}/join`, { number: '999999' }), 'not no-such-case');
  assert.equal(await said(astrid, `/cases/${from}/join`, { number: String(source.number) }), 'not same-case');
  assert.equal(await said(astrid, `/cases/${from}/join`, { number: `#${target.number}` }), 'done joined');
  const joined = await viewOf(into);
  assert.equal(joined.items.length, 3);
  assert.deepEqual(new Set(joined.tipIds), new Set([...source.tipIds, ...target.tipIds]));
  assert.deepEqual(joined.answers, { danger: 'yes', identifiable: 'no' });
  assert.equal(joined.isUrgent, true);
  assert.equal(await isOnHold(db, into), true);
  assert.match((await astrid.get(`/cases/${into}`)).body, /Same gallery as the other/);
  const left = await viewOf(from);
  assert.deepEqual([left.state, left.closeReason, left.items.length], ['closed', 'duplicate', 0]);
  assert.equal((await readJoinedTo(db, from))?.id, into);
  assert.match((await astrid.get(`/cases/${from}`)).body, new RegExp(`Case ${target.number}`));
  assert.equal(await said(astrid, `/cases/${from}/join`, { number: String(target.number) }), 'not ended');
});

test('a case that somebody else has, or of which something was sent, is not joined', async () => {
  const [mine, theirs] = [await openCase('a'), await openCase('b')];
  await claim(astrid, mine);
  await claim(birger, theirs);
  const number = String((await viewOf(theirs)).number);
  assert.equal(await said(astrid, `/cases/${mine}/join`, { number }), 'not taken');
  await birger.post(`/cases/${theirs}/release`);
  await sql`insert into dispatch (id, idempotency_key, case_id, destination, rule, state, planned_at)
    values (gen_random_uuid(), 'sent', ${mine}, 'police', 'danger', 'sent', now())`.execute(db);
  assert.equal(await said(astrid, `/cases/${mine}/join`, { number }), 'not was-sent');
  assert.deepEqual([(await viewOf(mine)).state, (await viewOf(mine)).items.length], ['claimed', 1]);
});

test('splitting moves the ticked items into a tied case of its own, with the tips that name them', async () => {
  const caseId = await openCase('a', 'b');
  await claim(astrid, caseId);
  const { items, tipIds } = await viewOf(caseId);
  const [first, second] = items;
  assert.ok(first && second);
  assert.equal(await said(astrid, `/cases/${caseId}/split`), 'not nothing-chosen');
  assert.equal(await said(birger, `/cases/${caseId}/split`, { item: first.id }), 'not not-yours');
  assert.equal(await said(astrid, `/cases/${caseId}/split`, { item: first.id }), 'done split');
  const [fresh] = await listLinked(db, caseId);
  assert.ok(fresh);
  const split = await viewOf(fresh.id);
  assert.deepEqual(
    [split.claimedBy, split.items.map(({ id }) => id), split.tipIds],
    [astrid.staffId, [first.id], tipIds],
  );
  assert.deepEqual(
    (await viewOf(caseId)).items.map(({ id }) => id),
    [second.id],
  );
  assert.equal(await said(astrid, `/cases/${caseId}/split`, { item: second.id }), 'not all-chosen');
});

test('cases are tied by number and untied, each once', async () => {
  const [one, other] = [await openCase('a'), await openCase('b')];
  const { number } = await viewOf(other);
  await astrid.get('/');
  assert.equal(
    await said(astrid, `/cases/${one}/link`, { number: String((await viewOf(one)).number) }),
    'not same-case',
  );
  for (const each of [1, 2])
    assert.equal(await said(astrid, `/cases/${one}/link`, { number: String(number) }), 'done linked', String(each));
  assert.deepEqual(
    (await listLinked(db, other)).map(({ id }) => id),
    [one],
  );
  assert.match((await astrid.get(`/cases/${one}`)).body, new RegExp(`Case ${number}`));
  assert.equal(await said(astrid, `/cases/${one}/unlink`, { other }), 'done unlinked');
  assert.deepEqual(await listLinked(db, one), []);
});

test('a note lies there sealed, tells whom it names until they have been there, and no officer', async () => {
  const caseId = await openCase('a');
  await astrid.get('/');
  const path = `/cases/${caseId}/notes`;
  assert.equal(await said(astrid, path, { note: '  ' }), 'not note-empty');
  assert.equal(await said(astrid, path, { note: 'a'.repeat(4_001) }), 'not note-long');
  const note = '@Birger, and @olga: the child wears a quite particular cap; see https://case.example.org/a.';
  assert.equal(await said(astrid, path, { note }), 'done noted');
  const stored = await sql<{
    text: string;
  }>`select encode(sealed_text, 'escape') as text from case_note`.execute(db);
  for (const { text } of stored.rows) assert.doesNotMatch(text, /particular/);
  const mentioned = await sql<{ staff_id: string }>`select staff_id from note_mention`.execute(db);
  assert.deepEqual(mentioned.rows, [{ staff_id: birger.staffId }]);
  assert.match((await birger.get('/')).body, /Somebody wrote to you/);
  const { body } = await birger.get(`/cases/${caseId}`);
  assert.match(body, /quite particular cap/);
  assert.match(body, /hxxps:\/\/case\[\.\]example\[\.\]org/);
  assert.doesNotMatch((await birger.get('/')).body, /Somebody wrote to you/);
});

test('closing several shows each first, waits a minute, and can be taken back until then', async () => {
  const cases = [await openCase('a'), await openCase('b'), await openCase('c')];
  await claim(birger, cases[2] ?? assert.fail());
  await astrid.get('/');
  const form = new URLSearchParams({ kind: 'close', reason: 'not-found', 'form-token': astrid.formToken });
  for (const id of cases) form.append('case', id);
  const send = (path: string) =>
    desk.http.inject({
      method: 'POST',
      url: path,
      payload: form.toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        cookie: [...astrid.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
  const shown = (await send('/queue/bulk/preview')).body;
  assert.match(shown, /2 cases closed as: nothing found/);
  assert.match(shown, /nothing: somebody else has it/);
  const waiting = async () => listWaitingBulkActs(db, astrid.staffId ?? assert.fail());
  assert.match((await send('/queue/bulk')).headers.location ?? '', /done=bulk-planned/);
  const [undone] = await waiting();
  assert.ok(undone);
  assert.match((await astrid.get('/')).body, /Take it back/);
  await birger.get('/');
  assert.equal(await said(birger, `/queue/bulk/${undone.id}/undo`), 'not bulk-too-late', 'it is not theirs');
  assert.equal(await said(astrid, `/queue/bulk/${undone.id}/undo`), 'done bulk-undone');
  await transact(db, (tx) => runBulk(tx, undone.id, START));
  assert.deepEqual(await Promise.all(cases.map(async (id) => (await viewOf(id)).state)), ['new', 'new', 'claimed']);
  await send('/queue/bulk');
  const [act] = await waiting();
  assert.ok(act);
  for (const time of ['first', 'again']) {
    await transact(db, (tx) => runBulk(tx, act.id, START));
    const states = await Promise.all(cases.map(async (id) => (await viewOf(id)).state));
    assert.deepEqual(states, ['closed', 'closed', 'claimed'], time);
  }
  assert.equal(await said(astrid, `/queue/bulk/${act.id}/undo`), 'not bulk-too-late');
});

test('several cases are claimed at once, as far as nobody was quicker', async () => {
  const [one, other] = [await openCase('a'), await openCase('b')];
  await transact(db, (tx) => claimCase(tx, other, birger.staffId ?? assert.fail(), START));
  await astrid.get('/');
  assert.equal(await said(astrid, '/queue/bulk', { kind: 'take' }), 'not nothing-chosen');
  assert.equal(await said(astrid, '/queue/bulk', { kind: 'burn', case: one }), 'not bulk-choice');
  for (const id of [one, other])
    assert.equal(await said(astrid, '/queue/bulk', { kind: 'take', case: id }), 'done bulk-taken');
  assert.equal((await viewOf(one)).claimedBy, astrid.staffId);
  assert.equal((await viewOf(other)).claimedBy, birger.staffId);
});

test('a way to look is kept under a name, shared or not, and forgotten by whoever keeps it', async () => {
  await astrid.get('/');
  assert.equal(await said(astrid, '/queue/views', { name: ' ', category: 'travel' }), 'not view-name');
  assert.equal(await said(astrid, '/queue/views', { name: 'Own', category: 'travel' }), 'done view-kept');
  assert.equal(await said(astrid, '/queue/views', { name: 'A\0B', category: 'travel' }), 'done view-kept', 'U+0000');
  const shared = { name: 'For all <b>', lane: 'closed', origin: 'partner', country: 'NL', shared: 'yes' };
  assert.equal(await said(astrid, '/queue/views', shared), 'done view-kept');
  assert.match((await astrid.get('/')).body, /href="\/\?category=travel"[^>]*>Own/);
  const { body } = await birger.get('/');
  assert.match(body, /href="\/\?lane=closed&amp;origin=partner&amp;country=NL"[^>]*>For all &lt;b>/);
  assert.doesNotMatch(body, />Own/);
  const [row] = (await sql<{ id: string }>`select id from queue_view where name like 'For all%'`.execute(db)).rows;
  assert.equal(await said(birger, `/queue/views/${row?.id ?? ''}/forget`), 'not not-found');
  assert.equal(await said(astrid, `/queue/views/${row?.id ?? ''}/forget`), 'done view-forgotten');
});

test('the live counts say what each lane holds, and do not keep a session alive', async () => {
  const eir = await desk.logIn('eir', 'analyst');
  await eir.get('/');
  const answer: unknown = (await eir.get('/queue/counts')).json();
  assert.ok(typeof answer === 'object' && answer !== null && 'counts' in answer);
  const waiting = await sql<{ count: number }>`select count(*) from case_file where state = 'new'`.execute(db);
  assert.deepEqual(
    Object.entries(answer.counts ?? {}).find(([lane]) => lane === 'waiting'),
    ['waiting', String(waiting.rows[0]?.count)],
  );
  for (const minutes of [5, 5, 4]) {
    desk.waitMinutes(minutes);
    assert.equal((await eir.get('/queue/counts')).statusCode, 200);
  }
  desk.waitMinutes(2);
  assert.notEqual(
    (await eir.get('/queue/counts')).statusCode,
    200,
    'locked after a quarter of an hour, however often it asked',
  );
});
