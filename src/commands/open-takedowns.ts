/** The takedowns' wiring: settings become a timetable, contacts, ways out and what the rechecks know. */
import type { AsTable, Places } from '../crawl/door.ts';
import type { AddressKnowledge } from '../deciding/door.ts';
import type { House } from '../house.ts';
import {
  findLadder,
  hastenVisits,
  noteNoticesSent,
  openApiChannel,
  openContacts,
  openMailChannel,
  pageUrlOf,
  proxiesAmong,
  readSights,
  readTimetable,
  type AnswerDeps,
  type ApiChannel,
  type Channel,
  type SendingDeps,
  type Sights,
} from '../notices/door.ts';
import type { Config } from '../platform/config.ts';
import type { Mailer } from '../platform/mail.ts';
import { userAgentOf } from './user-agent.ts';

/** What takedowns take, until it is closed. */
export interface OpenTakedowns extends SendingDeps {
  /** Providers' APIs, to ask what became of a report. */
  readonly reachableApi: ApiChannel['reachable'];
  /** Whose IP addresses are, as far as nobody has to be asked. */
  readonly addresses: AddressKnowledge;
  close(): Promise<void>;
}

/**
 * Opens the way from takedowns to providers. @throws Error when the contacts file, the timetable or an API's account is not
 * right: better no start than notices that stop
 */
export async function openTakedowns(
  house: House,
  places: Places,
  mailer: Mailer | undefined,
  asTable?: AsTable,
): Promise<OpenTakedowns> {
  const { config, db, serviceKey, clock, log, network } = house;
  const { notices, hotline, smtpUrl, mailFrom } = config;
  const contacts = await openContacts({
    settings: notices,
    ...{ db, serviceKey, network, clock, userAgent: userAgentOf(config) },
  });
  const mail = openMailChannel({ mode: notices.mode, smtpUrl, mailer, hotline });
  const api = await openApiChannel({ mode: notices.mode, apisFile: notices.apisFile, hotline });
  return {
    ...{ db, serviceKey, clock, log, network, places, hotline },
    timetable: await readTimetable(notices.timetableFile),
    settings: {
      newContacts: notices.newContacts,
      groupMs: notices.groupMs,
      isConfigured: notices.mode === 'live' || notices.contactsFile !== undefined,
    },
    findLadder: (place, now) => findLadder(contacts, place, now),
    sights: openSights(house),
    channelFor: (contact): Channel => (contact.channel === 'mail' ? mail : api),
    mailDomain: mailFrom.slice(mailFrom.lastIndexOf('@') + 1),
    pageUrlOf: (token) => {
      const siteUrl = siteUrlOf(config);
      return siteUrl === undefined ? undefined : pageUrlOf(siteUrl, token);
    },
    pageMs: notices.pageMs,
    addresses: {
      proxiesAmong: (ips) =>
        proxiesAmong({ ...contacts, db, serviceKey, asOf: (ip) => asTable?.networkOf(ip)?.asn }, ips),
      countryOf: (ip) => places.countryOf(ip),
    },
    reachableApi: (account) => api.reachable(account),
    close: () => api.close(),
  };
}

/** What a provider's answer takes to have its effect. @throws Error when the timetable is not right */
export const openAnswerDeps = async ({
  config,
  serviceKey,
}: Pick<House, 'config' | 'serviceKey'>): Promise<AnswerDeps> => ({
  serviceKey,
  timetable: await readTimetable(config.notices.timetableFile),
  settings: { newContacts: config.notices.newContacts },
  sights: { hasten: hastenVisits },
});

/** What takedowns and answers ask of the rechecks. */
export function openSights({ db, serviceKey, config }: Pick<House, 'db' | 'serviceKey' | 'config'>): Sights {
  return {
    read: (itemIds) => readSights(db, serviceKey, itemIds),
    hasten: hastenVisits,
    noteSent: (tx, itemIds, at) => noteNoticesSent(tx, itemIds, at, config.recheck.firstMs),
  };
}

/** Where the public site is reached; undefined where that is not known beforehand. */
export function siteUrlOf({ site }: Config): string | undefined {
  if (site.url !== undefined) return site.url;
  return site.port === 0 ? undefined : `http://${site.host}:${site.port}/`;
}
