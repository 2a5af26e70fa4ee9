/** The doors to partners, other hotlines and providers, opened from the settings. */
import { readCaseSummary } from '../cases/door.ts';
import type { ConsoleDeps } from '../console/door.ts';
import { readSighting, type AsTable, type Places } from '../crawl/door.ts';
import { openHotlineDoor, type HotlineDoor } from '../exchange/door.ts';
import type { House } from '../house.ts';
import { openNotices, type NoticeDoor } from '../notices/door.ts';
import {
  followSettings,
  openCybertip,
  openCybertipDesk,
  openFeedbackDesk,
  openIccam,
  openIccamDesk,
  openPolice,
  openPoliceDesk,
  type CybertipDoor,
  type IccamDoor,
  type JudgementDeps,
  type PartnerDesk,
  type PoliceDoor,
} from '../partners/door.ts';
import type { Config } from '../platform/config.ts';
import { readDkimKey } from '../platform/dkim.ts';
import { openMailer, type Mailer } from '../platform/mail.ts';
import { listOfficers } from '../staff/door.ts';
import type { SightingId } from '../terms/ids.ts';
import { openTakedowns, siteUrlOf, type OpenTakedowns } from './open-takedowns.ts';
import type { HouseAs } from './service-houses.ts';

/** What services are started with. */
export interface Openings {
  readonly places: Places;
  /** Networks by IP address; undefined: the registries' answers alone. */
  readonly asTable: AsTable | undefined;
  readonly mailer: Mailer | undefined;
  readonly as: HouseAs;
  /** Called in the reverse order when the process stops. */
  readonly stops: (() => Promise<void>)[];
}

/** The way out by mail, once a process; undefined where no mail server is set. `stops` closes it. @throws Error when DKIM's key cannot be used */
export async function openMail(config: Config, stops: (() => Promise<void>)[]): Promise<Mailer | undefined> {
  const dkim = await readDkimKey(config.dkim);
  if (config.smtpUrl === undefined) return undefined;
  const mailer = openMailer(config.smtpUrl, config.mailFrom, dkim);
  stops.push(() => {
    mailer.close();
    return Promise.resolve();
  });
  return mailer;
}

/** The way to the police, and the desk that its settings are changed at. @throws Error when a setting cannot be used */
export async function openPoliceWay(
  { config, db, serviceKey, clock, log }: House,
  mailer: Mailer | undefined,
): Promise<{ readonly desk: PartnerDesk; readonly police: PoliceDoor }> {
  const { smtpUrl } = config;
  const desk = await openPoliceDesk({
    ...{ settings: config.police, smtpUrl, mailer },
    countOfficers: async () => (await listOfficers(db)).length,
  });
  const police = openPolice({
    ...{ db, serviceKey, clock, log, smtpUrl, mailer },
    settings: followSettings(db, serviceKey, desk.definition.name, desk.fallback),
    hotline: config.hotline,
    siteUrl: () => siteUrlOf(config),
    caseNumberOf: async (caseId) => (await readCaseSummary(db, caseId))?.number,
  });
  return { desk, police };
}

/** The ways out of the hotline. */
export interface Doors {
  readonly mailer: Mailer | undefined;
  readonly police: PoliceDoor;
  readonly iccam: IccamDoor;
  readonly ncmec: CybertipDoor;
  readonly provider: NoticeDoor;
  readonly judgements: JudgementDeps;
  readonly partnerDesks: readonly PartnerDesk[];
  readonly hotline: HotlineDoor;
  readonly takedowns: OpenTakedowns;
  /** Whose IP addresses are, as far as nobody has to be asked. */
  readonly addresses: OpenTakedowns['addresses'];
  /** Notices about sighted media say its exact hashes: the crawler has them. */
  readonly readHashes: ConsoleDeps['readHashes'];
}

/** Opens them for a service; `stops` closes them. @throws Error when a setting cannot be used */
export async function openDoors(
  house: House,
  { places, asTable, mailer, stops }: Omit<Openings, 'as'>,
): Promise<Doors> {
  const { config, clock, serviceKey, db } = house;
  const { desk: policeDesk, police } = await openPoliceWay(house, mailer);
  const { homeCountry } = config.hotline;
  const iccamDesk = await openIccamDesk({ settings: config.iccam, clock, homeCountry });
  const cybertipDesk = openCybertipDesk();
  const feedbackDesk = openFeedbackDesk();
  const follow = ({ definition, fallback }: PartnerDesk) => followSettings(db, serviceKey, definition.name, fallback);
  const iccam = openIccam({ db, settings: follow(iccamDesk), serviceKey, clock, homeCountry });
  stops.push(() => iccam.close());
  const ncmec = openCybertip({ db, settings: follow(cybertipDesk), serviceKey, clock, hotline: config.hotline });
  stops.push(() => ncmec.close());
  const provider = openNotices({ db, serviceKey, clock });
  const takedowns = await openTakedowns(house, places, mailer, asTable);
  stops.push(() => takedowns.close());
  const partnerDesks = [policeDesk, iccamDesk, cybertipDesk, feedbackDesk];
  const judgements = { serviceKey, settings: follow(feedbackDesk) };
  const hotline = openHotlineDoor(house);
  const readHashes = async (id: SightingId) => (await readSighting(db, serviceKey, id))?.hashes;
  const { addresses } = takedowns;
  return {
    mailer,
    police,
    iccam,
    ncmec,
    hotline,
    provider,
    judgements,
    takedowns,
    addresses,
    partnerDesks,
    readHashes,
  };
}
