/**
 * The routing table as data: ordered rows, each with conditions, whom it leads to, and why. This file says what a row may be;
 * what stands above and below every table is in fixed-rows.ts, and how a table is read in route.ts.
 *
 * A row about an `item` is read for each illegal item, one about a `case` where a case has no address and a crime is suspected.
 * All its conditions must hold; one that is not given always holds.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CASE_ORIGINS } from '../cases/door.ts';
import { TIP_CATEGORIES } from '../terms/categories.ts';
import { countryCodeSchema, isKnownCountry } from '../terms/countries.ts';
import { PROXY_STANDS, ROUTING_RULES, type RuleCode } from './facts.ts';

/** How much a table may hold: what people can read on one page. */
export const TABLE_LIMITS = { rows: 60, wordsMost: 300, countries: 100 } as const;

/**
 * | destination    | meaning                                                                                   |
 * |----------------|-------------------------------------------------------------------------------------------|
 * | police-at-once | the police, ahead of everything else                                                      |
 * | police         | the police                                                                                |
 * | police-onward  | the police, because nobody else can act: they pass it on, for example through Interpol    |
 * | iccam          | the INHOPE hotline of the host's country, through ICCAM                                   |
 * | hotline        | that country's hotline directly, where it takes cases from us                             |
 * | ncmec          | NCMEC's CyberTipline, where the hotline reports there                                     |
 * | provider-host  | whoever hosts it, where that is not hidden for good, unless the police hold the case      |
 * | provider-proxy | the CDN or proxy before the host, likewise                                                |
 * | person         | nothing is sent about the item before a person has looked                                 |
 */
export const ITEM_DESTINATIONS = [
  'police-at-once',
  'police',
  'police-onward',
  'iccam',
  'hotline',
  'ncmec',
  'provider-host',
  'provider-proxy',
  'person',
] as const;
export const CASE_DESTINATIONS = ['police-at-once', 'police'] as const;
export type ItemDestination = (typeof ITEM_DESTINATIONS)[number];

const yesNo = z.enum(['yes', 'no']);
const someOf = <const T extends readonly [string, ...string[]]>(codes: T) =>
  z
    .array(z.enum(codes))
    .min(1)
    .refine((chosen) => new Set(chosen).size === chosen.length);
const countrySchema = countryCodeSchema.refine(isKnownCountry);
const countriesSchema = z.array(countrySchema).min(1).max(TABLE_LIMITS.countries);

const caseConditions = {
  /** The crime, the child or the suspect is of the home country. */
  homeCrime: yesNo.optional(),
  categories: someOf(TIP_CATEGORIES).optional(),
  origins: someOf(CASE_ORIGINS).optional(),
};
const itemConditions = {
  ...caseConditions,
  /** A child in danger now, or an identifiable child or suspect. The police have it at once in any case (fixed-rows.ts). */
  urgent: yesNo.optional(),
  outcomes: someOf(['illegal-baseline', 'illegal-national']).optional(),
  /** `list`: nobody has assessed it; a trusted list's exact hit says what it is. */
  judgedBy: z.enum(['person', 'list']).optional(),
  host: z.enum(['home', 'abroad', 'unknown']).optional(),
  /** Whether the host's country is abroad and has an INHOPE hotline; `no`: it is abroad and has none. */
  inhope: yesNo.optional(),
  /** Whether the host is in the European Union; an unknown host is neither. */
  eu: yesNo.optional(),
  countries: countriesSchema.optional(),
  exceptCountries: countriesSchema.optional(),
  /** Whether the host's country is abroad and its hotline takes the item from us directly. */
  peer: yesNo.optional(),
  hits: someOf(['none', 'near', 'exact-trusted']).optional(),
  proxies: someOf(PROXY_STANDS).optional(),
  /** Whether the settings send the item to NCMEC, or an analyst chose to. */
  ncmec: z.enum(['settings', 'chosen']).optional(),
};

const wordsSchema = z
  .string()
  .trim()
  .min(3)
  .max(TABLE_LIMITS.wordsMost)
  .regex(/^[^\r\n]*$/);
const reasonSchema = z.union([
  z.strictObject({ key: z.enum(ROUTING_RULES) }),
  z.strictObject({ sv: wordsSchema, en: wordsSchema }),
]);
/** Why: one of Fyr's reasons, or own words in the languages in which the police and the console read them. */
export type Reason = z.infer<typeof reasonSchema>;

const rowIdSchema = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/);
const itemRowSchema = z.strictObject({
  id: rowIdSchema,
  about: z.literal('item'),
  when: z.strictObject(itemConditions),
  to: someOf(ITEM_DESTINATIONS),
  why: reasonSchema,
});
const caseRowSchema = z.strictObject({
  id: rowIdSchema,
  about: z.literal('case'),
  when: z.strictObject(caseConditions),
  to: someOf(CASE_DESTINATIONS),
  why: reasonSchema,
});
/** One row's form; what rows must be together, and beyond their form, is in check-table.ts. */
export const routingRowSchema = z.discriminatedUnion('about', [itemRowSchema, caseRowSchema]);

export type ItemRow = z.infer<typeof itemRowSchema>;
export type CaseRow = z.infer<typeof caseRowSchema>;
export type RoutingRow = z.infer<typeof routingRowSchema>;
export type ItemConditions = ItemRow['when'];

/** A version of the table. */
export interface RoutingTable {
  readonly version: number;
  readonly rows: readonly RoutingRow[];
  /** Stored by a newer Fyr, or damaged: nothing is sent by it. */
  readonly isUnreadable?: boolean;
}

/** The code under which a row's reason stands on a dispatch: Fyr's, or the row's own. */
export function ruleOf({ id, why }: Pick<RoutingRow, 'id' | 'why'>): RuleCode {
  if ('key' in why) return why.key;
  return id.startsWith('own-') ? `own-${id.slice('own-'.length)}` : `own-${id}`;
}

/** SHA-256 over the rows, in hexadecimal: whatever a reader could see differ makes it another one, the order of keys does not. */
export function tableHash(rows: readonly RoutingRow[]): string {
  return createHash('sha256').update(canonicalJson(rows)).digest('hex');
}

/** Whether two rows say the same. */
export const isSameRow = (one: RoutingRow, other: RoutingRow): boolean => canonicalJson(one) === canonicalJson(other);

/** JSON with the keys of every object in order (as RFC 8785 has them; these values are strings alone). */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
