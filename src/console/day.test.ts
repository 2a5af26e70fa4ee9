/** A person's day through the console: exposure that they alone see, breaks and limits that the queue keeps to, passing over, the end. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '../../test/fresh-database.ts';
import { readCase, readCaseSummary } from '../cases/door.ts';
import type { CaseId } from '../terms/ids.ts';
import { openConsole, type Visitor } from './console-for-tests.ts';

const { db } = await freshDatabase();
const desk = await openConsole(db);
const astrid = await desk.logIn('astrid', 'analyst');
const birger = await desk.logIn('birger', 'analyst');
const signe = await desk.logIn('signe', 'supervisor');

let made = 0;
const openCase = (change: { readonly isUrgent?: boolean } = {}) => {
  made += 1;
  return desk.openCase({ addresses: [`https://day.example.org/${made}`], ...change });
};
const next = async (visitor: Visitor) => {
  await visitor.get('/');
  return (await visitor.post('/queue/next')).headers.location ?? '';
};
const itemOf = async (caseId: CaseId) => (await readCase(db, desk.deps.serviceKey, caseId))?.items[0]?.id ?? '';
const LIMITS = { items: '', minutes: '', work: '', break: '10' };

test('an item that is asked about and a tip that is opened count for whoever sees them, and for nobody else to see', async () => {
  const caseId = await openCase();
  await astrid.get('/');
  await astrid.post(`/cases/${caseId}/claim`);
  await astrid.get(`/cases/${caseId}`);
  const item = `/cases/${caseId}/items/${await itemOf(caseId)}`;
  await astrid.get(item);
  await birger.get(item);
  const [tipId] = (await readCase(db, desk.deps.serviceKey, caseId))?.tipIds ?? [];
  await astrid.post(`/cases/${caseId}/tips/${tipId ?? ''}/read`);
  desk.waitMinutes(2);
  const figures = async (visitor: Visitor) =>
    [...(await visitor.get('/day')).body.matchAll(/<dd class="figure">(\d+)/g)].map(([, figure]) => figure);
  assert.deepEqual(await figures(astrid), ['2', '2']);
  assert.deepEqual(await figures(birger), ['0', '0']);
  const { body } = await signe.get('/wellbeing');
  assert.match(body, /no week yet in which at least 3 people/);
  assert.equal((await astrid.get('/wellbeing')).statusCode, 403);
  await astrid.post(`/cases/${caseId}/release`);
});

test('in a break and past a limit the queue hands out what is urgent alone, and says why; one’s own choice is one’s own', async () => {
  const calm = await openCase();
  await astrid.get('/');
  assert.match((await astrid.post('/day/break')).headers.location ?? '', /done=break-begun/);
  assert.match((await astrid.get('/')).body, /Your break lasts until/);
  assert.equal(await next(astrid), '/?not=pause');
  const urgent = await openCase({ isUrgent: true });
  assert.equal(await next(astrid), `/cases/${urgent}?done=claimed`);
  assert.match((await astrid.post(`/cases/${calm}/claim`)).headers.location ?? '', /done=claimed/);
  await astrid.post(`/cases/${calm}/release`);
  await astrid.post('/day/back');
  await astrid.post('/day/limits', { ...LIMITS, items: '1' });
  assert.match((await astrid.get('/')).body, /as much as your day’s limit/);
  assert.equal(await next(astrid), '/?not=pause');
  await astrid.post('/day/limits', { ...LIMITS, items: '9000' });
  assert.doesNotMatch(await next(astrid), /not=pause/);
});

test('limits take whole numbers in their bounds alone, and the house’s are a supervisor’s and stand on the ledger', async () => {
  await astrid.get('/');
  await signe.get('/');
  for (const wrong of [
    { break: '' },
    { break: '0' },
    { items: 'many' },
    { work: '4' },
    { minutes: '1441' },
    { items: '1.5' },
  ]) {
    const { location } = (await astrid.post('/day/limits', { ...LIMITS, ...wrong })).headers;
    assert.equal(location, '/day?not=limits-form', JSON.stringify(wrong));
  }
  assert.match((await signe.post('/wellbeing', { ...LIMITS, items: '2' })).headers.location ?? '', /done=limits-saved/);
  const acts = await sql<{ action: string }>`select action from ledger_act where subject = 'house:limits'`.execute(db);
  assert.deepEqual(acts.rows, [{ action: 'limits.set' }]);
  assert.equal((await astrid.post('/wellbeing', LIMITS)).statusCode, 403);
  await signe.post('/wellbeing', LIMITS);
});

test('a case that was passed over goes back and is not offered to that person again, without a word why', async () => {
  for (;;) {
    const location = await next(birger);
    if (/not=/.test(location)) break;
  }
  const caseId = await openCase();
  assert.equal(await next(birger), `/cases/${caseId}?done=claimed`);
  assert.match((await birger.post(`/cases/${caseId}/skip`)).headers.location ?? '', /done=skipped/);
  assert.equal((await readCaseSummary(db, caseId))?.state, 'new');
  assert.equal(await next(birger), '/?not=nothing-left');
  const acts = await sql<{ action: string }>`select action from ledger_act where subject = ${`case:${caseId}`}
    order by arrival`.execute(db);
  assert.deepEqual(
    acts.rows.slice(-2).map(({ action }) => action),
    ['case.claimed', 'case.released'],
  );
  assert.equal(await next(signe), `/cases/${caseId}?done=claimed`);
});

test('after several illegal items in a row the next case is one without a known hit, and after none it is the oldest', async () => {
  const known = await openCase();
  const plain = await openCase();
  await sql`insert into item_hit (item_id, list_id, entry_id, sighting_id, kind, category, source, is_trusted, distance, shrouded_page, seen_at)
    values (${await itemOf(known)}, 1, 1, gen_random_uuid(), 'near', 'to-assess', 'a body', false, 8, '\\x00', now())`.execute(
    db,
  );
  const dagny = await desk.logIn('dagny', 'analyst');
  await dagny.get('/');
  assert.equal(await next(dagny), `/cases/${known}?done=claimed`);
  await sql`insert into assessment (id, item_id, staff_id, question_set, answers, outcome, assessed_at)
    select gen_random_uuid(), ${await itemOf(known)}, ${dagny.staffId}, 'standard@1', '{"access":"available"}', 'illegal-baseline', now()
    from generate_series(1, 3)`.execute(db);
  await dagny.post(`/cases/${known}/release`);
  assert.equal(await next(dagny), `/cases/${plain}?done=claimed`);
});

test('at the end of the shift everything in hand is shown and given back at once', async () => {
  const eir = await desk.logIn('eir', 'analyst');
  const caseId = await openCase({ isUrgent: true });
  await eir.get('/');
  await eir.post(`/cases/${caseId}/claim`);
  assert.match((await eir.get('/day/end')).body, /1 case is still in your hands/);
  assert.match((await eir.post('/day/give-back')).headers.location ?? '', /done=given-back/);
  assert.match((await eir.get('/day/end')).body, /Nothing is left in your hands/);
  assert.equal((await readCaseSummary(db, caseId))?.state, 'new');
});
