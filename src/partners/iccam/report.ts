/**
 * A report to ICCAM v3 (`POST rest/Reports`, DOMAIN.md), built from what analysts answered. Pure; numbers are those of
 * ICCAM's own catalogues. The tipster, the narrative and the memo's free text stay out: INHOPE gets addresses and assessments.
 */
import { z } from 'zod';
import { itemAnswersSchema, type ItemAnswers } from '../../terms/answers.ts';
import { countryCodeSchema } from '../../terms/countries.ts';
import { toIccamAssessment, toIccamCommerciality } from '../../terms/schemes.ts';

const yesNoNumber = z.union([z.literal(1), z.literal(2), z.literal(3)]);
const oneToFour = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);

const urlSchema = z.strictObject({
  urlString: z.url(),
  hotlineReference: z.string().min(1).max(200),
  hostingCountryCode: z.string().regex(/^[A-Z]{2}$/),
  hostingIpAddress: z.union([z.ipv4(), z.ipv6()]),
  hostingIsp: z.string().nullable(),
  hostingOrganization: z.strictObject({ organizationName: z.string() }).nullable(),
  isSourceUrl: z.boolean(),
  memo: z.string(),
  /** 1 media, 2 website. */
  contentType: z.union([z.literal(1), z.literal(2)]),
  assessment: z.strictObject({
    assessingAnalystName: z.string().min(1),
    classification: z.union([z.literal(1), z.literal(2), z.literal(4)]),
    ageCategorization: oneToFour,
    genderCategorization: oneToFour,
    virtualContentCategorization: yesNoNumber,
    userGeneratedContentCategorization: yesNoNumber,
    childModelingCategorization: yesNoNumber,
  }),
  actions: z.array(z.never()),
});

/** The body as ICCAM takes it, strict, so that a field of ours that it does not know fails here and not there. */
export const iccamReportSchema = z.strictObject({
  reportingAnalystName: z.string().min(1),
  hotlineReceivedDate: z.iso.datetime(),
  hotlineReference: z.string().min(1).max(200),
  memo: z.string(),
  sourceUrlUsername: z.string(),
  sourceUrlPassword: z.string(),
  sourceUrlReferrer: z.string().nullable(),
  sourceUrlSiteType: z.number().int().min(1).max(24),
  sourceUrlCommerciality: yesNoNumber,
  sourceUrlPaymentMethods: z.array(z.number().int().min(1).max(13)).min(1),
  urls: z.array(urlSchema).min(1),
});
export type IccamReport = z.infer<typeof iccamReportSchema>;

const instantSchema = z.union([z.date(), z.iso.datetime().transform((text) => new Date(text))]);

const inputSchema = z.strictObject({
  caseNumber: z.number().int().positive(),
  /** When the first tip of the case came, rounded to the hour. */
  receivedHour: instantSchema,
  /** The page that led the crawler to what is reported, where the report has no page of its own. */
  referrer: z.url().optional(),
  /** The first is the source: the page that the others stand on. */
  items: z
    .array(
      z.strictObject({
        id: z.uuid(),
        url: z.url(),
        country: countryCodeSchema,
        ip: z.union([z.ipv4(), z.ipv6()]),
        answers: itemAnswersSchema,
      }),
    )
    .min(1),
});
/** A case's facts as a report needs them; this is what waits, shrouded, as the dispatch's payload. */
export type IccamInput = z.input<typeof inputSchema>;
export type IccamFacts = z.output<typeof inputSchema>;

/** Facts to payload text. @throws z.ZodError when there is no item, or one is not located: such a report has no hotline to go to. */
export const writeFacts = (input: IccamInput): string => JSON.stringify(inputSchema.parse(input));

/** Payload text to facts. @throws when it is not what `writeFacts` made */
export const readFacts = (text: string): IccamFacts => inputSchema.parse(JSON.parse(text));

/**
 * The report's body. ICCAM knows a hotline's user and not its analysts, so `analystName` is the user's name for all of them.
 * `reference` must be unique for the hotline: ICCAM refuses a second report with it, which is how a repeat is told.
 */
export function buildReport(input: IccamFacts, analystName: string, reference: string): IccamReport {
  const source = input.items[0]?.answers;
  return iccamReportSchema.parse({
    reportingAnalystName: analystName,
    hotlineReceivedDate: input.receivedHour.toISOString(),
    hotlineReference: reference,
    memo: `Fyr case ${input.caseNumber}`,
    sourceUrlUsername: '',
    sourceUrlPassword: '',
    sourceUrlReferrer: input.referrer ?? null,
    sourceUrlSiteType: siteTypeNumber(source?.['site-type']),
    sourceUrlCommerciality: toIccamCommerciality(source?.commercial),
    sourceUrlPaymentMethods: [paymentMethodNumber(source?.commercial)],
    urls: input.items.map((item, index) => buildUrl(item, index, analystName, reference)),
  });
}

function buildUrl(item: IccamFacts['items'][number], index: number, analystName: string, reference: string) {
  return {
    urlString: item.url,
    hotlineReference: `${reference}.${index + 1}`,
    hostingCountryCode: item.country,
    hostingIpAddress: item.ip,
    hostingIsp: null,
    hostingOrganization: null,
    isSourceUrl: index === 0,
    memo: '',
    contentType: item.answers['content-type'] === 'media' ? 1 : 2,
    assessment: { assessingAnalystName: analystName, ...toIccamAssessment(item.answers) },
    actions: [],
  };
}

/**
 * ICCAM's `site-types` as public clients of v3 send them: 2 website, 3 file host, 4 image store, 6 forum, 8 link site, 9 social
 * network. There is none for video hosts and messaging, and for what is not known those clients send 2.
 */
export function siteTypeNumber(siteType: ItemAnswers['site-type']): number {
  switch (siteType) {
    case 'file-host':
      return 3;
    case 'forum':
      return 6;
    case 'link-list':
      return 8;
    case 'social':
      return 9;
    case 'image-host':
      return 4;
    case 'website':
    case 'video-host':
    case 'messaging':
    case 'unknown':
    case undefined:
      return 2;
  }
}

/** ICCAM's `payment-methods`: 9 none, 1 not determined (how one pays is not asked). */
export const paymentMethodNumber = (commercial: ItemAnswers['commercial']): 1 | 9 => (commercial === 'no' ? 9 : 1);
