/**
 * Where a case goes, decided from facts alone (DOMAIN.md, "Where a tip goes"; its table is this file's test).
 *
 * | rule             | facts                                                     | decision                            |
 * |------------------|-----------------------------------------------------------|-------------------------------------|
 * | danger           | a child in danger now, an identifiable child or suspect   | police, at once                     |
 * | home-crime       | crime, child or suspect of the home country, or host there| police                              |
 * | home-notice      | the same, item illegal                                    | provider, unless a hold stands      |
 * | no-address       | nothing but a description, and a crime is suspected       | police                              |
 * | inhope           | hosted abroad, INHOPE hotline there                       | ICCAM                               |
 * | peer-hotline     | hosted abroad, and that country's hotline takes cases     | that hotline, in place of ICCAM     |
 * | no-inhope        | hosted abroad, none there                                 | national police, for Interpol       |
 * | host-unknown     | illegal, but nobody knows where it is hosted              | national police                     |
 * | ncmec            | illegal, and the settings send its host's country to NCMEC| also NCMEC's CyberTipline           |
 * | ncmec-chosen     | illegal, and the analyst adds NCMEC to the case           | also NCMEC's CyberTipline           |
 * | dsa16            | host or platform in the EU                                | also the provider, DSA article 16   |
 * | both-hosts       | behind a CDN or proxy, origin known                       | notify origin and proxy             |
 * | find-origin      | behind a CDN or proxy, origin not known                   | a person finds it first             |
 * | known-exact      | exact hit on a trusted list's category                    | as illegal, without anyone viewing  |
 * | near-hit         | perceptual hit                                            | a person                            |
 * | host-changed     | host changed since the decision                           | a person; nothing is sent           |
 * | not-assessed     | no assessment yet, no exact hit                           | a person                            |
 * | not-illegal, not-found, not-public, too-little                               | closed with that reason             |
 */
import { isInEu, type CountryCode } from '../terms/countries.ts';
import type { ItemId } from '../terms/ids.ts';
import { isIllegal, type CaseOutcome, type CloseReason, type ItemOutcome } from '../terms/outcomes.ts';

export const ROUTING_RULES = [
  'danger',
  'home-crime',
  'home-notice',
  'no-address',
  'inhope',
  'peer-hotline',
  'no-inhope',
  'host-unknown',
  'ncmec',
  'ncmec-chosen',
  'dsa16',
  'both-hosts',
  'find-origin',
  'known-exact',
  'near-hit',
  'host-changed',
  'not-assessed',
  'not-illegal',
  'not-found',
  'not-public',
  'too-little',
] as const;
export type RoutingRule = (typeof ROUTING_RULES)[number];

export interface ItemFacts {
  readonly itemId: ItemId;
  readonly outcome: ItemOutcome | undefined;
  readonly hostCountry: CountryCode | undefined;
  readonly knownHit: 'none' | 'near' | 'exact-trusted';
  /** Whether a CDN or proxy stands before the real host, and whether that host was found. */
  readonly proxy: 'none' | 'origin-known' | 'origin-unknown';
  readonly hostChanged: boolean;
  /** Countries whose hotline takes this item from us directly (src/exchange); none where it came from there. */
  readonly peerCountries?: ReadonlySet<string>;
}

export interface RoutingFacts {
  readonly homeCountry: CountryCode;
  readonly inhopeCountries: ReadonlySet<string>;
  /** A child in danger now, or an identifiable child or suspect. */
  readonly isUrgent: boolean;
  /** The crime, the child or the suspect is of the home country. */
  readonly isHomeCrime: boolean;
  /** Asked where the case has no address. */
  readonly caseOutcome: CaseOutcome | undefined;
  readonly isOnHold: boolean;
  /** Which illegal items NCMEC is told of too: by the hotline's settings, or by the analyst's choice for this case. */
  readonly ncmec: NcmecFacts;
  readonly items: readonly ItemFacts[];
}

/** `none`: it is no destination of this case; `countries`: for hosts there; `all`: for every illegal item. */
export type NcmecFacts =
  | { readonly kind: 'none' }
  | { readonly kind: 'countries'; readonly countries: ReadonlySet<string> }
  | { readonly kind: 'all'; readonly rule: 'ncmec' | 'ncmec-chosen' };

/** One thing to do, and the rule that says why. */
export type Decision =
  | {
      readonly kind: 'police';
      readonly rule: RoutingRule;
      readonly isAtOnce: boolean;
      readonly itemIds: readonly ItemId[];
    }
  | { readonly kind: 'hotline'; readonly rule: RoutingRule; readonly itemId: ItemId; readonly country: CountryCode }
  | { readonly kind: 'iccam'; readonly rule: RoutingRule; readonly itemId: ItemId; readonly country: CountryCode }
  | { readonly kind: 'ncmec'; readonly rule: RoutingRule; readonly itemId: ItemId }
  | {
      readonly kind: 'provider';
      readonly rule: RoutingRule;
      readonly itemId: ItemId;
      readonly target: 'host' | 'proxy';
      readonly isDsa16: boolean;
      readonly isHeld: boolean;
    }
  | { readonly kind: 'person'; readonly rule: RoutingRule; readonly itemId: ItemId | undefined }
  | {
      readonly kind: 'none';
      readonly rule: RoutingRule;
      readonly itemId: ItemId | undefined;
      readonly reason: CloseReason;
    };

/** All that follows from the facts: police first, then per item. Pure; the same facts always give the same list. */
export function route(facts: RoutingFacts): readonly Decision[] {
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
