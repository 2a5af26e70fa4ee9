/** The takedowns' wiring: settings become a timetable, contacts, ways out and what the rechecks know. */
import type { Places } from '../crawl/door.ts';
import type { House } from '../house.ts';
import {
  findLadder,
  hastenVisits,
  noteNoticesSent,
  openContactsFile,
  openMailChannel,
  readProxyNetworks,
  readSights,
  readTimetable,
  type Channel,
  type SendingDeps,
} from '../notices/door.ts';
import type { Config } from '../platform/config.ts';
import type { Mailer } from '../platform/mail.ts';

/** Opens the way from takedowns to providers. @throws Error when the contacts file or the timetable is not right: better no start than notices that stop */
export async function openTakedowns(house: House, places: Places, mailer: Mailer | undefined): Promise<SendingDeps> {
  const { config, db, serviceKey, clock, log, network } = house;
  const { notices, hotline, smtpUrl, mailFrom } = config;
  const readRules = openContactsFile(notices.contactsFile);
  await readRules();
  const contacts = { readRules, proxies: readProxyNetworks(), registries: undefined };
  const mail = openMailChannel({ mode: notices.mode, smtpUrl, mailer, hotline });
  return {
    ...{ db, serviceKey, clock, log, network, places, hotline },
    timetable: await readTimetable(notices.timetableFile),
    settings: {
      mode: notices.mode,
      newContacts: notices.newContacts,
      groupMs: notices.groupMs,
      isConfigured: notices.mode === 'live' || notices.contactsFile !== undefined,
    },
    findLadder: (place, now) => findLadder(contacts, place, now),
    sights: {
      read: (itemIds) => readSights(db, serviceKey, itemIds),
      hasten: hastenVisits,
      noteSent: (tx, itemIds, at) => noteNoticesSent(tx, itemIds, at, config.recheck.firstMs),
    },
    channelFor: (contact): Channel => (contact.channel === 'mail' ? mail : noSuchChannel),
    mailDomain: mailFrom.slice(mailFrom.lastIndexOf('@') + 1),
    pageUrlOf: (token) => pageUrlOf(config, token),
    pageMs: notices.pageMs,
  };
}

const noSuchChannel: Channel = {
  kind: 'api',
  send: () => Promise.resolve({ kind: 'refused', code: 'no-such-channel' }),
};

/** Where the public site is reached; undefined where that is not known beforehand. */
function pageUrlOf({ site }: Config, token: string): string | undefined {
  if (site.url === undefined && site.port === 0) return undefined;
  return new URL(`n/${token}`, site.url ?? `http://${site.host}:${site.port}/`).href;
}
