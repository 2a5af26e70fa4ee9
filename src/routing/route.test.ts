/** The table of DOMAIN.md, "Where a tip goes", row by row, and properties that hold for any facts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countryCodeSchema } from '../terms/countries.ts';
import { itemIdSchema } from '../terms/ids.ts';
import { CASE_ORIGINS } from '../cases/door.ts';
import { TIP_CATEGORIES } from '../terms/categories.ts';
import { CASE_OUTCOMES, ITEM_OUTCOMES } from '../terms/outcomes.ts';
import { checkRows } from './check-table.ts';
import { PROXY_STANDS, type Decision, type ItemFacts, type NcmecFacts, type RoutingFacts } from './facts.ts';
import { breachesOf } from './floor.ts';
import { routeInCode } from './route-oracle-for-tests.ts';
import { routeBy } from './route.ts';
import { SHIPPED_TABLE } from './shipped-table.ts';
import { ITEM_DESTINATIONS, routingRowSchema, type ItemRow, type RoutingRow, type RoutingTable } from './table.ts';

const country = (code: string) => countryCodeSchema.parse(code);
const ITEM = itemIdSchema.parse('00000000-0000-4000-8000-000000000001');
const baseItem: ItemFacts = {
  itemId: ITEM,
  outcome: 'illegal-baseline',
  listOutcome: undefined,
  hostCountry: country('SE'),
  knownHit: 'none',
  proxy: 'none',
  hostChanged: false,
};
const baseFacts: RoutingFacts = {
  homeCountry: country('SE'),
  inhopeCountries: new Set(['SE', 'NL', 'US', 'DE', 'JP']),
  category: 'online',
  origin: 'tip',
  isUrgent: false,
  isHomeCrime: false,
  caseOutcome: undefined,
  isOnHold: false,
  ncmec: { kind: 'none' },
  items: [],
};

const item = (change: Partial<ItemFacts>): Partial<RoutingFacts> => ({ items: [{ ...baseItem, ...change }] });
const route = (facts: RoutingFacts) => routeBy(SHIPPED_TABLE, facts);
const routed = (...changes: Partial<RoutingFacts>[]) =>
  route(changes.reduce<RoutingFacts>((facts, change) => ({ ...facts, ...change }), baseFacts));
/** `kind:rule` for each decision, with what matters beside it. */
const brief = (decisions: readonly Decision[]) =>
  decisions.map((decision) => {
    const mark =
      decision.kind === 'police' && decision.isAtOnce
        ? '!'
        : decision.kind === 'provider'
          ? `${decision.isDsa16 ? '+dsa' : ''}${decision.isHeld ? '+held' : ''}${decision.target === 'proxy' ? '+proxy' : ''}`
          : '';
    return `${decision.kind}:${decision.rule}${mark}`;
  });

const rows: readonly [string, readonly Partial<RoutingFacts>[], readonly string[]][] = [
  ['a child in danger now, no address', [{ isUrgent: true }], ['police:danger!']],
  [
    'an identifiable child, item not assessed yet',
    [{ isUrgent: true }, item({ outcome: undefined })],
    ['police:danger!', 'person:not-assessed'],
  ],
  [
    'crime in the home country, hosted abroad outside the EU',
    [{ isHomeCrime: true }, item({ hostCountry: country('US') })],
    ['police:home-crime', 'iccam:inhope', 'provider:home-notice'],
  ],
  ['hosted in the home country', [item({})], ['police:home-crime', 'provider:home-notice+dsa']],
  [
    'hosted in the home country, police hold',
    [{ isOnHold: true }, item({})],
    ['police:home-crime', 'provider:home-notice+dsa+held'],
  ],
  ['no address: grooming, trafficking, travel', [{ caseOutcome: 'suspected-crime' }], ['police:no-address']],
  [
    'no address, suspect from the home country',
    [{ caseOutcome: 'suspected-crime', isHomeCrime: true }],
    ['police:home-crime'],
  ],
  ['hosted abroad with an INHOPE hotline', [item({ hostCountry: country('US') })], ['iccam:inhope']],
  [
    'hosted abroad in the EU with an INHOPE hotline',
    [item({ hostCountry: country('NL') })],
    ['iccam:inhope', 'provider:dsa16+dsa'],
  ],
  ['hosted abroad without an INHOPE hotline', [item({ hostCountry: country('VU') })], ['police:no-inhope']],
  [
    'hosted in the EU without an INHOPE hotline',
    [item({ hostCountry: country('SK') })],
    ['police:no-inhope', 'provider:dsa16+dsa'],
  ],
  [
    'behind a proxy, origin known',
    [item({ hostCountry: country('US'), proxy: 'origin-known' })],
    ['iccam:inhope', 'provider:both-hosts', 'provider:both-hosts+proxy'],
  ],
  ['behind a proxy, origin not known', [item({ proxy: 'origin-unknown' })], ['person:find-origin']],
  [
    'behind a proxy, origin not known, exactly known and not assessed',
    [item({ hostCountry: undefined, proxy: 'origin-unknown', outcome: undefined, knownHit: 'exact-trusted' })],
    ['police:host-unknown', 'provider:known-exact'],
  ],
  [
    'behind a proxy, origin not to be found',
    [item({ hostCountry: undefined, proxy: 'origin-not-found' })],
    ['police:host-unknown', 'provider:proxy-alone+proxy'],
  ],
  [
    'behind a proxy, origin not to be found, crime in the home country',
    [{ isHomeCrime: true }, item({ hostCountry: undefined, proxy: 'origin-not-found' })],
    ['police:home-crime', 'provider:proxy-alone+proxy'],
  ],
  [
    'behind a proxy, origin not to be found, exactly known and on hold',
    [{ isOnHold: true }, item({ hostCountry: undefined, proxy: 'origin-not-found', knownHit: 'exact-trusted' })],
    ['police:host-unknown', 'provider:proxy-alone+held+proxy'],
  ],
  [
    'exact hit on a trusted list',
    [item({ outcome: undefined, knownHit: 'exact-trusted', hostCountry: country('US') })],
    ['iccam:inhope', 'provider:known-exact'],
  ],
  ['near hit', [item({ outcome: undefined, knownHit: 'near' })], ['person:near-hit']],
  ['near hit that a person has assessed', [item({ knownHit: 'near', hostCountry: country('US') })], ['iccam:inhope']],
  ['not illegal', [item({ outcome: 'not-illegal' })], ['none:not-illegal']],
  [
    'not illegal, though on a list',
    [item({ outcome: 'not-illegal', knownHit: 'exact-trusted' })],
    ['none:not-illegal'],
  ],
  ['not found', [item({ outcome: 'not-found' })], ['none:not-found']],
  ['not public', [item({ outcome: 'not-public' })], ['none:not-public']],
  ['host changed since the decision', [item({ hostChanged: true })], ['person:host-changed']],
  [
    'hosted in a country that the settings send to NCMEC',
    [{ ncmec: { kind: 'countries', countries: new Set(['US']) } }, item({ hostCountry: country('US') })],
    ['iccam:inhope', 'ncmec:ncmec'],
  ],
  [
    'hosted in another country than those that the settings send to NCMEC',
    [{ ncmec: { kind: 'countries', countries: new Set(['US']) } }, item({ hostCountry: country('JP') })],
    ['iccam:inhope'],
  ],
  [
    'an analyst adds NCMEC',
    [{ ncmec: { kind: 'all', rule: 'ncmec-chosen' } }, item({})],
    ['police:home-crime', 'ncmec:ncmec-chosen', 'provider:home-notice+dsa'],
  ],
  [
    'everything goes to NCMEC, and the host is not known',
    [{ ncmec: { kind: 'all', rule: 'ncmec' } }, item({ hostCountry: undefined })],
    ['police:host-unknown', 'ncmec:ncmec'],
  ],
  [
    'everything goes to NCMEC, and it is not illegal',
    [{ ncmec: { kind: 'all', rule: 'ncmec' } }, item({ outcome: 'not-illegal' })],
    ['none:not-illegal'],
  ],
  ['host not known', [item({ hostCountry: undefined })], ['police:host-unknown']],
  ['no address, not assessed', [], ['person:not-assessed']],
  ['no address, too little', [{ caseOutcome: 'too-little' }], ['none:too-little']],
];

for (const [name, changes, expected] of rows) {
  test(`route decides ${expected.join(', ')} when ${name}`, () => {
    assert.deepEqual(brief(routed(...changes)), expected);
  });
}

const anyCountry = fc.constantFrom(undefined, ...['SE', 'NL', 'US', 'VU', 'SK'].map(country));
const anyItem: fc.Arbitrary<ItemFacts> = fc.record({
  itemId: fc.uuid().map((id) => itemIdSchema.parse(id)),
  outcome: fc.constantFrom(undefined, ...ITEM_OUTCOMES),
  listOutcome: fc.constantFrom(undefined, 'illegal-baseline', 'illegal-national'),
  hostCountry: anyCountry,
  knownHit: fc.constantFrom('none', 'near', 'exact-trusted'),
  proxy: fc.constantFrom(...PROXY_STANDS),
  hostChanged: fc.boolean(),
  peerCountries: fc.constantFrom(new Set<string>(), new Set(['US', 'VU', 'SE'])),
});
const anyFacts: fc.Arbitrary<RoutingFacts> = fc.record({
  homeCountry: fc.constant(country('SE')),
  inhopeCountries: fc.constantFrom(baseFacts.inhopeCountries, new Set(['NL'])),
  category: fc.constantFrom(...TIP_CATEGORIES),
  origin: fc.constantFrom(...CASE_ORIGINS),
  isUrgent: fc.boolean(),
  isHomeCrime: fc.boolean(),
  caseOutcome: fc.constantFrom(undefined, ...CASE_OUTCOMES),
  isOnHold: fc.boolean(),
  ncmec: fc.constantFrom<NcmecFacts>(
    { kind: 'none' },
    { kind: 'asked' },
    { kind: 'countries', countries: new Set(['US', 'SE']) },
    { kind: 'all', rule: 'ncmec' },
    { kind: 'all', rule: 'ncmec-chosen' },
  ),
  items: fc.uniqueArray(anyItem, { maxLength: 4, selector: (each) => each.itemId }),
});

/** Behind a proxy, and known exactly: the rules in code kept it for a person to find its origin. */
const isHiddenHit = (item: ItemFacts): boolean =>
  item.proxy === 'origin-unknown' && item.outcome === undefined && item.knownHit === 'exact-trusted';

test('routeBy with the shipped table decides exactly what the rules in code did, for any facts that they knew', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      fc.pre(facts.items.every((each) => each.proxy !== 'origin-not-found' && !isHiddenHit(each)));
      const decisions = route(facts).map(({ by, ...decision }) => (assert.equal(by.version, 0), decision));
      assert.deepEqual(decisions, routeInCode(facts));
    }),
    { numRuns: 3_000 },
  );
});

/** A row of any form, most of them nonsense; some are what nobody may save. */
const anyRow = fc.record({
  id: fc.constantFrom('own-aaaaaa', 'own-bbbbbb', 'own-cccccc', 'own-dddddd'),
  about: fc.constant('item'),
  when: fc.record(
    {
      homeCrime: fc.constantFrom('yes', 'no'),
      urgent: fc.constantFrom('yes', 'no'),
      categories: fc.subarray([...TIP_CATEGORIES], { minLength: 1 }),
      judgedBy: fc.constantFrom('person', 'list'),
      host: fc.constantFrom('home', 'abroad', 'unknown'),
      inhope: fc.constantFrom('yes', 'no'),
      eu: fc.constantFrom('yes', 'no'),
      countries: fc.subarray(['SE', 'NL', 'US'].map(country), { minLength: 1 }),
      peer: fc.constantFrom('yes', 'no'),
      ncmec: fc.constantFrom('settings', 'chosen'),
    },
    { requiredKeys: [] },
  ),
  to: fc.oneof(
    { weight: 5, arbitrary: fc.subarray(ITEM_DESTINATIONS.slice(0, -1), { minLength: 1 }) },
    fc.subarray([...ITEM_DESTINATIONS], { minLength: 1 }),
  ),
  why: fc.constant({ sv: 'Därför.', en: 'For that reason.' }),
});
const anyTable = fc.array(anyRow, { maxLength: 4 }).map((rows): RoutingTable => {
  const read = rows.flatMap((row) => routingRowSchema.safeParse(row).data ?? []);
  return { version: 7, rows: read };
});

test('routeBy keeps the floor for any table and any facts', () => {
  fc.assert(
    fc.property(anyTable, anyFacts, (table, facts) => {
      const decisions = routeBy(table, facts);
      assert.deepEqual(breachesOf(facts, decisions), []);
      assert.ok(decisions.length > 0);
      for (const { itemId } of facts.items)
        assert.ok(decisions.some((d) => (d.kind === 'police' ? d.itemIds.includes(itemId) : d.itemId === itemId)));
      const isUsable = checkRows(table.rows).length === 0;
      assert.equal(
        decisions.some(({ rule }) => rule === 'table-refused'),
        !isUsable,
      );
    }),
    { numRuns: 2_000 },
  );
});

test('routeBy sends nothing but danger, and says so, when the table is one that may not be', () => {
  const bad: RoutingTable = { version: 3, rows: [...SHIPPED_TABLE.rows, ...SHIPPED_TABLE.rows] };
  const facts = { ...baseFacts, ...item({}) };
  assert.deepEqual(brief(routeBy(bad, facts)), ['person:table-refused']);
  assert.deepEqual(brief(routeBy(bad, { ...facts, isUrgent: true })), ['police:danger!', 'person:table-refused']);
  assert.deepEqual(brief(routeBy(bad, baseFacts)), ['person:table-refused']);
});

const own = (id: string, when: ItemRow['when'], ...to: ItemRow['to']): ItemRow => ({
  ...{ id: `own-${id}`, about: 'item', when, to, why: { sv: 'Egna ord.', en: 'Own words.' } },
});
const by = (rows: readonly RoutingRow[], ...changes: Partial<RoutingFacts>[]) =>
  routeBy(
    { version: 1, rows },
    changes.reduce<RoutingFacts>((facts, change) => ({ ...facts, ...change }), baseFacts),
  );

test('routeBy takes each destination from the first row that fits and says which row of which version it was', () => {
  const rows = [
    own('aaaaaa', { countries: [country('US')] }, 'police', 'iccam'),
    own('bbbbbb', {}, 'police-at-once', 'provider-host'),
  ];
  const decisions = by(rows, item({ hostCountry: country('US') }));
  assert.deepEqual(
    decisions.map(({ kind, rule, by: { version, row } }) => [kind, rule, version, row]),
    [
      ['police', 'own-aaaaaa', 1, 'own-aaaaaa'],
      ['iccam', 'own-aaaaaa', 1, 'own-aaaaaa'],
      ['provider', 'own-bbbbbb', 1, 'own-bbbbbb'],
    ],
  );
  assert.deepEqual(brief(by(rows, item({}))), ['police:own-bbbbbb!', 'provider:own-bbbbbb+dsa']);
});

test('routeBy passes over a destination that is not open, and leaves nothing illegal without one', () => {
  const rows = [own('aaaaaa', {}, 'hotline', 'ncmec', 'provider-proxy')];
  assert.deepEqual(brief(by(rows, item({ hostCountry: country('US') }))), ['police:last-resort']);
  assert.deepEqual(brief(by(rows, { ncmec: { kind: 'asked' } }, item({}))), ['ncmec:own-aaaaaa']);
  assert.deepEqual(brief(by([])), ['person:not-assessed']);
  assert.deepEqual(brief(by([], item({}))), ['police:last-resort']);
  assert.deepEqual(brief(by([], { caseOutcome: 'suspected-crime' })), ['police:no-address']);
});

test('routeBy never sends a notice to a host that nobody could find, whatever the table', () => {
  fc.assert(
    fc.property(anyTable, anyFacts, (table, facts) => {
      for (const { itemId } of facts.items.filter(({ proxy }) => proxy === 'origin-not-found'))
        assert.ok(
          !routeBy(table, facts).some((d) => d.kind === 'provider' && d.itemId === itemId && d.target === 'host'),
        );
    }),
    { numRuns: 1_000 },
  );
});

test('routeBy lets a row keep what a list alone has judged for a person, and sends it once one has assessed it', () => {
  const rows = [...SHIPPED_TABLE.rows, own('aaaaaa', { judgedBy: 'list', countries: [country('US')] }, 'person')];
  const listed = { knownHit: 'exact-trusted', listOutcome: 'illegal-baseline', hostCountry: country('US') } as const;
  assert.deepEqual(brief(by(rows, item({ ...listed, outcome: undefined }))), ['person:own-aaaaaa']);
  assert.deepEqual(brief(by(rows, item(listed))), ['iccam:inhope', 'provider:known-exact']);
});

test('breachesOf names the law when decisions break one, whoever made them', () => {
  const facts = { ...baseFacts, ...item({}) };
  const reason = { rule: 'inhope', by: { version: 0, row: 'inhope' } } as const;
  const sent: Decision = { ...reason, kind: 'ncmec', itemId: ITEM };
  const notice: Decision = { ...reason, kind: 'provider', itemId: ITEM, target: 'host', isDsa16: false, isHeld: false };
  const change = (more: Partial<RoutingFacts>, decisions: readonly Decision[]) =>
    breachesOf({ ...facts, ...more }, decisions);
  assert.deepEqual(change({}, [sent]), []);
  assert.deepEqual(change({ isUrgent: true }, [sent]), ['danger']);
  assert.deepEqual(change({ isOnHold: true }, [notice]), ['hold']);
  assert.deepEqual(change(item({ hostChanged: true }), [sent]), ['person']);
  assert.deepEqual(change(item({ outcome: undefined, knownHit: 'near' }), [sent]), ['person', 'illegal-alone']);
  assert.deepEqual(change(item({ outcome: 'not-illegal' }), [sent]), ['illegal-alone']);
  assert.deepEqual(change({}, []), ['destination']);
  assert.deepEqual(change({ items: [], caseOutcome: 'suspected-crime' }, []), ['destination']);
});
