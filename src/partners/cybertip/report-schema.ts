/**
 * What Fyr sends to the CyberTipline, in the order of NCMEC's schema (DOMAIN.md; section "report" and "fileDetails" of the public technical
 * documentation). Stricter than the schema: what Fyr never sends (persons, victims, recipients, devices) is no part of it, so that a
 * document that held some would fail here and not leave.
 */
import { any, FLAG, maybe, one, sequence, some, value, type ElementRule } from './schema-rule.ts';

/** NCMEC's eight types of incident, letter by letter: the schema takes no others. */
export const INCIDENT_TYPES = {
  material: 'Child Pornography (possession, manufacture, and distribution)',
  trafficking: 'Child Sex Trafficking',
  tourism: 'Child Sex Tourism',
  molestation: 'Child Sexual Molestation',
  domain: 'Misleading Domain Name',
  words: 'Misleading Words or Digital Images on the Internet',
  enticement: 'Online Enticement of Children for Sexual Acts',
  unsolicited: 'Unsolicited Obscene Material Sent to a Child',
} as const;

const LONG = { maxLength: 3_000 };
const BOOLEAN = { oneOf: ['true', 'false'] };
/** xs:dateTime with its offset: a time of day without one is no instant. */
const INSTANT = { pattern: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/ };
const ADDRESS = { pattern: /^https?:\/\/\S+$/ };
/** The schema's limit for an address of a file; one of a page has none. */
export const LONGEST_FILE_ADDRESS = 2_083;
const REPORT_ID = { pattern: /^[1-9]\d{0,18}$/ };

const PERSON = sequence(
  maybe('firstName', value({ maxLength: 100 })),
  maybe('lastName', value({ maxLength: 100 })),
  any('phone', value({ maxLength: 50 }), { type: { oneOf: ['Business', 'Work'] } }),
  some('email', value({ maxLength: 255, pattern: /^\S+@\S+$/ })),
);

/** The root of `POST /submit`. */
export const REPORT_RULE: ElementRule = one(
  'report',
  sequence(
    one(
      'incidentSummary',
      sequence(
        one('incidentType', value({ oneOf: Object.values(INCIDENT_TYPES) })),
        maybe('escalateToHighPriority', value(LONG)),
        maybe('reportAnnotations', sequence(maybe('sextortion', FLAG))),
        one('incidentDateTime', value(INSTANT)),
        maybe('incidentDateTimeDescription', value(LONG)),
      ),
    ),
    some(
      'internetDetails',
      sequence(
        one('webPageIncident', sequence(some('url', value(ADDRESS)), maybe('additionalInfo', value(LONG))), {
          thirdPartyHostedContent: BOOLEAN,
        }),
      ),
    ),
    maybe(
      'lawEnforcement',
      sequence(one('agencyName', value({ maxLength: 255 })), maybe('reportedToLe', value(BOOLEAN))),
      { fleaCountry: { pattern: /^[A-Z]{2}$/ } },
    ),
    one('reporter', sequence(one('reportingPerson', PERSON))),
    maybe('additionalInfo', value(LONG)),
  ),
);

/** The root of `POST /fileinfo`. */
export const FILE_DETAILS_RULE: ElementRule = one(
  'fileDetails',
  sequence(
    one('reportId', value(REPORT_ID)),
    one('fileId', value({ pattern: /^[0-9a-f]{32}$/ })),
    maybe('locationOfFile', value({ ...ADDRESS, maxLength: LONGEST_FILE_ADDRESS })),
    maybe('fileViewedByEsp', value(BOOLEAN)),
    maybe('publiclyAvailable', value(BOOLEAN)),
    maybe('fileRelevance', value({ oneOf: ['Reported'] })),
    maybe(
      'fileAnnotations',
      sequence(maybe('animeDrawingVirtualHentai', FLAG), maybe('possibleSelfProduction', FLAG), maybe('infant', FLAG)),
    ),
    maybe('industryClassification', value({ oneOf: ['A1', 'A2', 'B1', 'B2'] })),
    any('originalFileHash', value({ pattern: /^[0-9a-f]{32,64}$/ }), { hashType: { maxLength: 64 } }),
    any('additionalInfo', value(LONG)),
  ),
);
