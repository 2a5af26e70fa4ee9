/**
 * What the police receive, as data: version 2 of `fyr-police-package`, documented field by field in docs/partners/police.md.
 * A later version may add fields; a field's meaning never changes within a version. Times are UTC, ISO 8601.
 */
import { z } from 'zod';
import { originWaySchema, type FoundOrigin } from '../../cases/door.ts';
import { narrativeOf, type TipReport } from '../../intake/door.ts';
import { reasonIn, SHIPPED_TABLE, type WordedRule } from '../../routing/door.ts';
import { caseAnswersSchema, itemAnswersSchema, type CaseAnswers, type ItemAnswers } from '../../terms/answers.ts';
import { tipCategorySchema, tipSourceSchema, type TipCategory, type TipSource } from '../../terms/categories.ts';
import type { CaseId } from '../../terms/ids.ts';
import { siteLanguageSchema, type SiteLanguage } from '../../terms/site-languages.ts';
import type { ItemOutcome } from '../../terms/outcomes.ts';
import { itemOutcomeSchema } from '../../terms/outcomes.ts';
import type { HotlineIdentity } from '../partner.ts';

const textSchema = z.string().optional();

/** What the tipster wrote, each field as the public form names it. */
export const TIP_FIELDS = [
  'narrative',
  'pageReachedFrom',
  'accessNeeded',
  'seenWhen',
  'place',
  'travelCountry',
  'hotel',
  'dates',
  'suspect',
  'whySuspicious',
] as const;
export type TipField = (typeof TIP_FIELDS)[number];

const reportSchema = z.strictObject({
  narrative: textSchema,
  pageReachedFrom: textSchema,
  accessNeeded: textSchema,
  seenWhen: textSchema,
  place: textSchema,
  travelCountry: textSchema,
  hotel: textSchema,
  dates: textSchema,
  suspect: textSchema,
  whySuspicious: textSchema,
} satisfies Record<TipField, typeof textSchema>);

const contactSchema = z.strictObject({ name: textSchema, email: textSchema, phone: textSchema });

const tipSchema = z.strictObject({
  id: z.uuid().optional(),
  receivedAt: z.iso.datetime().optional(),
  category: tipCategorySchema,
  language: siteLanguageSchema,
  source: tipSourceSchema.optional(),
  markedUrgent: z.boolean(),
  /** Whether the tipster wants to hear from the hotline. */
  wantsAnswer: z.boolean(),
  /** `included`, `withheld` (the hotline has it and did not choose to send it) or `none`. */
  contactStatus: z.enum(['included', 'withheld', 'none']),
  contact: contactSchema.optional(),
  /** Addresses as the tipster gave them; empty where the items hold them. */
  addresses: z.array(z.string()),
  report: reportSchema,
});

const itemSchema = z.strictObject({
  id: z.uuid(),
  url: z.string(),
  host: z.string(),
  ip: z.string().optional(),
  country: z.string().optional(),
  /** A CDN or proxy answers at `ip`; where it is kept behind it, and how that was found, where somebody found it. */
  proxy: z
    .strictObject({
      found: z.boolean(),
      host: z.string().optional(),
      ip: z.string().optional(),
      country: z.string().optional(),
      way: originWaySchema.optional(),
    })
    .optional(),
  outcome: itemOutcomeSchema.optional(),
  answers: itemAnswersSchema.optional(),
});

/** Strict: nothing gets to the police that the document of the format does not name. */
export const policePackageSchema = z.strictObject({
  format: z.literal('fyr-police-package'),
  version: z.literal(2),
  /** `case`: prepared by an analyst. `urgent-tip`: sealed on arrival, seen by nobody at the hotline yet. */
  kind: z.enum(['case', 'urgent-tip']),
  preparedAt: z.iso.datetime(),
  /** `packageKey` checks the manifest's signature; whoever checks has it from the hotline by another way too. */
  hotline: z.strictObject({ name: z.string(), email: z.string(), country: z.string(), packageKey: z.string() }),
  /** Opened by whoever reads the package, it tells the hotline that the package has arrived. */
  confirmUrl: z.string().optional(),
  urgent: z.boolean(),
  rule: z.strictObject({ code: z.string(), en: z.string(), sv: z.string() }),
  case: z
    .strictObject({
      id: z.uuid(),
      number: z.number().int().positive(),
      category: tipCategorySchema,
      openedAt: z.iso.datetime(),
      answers: caseAnswersSchema,
    })
    .optional(),
  items: z.array(itemSchema),
  tips: z.array(tipSchema),
});
export type PolicePackage = z.infer<typeof policePackageSchema>;
/** One tip in the package: the words as they were given, not an analyst's account of them. */
export type PackagedTip = PolicePackage['tips'][number];
/** One assessed address with where it was hosted, as known when the package was prepared. */
export type PackagedItem = PolicePackage['items'][number];

type Texts<K extends string> = { readonly [key in K]?: string | undefined };

/** A tip, opened with an analyst's key. */
export interface TipInput {
  readonly id?: string;
  /** Rounded to the hour, as everything the public does. */
  readonly receivedHour?: Date;
  readonly category: TipCategory;
  readonly language: SiteLanguage;
  readonly source?: TipSource;
  readonly isUrgent: boolean;
  readonly wantsAnswer: boolean;
  readonly addresses: readonly string[];
  /** Answers to questions that an administrator added stand after the narrative in the package. */
  readonly report: Texts<TipField> & Pick<TipReport, 'own'>;
  readonly contact?: Texts<'name' | 'email' | 'phone'> | undefined;
  /** There are contact details that only the desk can open. */
  readonly isContactSealed?: boolean;
}

/** One item with its newest assessment. */
export interface ItemInput {
  readonly id: string;
  readonly url: string;
  readonly host: string;
  readonly ip: string | undefined;
  readonly country: string | undefined;
  /** Undefined: no CDN or proxy is known to stand before its host. */
  readonly proxy?:
    | { readonly found: false }
    | (Pick<FoundOrigin, 'host' | 'ip' | 'country' | 'way'> & { readonly found: true })
    | undefined;
  readonly outcome: ItemOutcome | undefined;
  readonly answers: ItemAnswers | undefined;
}

/** A whole case for the police. `includeContact` is an analyst's choice for this sending: without it no contact detail leaves. */
export interface CaseInput {
  readonly id: CaseId;
  readonly number: number;
  readonly category: TipCategory;
  readonly isUrgent: boolean;
  readonly openedHour: Date;
  readonly answers: CaseAnswers;
  readonly rule: WordedRule;
  readonly items: readonly ItemInput[];
  readonly tips: readonly TipInput[];
  readonly includeContact: boolean;
}

/** What a package says of its own making. */
export interface PackageFrame {
  readonly hotline: HotlineIdentity;
  /** The line that checks the manifest (c2sp.org/signed-note's verifier key). */
  readonly packageKey: string;
  readonly preparedAt: Date;
  readonly confirmUrl: string | undefined;
}

/** A case as the police will read it. */
export function packageCase(input: CaseInput, frame: PackageFrame): PolicePackage {
  return {
    ...envelope(frame, input.rule),
    kind: 'case',
    urgent: input.isUrgent || input.rule.code === 'danger',
    case: {
      id: input.id,
      number: input.number,
      category: input.category,
      openedAt: input.openedHour.toISOString(),
      answers: input.answers,
    },
    items: input.items.map(packageItem),
    tips: input.tips.map((tip) => packageTip(tip, input.includeContact)),
  };
}

/** A tip that its sender marked urgent, as the police will read it before any analyst has. */
export function packageUrgentTip(tip: TipInput, frame: PackageFrame, includeContact: boolean): PolicePackage {
  return {
    ...envelope(frame, reasonIn(SHIPPED_TABLE, 'danger')),
    kind: 'urgent-tip',
    urgent: true,
    items: [],
    tips: [packageTip(tip, includeContact)],
  };
}

function envelope({ hotline, packageKey, preparedAt, confirmUrl }: PackageFrame, { code, en, sv }: WordedRule) {
  return {
    format: 'fyr-police-package' as const,
    version: 2 as const,
    preparedAt: preparedAt.toISOString(),
    hotline: { name: hotline.name, email: hotline.email, country: hotline.homeCountry, packageKey },
    ...defined({ confirmUrl }),
    rule: { code, en, sv },
  };
}

function packageItem({ id, url, host, ip, country, proxy, outcome, answers }: ItemInput): PackagedItem {
  const behind = proxy === undefined ? undefined : packageProxy(proxy);
  return { id, url, host, ...defined({ ip, country, proxy: behind, outcome, answers }) };
}

function packageProxy(proxy: NonNullable<ItemInput['proxy']>): PackagedItem['proxy'] {
  if (!proxy.found) return { found: false };
  const { host, ip, country, way } = proxy;
  return { found: true, host, way, ...defined({ ip, country }) };
}

function packageTip(tip: TipInput, includeContact: boolean): PackagedTip {
  const contact = given(tip.contact);
  const isIncluded = contact !== undefined && includeContact;
  const hasContact = contact !== undefined || tip.isContactSealed === true;
  const told = { ...tip.report, narrative: narrativeOf(tip.report) };
  return {
    ...defined({ id: tip.id, receivedAt: tip.receivedHour?.toISOString(), source: tip.source }),
    category: tip.category,
    language: tip.language,
    markedUrgent: tip.isUrgent,
    wantsAnswer: tip.wantsAnswer,
    contactStatus: isIncluded ? 'included' : hasContact ? 'withheld' : 'none',
    ...(isIncluded ? { contact } : {}),
    addresses: [...tip.addresses],
    report: reportSchema.parse(
      Object.fromEntries(
        TIP_FIELDS.map((field) => [field, told[field]]).filter(([, text]) => text !== undefined && text !== ''),
      ),
    ),
  };
}

/** The contact with its empty fields left out; undefined when nothing was given. */
function given(contact: TipInput['contact']): z.infer<typeof contactSchema> | undefined {
  const { name, email, phone } = contact ?? {};
  const filled = Object.entries({ name, email, phone }).filter(([, text]) => text !== undefined && text !== '');
  return filled.length === 0 ? undefined : contactSchema.parse(Object.fromEntries(filled));
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The object without its undefined fields: JSON has none, and a strict reader should find what was written. */
function defined<T extends object>(fields: T): Defined<T>;
function defined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
