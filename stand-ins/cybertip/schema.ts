/**
 * NCMEC's schema for reports and file details, as far as its public technical documentation tells it, with sections that Fyr never sends: a
 * document is judged by it, and `/xsd` publishes it. Written apart from Fyr's own description, so that one checks the other.
 */
import type { XmlElement } from '../../src/platform/xml.ts';

type Type =
  | 'string'
  | 'boolean'
  | 'dateTime'
  | 'date'
  | 'int'
  | 'flag'
  | { readonly oneOf: readonly string[] }
  | { readonly max: number }
  | { readonly all: readonly Part[] }
  | { readonly choice: readonly Part[] };
/** Name, type, how often (`1`, `?`, `*`, `+`), and attributes with their types. */
type Part = readonly [
  name: string,
  type: Type,
  often: '1' | '?' | '*' | '+',
  attributes?: Readonly<Record<string, Type>>,
];

const EVENT: Type = { oneOf: ['Login', 'Registration', 'Purchase', 'Upload', 'Other', 'Unknown'] };
const IP_CAPTURE: Type = {
  all: [
    ['ipAddress', 'string', '1'],
    ['eventName', EVENT, '?'],
    ['dateTime', 'dateTime', '?'],
    ['possibleProxy', 'boolean', '?'],
    ['port', 'int', '?'],
  ],
};
const DEVICE: Type = {
  all: [
    ['idType', { max: 255 }, '1'],
    ['idValue', { max: 2083 }, '1'],
    ['eventName', EVENT, '?'],
    ['dateTime', 'dateTime', '?'],
  ],
};
const ADDRESS: Type = {
  all: [
    ['address', { max: 255 }, '?'],
    ['city', { max: 100 }, '?'],
    ['zipCode', { max: 20 }, '?'],
    ['state', 'string', '?'],
    ['nonUsaState', { max: 100 }, '?'],
    ['country', 'string', '?'],
  ],
};
const PHONE = [
  'phone',
  { max: 50 },
  '*',
  { type: { oneOf: ['Mobile', 'Home', 'Business', 'Work', 'Fax', 'Internet'] } },
] as const;
const CONTACT: readonly Part[] = [
  ['firstName', { max: 100 }, '?'],
  ['lastName', { max: 100 }, '?'],
  PHONE,
  ['email', { max: 255 }, '*', { type: { oneOf: ['Home', 'Work', 'Business'] } }],
  ['address', ADDRESS, '*'],
];
const PERSON: Type = { all: [...CONTACT, ['age', 'int', '?'], ['dateOfBirth', 'date', '?']] };
const account = (person: Part): readonly Part[] => [
  person,
  ['espIdentifier', { max: 255 }, '?'],
  ['espService', { max: 100 }, '?'],
  ['screenName', { max: 255 }, '?'],
  ['displayName', 'string', '*'],
  ['profileUrl', 'string', '*'],
  ['ipCaptureEvent', IP_CAPTURE, '*'],
  ['deviceId', DEVICE, '*'],
  ['priorCTReports', 'int', '*'],
  ['additionalInfo', 'string', '?'],
];

const REPORT: Part = [
  'report',
  {
    all: [
      [
        'incidentSummary',
        {
          all: [
            [
              'incidentType',
              {
                oneOf: [
                  'Child Pornography (possession, manufacture, and distribution)',
                  'Child Sex Trafficking',
                  'Child Sex Tourism',
                  'Child Sexual Molestation',
                  'Misleading Domain Name',
                  'Misleading Words or Digital Images on the Internet',
                  'Online Enticement of Children for Sexual Acts',
                  'Unsolicited Obscene Material Sent to a Child',
                ],
              },
              '1',
            ],
            ['platform', { max: 256 }, '?'],
            ['escalateToHighPriority', { max: 3000 }, '?'],
            [
              'reportAnnotations',
              {
                all: [
                  ['sextortion', 'flag', '?'],
                  ['csamSolicitation', 'flag', '?'],
                  ['minorToMinorInteraction', 'flag', '?'],
                  ['spam', 'flag', '?'],
                  ['sadisticOnlineExploitation', 'flag', '?'],
                  ['informational', 'flag', '?'],
                ],
              },
              '?',
            ],
            ['incidentDateTime', 'dateTime', '1'],
            ['incidentDateTimeDescription', { max: 3000 }, '?'],
          ],
        },
        '1',
      ],
      [
        'internetDetails',
        {
          choice: [
            [
              'webPageIncident',
              {
                all: [
                  ['url', 'string', '*'],
                  ['additionalInfo', 'string', '?'],
                ],
              },
              '1',
              { thirdPartyHostedContent: 'boolean' },
            ],
            [
              'newsgroupIncident',
              {
                all: [
                  ['name', { max: 255 }, '?'],
                  ['content', 'string', '?'],
                ],
              },
              '1',
            ],
          ],
        },
        '*',
      ],
      [
        'lawEnforcement',
        {
          all: [
            ['agencyName', { max: 255 }, '1'],
            ['caseNumber', { max: 100 }, '?'],
            ['officerContact', { all: CONTACT }, '?'],
            ['reportedToLe', 'boolean', '?'],
          ],
        },
        '?',
        { fleaCountry: 'string' },
      ],
      [
        'reporter',
        {
          all: [
            ['reportingPerson', PERSON, '1'],
            ['contactPerson', { all: CONTACT }, '?'],
            ['companyTemplate', 'string', '?'],
            ['termsOfService', 'string', '?'],
            ['legalURL', { max: 2083 }, '?'],
          ],
        },
        '1',
      ],
      ['personOrUserReported', { all: account(['personOrUserReportedPerson', PERSON, '?']) }, '?'],
      ['intendedRecipient', { all: account(['intendedRecipientPerson', PERSON, '?']) }, '*'],
      ['victim', { all: account(['victimPerson', PERSON, '1']) }, '*'],
      ['additionalInfo', 'string', '?'],
    ],
  },
  '1',
];

const FILE_DETAILS: Part = [
  'fileDetails',
  {
    all: [
      ['reportId', 'int', '1'],
      ['fileId', 'string', '1'],
      ['originalFileName', { max: 2056 }, '?'],
      ['uploadedToEspTimestamp', 'dateTime', '?'],
      ['locationOfFile', { max: 2083 }, '?'],
      ['fileViewedByEsp', 'boolean', '?'],
      ['exifViewedByEsp', 'boolean', '?'],
      ['publiclyAvailable', 'boolean', '?'],
      ['fileRelevance', { oneOf: ['Reported', 'Supplemental Reported'] }, '?'],
      [
        'fileAnnotations',
        {
          all: [
            'animeDrawingVirtualHentai',
            'potentialMeme',
            'viral',
            'possibleSelfProduction',
            'physicalHarm',
            'violenceGore',
            'bestiality',
            'liveStreaming',
            'infant',
            'generativeAi',
          ].map((name): Part => [name, 'flag', '?']),
        },
        '?',
      ],
      ['industryClassification', { oneOf: ['A1', 'A2', 'B1', 'B2'] }, '?'],
      ['originalFileHash', 'string', '*', { hashType: { max: 64 } }],
      ['ipCaptureEvent', IP_CAPTURE, '?'],
      ['deviceId', DEVICE, '*'],
      [
        'details',
        {
          all: [
            [
              'nameValuePair',
              {
                all: [
                  ['name', { max: 64 }, '1'],
                  ['value', 'string', '1'],
                ],
              },
              '+',
            ],
          ],
        },
        '*',
      ],
      ['additionalInfo', 'string', '*'],
    ],
  },
  '1',
];

/** The first thing in a document that is against the schema, by its path; undefined when nothing is. */
export const faultOf = (root: XmlElement): string | undefined => {
  const part = root.name === 'report' ? REPORT : root.name === 'fileDetails' ? FILE_DETAILS : undefined;
  return part === undefined ? root.name : faultIn(root, part, root.name);
};

function faultIn(element: XmlElement, [, type, , attributes = {}]: Part, path: string): string | undefined {
  for (const [name, text] of Object.entries(element.attributes ?? {})) {
    if (name === 'noNamespaceSchemaLocation' || name === 'xsi') continue;
    const wanted = attributes[name];
    if (wanted === undefined || !fits(text, wanted)) return `${path}@${name}`;
  }
  const children = element.children ?? [];
  if (typeof type === 'object' && 'choice' in type) {
    const [child, ...more] = children;
    const part = type.choice.find(([name]) => name === child?.name);
    if (child === undefined || part === undefined || more.length > 0) return path;
    return faultIn(child, part, `${path}/${child.name}`);
  }
  if (typeof type === 'object' && 'all' in type) {
    if ((element.text ?? '').trim() !== '') return path;
    return faultInOrder(children, type.all, path);
  }
  return children.length === 0 && fits(element.text ?? '', type) ? undefined : path;
}

function faultInOrder(children: readonly XmlElement[], parts: readonly Part[], path: string): string | undefined {
  const left = [...children];
  for (const part of parts) {
    const [name, , often] = part;
    let met = 0;
    while (left[0]?.name === name) {
      const [child] = left.splice(0, 1);
      const fault = child === undefined ? path : faultIn(child, part, `${path}/${name}`);
      if (fault !== undefined) return fault;
      met += 1;
    }
    if (met === 0 && (often === '1' || often === '+')) return `${path}/${name}`;
    if (met > 1 && (often === '1' || often === '?')) return `${path}/${name}`;
  }
  return left[0] === undefined ? undefined : `${path}/${left[0].name}`;
}

function fits(text: string, type: Type): boolean {
  if (typeof type === 'object') {
    if ('oneOf' in type) return type.oneOf.includes(text);
    return 'max' in type && Array.from(text).length <= type.max;
  }
  switch (type) {
    case 'string':
      return true;
    case 'flag':
      return text === '';
    case 'boolean':
      return /^(true|false|1|0)$/.test(text);
    case 'int':
      return /^\d{1,18}$/.test(text);
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(text);
    case 'dateTime':
      return (
        /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/.test(text) &&
        !Number.isNaN(Date.parse(text))
      );
  }
}

/** The same as an XML Schema: types in place, restrictions left out. `turned`: two elements have changed places since. */
export function publishedSchema(isTurned: boolean): XmlElement {
  const schema = { name: 'xs:schema', attributes: { 'xmlns:xs': 'http://www.w3.org/2001/XMLSchema' } };
  return { ...schema, children: [REPORT, FILE_DETAILS].map((part) => elementOf(part, isTurned)) };
}

function elementOf([name, type, often]: Part, isTurned: boolean): XmlElement {
  const attributes = {
    name,
    ...(often === '?' || often === '*' ? { minOccurs: '0' } : {}),
    ...(often === '*' || often === '+' ? { maxOccurs: 'unbounded' } : {}),
  };
  if (typeof type === 'string' || 'oneOf' in type || 'max' in type)
    return { name: 'xs:element', attributes: { ...attributes, type: 'xs:string' } };
  const parts = 'all' in type ? type.all : type.choice;
  const ordered = isTurned && name === 'report' ? parts.toReversed() : parts;
  const group = {
    name: 'all' in type ? 'xs:sequence' : 'xs:choice',
    children: ordered.map((each) => elementOf(each, isTurned)),
  };
  const inside = 'all' in type ? group : { name: 'xs:sequence', children: [group] };
  return { name: 'xs:element', attributes, children: [{ name: 'xs:complexType', children: [inside] }] };
}
