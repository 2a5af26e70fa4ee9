/**
 * What stands above and below every table, in code, so that no version can leave it out (DOMAIN.md, "Where a tip goes"). Above: danger
 * goes to the police at once, and whatever a person must look at goes to a person. Below: what is not illegal ends with its reason,
 * and what is illegal always goes somewhere. The table between them is read for illegal material alone.
 */
import { countsAsIllegal, type ItemFacts, type RoutingFacts, type RoutingRule } from './facts.ts';
import type { ItemDestination } from './table.ts';

/** A row that nobody can change: its id is its reason's code. */
export interface FixedRow<Of> {
  readonly rule: RoutingRule;
  readonly to: ItemDestination | 'none';
  readonly fits: (of: Of) => boolean;
}
type ItemAlone = FixedRow<ItemFacts>;
type CaseAlone = FixedRow<RoutingFacts>;

/** A case with a child in danger now, or an identifiable child or suspect, goes to the police whole, ahead of everything. */
export const DANGER: CaseAlone = { rule: 'danger', to: 'police-at-once', fits: (facts) => facts.isUrgent };

const isOpen = (item: ItemFacts): boolean => item.outcome === undefined;

/** Why a person must look at an item before anything is sent about it; the first that fits counts. */
export const OBSTACLES: readonly ItemAlone[] = [
  { rule: 'host-changed', to: 'person', fits: (item) => item.hostChanged },
  { rule: 'near-hit', to: 'person', fits: (item) => isOpen(item) && item.knownHit === 'near' },
  { rule: 'not-assessed', to: 'person', fits: (item) => isOpen(item) && item.knownHit === 'none' },
];

/** How an item ends that no row leads anywhere. */
export const ITEM_ENDS: readonly ItemAlone[] = [
  { rule: 'not-found', to: 'none', fits: (item) => item.outcome === 'not-found' },
  { rule: 'not-public', to: 'none', fits: (item) => item.outcome === 'not-public' },
  { rule: 'not-illegal', to: 'none', fits: (item) => !countsAsIllegal(item) },
  { rule: 'last-resort', to: 'police-onward', fits: countsAsIllegal },
];

/** The same of a case without address; the first is where a row of the table may say otherwise. */
export const CASE_ENDS: readonly CaseAlone[] = [
  { rule: 'no-address', to: 'police', fits: (facts) => facts.caseOutcome === 'suspected-crime' },
  { rule: 'not-assessed', to: 'person', fits: (facts) => facts.caseOutcome === undefined },
  { rule: 'not-illegal', to: 'none', fits: (facts) => facts.caseOutcome === 'not-illegal' },
  { rule: 'too-little', to: 'none', fits: (facts) => facts.caseOutcome === 'too-little' },
];

/** The fixed rows as people read them: those above the table, then those below. */
export const STANDS_ABOVE: readonly Pick<FixedRow<unknown>, 'rule' | 'to'>[] = [DANGER, ...OBSTACLES];
export const STANDS_BELOW: readonly Pick<FixedRow<unknown>, 'rule' | 'to'>[] = [
  ...CASE_ENDS.filter(({ to }) => to !== 'none' && to !== 'person'),
  ...[...ITEM_ENDS].reverse(),
  ...CASE_ENDS.filter(({ rule }) => rule === 'too-little'),
];
