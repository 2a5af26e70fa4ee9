/** What clients send to ICCAM v3, value by value. Numbers are numbers, unknown fields are refused, instants carry an offset. */
import { isIP } from 'node:net';
import { z } from 'zod';
import {
  ACTION_TYPES,
  AGE_CATEGORIES,
  CLASSIFICATIONS,
  COMMERCIALITIES,
  CONTENT_CATEGORISATIONS,
  COUNTRIES,
  GENDER_CATEGORIES,
  PAYMENT_METHODS,
  REASON_IDS,
  SITE_TYPES,
  type CatalogueRow,
} from './catalogues.ts';

const COUNTRY_CODES: ReadonlySet<string> = new Set(COUNTRIES.map(({ code }) => code));

const oneOf = (ids: readonly number[]) =>
  z.int('Must be a whole number, not a text.').refine((id) => ids.includes(id), `Must be one of ${ids.join(', ')}.`);
const idOf = (catalogue: readonly CatalogueRow[]) => oneOf(catalogue.map(({ id }) => id));
const maybe = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);

const filled = z
  .string()
  .max(200)
  .refine((text) => text.trim() !== '', 'Must not be empty.');
const longText = z.string().max(10_000);
const instant = z.iso.datetime({ offset: true, error: 'Must be an ISO 8601 date and time with its UTC offset.' });

/** A country that the catalogue has; regions and lower case are refused. */
export const countryCode = z
  .string()
  .refine((code) => COUNTRY_CODES.has(code), 'Must be an ISO 3166-1 alpha-2 code in capitals.');
/** As text; a name or a range is refused. */
export const ipAddress = z.string().refine((text) => isIP(text) !== 0, 'Must be an IPv4 or IPv6 address.');
/** The hotline's own name for a report or an address: 1 to 200 characters, not only spaces. */
export const reference = filled;
/** An id of the catalogue, as a number. */
export const siteType = idOf(SITE_TYPES);
/** An id of the catalogue: 1 not determined, 2 yes, 3 no. */
export const commerciality = idOf(COMMERCIALITIES);
/** Ids of the catalogue; may be empty. */
export const paymentMethods = z
  .array(idOf(PAYMENT_METHODS))
  .refine((ids) => new Set(ids).size === ids.length, 'Must not name a method twice.');

/** All seven values are required: a client that leaves one out has forgotten it. */
export const assessmentSchema = z.strictObject({
  assessingAnalystName: filled,
  classification: idOf(CLASSIFICATIONS),
  ageCategorization: idOf(AGE_CATEGORIES),
  genderCategorization: idOf(GENDER_CATEGORIES),
  virtualContentCategorization: idOf(CONTENT_CATEGORISATIONS),
  userGeneratedContentCategorization: idOf(CONTENT_CATEGORISATIONS),
  childModelingCategorization: idOf(CONTENT_CATEGORISATIONS),
});
export type SentAssessment = z.output<typeof assessmentSchema>;

/** Removed and both reports need no reason; Unavailable and NotIllegal do, each from its own range. */
export const actionSchema = z
  .strictObject({
    actionType: idOf(ACTION_TYPES),
    actioningAnalystName: filled,
    actionDate: instant,
    reasonId: maybe(oneOf(REASON_IDS)),
    reasonText: maybe(longText),
  })
  .refine(({ actionType, reasonId }) => actionType <= 3 || reasonId !== undefined, {
    path: ['reasonId'],
    message: 'A reason is required for Unavailable and NotIllegal.',
  })
  .refine(({ actionType, reasonId }) => reasonId === undefined || isReasonOf(actionType, reasonId), {
    path: ['reasonId'],
    message: 'Unavailable takes reasons 1 to 13, NotIllegal takes 1 and 14 to 21.',
  });
export type SentAction = z.output<typeof actionSchema>;

/** Inferred from the reasons' headings: access and availability explain Unavailable, assessment explains NotIllegal. */
function isReasonOf(actionType: number, reasonId: number): boolean {
  if (reasonId === 1) return true;
  if (actionType === 4) return reasonId <= 13;
  return actionType !== 6 || reasonId >= 14;
}

const urlSchema = z.strictObject({
  urlString: z.string().max(4000).refine(isWebAddress, 'Must be a whole http or https address.'),
  hotlineReference: maybe(filled),
  hostingCountryCode: countryCode,
  hostingIpAddress: ipAddress,
  hostingIsp: maybe(longText),
  hostingOrganization: maybe(z.strictObject({ organizationName: z.string().max(500) })),
  isSourceUrl: z.boolean(),
  memo: maybe(longText),
  contentType: oneOf([1, 2]),
  assessment: maybe(assessmentSchema),
  actions: maybe(z.array(actionSchema).max(0, 'A report takes no action in the run that files it.')),
});
export type SentUrl = z.output<typeof urlSchema>;

function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

/** The body of `POST rest/Reports`. It takes assessments, but no actions in the run that files it. */
export const reportSchema = z
  .strictObject({
    reportingAnalystName: filled,
    hotlineReceivedDate: instant,
    hotlineReference: filled,
    memo: maybe(longText),
    sourceUrlUsername: maybe(longText),
    sourceUrlPassword: maybe(longText),
    sourceUrlReferrer: maybe(longText),
    sourceUrlSiteType: maybe(siteType),
    sourceUrlCommerciality: maybe(commerciality),
    sourceUrlPaymentMethods: maybe(paymentMethods),
    urls: z.array(urlSchema).min(1, 'A report names at least one address.').max(1000),
  })
  .refine(({ urls }) => urls.filter(({ isSourceUrl }) => isSourceUrl).length <= 1, {
    path: ['urls'],
    message: 'At most one address is the source.',
  });
export type SentReport = z.output<typeof reportSchema>;
