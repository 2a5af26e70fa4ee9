/** What routing is told, and what it says: the facts of a case and the decisions that follow from them. Pure words, no rules. */
import type { CaseOrigin } from '../cases/door.ts';
import type { TipCategory } from '../terms/categories.ts';
import type { CountryCode } from '../terms/countries.ts';
import type { ItemId } from '../terms/ids.ts';
import { isIllegal, type CaseOutcome, type CloseReason, type ItemOutcome } from '../terms/outcomes.ts';

/** Reasons that Fyr has words for (rule-texts.ts). They stand on dispatches and in packages to the police: none is renamed or removed. */
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
  'proxy-alone',
  'find-origin',
  'known-exact',
  'near-hit',
  'host-changed',
  'not-assessed',
  'not-illegal',
  'not-found',
  'not-public',
  'too-little',
  'last-resort',
  'table-refused',
] as const;
export type RoutingRule = (typeof ROUTING_RULES)[number];
/** A reason in an administrator's own words: they stand in the row of the version that decided. */
export type OwnRule = `own-${string}`;
export type RuleCode = RoutingRule | OwnRule;

/**
 * Whether a CDN or proxy stands before the real host, and what is known of that host. `origin-unknown`: nobody has said anything of it yet;
 * `origin-not-found`: somebody looked, and it cannot be found.
 */
export const PROXY_STANDS = ['none', 'origin-known', 'origin-unknown', 'origin-not-found'] as const;
export type ProxyStand = (typeof PROXY_STANDS)[number];

export interface ItemFacts {
  readonly itemId: ItemId;
  /** A person's, or what a list's decision noted; undefined: nobody has assessed it. */
  readonly outcome: ItemOutcome | undefined;
  /** What trusted lists call it; undefined where they say nothing. */
  readonly listOutcome: ItemOutcome | undefined;
  /** Where it is kept; behind a proxy the origin's, and undefined while that is not known. */
  readonly hostCountry: CountryCode | undefined;
  readonly knownHit: 'none' | 'near' | 'exact-trusted';
  readonly proxy: ProxyStand;
  /** It answers from another host than the one that was assessed. */
  readonly hostChanged: boolean;
  /** Countries whose hotline takes this item from us directly (src/exchange); none where it came from there. */
  readonly peerCountries?: ReadonlySet<string>;
}

export interface RoutingFacts {
  readonly homeCountry: CountryCode;
  readonly inhopeCountries: ReadonlySet<string>;
  /** What the case is about, and how it came in. */
  readonly category: TipCategory;
  readonly origin: CaseOrigin;
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

/**
 * `none`: it is no destination of this case; `asked`: it can be one, and nothing asks for it; `countries`: the settings ask for
 * it for hosts there; `all`: for every illegal item.
 */
export type NcmecFacts =
  | { readonly kind: 'none' | 'asked' }
  | { readonly kind: 'countries'; readonly countries: ReadonlySet<string> }
  | { readonly kind: 'all'; readonly rule: 'ncmec' | 'ncmec-chosen' };

/** Which row of which version of the table decided (table.ts; 0: the shipped one). */
export interface RowRef {
  readonly version: number;
  readonly row: string;
}

interface Reasoned {
  readonly rule: RuleCode;
  readonly by: RowRef;
}

/** One thing to do, the reason, and the row that says so. */
export type Decision = Reasoned &
  (
    | { readonly kind: 'police'; readonly isAtOnce: boolean; readonly itemIds: readonly ItemId[] }
    | { readonly kind: 'hotline'; readonly itemId: ItemId; readonly country: CountryCode }
    | { readonly kind: 'iccam'; readonly itemId: ItemId; readonly country: CountryCode }
    | { readonly kind: 'ncmec'; readonly itemId: ItemId }
    | {
        readonly kind: 'provider';
        readonly itemId: ItemId;
        readonly target: 'host' | 'proxy';
        readonly isDsa16: boolean;
        readonly isHeld: boolean;
      }
    | { readonly kind: 'person'; readonly itemId: ItemId | undefined }
    | { readonly kind: 'none'; readonly itemId: ItemId | undefined; readonly reason: CloseReason }
  );

/** A person's assessment stands above a list's. */
export const countsAsIllegal = (item: ItemFacts): boolean =>
  item.outcome === undefined ? item.knownHit === 'exact-trusted' : isIllegal(item.outcome);
