import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { freshDatabase } from '../../test/fresh-database.ts';
import { readCase } from '../cases/door.ts';
import { listDispatches } from '../routing/door.ts';
import type { CaseId } from '../terms/ids.ts';
import { openConsole, PASSWORD, type Visitor } from './console-for-tests.ts';

const { db } = await freshDatabase();
const desk = await openConsole(db);
const analyst = await desk.logIn('astrid', 'analyst');
const other = await desk.logIn('birger', 'analyst');

const ADDRESSES = ['http://pictures.example.org/gallery/12', 'http://share.example.com/s/4411?page=2'];
const TIP = {
  addresses: ADDRESSES,
  report: {
    narrative: 'A quite particular narrative. It was linked on https://forum.example.net/thread/12 yesterday.',
    pageReachedFrom: 'https://forum.example.net/thread/12',
  },
  contact: { email: 'somebody.particular@example.com' },
};

const BASELINE = {
  ...{ access: 'available', 'baseline-1': 'yes', 'baseline-2': 'yes', 'baseline-3': 'yes', severity: 'B' },
  ...{ age: '7-10', gender: 'female', virtual: 'no', 'self-generated': 'unknown', modelling: 'no' },
  ...{ 'content-type': 'media', 'site-type': 'image-host', commercial: 'no' },
};

async function viewOf(caseId: CaseId) {
  const view = await readCase(db, desk.deps.serviceKey, caseId);
  assert.ok(view);
  return view;
}

async function actsOn(subject: string): Promise<readonly string[]> {
  const acts = await sql<{
    action: string;
  }>`select action from ledger_act where subject = ${subject} order by arrival`.execute(db);
  return acts.rows.map((row) => row.action);
}

async function assessAll(visitor: Visitor, caseId: CaseId, answers: Record<string, string> = BASELINE): Promise<void> {
  for (const item of (await viewOf(caseId)).items) {
    await visitor.get(`/cases/${caseId}/items/${item.id}`);
    const saved = await visitor.post(`/cases/${caseId}/items/${item.id}`, answers);
    assert.match(saved.headers.location ?? '', /done=assessed/);
  }
}

test('a page shows no reported address that could be opened, in a link or in words', async () => {
  const caseId = await desk.openCase(TIP);
  const [tipId] = (await viewOf(caseId)).tipIds;
  await analyst.get('/');
  await analyst.post(`/cases/${caseId}/claim`);
  const bodies = [
    (await analyst.get(`/cases/${caseId}`)).body,
    (await analyst.post(`/cases/${caseId}/tips/${tipId ?? ''}/read`)).body,
  ];
  for (const { id } of (await viewOf(caseId)).items)
    bodies.push((await analyst.get(`/cases/${caseId}/items/${id}`)).body);
  for (const body of bodies) {
    assert.doesNotMatch(body, /https?:\/\/(pictures|share|forum)\./);
    for (const [, href] of body.matchAll(/(?:href|src|action)="([^"]*)"/g))
      assert.match(href ?? '', /^(\/|#|\?|data:,$)/);
    assert.match(body, /hxxp:\/\/(pictures|share)\[\.\]example\[\.\]/);
  }
});

test('a tip is opened by a form alone, and each opening is an act', async () => {
  const caseId = await desk.openCase({ ...TIP, addresses: ['http://one.example.org/a'] });
  const [tipId] = (await viewOf(caseId)).tipIds;
  const casePage = await analyst.get(`/cases/${caseId}`);
  assert.doesNotMatch(casePage.body, /particular/);
  assert.deepEqual(await actsOn(`tip:${tipId ?? ''}`), ['tip.received', 'tip.joined']);
  assert.equal((await analyst.get(`/cases/${caseId}/tips/${tipId ?? ''}/read`)).statusCode, 404);
  const opened = await analyst.post(`/cases/${caseId}/tips/${tipId ?? ''}/read`);
  assert.match(opened.body, /A quite particular narrative/);
  assert.doesNotMatch(opened.body, /somebody\.particular/);
  assert.deepEqual(await actsOn(`tip:${tipId ?? ''}`), ['tip.received', 'tip.joined', 'tip.read']);
});

test('a tip of another case is not opened through this one', async () => {
  const [one, another] = [
    await desk.openCase({ ...TIP, addresses: ['http://two.example.org/a'] }),
    await desk.openCase({ ...TIP, addresses: ['http://three.example.org/a'] }),
  ];
  const [tipId] = (await viewOf(another)).tipIds;
  const response = await analyst.post(`/cases/${one}/tips/${tipId ?? ''}/read`);
  assert.equal(response.statusCode, 404);
  assert.deepEqual(await actsOn(`tip:${tipId ?? ''}`), ['tip.received', 'tip.joined']);
});

test('contact details are opened with a reason alone, and the reason is on the ledger', async () => {
  const caseId = await desk.openCase({ ...TIP, addresses: ['http://four.example.org/a'] });
  const [tipId] = (await viewOf(caseId)).tipIds;
  const path = `/cases/${caseId}/tips/${tipId ?? ''}/contact`;
  await analyst.get('/');
  for (const fields of [{}, { reason: 'curious' }]) {
    const refused = await analyst.post(path, fields);
    assert.equal(refused.statusCode, 400);
    assert.match(refused.body, /Choose why you need the contact details/);
    assert.doesNotMatch(refused.body, /somebody\.particular/);
  }
  const opened = await analyst.post(path, { reason: 'police-ask' });
  assert.match(opened.body, /somebody\.particular@example\.com/);
  assert.deepEqual((await actsOn(`tip:${tipId ?? ''}`)).slice(-2), ['tip.read', 'contact.opened']);
});

test('a question goes to the mailbox sealed, once, and is read there', async () => {
  const caseId = await desk.openCase({ ...TIP, addresses: ['http://five.example.org/a'] });
  const [tipId] = (await viewOf(caseId)).tipIds;
  await analyst.get('/');
  const empty = await analyst.post(`/cases/${caseId}/tips/${tipId ?? ''}/ask`, { question: '  ' });
  assert.match(empty.body, /Write a question/);
  const long = await analyst.post(`/cases/${caseId}/tips/${tipId ?? ''}/ask`, { question: 'a'.repeat(4_001) });
  assert.match(long.body, /at most 4,000 characters/);
  const sent = await analyst.post(`/cases/${caseId}/tips/${tipId ?? ''}/ask`, { question: 'When did you see it?' });
  assert.equal(sent.headers.location, `/cases/${caseId}?done=asked`);
  assert.match((await analyst.get(sent.headers.location)).body, /The question was sent to the mailbox/);
  assert.match((await analyst.post(`/cases/${caseId}/tips/${tipId ?? ''}/read`)).body, /When did you see it\?/);
  const stored = await sql<{ row: string }>`select mailbox_entry::text as row from mailbox_entry`.execute(db);
  assert.ok(!stored.rows.some(({ row }) => row.includes(Buffer.from('When did').toString('hex'))));
});

test('a case goes from the queue to its dispatches through the screens', async () => {
  const caseId = await desk.openCase({ ...TIP, addresses: ['http://six.example.org/a', 'http://six.example.org/b'] });
  await analyst.get('/');
  await analyst.post(`/cases/${caseId}/claim`);
  const items = (await viewOf(caseId)).items;
  const [first, second] = items;
  assert.ok(first && second);
  const unfinished = { ...BASELINE, severity: '', age: '99' };
  const refused = await analyst.post(`/cases/${caseId}/items/${first.id}`, unfinished);
  assert.equal(refused.statusCode, 400);
  assert.match(refused.body, /href="#age">Choose one of the answers/);
  const missing = await analyst.post(`/cases/${caseId}/items/${first.id}`, { ...BASELINE, severity: '' });
  assert.match(missing.body, /href="#severity">Answer: Category of the gravest content/);
  assert.match(missing.body, /name="age" value="7-10" checked/);
  const saved = await analyst.post(`/cases/${caseId}/items/${first.id}`, { ...BASELINE, then: 'next' });
  assert.equal(saved.headers.location, `/cases/${caseId}/items/${second.id}?done=assessed`);
  await analyst.post(`/cases/${caseId}/items/${second.id}`, { access: 'not-found' });

  const again = await analyst.get(`/cases/${caseId}/items/${first.id}`);
  assert.doesNotMatch(again.body, /class="questions assess"/);
  assert.match(again.body, /Earlier assessment/);

  const early = await analyst.post(`/cases/${caseId}/decide`);
  assert.equal(early.headers.location, `/cases/${caseId}?not=answers-missing`);
  await analyst.post(`/cases/${caseId}/answers`, { danger: 'no', identifiable: 'no', home: 'no' });
  const proposal = await analyst.get(`/cases/${caseId}`);
  assert.match(proposal.body, /The crime, the child, the suspect or the host is of this country: the police\./);
  assert.match(proposal.body, /Nothing was found there: closed\./);
  assert.deepEqual(await listDispatches(db, caseId), []);

  await analyst.post(`/cases/${caseId}/hold`, { hold: 'on' });
  const decided = await analyst.post(`/cases/${caseId}/decide`);
  assert.equal(decided.headers.location, `/cases/${caseId}?done=decided`);
  const statesOf = async () =>
    (await listDispatches(db, caseId)).map(({ destination, state }) => `${destination} ${state}`).sort();
  assert.deepEqual(await statesOf(), ['police planned', 'provider held']);
  assert.match((await analyst.get(`/cases/${caseId}`)).body, /held for the police/);
  await analyst.post(`/cases/${caseId}/hold`, { hold: 'off' });
  assert.deepEqual(await statesOf(), ['police planned', 'provider planned']);
  const acts = await actsOn(`case:${caseId}`);
  assert.deepEqual(acts.slice(-5), ['case.claimed', 'case.answered', 'hold.set', 'case.decided', 'hold.released']);
});

test('a case that is taken up again sends the police what is new: a danger that nobody had seen, and nothing the second time', async () => {
  const caseId = await desk.openCase({ ...TIP, addresses: ['http://six-again.example.org/a'] });
  const [item] = (await viewOf(caseId)).items;
  assert.ok(item);
  await analyst.get('/');
  await analyst.post(`/cases/${caseId}/claim`);
  await analyst.post(`/cases/${caseId}/items/${item.id}`, BASELINE);
  const answers = { danger: 'no', identifiable: 'no', home: 'yes' };
  const decideAfter = async (step: string, fields: Record<string, string>) => {
    await analyst.post(`/cases/${caseId}/take-up`);
    assert.match((await analyst.post(`/cases/${caseId}/${step}`, fields)).headers.location ?? '', /done=/);
    assert.match((await analyst.post(`/cases/${caseId}/decide`)).headers.location ?? '', /done=decided/);
    return (await listDispatches(db, caseId)).map(({ destination }) => destination).sort();
  };
  assert.deepEqual(await decideAfter('answers', answers), ['police', 'provider']);
  assert.match((await other.get(`/cases/${caseId}`)).body, /Take it up again/);
  assert.deepEqual(await decideAfter('answers', answers), ['police', 'provider']);
  assert.deepEqual(await decideAfter(`items/${item.id}`, BASELINE), ['police', 'provider'], 'the same was said again');
  const urgent = { ...answers, danger: 'yes' };
  assert.deepEqual(await decideAfter('answers', urgent), ['police', 'police', 'provider']);
  assert.deepEqual(await decideAfter('answers', urgent), ['police', 'police', 'provider']);
  const graver = { ...BASELINE, severity: 'A' };
  assert.deepEqual(await decideAfter(`items/${item.id}`, graver), ['police', 'police', 'police', 'provider']);
});

test('somebody else’s case can be read and not changed', async () => {
  const caseId = await desk.openCase({ ...TIP, addresses: ['http://seven.example.org/a'] });
  await analyst.get('/');
  await analyst.post(`/cases/${caseId}/claim`);
  const [item] = (await viewOf(caseId)).items;
  const page = await other.get(`/cases/${caseId}`);
  assert.match(page.body, /Person astrid has this case/);
  const paths = {
    claim: 'taken',
    release: 'not-yours',
    answers: 'not-yours',
    decide: 'not-yours',
    close: 'not-yours',
    [`items/${item?.id ?? ''}`]: 'not-yours',
  };
  for (const [path, why] of Object.entries(paths)) {
    const response = await other.post(`/cases/${caseId}/${path}`, { ...BASELINE, reason: 'duplicate' });
    assert.match(response.headers.location ?? '', new RegExp(`\\?not=${why}$`), path);
  }
  assert.equal((await viewOf(caseId)).state, 'claimed');
  assert.match((await other.get(`/cases/${caseId}?not=taken`)).body, /Somebody else has claimed this case meanwhile/);
});

test('"the next case" gives the urgent one first, never the same to two, and says when nothing is left', async () => {
  const { db: own } = await freshDatabase();
  const fresh = await openConsole(own);
  const people = [await fresh.logIn('astrid', 'analyst'), await fresh.logIn('birger', 'analyst')];
  const calm = await fresh.openCase({ addresses: ['http://calm.example.org/'] });
  const urgent = await fresh.openCase({ addresses: ['http://urgent.example.org/'], isUrgent: true });
  for (const person of people) await person.get('/');
  const next = await Promise.all(people.map((person) => person.post('/queue/next')));
  assert.deepEqual(
    next.map((response) => response.headers.location).sort(),
    [calm, urgent].map((id) => `/cases/${id}?done=claimed`).sort(),
  );
  const third = await people[0]?.post('/queue/next');
  assert.equal(third?.headers.location, '/?not=nothing-left');
});

test('the queue shows the urgent first, then the oldest, by lane and category', async () => {
  const { db: own } = await freshDatabase();
  const fresh = await openConsole(own);
  const astrid = await fresh.logIn('astrid', 'analyst');
  const at = (hours: number) => new Date(fresh.deps.clock.now().getTime() - hours * 3_600_000);
  const young = await fresh.openCase({ receivedAt: at(1), category: 'grooming' });
  const old = await fresh.openCase({ receivedAt: at(30), category: 'travel' });
  const urgent = await fresh.openCase({ receivedAt: at(2), isUrgent: true, category: 'grooming' });
  const order = (body: string) => [...body.matchAll(/<a href="\/cases\/([0-9a-f-]+)">/g)].map(([, id]) => id);
  assert.deepEqual(order((await astrid.get('/')).body), [urgent, old, young]);
  assert.deepEqual(order((await astrid.get('/?category=grooming')).body), [urgent, young]);
  await astrid.post(`/cases/${old}/claim`);
  assert.deepEqual(order((await astrid.get('/?lane=mine')).body), [old]);
  assert.deepEqual(order((await astrid.get('/?lane=nonsense&category=nonsense')).body), [urgent, young]);
});

test('a case without an address is decided by what it comes to, and closing wants a reason', async () => {
  const caseId = await desk.openCase({ category: 'travel', report: { hotel: 'Example Beach Hotel' } });
  await analyst.get('/');
  await analyst.post(`/cases/${caseId}/claim`);
  await analyst.post(`/cases/${caseId}/answers`, { danger: 'no', identifiable: 'no', home: 'no' });
  assert.equal(
    (await analyst.post(`/cases/${caseId}/decide`)).headers.location,
    `/cases/${caseId}?not=answers-missing`,
  );
  const answers = { danger: 'no', identifiable: 'no', home: 'no', outcome: 'suspected-crime' };
  await analyst.post(`/cases/${caseId}/answers`, answers);
  await analyst.post(`/cases/${caseId}/decide`, { contact: 'yes' });
  assert.deepEqual(
    (await listDispatches(db, caseId)).map(({ destination, rule }) => [destination, rule]),
    [['police', 'no-address']],
  );
  const another = await desk.openCase({ category: 'other', report: { narrative: 'Two words.' } });
  await analyst.post(`/cases/${another}/claim`);
  assert.equal((await analyst.post(`/cases/${another}/close`)).statusCode, 400);
  assert.equal((await viewOf(another)).state, 'claimed');
  await analyst.post(`/cases/${another}/close`, { reason: 'too-little' });
  assert.equal((await viewOf(another)).closeReason, 'too-little');
});

test('a case hosted abroad goes where the rules say, the whole way through the form', async () => {
  const caseId = await desk.openCase({ ...TIP, addresses: ['http://eight.example.org/a'] }, 'NL');
  await analyst.get('/');
  await analyst.post(`/cases/${caseId}/claim`);
  await assessAll(analyst, caseId);
  await analyst.post(`/cases/${caseId}/answers`, { danger: 'no', identifiable: 'no', home: 'no' });
  assert.match((await analyst.get(`/cases/${caseId}`)).body, /through ICCAM/);
  await analyst.post(`/cases/${caseId}/decide`);
  assert.deepEqual((await listDispatches(db, caseId)).map(({ destination }) => destination).sort(), [
    'iccam',
    'provider',
  ]);
});

test('the pages about the house are shown when there is something to show', async () => {
  const supervisor = await desk.logIn('signe', 'supervisor');
  for (const [path, words] of [
    ['/figures', /<svg/],
    ['/partners', /The police/],
    ['/ledger', /fyr-ledger\//],
    ['/staff', /Person astrid/],
    ['/sessions', /this one/],
  ] as const) {
    const response = await supervisor.get(path);
    assert.equal(response.statusCode, 200, path);
    assert.match(response.body, words, path);
  }
  assert.match((await supervisor.post('/ledger/verify')).body, /The ledger is whole/);
});

test('a supervisor invites through the page, and disables somebody at once', async () => {
  const supervisor = await desk.logIn('torun', 'supervisor');
  await supervisor.get('/staff');
  for (const path of ['/staff/invite', `/staff/${other.staffId ?? ''}/invite-again`]) {
    const unproved = await supervisor.post(path, { role: 'analyst', password: 'not the right password' });
    assert.equal(unproved.headers.location, '/staff?not=password-wrong');
  }
  assert.match((await supervisor.get('/staff?not=password-wrong')).body, /nothing was changed/);
  const made = await supervisor.post('/staff/invite', { role: 'analyst', password: PASSWORD });
  assert.match(made.body, /\/set-up\/[\w-]{43}/);
  const again = await supervisor.post(`/staff/${other.staffId ?? ''}/invite-again`, { password: PASSWORD });
  assert.match(again.body, /For Person birger/);
  const ended = await supervisor.post(`/staff/${other.staffId ?? ''}/disable`, { password: PASSWORD });
  assert.equal(ended.headers.location, '/staff?done=disabled');
  assert.equal((await other.get('/')).headers.location, '/log-in?ended=1');
});
