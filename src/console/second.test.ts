/** Second opinions through the console: blind, by somebody else, in the way of deciding, and settled where two differ. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import fc from 'fast-check';
import { freshDatabase } from '../../test/fresh-database.ts';
import { areAgreed, secondNeeded } from '../cases/second-opinion.ts';
import { parseQuestionSet, readCase, readSecond } from '../cases/door.ts';
import { BASELINE_ANSWERS } from '../cases/test-support.ts';
import { ITEM_OUTCOMES } from '../terms/outcomes.ts';
import type { CaseId, ItemId } from '../terms/ids.ts';
import { agreementOf, FEWEST_PAIRS } from './agreement-figures.ts';
import { openConsole, type Visitor } from './console-for-tests.ts';

const { db } = await freshDatabase();
const desk = await openConsole(
  db,
  {},
  { second: { outcomes: ['illegal-national'], answers: { age: ['16-17'] }, sampleOneIn: 0 } },
);
const astrid = await desk.logIn('astrid', 'analyst');
const birger = await desk.logIn('birger', 'analyst');

const DESCRIBED = {
  ...{ severity: 'B', age: '7-10', gender: 'female', virtual: 'no', 'self-generated': 'no', modelling: 'no' },
  ...{ 'content-type': 'media', 'site-type': 'image-host', commercial: 'no' },
};
const SEEN = { access: 'available', 'baseline-1': 'yes', 'baseline-3': 'yes' };
const NATIONAL = { ...SEEN, 'baseline-2': 'no', national: 'yes', ...DESCRIBED };
const BASELINE = { ...SEEN, 'baseline-2': 'yes', ...DESCRIBED };

let made = 0;
/** A case in Astrid's hands whose one item she has assessed so. */
async function assessed(answers: Record<string, string>): Promise<{ caseId: CaseId; itemId: ItemId }> {
  made += 1;
  const caseId = await desk.openCase({ addresses: [`https://second.example.org/${made}`] });
  await astrid.get('/');
  await astrid.post(`/cases/${caseId}/claim`);
  const item = (await readCase(db, desk.deps.serviceKey, caseId))?.items[0];
  assert.ok(item);
  await save(astrid, `/cases/${caseId}/items/${item.id}`, answers);
  await astrid.post(`/cases/${caseId}/answers`, { danger: 'no', identifiable: 'no', home: 'no' });
  return { caseId, itemId: item.id };
}

async function save(visitor: Visitor, path: string, answers: Record<string, string>): Promise<string> {
  await visitor.get('/');
  return (await visitor.post(path, answers)).headers.location ?? '';
}

const stateOf = async (itemId: ItemId) => (await readSecond(db, itemId))?.state;
const decide = (caseId: CaseId) => save(astrid, `/cases/${caseId}/decide`, {});

test('an assessment that the rules name waits for a second person, is not decided until then, and agreeing frees it', async () => {
  const { caseId, itemId } = await assessed(NATIONAL);
  assert.equal(await stateOf(itemId), 'waiting');
  assert.match(await decide(caseId), /not=second-missing/);
  assert.match((await astrid.get('/second')).body, /Nothing waits for a second opinion from you/);
  assert.equal((await astrid.get(`/second/${itemId}`)).statusCode, 404);
  const list = await birger.get('/second');
  assert.match(list.body, new RegExp(`/second/${itemId}`));
  const blind = [(await birger.get(`/second/${itemId}`)).body, (await birger.get(`/cases/${caseId}`)).body];
  blind.push((await birger.get(`/cases/${caseId}/items/${itemId}`)).body);
  for (const body of blind) {
    assert.doesNotMatch(body, /Illegal, national|checked value="(yes|B|7-10)"/);
    assert.match(body, /second\[\.\]example\[\.\]org/);
  }
  assert.equal((await birger.post(`/second/${itemId}`, { access: 'available' })).statusCode, 400);
  assert.match(await save(birger, `/second/${itemId}`, NATIONAL), /done=second-given/);
  assert.equal(await stateOf(itemId), 'agreed');
  assert.match(await save(birger, `/second/${itemId}`, NATIONAL), /not=no-second/);
  assert.match(await decide(caseId), /done=decided/);
});

test('two that differ are shown side by side to whoever has the case, who settles it; the item is what was settled', async () => {
  const { caseId, itemId } = await assessed({ ...BASELINE, age: '16-17' });
  await save(birger, `/second/${itemId}`, NATIONAL);
  assert.equal(await stateOf(itemId), 'differs');
  assert.match(await decide(caseId), /not=second-missing/);
  const { body } = await astrid.get(`/cases/${caseId}/items/${itemId}`);
  assert.match(body, /The two opinions/);
  assert.match(body, /Person birger/);
  assert.match(await save(astrid, `/cases/${caseId}/items/${itemId}`, NATIONAL), /done=assessed/);
  assert.equal(await stateOf(itemId), 'settled');
  assert.equal((await readCase(db, desk.deps.serviceKey, caseId))?.items[0]?.outcome, 'illegal-national');
  assert.match(await decide(caseId), /done=decided/);
});

test('what the rules do not name asks nobody, and a first person who thinks better of it asks nobody any more', async () => {
  const { caseId, itemId } = await assessed(BASELINE);
  assert.equal(await stateOf(itemId), undefined);
  await save(astrid, `/cases/${caseId}/items/${itemId}`, NATIONAL);
  assert.equal(await stateOf(itemId), 'waiting');
  await save(astrid, `/cases/${caseId}/items/${itemId}`, BASELINE);
  assert.equal(await stateOf(itemId), undefined);
});

test('a second opinion changes nothing about the item, and stands on the ledger', async () => {
  const { caseId, itemId } = await assessed(NATIONAL);
  await save(birger, `/second/${itemId}`, BASELINE);
  assert.equal((await readCase(db, desk.deps.serviceKey, caseId))?.items[0]?.outcome, 'illegal-national');
  const acts = await sql<{ action: string }>`select action from ledger_act where subject = ${`item:${itemId}`}
    order by arrival`.execute(db);
  assert.equal(acts.rows.at(-1)?.action, 'item.assessed-second');
});

test('secondNeeded draws one in so many by chance alone where no answer is named', () => {
  const rules = { outcomes: [], answers: {}, sampleOneIn: 4 };
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom(...ITEM_OUTCOMES), (draw, outcome) => {
      const needed = secondNeeded(rules, BASELINE_ANSWERS, outcome, draw);
      assert.equal(needed, draw % 4 === 0 ? 'sample' : undefined);
      assert.equal(secondNeeded({ ...rules, sampleOneIn: 0 }, BASELINE_ANSWERS, outcome, draw), undefined);
      assert.equal(secondNeeded({ ...rules, outcomes: [outcome] }, BASELINE_ANSWERS, outcome, draw), 'answers');
    }),
  );
});

test('areAgreed looks at severity and age only of what is illegal', () => {
  const one = { answers: BASELINE_ANSWERS, outcome: 'illegal-baseline' } as const;
  const change = (part: object) => ({ ...one, answers: { ...BASELINE_ANSWERS, ...part } });
  assert.equal(areAgreed(one, change({ gender: 'male', commercial: 'yes' })), true);
  assert.equal(areAgreed(one, change({ severity: 'C' })), false);
  assert.equal(areAgreed(one, change({ age: '0-2' })), false);
  assert.equal(areAgreed(one, { ...one, outcome: 'illegal-national' }), false);
  assert.equal(
    areAgreed({ ...one, outcome: 'not-illegal' }, { ...change({ age: '0-2' }), outcome: 'not-illegal' }),
    true,
  );
});

test('agreementOf tells nothing of few pairs, and of enough the share and both coefficients', () => {
  const pair = (severity: 'A' | 'B', other: 'A' | 'B') => ({
    first: { answers: { ...BASELINE_ANSWERS, severity }, outcome: 'illegal-baseline' as const },
    second: { answers: { ...BASELINE_ANSWERS, severity: other }, outcome: 'illegal-baseline' as const },
  });
  const pairs = Array.from({ length: FEWEST_PAIRS }, (_, n) =>
    pair(n % 2 === 0 ? 'A' : 'B', n === 0 ? 'B' : n % 2 === 0 ? 'A' : 'B'),
  );
  const questions = desk.deps.questionSet.item;
  assert.deepEqual(agreementOf(pairs.slice(1), questions), []);
  const row = agreementOf(pairs, questions).find(({ code }) => code === 'severity');
  assert.equal(row?.share, 0.9);
  assert.ok(row.kappa !== undefined && Math.abs(row.kappa - 0.8) < 1e-9);
  assert.equal(agreementOf(pairs, questions)[0]?.kappa, undefined, 'all said one outcome');
});

test('parseQuestionSet refuses rules for second opinions that name what is not asked', () => {
  const shipped = JSON.stringify({ ...desk.rawQuestionSet, second: { answers: { age: ['99'] } } });
  assert.throws(() => parseQuestionSet(shipped), /part "second" names the answer "99" to "age"/);
});
