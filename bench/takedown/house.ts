/** The real house around the takedowns, on a simulated clock and web: wired as the commands wire it, with nothing but its edges replaced. */
import {
  openMissingAnswers,
  openNetwork,
  testNetworkSchema,
  type Egress,
  type Network,
  type Places,
} from '../../src/crawl/door.ts';
import { hallway } from '../../src/hallway.ts';
import {
  answerEffectsOf,
  findLadder,
  hastenVisits,
  noteNoticesSent,
  openContacts,
  openMailChannel,
  openNotices,
  openPacer,
  pageUrlOf,
  readSights,
  type SendingDeps,
  type SendingLimits,
  type VisitDeps,
} from '../../src/notices/door.ts';
import type { Clock } from '../../src/platform/clock.ts';
import type { OpenDatabase } from '../../src/platform/db.ts';
import { openLog } from '../../src/platform/log.ts';
import { openMailer } from '../../src/platform/mail.ts';
import type { ServiceKey } from '../../src/platform/service-key.ts';
import type { PartnerDoor } from '../../src/routing/door.ts';
import { countryCodeSchema } from '../../src/terms/countries.ts';
import { chanceOf } from './chance.ts';
import type { Month } from './month.ts';
import { AFTERCARE_MS, type Side } from './timetables.ts';
import type { SimulatedWeb } from './web.ts';

const PAGE_MS = 90 * 86_400_000;
export const HOTLINE = { name: 'Hotline Example', email: 'desk@fyr.example.org', homeCountry: 'SE' };
const MAIL_FROM = 'notices@fyr.example.org';
const USER_AGENT = 'FyrHotline/1.0 (+https://hotline.example.org/crawler)';
const log = openLog('silent');
const NL = countryCodeSchema.parse('NL');
/** All of the simulated web lies in one country. */
const places: Places = { countryOf: () => NL, builtAt: () => new Date(0) };

/** What a house is made of. */
export interface HouseParts {
  readonly database: OpenDatabase;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
  readonly month: Month;
  readonly web: SimulatedWeb;
  readonly side: Side;
  readonly smtpUrl: string;
  readonly registers: {
    readonly rdapFolder: string;
    readonly contactsFile: string;
    /** Where the registries' names lead (`Rdap.networkHosts`). */
    readonly hosts: unknown;
  };
  /** Of the public site, where providers answer. */
  readonly siteUrl: () => string;
  readonly limits?: Partial<SendingLimits>;
}

/** Names of the simulated web by the web itself, all others by the test network: nothing leaves the machine. */
function networkOf({ web, clock, registers }: HouseParts): Network {
  const network = openNetwork({
    kind: 'test',
    network: testNetworkSchema.parse({ hosts: registers.hosts, allowLoopback: true }),
  });
  return {
    ...network,
    resolve: (host, signal) => {
      const ips = web.resolve(host, clock.now());
      return ips.length > 0 ? Promise.resolve(ips) : network.resolve(host, signal);
    },
  };
}

/** What sends letters: enough for a process that does nothing else. */
export async function openSending(parts: HouseParts): Promise<SendingDeps & { readonly close: () => void }> {
  const { database, serviceKey, clock, side, smtpUrl, registers } = parts;
  const { db } = database;
  const network = networkOf(parts);
  const contacts = await openContacts({
    settings: { mode: 'test', contactsFile: registers.contactsFile, rdap: 'ask', rdapFolder: registers.rdapFolder },
    ...{ db, serviceKey, network, clock, userAgent: USER_AGENT, timeoutMs: 2_000 },
    pacer: openPacer({ gapMs: 0, mostWaitMs: 0, nowMs: () => clock.now().getTime(), pause: () => Promise.resolve() }),
  });
  const mailer = openMailer(smtpUrl, MAIL_FROM);
  const mail = openMailChannel({ mode: 'test', smtpUrl, mailer, hotline: HOTLINE });
  return {
    ...{ db, serviceKey, clock, log, network, places, hotline: HOTLINE, timetable: side.timetable },
    settings: { newContacts: 'use', groupMs: side.groupMs, isConfigured: true },
    findLadder: (place, now) => findLadder(contacts, place, now),
    sights: {
      read: (itemIds) => readSights(db, serviceKey, itemIds),
      hasten: hastenVisits,
      noteSent: (tx, itemIds, at) => noteNoticesSent(tx, itemIds, at, side.recheck.firstMs),
    },
    channelFor: () => mail,
    mailDomain: 'fyr.example.org',
    pageUrlOf: (token) => pageUrlOf(parts.siteUrl(), token),
    pageMs: PAGE_MS,
    limits: { batch: 200, concurrency: 4, ...parts.limits },
    close: () => mailer.close(),
  };
}

/** The rechecks, over this way out. */
export function openVisits({ database, serviceKey, clock, month, side }: HouseParts, egress: Egress): VisitDeps {
  let draws = 0;
  return {
    ...{ db: database.db, serviceKey, log, clock, batch: 500 },
    settings: { ...side.recheck, afterMs: AFTERCARE_MS },
    random: () => chanceOf(month.seed, 'visit', (draws += 1)),
    tools: {
      egresses: [egress],
      userAgent: USER_AGENT,
      missingAnswers: openMissingAnswers(() => 'cannot-exist'),
    },
  };
}

const nobody = (destination: 'police' | 'iccam' | 'hotline' | 'ncmec'): PartnerDoor => ({
  destination,
  send: () => Promise.resolve({ kind: 'rehearsed', because: 'not-configured' }),
});

/** The house's events and doors; nothing but providers is ever told. */
export function openHallway(parts: HouseParts, sending: SendingDeps) {
  const { database, serviceKey, clock } = parts;
  const { db } = database;
  const provider = openNotices({ db, serviceKey, clock });
  const never = () => Promise.reject(new Error('Nothing goes to the police in this month.'));
  const handler = hallway({
    ...{ db, clock, serviceKey, places, network: networkOf(parts) },
    delivery: {
      ...{ db, clock, log },
      doors: {
        ...{ police: nobody('police'), iccam: nobody('iccam'), ncmec: nobody('ncmec'), hotline: nobody('hotline') },
        provider,
      },
    },
    deciding: {
      ...{
        db,
        clock,
        serviceKey,
        provider,
        homeCountry: countryCodeSchema.parse('SE'),
        inhopeCountries: new Set<string>(),
        addresses: {
          proxiesAmong: () => Promise.resolve(new Set<string>()),
          countryOf: (ip: string) => places.countryOf(ip),
        },
      },
      police: { prepare: never },
      iccam: {
        prepare: () => Promise.reject(new Error('Nothing goes abroad in this month.')),
        standingHere: () => Promise.resolve(new Set()),
      },
    },
  });
  return { handler, provider, effects: answerEffectsOf(sending) };
}
