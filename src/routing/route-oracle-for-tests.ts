/**
 * The rules as they were in code before they became a table: the oracle of route.test.ts, which holds the shipped table to the very
 * same decisions for any facts. Not changed any more.
 */
import { isInEu } from '../terms/countries.ts';
import type { ItemId } from '../terms/ids.ts';
import { isIllegal } from '../terms/outcomes.ts';
import type { Decision as Decided, ItemFacts, RoutingFacts, RoutingRule } from './facts.ts';

/** Without the row, which the rules in code had not. */
type Without<T> = T extends unknown ? Omit<T, 'by' | 'rule'> & { readonly rule: RoutingRule } : never;
export type Decision = Without<Decided>;

/** All that follows from the facts: police first, then per item. Pure; the same facts always give the same list. */
export function routeInCode(facts: RoutingFacts): readonly Decision[] {
  const perItem = facts.items.flatMap((item) => routeItem(item, facts));
  const toPolice = facts.items.map((item) => ({ itemId: item.itemId, rule: policeRuleFor(item, facts) }));
  const police = policeDecision(facts, toPolice);
  return [...(police === undefined ? [] : [police]), ...caseWithoutAddress(facts, police), ...perItem];
}

/** One package to the police for the whole case, under its strongest rule. */
function policeDecision(
  facts: RoutingFacts,
  toPolice: readonly { itemId: ItemId; rule: RoutingRule | undefined }[],
): Extract<Decision, { kind: 'police' }> | undefined {
  if (facts.isUrgent) {
    return { kind: 'police', rule: 'danger', isAtOnce: true, itemIds: facts.items.map((item) => item.itemId) };
  }
  const chosen = toPolice.filter((item) => item.rule !== undefined);
  const [first] = chosen;
  if (first?.rule !== undefined) {
    const rule = chosen.some((item) => item.rule === 'home-crime') ? 'home-crime' : first.rule;
    return { kind: 'police', rule, isAtOnce: false, itemIds: chosen.map((item) => item.itemId) };
  }
  if (facts.items.length > 0 || facts.caseOutcome !== 'suspected-crime') return undefined;
  return { kind: 'police', rule: facts.isHomeCrime ? 'home-crime' : 'no-address', isAtOnce: false, itemIds: [] };
}

function caseWithoutAddress(facts: RoutingFacts, police: Decision | undefined): readonly Decision[] {
  if (facts.items.length > 0 || police !== undefined) return [];
  switch (facts.caseOutcome) {
    case undefined:
      return [{ kind: 'person', rule: 'not-assessed', itemId: undefined }];
    case 'suspected-crime':
      return [];
    case 'not-illegal':
    case 'too-little':
      return [{ kind: 'none', rule: facts.caseOutcome, itemId: undefined, reason: facts.caseOutcome }];
  }
}

function policeRuleFor(item: ItemFacts, facts: RoutingFacts): RoutingRule | undefined {
  if (obstacleOf(item) !== undefined || !countsAsIllegal(item)) return undefined;
  if (isHomeItem(item, facts)) return 'home-crime';
  if (item.hostCountry === undefined) return 'host-unknown';
  return facts.inhopeCountries.has(item.hostCountry) ? undefined : 'no-inhope';
}

function routeItem(item: ItemFacts, facts: RoutingFacts): readonly Decision[] {
  const obstacle = obstacleOf(item);
  if (obstacle !== undefined) return [{ kind: 'person', rule: obstacle, itemId: item.itemId }];
  if (!countsAsIllegal(item)) return [ending(item)];
  const abroad =
    item.hostCountry !== undefined && item.hostCountry !== facts.homeCountry ? item.hostCountry : undefined;
  const decisions: Decision[] = [];
  if (abroad !== undefined && item.peerCountries?.has(abroad) === true) {
    decisions.push({ kind: 'hotline', rule: 'peer-hotline', itemId: item.itemId, country: abroad });
  } else if (abroad !== undefined && facts.inhopeCountries.has(abroad)) {
    decisions.push({ kind: 'iccam', rule: 'inhope', itemId: item.itemId, country: abroad });
  }
  const ncmecRule = ncmecRuleFor(item, facts);
  if (ncmecRule !== undefined) decisions.push({ kind: 'ncmec', rule: ncmecRule, itemId: item.itemId });
  return [...decisions, ...noticesFor(item, facts)];
}

function ncmecRuleFor({ hostCountry }: ItemFacts, { ncmec }: RoutingFacts): RoutingRule | undefined {
  switch (ncmec.kind) {
    case 'none':
    case 'asked':
      return undefined;
    case 'countries':
      return hostCountry !== undefined && ncmec.countries.has(hostCountry) ? 'ncmec' : undefined;
    case 'all':
      return ncmec.rule;
  }
}

function noticesFor(item: ItemFacts, facts: RoutingFacts): readonly Decision[] {
  const isDsa16 = item.hostCountry !== undefined && isInEu(item.hostCountry);
  const rule = noticeRule(item, facts, isDsa16);
  if (rule === undefined) return [];
  const notice = { kind: 'provider' as const, itemId: item.itemId, isDsa16, isHeld: facts.isOnHold };
  if (item.proxy === 'none') return [{ ...notice, rule, target: 'host' }];
  return [
    { ...notice, rule, target: 'host' },
    { ...notice, rule: 'both-hosts', target: 'proxy' },
  ];
}

function noticeRule(item: ItemFacts, facts: RoutingFacts, isDsa16: boolean): RoutingRule | undefined {
  if (item.knownHit === 'exact-trusted') return 'known-exact';
  if (isHomeItem(item, facts)) return 'home-notice';
  if (isDsa16) return 'dsa16';
  return item.proxy === 'none' ? undefined : 'both-hosts';
}

/** Why a person must look before anything is sent about this item; undefined when nothing stands in the way. */
function obstacleOf(item: ItemFacts): RoutingRule | undefined {
  if (item.hostChanged) return 'host-changed';
  if (item.outcome === undefined && item.knownHit === 'near') return 'near-hit';
  if (item.outcome === undefined && item.knownHit === 'none') return 'not-assessed';
  if (countsAsIllegal(item) && item.proxy === 'origin-unknown') return 'find-origin';
  return undefined;
}

/** A person's assessment stands above a list's. */
function countsAsIllegal(item: ItemFacts): boolean {
  return item.outcome === undefined ? item.knownHit === 'exact-trusted' : isIllegal(item.outcome);
}

const isHomeItem = (item: ItemFacts, facts: RoutingFacts): boolean =>
  facts.isHomeCrime || item.hostCountry === facts.homeCountry;

function ending(item: ItemFacts): Decision {
  const reason = item.outcome === 'not-found' || item.outcome === 'not-public' ? item.outcome : 'not-illegal';
  return { kind: 'none', rule: reason, itemId: item.itemId, reason };
}
