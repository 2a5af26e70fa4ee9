/**
 * A report to the CyberTipline, built from what analysts answered (docs/partners/ncmec.md, field by field). Pure. The tipster, the narrative
 * and everything sealed stay out: no field of a tip is among the facts.
 */
import { z } from 'zod';
import { itemAnswersSchema, outcomeOf, type ItemAnswers } from '../../terms/answers.ts';
import { tipCategorySchema, type TipCategory } from '../../terms/categories.ts';
import { countryCodeSchema, countryName } from '../../terms/countries.ts';
import { toIndustryClassification, toIwf } from '../../terms/schemes.ts';
import type { XmlElement } from '../../platform/xml.ts';
import { INCIDENT_TYPES, LONGEST_FILE_ADDRESS } from './report-schema.ts';

const instantSchema = z.union([z.date(), z.iso.datetime().transform((text) => new Date(text))]);
const hex = (length: number) => z.string().regex(new RegExp(`^[0-9a-f]{${length}}$`));

const factsSchema = z.strictObject({
  caseNumber: z.number().int().positive(),
  category: tipCategorySchema,
  /** A child may be in danger now. */
  isDanger: z.boolean(),
  /** A child or a suspect can be identified. */
  isIdentifiable: z.boolean(),
  /** The national police are told of the same thing. */
  isReportedToPolice: z.boolean(),
  url: z.url({ protocol: /^https?$/ }),
  /** Where it stood, when that is another address than its own. */
  pageUrls: z.array(z.url({ protocol: /^https?$/ })),
  ip: z.union([z.ipv4(), z.ipv6()]).optional(),
  country: countryCodeSchema.optional(),
  answers: itemAnswersSchema,
  /** When it was assessed, or seen by the crawler. */
  confirmedAt: instantSchema,
  /** `person`: an analyst assessed it. `list`: it is exactly an entry of a list that the hotline trusts, and nobody viewed it. */
  by: z.enum(['person', 'list']),
  hashes: z.strictObject({ md5: hex(32).optional(), sha1: hex(40).optional(), sha256: hex(64).optional() }).optional(),
});
/** What the adapter is told of one item of a case; this is what waits, shrouded, as the dispatch's payload. */
export type CybertipInput = z.input<typeof factsSchema>;
export type CybertipFacts = z.output<typeof factsSchema>;

/** Facts to payload text. @throws z.ZodError naming the field, without its value */
export const writeFacts = (input: CybertipInput): string => JSON.stringify(factsSchema.parse(input));
/** Payload text to facts. @throws when it is not what `writeFacts` made */
export const readFacts = (text: string): CybertipFacts => factsSchema.parse(JSON.parse(text));

/** Who reports: the hotline, as its settings say. */
export interface Reporter {
  readonly firstName: string | undefined;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string | undefined;
  /** The police authority that the hotline reports to, for `lawEnforcement`; undefined: left out. */
  readonly agency: string | undefined;
  readonly homeCountry: string;
}

/** NCMEC's type of incident for what the public told of. What is reported is always an address with illegal material. */
export function incidentTypeOf(category: TipCategory): string {
  switch (category) {
    case 'online':
    case 'offline':
    case 'other':
      return INCIDENT_TYPES.material;
    case 'grooming':
    case 'extortion':
      return INCIDENT_TYPES.enticement;
    case 'trafficking':
      return INCIDENT_TYPES.trafficking;
    case 'travel':
      return INCIDENT_TYPES.tourism;
  }
}

const leaf = (name: string, text: string): XmlElement => ({ name, text });
const node = (name: string, ...children: readonly (XmlElement | undefined)[]): XmlElement => ({
  name,
  children: children.filter((child) => child !== undefined),
});

/** The body of `POST /submit`, in the schema's order. `reference` lets a person at NCMEC tell a repeat from another report. */
export function buildReport(facts: CybertipFacts, reporter: Reporter, reference: string): XmlElement {
  return node(
    'report',
    summaryOf(facts),
    node('internetDetails', webPageOf(facts)),
    lawEnforcementOf(facts, reporter),
    node('reporter', reportingPersonOf(reporter)),
    leaf('additionalInfo', additionalInfoOf(facts, reference)),
  );
}

function summaryOf(facts: CybertipFacts): XmlElement {
  const urgent = [
    ...(facts.isDanger ? ['A child may be in danger now.'] : []),
    ...(facts.isIdentifiable ? ['A child or a suspect may be identifiable.'] : []),
  ].join(' ');
  return node(
    'incidentSummary',
    leaf('incidentType', incidentTypeOf(facts.category)),
    urgent === '' ? undefined : leaf('escalateToHighPriority', urgent),
    facts.category === 'extortion' ? node('reportAnnotations', { name: 'sextortion' }) : undefined,
    leaf('incidentDateTime', facts.confirmedAt.toISOString()),
    leaf(
      'incidentDateTimeDescription',
      'When the hotline confirmed what is at the address. When it was put there is not known.',
    ),
  );
}

function webPageOf({ url, pageUrls, ip, country }: CybertipFacts): XmlElement {
  const others = [...new Set(pageUrls)].filter((each) => each !== url);
  const place = country === undefined ? 'a country that is not known' : `${countryName(country, 'en')} (${country})`;
  const info = [
    `Hosted in ${place}${ip === undefined ? '' : `, at ${ip}`}.`,
    ...(others.length > 0 ? ['The first address is the media itself; the others are pages that it stood on.'] : []),
  ];
  return {
    name: 'webPageIncident',
    attributes: { thirdPartyHostedContent: 'true' },
    children: [...[url, ...others].map((each) => leaf('url', each)), leaf('additionalInfo', info.join(' '))],
  };
}

function lawEnforcementOf(facts: CybertipFacts, { agency, homeCountry }: Reporter): XmlElement | undefined {
  if (!facts.isReportedToPolice || agency === undefined) return undefined;
  const told = node('lawEnforcement', leaf('agencyName', agency), leaf('reportedToLe', 'true'));
  return { ...told, attributes: { fleaCountry: homeCountry } };
}

const reportingPersonOf = ({ firstName, lastName, email, phone }: Reporter): XmlElement =>
  node(
    'reportingPerson',
    firstName === undefined ? undefined : leaf('firstName', firstName),
    leaf('lastName', lastName),
    phone === undefined ? undefined : { name: 'phone', attributes: { type: 'Business' }, text: phone },
    leaf('email', email),
  );

/** Lines of `name: value`, the same words always: what has no field of its own in the schema. */
function additionalInfoOf(facts: CybertipFacts, reference: string): string {
  const { answers, hashes } = facts;
  const { category, ageBand } = toIwf(answers);
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['Hotline case', String(facts.caseNumber)],
    ['Hotline reference', reference],
    [
      'Confirmed by',
      facts.by === 'person' ? 'an analyst who assessed it' : 'an exact match with a trusted list of known hashes',
    ],
    ['Assessment', assessmentWords(answers)],
    ['IWF category', category],
    ['Industry classification', toIndustryClassification(answers)],
    ['Apparent age', ageBand],
    ['Gender', known(answers.gender)],
    ['Virtual', known(answers.virtual)],
    ['Self-generated', known(answers['self-generated'])],
    ['Modelling', known(answers.modelling)],
    ['Commercial', known(answers.commercial)],
    ['Site type', known(answers['site-type'])],
    ['MD5', hashes?.md5],
    ['SHA1', hashes?.sha1],
    ['SHA256', hashes?.sha256],
  ];
  return lines.flatMap(([name, text]) => (text === undefined ? [] : [`${name}: ${text}`])).join('\n');
}

const known = (answer: string | undefined): string | undefined => (answer === 'unknown' ? undefined : answer);

function assessmentWords(answers: ItemAnswers): string {
  return outcomeOf(answers) === 'illegal-baseline'
    ? 'illegal, meets the Interpol baseline'
    : 'illegal under the law of the hotline’s country';
}

/**
 * The body of `POST /fileinfo` for the media of a report, without a file: Fyr has none. Undefined where no MD5 is known. NCMEC's
 * `fileId` is what an upload answers, 32 hexadecimal digits; without an upload the media's own MD5 stands there.
 */
export function buildFileDetails(facts: CybertipFacts, reportId: string): XmlElement | undefined {
  const { hashes, answers } = facts;
  const md5 = hashes?.md5;
  if (md5 === undefined) return undefined;
  const annotations = [
    ...(answers.virtual === 'yes' ? ['animeDrawingVirtualHentai'] : []),
    ...(answers['self-generated'] === 'yes' ? ['possibleSelfProduction'] : []),
    ...(answers.age === '0-2' ? ['infant'] : []),
  ];
  const classification = toIndustryClassification(answers);
  const hash = (hashType: string, text: string | undefined): XmlElement | undefined =>
    text === undefined ? undefined : { name: 'originalFileHash', attributes: { hashType }, text };
  return node(
    'fileDetails',
    leaf('reportId', reportId),
    leaf('fileId', md5),
    facts.url.length > LONGEST_FILE_ADDRESS ? undefined : leaf('locationOfFile', facts.url),
    leaf('fileViewedByEsp', String(facts.by === 'person')),
    leaf('publiclyAvailable', 'true'),
    leaf('fileRelevance', 'Reported'),
    annotations.length === 0 ? undefined : node('fileAnnotations', ...annotations.map((name) => ({ name }))),
    classification === undefined ? undefined : leaf('industryClassification', classification),
    hash('MD5', md5),
    hash('SHA1', hashes?.sha1),
    hash('SHA256', hashes?.sha256),
  );
}

/** A document as the fields that it has, in its order: path and value, attributes with `@`. */
export function fieldsOf(
  element: XmlElement,
  path = '',
): readonly { readonly field: string; readonly value: string }[] {
  const here = path === '' ? element.name : `${path}/${element.name}`;
  const marks = Object.entries(element.attributes ?? {}).map(([name, value]) => ({ field: `${here}@${name}`, value }));
  const children = element.children ?? [];
  if (children.length > 0) return [...marks, ...children.flatMap((child) => fieldsOf(child, here))];
  return [...marks, { field: here, value: element.text ?? '' }];
}
