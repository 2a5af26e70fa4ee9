/** Parsers of what partners, providers, registries and mail systems answer. */
import { ZodError } from 'zod';
import { readFullHashes, readUpdate } from '../../lib/feed-client/wire.ts';
import { decodeSorted, FeedDamaged } from '../../lib/feed-client/rice.ts';
import { entriesPageSchema, handedCaseSchema, statesPageSchema } from '../../src/exchange/wire.ts';
import { formatPeerKey, parsePeerKey } from '../../src/exchange/peer-key.ts';
import { recipientToText, generateIdentity } from '../../lib/seal/keys.ts';
import { readDeliveryReport } from '../../src/notices/answers/bounce.ts';
import { findTicket, isAutoReply } from '../../src/notices/answers/auto-reply.ts';
import { judgeMessage } from '../../src/notices/answers/judge-message.ts';
import { deliveryReport, mailWithParts, plainMail } from '../../src/notices/answers/mails-for-tests.ts';
import { cluesOf } from '../../src/notices/answers/match-letter.ts';
import { readMessage } from '../../src/notices/answers/message.ts';
import { readMachineAnswer, readStatedWords } from '../../src/notices/answers/stated-answer.ts';
import { BOOTSTRAP_FILES, parseBootstrap } from '../../src/notices/contacts/bootstrap.ts';
import { readRdap, readRdapEntity } from '../../src/notices/contacts/read-rdap.ts';
import { readAbuseContactFinder, readDatabaseAbuseContact, readNetworkInfo } from '../../src/notices/contacts/ripe.ts';
import { readSendAnswer } from '../../src/notices/letters/example-api.ts';
import { readAnswer } from '../../src/partners/cybertip/answer.ts';
import {
  contentSchema,
  IccamRefusal,
  listSchema,
  readBody,
  readDone,
  readReportAnswer,
  reportSchema,
} from '../../src/partners/iccam/iccam-answers.ts';
import { PartnerUnavailable } from '../../src/partners/partner.ts';
import { EntriesMalformed, readEntries } from '../../src/known/lists/ncmec/read-entries.ts';
import { readXml, XmlMalformed } from '../../src/platform/xml.ts';
import type { ErrorClass, Target } from './fuzz.ts';
import { inPieces, readsBytes, readsJson, readsText } from './targets.ts';

const LETTER = { messageId: '<0199c0de-0000-7000-8000-000000000001@fyr.example.org>' };
const XARF = { xarf_version: '4', report_id: '0199c0de-0000-7000-8000-000000000001', answer: 'removed' };
const MAILS = [
  plainMail({ text: 'Removed\n\n> On Sunday you wrote:\n> the address' }),
  plainMail({
    subject: '[#ABC-1234] Out of office',
    headers: { 'Auto-Submitted': 'auto-replied', 'X-Ticket-ID': '77' },
  }),
  deliveryReport(LETTER, { action: 'failed', status: '5.1.1' }),
  deliveryReport(LETTER, { action: 'delayed', status: '4.4.1' }, 'message'),
  mailWithParts([{ type: 'application/json', content: JSON.stringify([XARF]) }]),
  mailWithParts([{ type: 'image/png', content: Buffer.from('iVBORw0KGgo=', 'base64'), name: 'a"\u00e5.png' }]),
  plainMail({ headers: { 'Content-Type': 'text/html; charset=iso-2022-jp' }, text: '<p>Seen <b>to</b></p>' }),
  'From: a@example.org\nSubject: =?utf-8?Q?=C3=A5?=\nContent-Transfer-Encoding: quoted-printable\n\n=C3=A5=\n=ZZ',
];

/** A mail's whole way: taken apart, judged, and matched to a letter by what it says. */
async function followMail(bytes: Buffer): Promise<void> {
  const message = await readMessage(bytes);
  readDeliveryReport(message);
  isAutoReply(message);
  findTicket(message);
  judgeMessage(message);
  cluesOf(message);
}

const CARD = [
  'vcard',
  [
    ['version', {}, 'text', '4.0'],
    ['fn', {}, 'text', 'Desk'],
    ['email', { type: 'work' }, 'text', 'abuse@host.example'],
    ['adr', { cc: 'SE' }, 'text', ['', '', '1 Street', '', '', '', '']],
  ],
];
const ABUSE = {
  objectClassName: 'entity',
  handle: 'AB-1',
  roles: ['abuse'],
  vcardArray: CARD,
  remarks: [{ description: ['abuse@host.example'] }],
};
const RDAP = [
  {
    objectClassName: 'ip network',
    startAddress: '192.0.2.0',
    endAddress: '192.0.2.255',
    country: 'SE',
    cidr0_cidrs: [{ v4prefix: '192.0.2.0', length: 24 }],
    entities: [{ objectClassName: 'entity', roles: ['registrant'], entities: [ABUSE] }],
    links: [{ rel: 'up', href: 'https://rdap.example.net/ip/192.0.0.0/8' }],
  },
  {
    objectClassName: 'domain',
    ldhName: 'example.org',
    nameservers: [{ ldhName: 'ns.example.net' }],
    entities: [ABUSE],
    links: [{ rel: 'related', href: 'https://rdap.example.net/domain/example.org' }],
  },
  { objectClassName: 'autnum', startAutnum: 64500, endAutnum: 64500, entities: [ABUSE] },
  ABUSE,
];
const BOOTSTRAP = JSON.stringify({
  version: '1.0',
  publication: '2026-01-01T00:00:00Z',
  services: [[['192.0.0.0/8'], ['https://rdap.example.net/']]],
});

const CONTENT = {
  contentId: 7,
  reportId: 3,
  urlString: 'http://example.org/a.jpg',
  isSourceUrl: false,
  contentType: 1,
  hostingCountryCode: 'SE',
  assignedCountryCode: 'SE',
  assessments: [],
  actions: [{ actionType: 1, actionDate: '2026-01-01T10:00:00Z' }],
};
const ICCAM = [
  CONTENT,
  { reportId: 3, reportContents: [CONTENT], reportingHotlineId: 2 },
  [{ reportId: 3, contentId: 7 }],
  12345,
  { errors: { E7: ['duplicate reference'] } },
].map((each) => JSON.stringify(each));
const REFUSALS: readonly ErrorClass[] = [IccamRefusal, PartnerUnavailable];
/** What the status is, the first letter says: one input is an answer as a whole. */
const answerOf = (text: string) => ({ status: [200, 400, 401, 403, 404, 500, 503][text.length % 7] ?? 200, text });

const TIP_ANSWERS = [
  '<?xml version="1.0"?><reportResponse><responseCode>0</responseCode><responseDescription>Success</responseDescription><reportId>4564654</reportId></reportResponse>',
  '<reportDoneResponse><responseCode>5102</responseCode><reportId>1</reportId></reportDoneResponse>',
];
const ENTRIES = `<?xml version="1.0" encoding="UTF-8"?><queryResult><images count="2" maxTimestamp="2026-01-01T00:00:00Z"><image><member id="1">M</member><timestamp>2026-01-01T00:00:00Z</timestamp><id>a-1</id><classification>A1</classification><fingerprints><md5>0123456789abcdef0123456789abcdef</md5><pdna>x</pdna></fingerprints></image><deletedImage><member id="2">N</member><id>b</id><timestamp>2026-01-01T00:00:00Z</timestamp></deletedImage></images><paging><next>/v2/entries?next=1</next></paging></queryResult>`;

const BODY = '0123456789abcdef0123456789abcdef';
const EXCHANGE = [
  {
    entries: [{ reference: 'a', change: 1, hashes: { sha256: 'ab'.repeat(32) }, provenance: [] }],
    next: 1,
    isLast: true,
  },
  { states: [{ reference: 'a', state: 'taken' }], next: 2 },
  {
    reference: 'r',
    category: 'online',
    receivedHour: '2026-01-01T10:00:00Z',
    url: 'http://example.org/',
    outcome: 'illegal-baseline',
    answers: {},
    chain: [BODY],
  },
];
const PEER_KEY = formatPeerKey(BODY, Buffer.alloc(32, 3), recipientToText(generateIdentity().recipient));

const UPDATE = {
  kind: 'full',
  state: 's',
  checksum: 'c',
  waitSeconds: 60,
  removals: { count: 0, first: 0, rice: 4, data: '' },
  additions: { count: 2, first: 5, rice: 4, data: 'AAAA' },
};
const FEED = [
  UPDATE,
  { hashes: [{ hash: 'AAAA', scope: 'address', categories: ['illegal-national'] }], cacheSeconds: 60 },
];

/** Mails, registries, ICCAM, NCMEC, other hotlines, providers' APIs and our own feed as its client reads it. */
export const OUTSIDE_TARGETS: readonly Target[] = [
  readsBytes('readMessage', MAILS, followMail),
  readsText('readMachineAnswer', [JSON.stringify([XARF]), JSON.stringify(XARF)], (text) => readMachineAnswer([text])),
  readsText('readStatedWords', ['Removed\n> quoted', 'borttaget'], readStatedWords),
  ...(['ip', 'domain', 'asn'] as const).map((kind) =>
    readsJson(`readRdap (${kind})`, RDAP, (value) => readRdap(value, kind)),
  ),
  readsJson('readRdapEntity', RDAP, readRdapEntity),
  ...BOOTSTRAP_FILES.map((kind) =>
    readsText(`parseBootstrap (${kind})`, [BOOTSTRAP], (text) => parseBootstrap(kind, text), [Error, SyntaxError]),
  ),
  readsJson(
    'readAbuseContactFinder',
    [
      {
        status: 'ok',
        data: {
          abuse_contacts: ['a@example.org'],
          anti_abuse_contacts: { abuse_c: [{ email: 'b@example.org' }], emails: [] },
        },
      },
    ],
    readAbuseContactFinder,
  ),
  readsJson('readDatabaseAbuseContact', [{ 'abuse-contacts': { email: 'a@example.org' } }], readDatabaseAbuseContact),
  readsJson(
    'readNetworkInfo',
    [{ status: 'ok', data: { asns: ['64500', 1], prefix: '192.0.2.0/24' } }],
    readNetworkInfo,
  ),
  readsText('readBody (content)', ICCAM, (text) => readBody(answerOf(text), contentSchema), REFUSALS),
  readsText('readBody (report)', ICCAM, (text) => readBody(answerOf(text), reportSchema), REFUSALS),
  readsText('readBody (list)', ICCAM, (text) => readBody(answerOf(text), listSchema), REFUSALS),
  readsText('readDone', ICCAM, (text) => readDone(answerOf(text)), REFUSALS),
  readsText('readReportAnswer', ICCAM, (text) => readReportAnswer(answerOf(text)), REFUSALS),
  readsText('readAnswer', TIP_ANSWERS, readAnswer),
  readsText('readXml', [...TIP_ANSWERS, ENTRIES], readXml, [XmlMalformed]),
  readsBytes('readEntries', [ENTRIES], (bytes) => readEntries(inPieces(bytes)), [EntriesMalformed]),
  readsJson('entriesPageSchema', EXCHANGE, (value) => entriesPageSchema.safeParse(value)),
  readsJson('statesPageSchema', EXCHANGE, (value) => statesPageSchema.safeParse(value)),
  readsJson('handedCaseSchema', EXCHANGE, (value) => handedCaseSchema.parse(value), [ZodError]),
  readsText('parsePeerKey', [PEER_KEY], parsePeerKey),
  readsJson('readUpdate', FEED, readUpdate, [FeedDamaged]),
  readsJson('readFullHashes', FEED, readFullHashes, [FeedDamaged]),
  readsJson(
    'decodeSorted',
    [{ count: 3, first: 5, rice: 4, data: 'AAAAAAA=' }],
    (value) => decodeSorted(readUpdate({ ...UPDATE, additions: value }).additions),
    [FeedDamaged],
  ),
  readsJson(
    'readSendAnswer',
    [
      { submission_id: 's-1', received: 2 },
      { error: 'duplicate', submission_id: 's-1' },
    ],
    (body) => readSendAnswer({ status: 201, body }, 2),
    [PartnerUnavailable],
  ),
];
