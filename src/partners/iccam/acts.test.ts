/** What is told of a content, for any facts: ICCAM's rules hold, whatever happened here. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { itemAnswersSchema, type ItemAnswers } from '../../terms/answers.ts';
import { BASELINE_ANSWERS } from '../../cases/test-support.ts';
import { ITEM_OUTCOMES } from '../../terms/outcomes.ts';
import { hasFinal, isAboutReport, keyOf, nextAct, standingOf, type ContentFacts, type IccamAct } from './acts.ts';
import type { SeenContent } from './iccam-answers.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const US = { hotlineId: 7, countryCode: 'SE' };
const VIEW: SeenContent = {
  ...{
    contentId: 1,
    reportId: 2,
    urlString: 'http://se.example.org/',
    isSourceUrl: true,
    contentType: 2,
    memo: undefined,
  },
  ...{
    hostingCountryCode: 'SE',
    hostingIpAddress: '85.24.180.40',
    assignedCountryCode: 'SE',
    countryAssignmentDate: NOW,
  },
  ...{
    assignedHotlineId: 7,
    hotlineAssignmentDate: NOW,
    hotlineReference: undefined,
    assessment: undefined,
    actions: [],
  },
};
const FACTS: ContentFacts = {
  ...{
    view: VIEW,
    us: US,
    done: new Set(),
    refused: new Set(),
    isOurReport: false,
    tellsAllFacts: false,
    mayAct: true,
  },
  reasons: { notFound: 2, notPublic: 3, notIllegal: 14 },
  now: NOW,
  item: {
    ...{ reference: 'F1-1', isDecided: true, isGone: false, outcome: 'illegal-baseline', answers: BASELINE_ANSWERS },
    ...{ country: 'SE', ip: '85.24.180.40', police: NOW, provider: NOW },
  },
};

const anyTelling = fc.constantFrom('no' as const, 'waits' as const, NOW);
const anyAnswers: fc.Arbitrary<ItemAnswers> = fc
  .record({
    access: fc.constantFrom('available', 'not-found', 'not-public'),
    'baseline-1': fc.constantFrom('yes', 'no'),
    'baseline-2': fc.constantFrom('yes', 'no'),
    'baseline-3': fc.constantFrom('yes', 'no'),
    national: fc.constantFrom('yes', 'no'),
    'site-type': fc.constantFrom('website', 'forum', 'unknown'),
    commercial: fc.constantFrom('yes', 'no', 'unknown'),
  })
  .map((answers) => itemAnswersSchema.parse(answers));
const anyFacts: fc.Arbitrary<ContentFacts> = fc
  .record({
    country: fc.constantFrom('SE', 'NL', undefined),
    assigned: fc.constantFrom('SE', 'NL'),
    hotline: fc.constantFrom(7, 8, undefined),
    outcome: fc.constantFrom(...ITEM_OUTCOMES, undefined),
    answers: fc.option(anyAnswers, { nil: undefined }),
    isDecided: fc.boolean(),
    isGone: fc.boolean(),
    police: anyTelling,
    provider: anyTelling,
    mayAct: fc.boolean(),
    tellsAllFacts: fc.boolean(),
    isOurReport: fc.boolean(),
    actions: fc.uniqueArray(fc.constantFrom(1, 2, 3, 4, 6)),
  })
  .map((given) => ({
    ...FACTS,
    ...{ mayAct: given.mayAct, tellsAllFacts: given.tellsAllFacts, isOurReport: given.isOurReport },
    view: {
      ...VIEW,
      ...{ assignedCountryCode: given.assigned, assignedHotlineId: given.hotline },
      actions: given.actions.map((actionType) => ({
        actionType,
        actionDate: NOW,
        countryCode: 'SE',
        reasonId: undefined,
      })),
    },
    item: {
      reference: 'F1-1',
      ...{ isDecided: given.isDecided, isGone: given.isGone, outcome: given.outcome, answers: given.answers },
      ...{ country: given.country, ip: '85.24.180.40', police: given.police, provider: given.provider },
    },
  }));

/** Tells all there is to tell, ICCAM taking each. */
function tellAll(begin: ContentFacts): { readonly acts: readonly IccamAct[]; readonly end: ContentFacts } {
  let facts = begin;
  const acts: IccamAct[] = [];
  for (;;) {
    const act = nextAct(facts);
    if (act === undefined) return { acts, end: facts };
    acts.push(act);
    assert.ok(acts.length < 20, 'it comes to an end');
    facts = { ...facts, view: taken(facts.view, act), done: new Set([...facts.done, keyOf(act)]) };
  }
}

function taken(view: SeenContent, act: IccamAct): SeenContent {
  switch (act.kind) {
    case 'reference':
      return { ...view, hotlineReference: act.reference };
    case 'hosting':
      return { ...view, hostingCountryCode: act.country, hostingIpAddress: act.ip };
    case 'assigned-country':
      return { ...view, assignedCountryCode: act.country };
    case 'assessment':
      return { ...view, assessment: { assessingAnalystName: 'x', ...act.assessment } };
    case 'action': {
      const action = { actionType: act.actionType, actionDate: act.at, countryCode: 'SE', reasonId: act.reason?.id };
      return { ...view, actions: [...view.actions, action] };
    }
    case 'site-type':
    case 'commerciality':
    case 'payment-methods':
      return view;
  }
}

test('nextAct keeps ICCAM’s rules for any facts', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const { acts } = tellAll(facts);
      const keys = acts.map(keyOf);
      assert.equal(new Set(keys).size, keys.length, 'nothing is told twice');
      const standing = standingOf(facts.view, US);
      if (standing === 'elsewhere') assert.deepEqual(acts, [], 'only who has it acts');
      const actions = acts.filter((act) => act.kind === 'action');
      const before = new Set(facts.view.actions.map(({ actionType }) => actionType));
      for (const [index, action] of actions.entries()) {
        assert.ok(!before.has(action.actionType), 'no action that stands');
        assert.equal(
          action.actionType > 3,
          action.reason !== undefined,
          'a reason where one is required, and only there',
        );
        if (action.actionType > 2) assert.equal(index, actions.length - 1, 'a final action is the last');
      }
      if (hasFinal(facts.view))
        assert.deepEqual(
          keys.filter((key) => key !== 'reference'),
          [],
        );
      if (!facts.mayAct) assert.deepEqual(actions, []);
      const firstAction = keys.findIndex((key) => key.startsWith('action.'));
      const after = firstAction === -1 ? [] : acts.slice(firstAction);
      assert.ok(
        after.every((act) => act.kind === 'action'),
        'all else comes before the first action',
      );
      if (facts.view.actions.length > 0) assert.ok(!keys.includes('assessment'), 'no assessment of what is actioned');
      if (facts.item?.isDecided === false)
        assert.deepEqual(
          keys.filter((key) => key !== 'reference'),
          [],
        );
    }),
    { numRuns: 2000 },
  );
});

test('nextAct tells the police’s and the provider’s part before what ends the content', () => {
  const gone = (police: 'waits' | Date, provider: 'waits' | Date) =>
    FACTS.item && { ...FACTS, item: { ...FACTS.item, isGone: true, police, provider } };
  const actions = (facts: ContentFacts | undefined) =>
    facts === undefined ? [] : tellAll(facts).acts.flatMap((act) => (act.kind === 'action' ? [act.actionType] : []));
  assert.deepEqual(actions(gone(NOW, NOW)), [1, 2, 3]);
  assert.deepEqual(actions(gone('waits', NOW)), [2], 'Removed waits until the police have it');
  assert.deepEqual(actions(gone(NOW, 'waits')), [1]);
});

test('nextAct stops after a refusal until a person has looked, and goes on after a refused reference', () => {
  const after = (...keys: readonly string[]) => tellAll({ ...FACTS, refused: new Set(keys) }).acts.map(keyOf);
  const all = ['assessment', 'site-type', 'commerciality', 'payment-methods', 'action.1', 'action.2'];
  assert.deepEqual(after(), ['reference', ...all]);
  assert.deepEqual(after('reference'), all);
  assert.deepEqual(after('action.1'), ['reference', 'assessment']);
  assert.deepEqual(after('assessment'), ['reference']);
});

test('nextAct tells what nobody answered of the page only when ICCAM insists, and never of our own report', () => {
  const unknown = { ...BASELINE_ANSWERS, 'site-type': 'unknown', commercial: 'unknown' } as const;
  const facts = (change: Partial<ContentFacts>) =>
    tellAll({ ...FACTS, item: FACTS.item && { ...FACTS.item, answers: unknown }, ...change }).acts.filter(
      isAboutReport,
    );
  assert.deepEqual(facts({}), []);
  assert.deepEqual(facts({ tellsAllFacts: true, isOurReport: true }), []);
  assert.deepEqual(facts({ tellsAllFacts: true }), [
    { kind: 'site-type', value: 2 },
    { kind: 'commerciality', value: 1 },
    { kind: 'payment-methods', values: [1] },
  ]);
});

test('nextAct moves to where it is hosted once for each country, and leaves the answer to who has it then', () => {
  const abroad = { ...FACTS, item: FACTS.item && { ...FACTS.item, country: 'NL', ip: '94.75.200.10' } };
  assert.deepEqual(tellAll(abroad).acts.map(keyOf), ['reference', 'hosting.NL', 'assigned-country.NL']);
  const back = { ...abroad, done: new Set(['reference', 'hosting.NL', 'assigned-country.NL']) };
  assert.ok(!tellAll(back).acts.some(({ kind }) => kind === 'hosting' || kind === 'assigned-country'));
});

test('nextAct assesses again only what is National and says something else', () => {
  const national = { ...BASELINE_ANSWERS, 'baseline-2': 'no', national: 'yes' } as const;
  const stands = (classification: number, answers: ItemAnswers) => {
    const [act] = tellAll({ ...FACTS, item: FACTS.item && { ...FACTS.item, answers } }).acts.filter(
      (each) => each.kind === 'assessment',
    );
    const assessment = { assessingAnalystName: 'x', ...(act?.assessment ?? {}), classification };
    const view = { ...VIEW, assessment: { ...NEUTRAL, ...assessment } };
    return tellAll({ ...FACTS, view, item: FACTS.item && { ...FACTS.item, answers } }).acts.some(
      ({ kind }) => kind === 'assessment',
    );
  };
  assert.equal(stands(1, BASELINE_ANSWERS), false);
  assert.equal(stands(4, BASELINE_ANSWERS), false);
  assert.equal(stands(2, BASELINE_ANSWERS), true);
  assert.equal(stands(2, national), false, 'it says the same already');
});
const NEUTRAL = {
  ...{ assessingAnalystName: 'x', classification: 2, ageCategorization: 1, genderCategorization: 1 },
  ...{ virtualContentCategorization: 1, userGeneratedContentCategorization: 1, childModelingCategorization: 1 },
};
