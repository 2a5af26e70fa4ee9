/** The table of DOMAIN.md, "Where a tip goes", row by row, and properties that hold for any facts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countryCodeSchema } from '../terms/countries.ts';
import { itemIdSchema } from '../terms/ids.ts';
import { CASE_OUTCOMES, ITEM_OUTCOMES, isIllegal } from '../terms/outcomes.ts';
import { route, type Decision, type ItemFacts, type NcmecFacts, type RoutingFacts } from './route.ts';

const country = (code: string) => countryCodeSchema.parse(code);
const ITEM = itemIdSchema.parse('00000000-0000-4000-8000-000000000001');
const baseItem: ItemFacts = {
  itemId: ITEM,
  outcome: 'illegal-baseline',
  hostCountry: country('SE'),
  knownHit: 'none',
  proxy: 'none',
  hostChanged: false,
};
const baseFacts: RoutingFacts = {
  homeCountry: country('SE'),
  inhopeCountries: new Set(['SE', 'NL', 'US', 'DE', 'JP']),
  isUrgent: false,
  isHomeCrime: false,
  caseOutcome: undefined,
  isOnHold: false,
  ncmec: { kind: 'none' },
  items: [],
};

const item = (change: Partial<ItemFacts>): Partial<RoutingFacts> => ({ items: [{ ...baseItem, ...change }] });
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

const anyItem: fc.Arbitrary<ItemFacts> = fc.record({
  itemId: fc.uuid().map((id) => itemIdSchema.parse(id)),
  outcome: fc.constantFrom(undefined, ...ITEM_OUTCOMES),
  hostCountry: fc.constantFrom(undefined, ...['SE', 'NL', 'US', 'VU', 'SK'].map(country)),
  knownHit: fc.constantFrom('none', 'near', 'exact-trusted'),
  proxy: fc.constantFrom('none', 'origin-known', 'origin-unknown'),
  hostChanged: fc.boolean(),
});
const anyFacts: fc.Arbitrary<RoutingFacts> = fc.record({
  homeCountry: fc.constant(country('SE')),
  inhopeCountries: fc.constant(baseFacts.inhopeCountries),
  isUrgent: fc.boolean(),
  isHomeCrime: fc.boolean(),
  caseOutcome: fc.constantFrom(undefined, ...CASE_OUTCOMES),
  isOnHold: fc.boolean(),
  ncmec: fc.constantFrom<NcmecFacts>(
    { kind: 'none' },
    { kind: 'countries', countries: new Set(['US', 'SE']) },
    { kind: 'all', rule: 'ncmec' },
    { kind: 'all', rule: 'ncmec-chosen' },
  ),
  items: fc.array(anyItem, { maxLength: 4 }),
});

test('route leaves no item without a decision or a place in the police package, for any facts', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const decisions = route(facts);
      assert.ok(decisions.length > 0);
      for (const { itemId } of facts.items) {
        assert.ok(decisions.some((d) => (d.kind === 'police' ? d.itemIds.includes(itemId) : d.itemId === itemId)));
      }
    }),
  );
});

test('route sends nothing to a provider, ICCAM or NCMEC that is not illegal, changed host, or a bare near hit, for any facts', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      for (const decision of route(facts)) {
        if (decision.kind !== 'provider' && decision.kind !== 'iccam' && decision.kind !== 'ncmec') continue;
        const about = facts.items.find((each) => each.itemId === decision.itemId);
        assert.ok(about !== undefined && !about.hostChanged);
        assert.ok(isIllegal(about.outcome) || (about.outcome === undefined && about.knownHit === 'exact-trusted'));
      }
    }),
  );
});

test('route holds every provider notice while a hold stands, and none otherwise, for any facts', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      for (const decision of route(facts))
        if (decision.kind === 'provider') assert.equal(decision.isHeld, facts.isOnHold);
    }),
  );
});
