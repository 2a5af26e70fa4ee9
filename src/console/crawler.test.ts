import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '../../test/fresh-database.ts';
import { openCaseForSighting, type ItemHit } from '../cases/door.ts';
import { listExceptions, listProposals, readFromCases, readRuns } from '../crawl/door.ts';
import { transact } from '../platform/db.ts';
import { sightingIdSchema } from '../terms/ids.ts';
import { openConsole } from './console-for-tests.ts';

const { db } = await freshDatabase();
const desk = await openConsole(db);
const signe = await desk.logIn('signe', 'supervisor');
const sara = await desk.logIn('sara', 'supervisor');
const analyst = await desk.logIn('astrid', 'analyst');

const seeds = (n: number) => Array.from({ length: n }, (_, at) => `http://album${at}.example/page`).join('\n');
const acts = async () =>
  (await sql<{ action: string }>`select action from ledger_act order by arrival`.execute(db)).rows
    .map(({ action }) => action)
    .filter((action) => action.startsWith('crawl.'));

/** Neither an address nor a host that anything could make a link of. */
function assertDefanged(body: string): void {
  assert.doesNotMatch(body, /album\d+\.example/);
}

test('one supervisor begins a run with up to twenty seeds, and the page shows it', async () => {
  assert.match((await signe.get('/crawler')).body, /No run has been begun yet/);
  await signe.get('/crawler/new');
  const answer = await signe.post('/crawler/runs', { seeds: seeds(20), depth: '1', hosts: '30', stay: 'yes' });
  assert.equal(answer.headers.location, '/crawler/runs/1?done=started');
  const report = await signe.get('/crawler/runs/1?done=started');
  assert.match(report.body, /The run has begun/);
  assert.match(report.body, /30 hosts/);
  assert.match(report.body, /Person signe/);
  const page = await signe.get('/crawler');
  assert.match(page.body, /no crawler process is/, 'nobody works on it here');
  for (const { body } of [page, report]) assertDefanged(body);
  assert.deepEqual(await acts(), ['crawl.started']);
});

test('the page reads itself again while a run is at work, until it is held still', async () => {
  const refresh = '<meta http-equiv="refresh" content="5"';
  const live = await analyst.get('/crawler');
  assert.ok(live.body.includes(refresh));
  assert.match(live.body, /href="\/crawler\?still=1"/);
  assert.doesNotMatch(live.body, /<script(?![^>]* src=)/);
  const still = await analyst.get('/crawler?still=1');
  assert.ok(!still.body.includes(refresh));
  assert.match(still.body, /<a href="\/crawler">/);
});

test('a run is paused, resumed and stopped, each on the ledger, and a second stop changes nothing', async () => {
  await signe.get('/crawler');
  const steer = async (to: string) => (await signe.post('/crawler/runs/1', { to })).headers.location;
  assert.equal(await steer('paused'), '/crawler?done=paused');
  assert.match((await signe.get('/crawler?done=paused')).body, /The run pauses/);
  assert.equal(await steer('running'), '/crawler?done=running');
  assert.equal(await steer('stopped'), '/crawler?done=stopped');
  assert.equal(await steer('stopped'), '/crawler?not=state');
  assert.equal((await signe.post('/crawler/runs/1', { to: 'erased' })).statusCode, 404);
  assert.equal((await readRuns(db, { id: 1 }))[0]?.state, 'stopped');
  assert.deepEqual((await acts()).slice(1), ['crawl.paused', 'crawl.running', 'crawl.stopped']);
  assert.equal((await signe.get('/crawler/runs/99')).statusCode, 404);
});

test('more than twenty seeds wait for another supervisor, who sees every one of them, defanged', async () => {
  await signe.get('/crawler/new');
  const proposed = await signe.post('/crawler/runs', {
    seeds: seeds(21),
    deny: 'left-alone.example',
    'render-hosts': 'shown.example',
  });
  assert.equal(proposed.headers.location, '/crawler?done=proposed');
  assert.equal((await readRuns(db, { limit: 9 })).length, 1, 'nothing has begun');
  const [proposal] = await listProposals(db);
  assert.ok(proposal);
  const path = `/crawler/proposals/${proposal.id}`;
  const own = await signe.get(path);
  assert.match(own.body, /Another supervisor has to begin it/);
  assert.equal((await signe.post(path, { decision: 'confirm' })).headers.location, `${path}?not=own`);
  assert.match((await sara.get('/crawler')).body, new RegExp(path));
  const other = await sara.get(path);
  assert.match(other.body, /hxxp:\/\/album20\[\.\]example\/page/);
  assert.match(other.body, /left-alone\[\.\]example/);
  assert.match(other.body, /shown\[\.\]example/);
  assertDefanged(other.body);
  assert.equal((await sara.post(path, { decision: 'confirm' })).headers.location, '/crawler/runs/2?done=started');
  const [run] = await readRuns(db, { id: 2 });
  assert.deepEqual([run?.seeds, run?.askedBy, run?.agreedBy], [21, signe.staffId, sara.staffId]);
  assert.equal((await sara.post(path, { decision: 'confirm' })).headers.location, '/crawler?not=gone');
});

test('a proposal is withdrawn by whoever made it', async () => {
  await signe.get('/crawler/new');
  await signe.post('/crawler/runs', { seeds: seeds(30) });
  const [proposal] = await listProposals(db);
  const answer = await signe.post(`/crawler/proposals/${proposal?.id}`, { decision: 'withdraw' });
  assert.equal(answer.headers.location, '/crawler?done=withdrawn');
  assert.deepEqual(await listProposals(db), []);
});

test('what is wrong with the form is said at its field, and what was typed is kept', async () => {
  await signe.get('/crawler/new');
  const answer = await signe.post('/crawler/runs', { seeds: 'not an address', depth: 'deep', allow: 'kept.example' });
  assert.equal(answer.statusCode, 400);
  assert.match(answer.body, /href="#seeds"[^>]*>Line 1: This is no address/);
  assert.match(answer.body, /href="#depth"/);
  assert.match(answer.body, />kept\.example<\/textarea>/);
});

test('an exception from robots.txt needs a host and a reason, and is taken back', async () => {
  await signe.get('/crawler/settings');
  const set = (fields: Record<string, string>) => signe.post('/crawler/robots', fields);
  assert.equal((await set({ host: 'no host', reason: 'section 4 of the mandate' })).statusCode, 400);
  assert.equal((await set({ host: 'forum.example', reason: 'short' })).statusCode, 400);
  assert.deepEqual(await listExceptions(db, desk.deps.serviceKey), []);
  assert.equal((await set({ host: 'Forum.Example', reason: 'section 4 of the mandate' })).statusCode, 303);
  const page = await analyst.get('/crawler/settings');
  assert.match(page.body, /forum\[\.\]example/);
  assert.match(page.body, /section 4 of the mandate/);
  assert.doesNotMatch(page.body, /name="drop"/);
  await set({ drop: 'forum.example' });
  assert.deepEqual(await listExceptions(db, desk.deps.serviceKey), []);
  assert.deepEqual((await acts()).slice(-2), ['crawl.robots-exception-set', 'crawl.robots-exception-dropped']);
});

test('seeds from cases are off until a supervisor turns them on, and off again with their run', async () => {
  assert.match((await signe.get('/crawler/settings')).body, /<b>Off\.<\/b>/);
  await signe.post('/crawler/from-cases', { to: 'on' });
  const { runId } = await readFromCases(db);
  assert.ok(runId);
  assert.match((await signe.get('/crawler/settings')).body, new RegExp(`On: run ${runId} stands`));
  await signe.post('/crawler/from-cases', { to: 'off' });
  assert.equal((await readRuns(db, { id: runId }))[0]?.state, 'stopped');
});

test('an analyst sees the crawler and steers nothing', async () => {
  for (const path of ['/crawler', '/crawler/settings', '/crawler/runs/2']) {
    const { statusCode, body } = await analyst.get(path);
    assert.equal(statusCode, 200);
    assert.doesNotMatch(body, /Stop run|Turn it on|Begin a run/);
  }
  assert.equal((await analyst.get('/crawler/new')).statusCode, 403);
  assert.equal((await analyst.post('/crawler/runs', { seeds: seeds(1) })).statusCode, 403);
  assert.equal((await analyst.post('/crawler/runs/2', { to: 'stopped' })).statusCode, 403);
});

test('the pages of a sighting say what the list says, where it stood, and what a person must decide', async () => {
  const hit = (change: Partial<ItemHit>): ItemHit => ({
    sightingId: sightingIdSchema.parse(randomUUID()),
    ...{ listId: 1, entryId: 7, kind: 'near', category: 'illegal-baseline', source: 'Example authority' },
    ...{ isTrusted: false, distance: 12, pageUrl: 'http://album1.example/page', seenAt: desk.deps.clock.now() },
    ...change,
  });
  const see = (url: string, what: ItemHit) =>
    transact(db, (tx) => openCaseForSighting(tx, desk.deps.serviceKey, { url, hit: what }, desk.deps.clock.now()));
  const near = await see('http://album1.example/n.jpg', hit({}));
  const exact = await see('http://album2.example/e.jpg', hit({ kind: 'exact', isTrusted: true, distance: 0 }));
  const other = await see('http://album3.example/o.jpg', hit({ kind: 'exact', category: 'to-assess', distance: 0 }));
  const queue = await analyst.get('/');
  assert.match(queue.body, /<span class="badge">Crawler<\/span>/);
  const bodiesOf = async (caseId: string | undefined) => {
    const page = await analyst.get(`/cases/${caseId}`);
    const [, itemPath = ''] = /href="(\/cases\/[^"]+\/items\/[^"]+)"/.exec(page.body) ?? [];
    const item = await analyst.get(itemPath);
    assert.match(page.body, /Found by the crawler/);
    assertDefanged(page.body + item.body);
    assert.match(item.body, /Example authority/);
    assert.match(item.body, /hxxp:\/\/album1\[\.\]example\/page/);
    return [page.body, item.body] as const;
  };
  const [nearCase, nearItem] = await bodiesOf(near);
  assert.match(nearCase, /Near: a person decides/);
  assert.match(nearItem, /Resembles, 12 of 256 bits differ/);
  assert.match(nearItem, /A person has to decide before anything is sent/);
  const [exactCase, exactItem] = await bodiesOf(exact);
  assert.match(exactCase, /Exact, trusted/);
  assert.match(exactItem, /Nobody has to view it/);
  const [otherCase, otherItem] = await bodiesOf(other);
  assert.match(otherCase, /Exact: to assess/);
  assert.match(otherItem, /to be assessed/);
});
