/** `npm start`: the services of one process, and what it tells the person who started it. */
import type { FastifyInstance } from 'fastify';
import { CONSOLE_HTTP, registerConsole, type ConsoleDeps } from '../console/door.ts';
import { openPlaces, readSighting, type Places } from '../crawl/door.ts';
import { openHotlineDoor, registerExchangeApi, startExchange, type HotlineDoor } from '../exchange/door.ts';
import { FeedKeeper, registerFeedApi, startFeed } from '../feed/door.ts';
import { registerPublicFigures } from '../figures/door.ts';
import { GATHERED, hallway, type HallwayDeps } from '../hallway.ts';
import { openHouse, type House, type HouseOverrides } from '../house.ts';
import { errorPageOf, noticeJob, registerIntake, SITE_BODY_LIMIT_BYTES, siteOf } from '../intake/door.ts';
import { ledgerSignerFrom, startSequencer } from '../ledger/door.ts';
import {
  answerEffectsOf,
  mayReadMailbox,
  type NoticeDoor,
  noteAnswer,
  openNotices,
  providerErrorPage,
  readSights,
  registerProviderPage,
  retiredRecheckJob,
  startAskingApis,
  startForgetting,
  startMailbox,
  startTakedownLoops,
  startVisits,
} from '../notices/door.ts';
import {
  confirmationErrorPage,
  followSettings,
  openCybertip,
  openCybertipDesk,
  openFeedbackDesk,
  openIccam,
  openIccamDesk,
  openPolice,
  openPoliceDesk,
  startFeedback,
  startFetching,
  startIccamRuns,
  registerConfirmation,
  withHealth,
  type CybertipDoor,
  type IccamDoor,
  type JudgementDeps,
  type PartnerDesk,
  type PoliceDoor,
} from '../partners/door.ts';
import type { Config, Service } from '../platform/config.ts';
import { readDkimKey } from '../platform/dkim.ts';
import type { Db } from '../platform/db.ts';
import { startRelay } from '../platform/events.ts';
import { openHttp } from '../platform/http.ts';
import { codeOf } from '../platform/log.ts';
import { startLoop } from '../platform/loop.ts';
import { startJobs } from '../platform/jobs.ts';
import { openMailer, type Mailer } from '../platform/mail.ts';
import { startMetrics } from '../platform/metrics.ts';
import { bulkJob, readCaseSummary } from '../cases/door.ts';
import { openCheckHttp, openCheckService, registerCheckApi } from '../known/door.ts';
import { startRetention } from '../retention/door.ts';
import { startRetrying } from '../routing/door.ts';
import { registerWebhookApi, startWebhooks } from '../webhooks/door.ts';
import { answerErrors } from './answer-errors.ts';
import { checkpointFolderOf } from './checkpoint-folder.ts';
import { houseSources } from './metric-sources.ts';
import { handoverOf, keepFor, keepForms } from './keep-for-site.ts';
import { openTakedowns, siteUrlOf, type OpenTakedowns } from './open-takedowns.ts';
import type { Language } from '../terms/categories.ts';
import { SITE_FILES } from '../site/site-files.ts';
import type { ItemId, SightingId } from '../terms/ids.ts';
import { startCrawlChild } from './crawl-child.ts';
import { requireCrawlerDatabase } from './crawl-role-store.ts';
import { startLedgerPublishing } from './publish-ledger.ts';
import { surviveLostDatabase } from './survive-lost-database.ts';
import { openSiteDatabase } from './site-role.ts';
import { userAgentOf } from './user-agent.ts';
import { tipsterMailOf } from './tipster-mail.ts';
import { openVisitTools } from './visit-tools.ts';
import { inviteFirstSupervisor, listOfficers, newestDeskKey } from '../staff/door.ts';

export interface RunningHouse {
  readonly house: House;
  /** Where people reach each site; undefined where this process serves no web. */
  readonly siteUrl: string | undefined;
  readonly consoleUrl: string | undefined;
  readonly checkUrl: string | undefined;
  /** The one-time link for the first supervisor; undefined once there is one, or without web. */
  readonly setUpUrl: string | undefined;
  readonly readyMs: number;
  /** Takes no new work, finishes what runs, closes the database. */
  stop(): Promise<void>;
}

const CONSOLE_BODY_LIMIT_BYTES = 256 * 1024;

/** The ways out of the hotline, opened once a process. */
interface Doors {
  readonly mailer: Mailer | undefined;
  readonly police: PoliceDoor;
  readonly iccam: IccamDoor;
  readonly ncmec: CybertipDoor;
  readonly provider: NoticeDoor;
  readonly judgements: JudgementDeps;
  readonly partnerDesks: readonly PartnerDesk[];
  readonly hotline: HotlineDoor;
  readonly takedowns: OpenTakedowns;
}

/** Starts `services` and says when they are ready. On a failure everything that was started is stopped again. @throws Error */
export async function startServices(
  config: Config,
  services: readonly Service[],
  overrides: HouseOverrides = {},
): Promise<RunningHouse> {
  const startedAt = performance.now();
  if (services.includes('crawl')) requireCrawlerDatabase(config);
  const house = await openHouse(config, overrides);
  surviveLostDatabase(house.log);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const each of stops.reverse()) await each();
    await house.close();
  };
  try {
    const places = openPlaces();
    const doors = await openDoors(house, places, stops);
    const web = services.includes('web') ? await startWeb(house, doors, stops) : undefined;
    if (services.includes('exchange')) await startPartnerApis(house, stops);
    const checkUrl = services.includes('check') ? await startCheckApi(house, stops) : undefined;
    await startWork(house, doors, places, services, stops);
    await serveMetrics(house, stops);
    const readyMs = performance.now() - startedAt;
    house.log.info('start.ready', { services: services.join(), readyMs: Math.round(readyMs) });
    return {
      house,
      siteUrl: web?.siteUrl,
      consoleUrl: web?.consoleUrl,
      checkUrl,
      setUpUrl: web?.setUpUrl,
      readyMs,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function openDoors(house: House, places: Places, stops: (() => Promise<void>)[]): Promise<Doors> {
  const { config, clock, serviceKey, db, log } = house;
  const { smtpUrl } = config;
  const dkim = await readDkimKey(config.dkim);
  const mailer = smtpUrl === undefined ? undefined : openMailer(smtpUrl, config.mailFrom, dkim);
  stops.push(() => Promise.resolve(mailer?.close()));
  const policeDesk = await openPoliceDesk({
    ...{ settings: config.police, smtpUrl, mailer },
    countOfficers: async () => (await listOfficers(db)).length,
  });
  const { homeCountry } = config.hotline;
  const iccamDesk = await openIccamDesk({ settings: config.iccam, clock, homeCountry });
  const cybertipDesk = openCybertipDesk();
  const feedbackDesk = openFeedbackDesk();
  const follow = ({ definition, fallback }: PartnerDesk) => followSettings(db, serviceKey, definition.name, fallback);
  const police = openPolice({
    ...{ db, serviceKey, clock, log, smtpUrl, mailer },
    settings: follow(policeDesk),
    hotline: config.hotline,
    siteUrl: () => siteUrlOf(config),
    caseNumberOf: async (caseId) => (await readCaseSummary(db, caseId))?.number,
  });
  const iccam = openIccam({ db, settings: follow(iccamDesk), serviceKey, clock, homeCountry });
  stops.push(() => iccam.close());
  const ncmec = openCybertip({ db, settings: follow(cybertipDesk), serviceKey, clock, hotline: config.hotline });
  stops.push(() => ncmec.close());
  const provider = openNotices({ db, serviceKey, clock });
  const takedowns = await openTakedowns(house, places, mailer);
  stops.push(() => takedowns.close());
  const partnerDesks = [policeDesk, iccamDesk, cybertipDesk, feedbackDesk];
  const judgements = { serviceKey, settings: follow(feedbackDesk) };
  const hotline = openHotlineDoor(house);
  return { mailer, police, iccam, ncmec, hotline, provider, judgements, takedowns, partnerDesks };
}

async function startWeb(house: House, doors: Doors, stops: (() => Promise<void>)[]) {
  const { config, db, serviceKey, clock, log } = house;
  const hotline = { ...config.hotline, siteUrl: config.site.url };
  const siteIn = (language: Language) => siteOf(hotline, language);
  const publicErrorPage = errorPageOf(hotline);
  const site = await openHttp({
    ...{ log, bodyLimitBytes: SITE_BODY_LIMIT_BYTES, scriptHash: SITE_FILES.script.integrity },
    errorPage: (status, path) =>
      providerErrorPage(path, siteIn) ?? confirmationErrorPage(path, siteIn) ?? publicErrorPage(status, path),
  });
  const readSightsOf = (reader: Db, itemIds: readonly ItemId[]) => readSights(reader, serviceKey, itemIds);
  registerProviderPage(site, {
    ...{ db, serviceKey, clock, log, siteIn, effects: answerEffectsOf(doors.takedowns), readSights: readSightsOf },
  });
  registerConfirmation(site, { db, serviceKey, clock, log, siteIn });
  registerIntake(site, {
    ...{ db: openSiteDatabase(house, stops), serviceKey, clock, log, hotline, forms: await keepForms(house, stops) },
    asksEffort: config.asksEffort,
    sendsNotices: tipsterMailOf(house, doors.mailer) !== undefined,
    deskKey: keepFor(DESK_KEY_MS, () => newestDeskKey(db)),
    handover: handoverOf(db),
    sealUrgent: (content) => doors.police.sealUrgent(content),
  });
  registerPublicFigures(site, { db, siteIn: (language) => siteOf(hotline, language) });
  const desk = await openHttp({ log, bodyLimitBytes: CONSOLE_BODY_LIMIT_BYTES, ...CONSOLE_HTTP });
  const siteUrl = await listen(site, config.site, config.sharesPorts, stops);
  const consoleDeps: ConsoleDeps = { ...house, ...doors, readHashes: readHashesOf(house) };
  registerConsole(desk, consoleDeps);
  const consoleUrl = await listen(desk, config.console, config.sharesPorts, stops);
  const token = await inviteFirstSupervisor(db, clock);
  return {
    siteUrl,
    consoleUrl,
    setUpUrl: token === undefined ? undefined : new URL(`/set-up/${token}`, consoleUrl).href,
  };
}

/** The check API: known media recognised from their bytes, for those with a key. */
async function startCheckApi(house: House, stops: (() => Promise<void>)[]): Promise<string> {
  const service = await openCheckService({ ...house, userAgent: userAgentOf(house.config) });
  stops.push(() => service.close());
  const http = openCheckHttp();
  registerCheckApi(http, service.tools);
  return listen(http, house.config.check, false, stops);
}

/** What other hotlines, providers and the hotline's own systems ask of this one: the exchange, the feed, replays of webhooks. */
async function startPartnerApis(house: House, stops: (() => Promise<void>)[]): Promise<void> {
  const http = openCheckHttp();
  const keeper = new FeedKeeper(house);
  answerErrors(http, house.log);
  registerExchangeApi(http, { ...house, hotlineName: house.config.hotline.name });
  registerFeedApi(http, { ...house, keeper });
  registerWebhookApi(http, house);
  const feed = startFeed(keeper, house.log);
  stops.push(() => feed.stop());
  await listen(http, house.config.exchange, false, stops);
}

async function listen(
  http: FastifyInstance,
  at: { readonly host: string; readonly port: number; readonly url: string | undefined },
  reusePort: boolean,
  stops: (() => Promise<void>)[],
): Promise<string> {
  const options = { host: at.host, port: at.port, reusePort };
  const address = await http.listen(options);
  stops.push(() => http.close());
  return at.url ?? `${address}/`;
}

/** Tips are sealed to the newest desk key; one that is some seconds old serves as well, as every key is kept. */
const DESK_KEY_MS = 5_000;

/** Notices about sighted media say its exact hashes: the crawler has them. */
const readHashesOf =
  ({ db, serviceKey }: House) =>
  async (id: SightingId) =>
    (await readSighting(db, serviceKey, id))?.hashes;

/** How often it is asked whether the police have confirmed what is urgent. */
const POLICE_WATCH_MS = 10_000;

/** Off unless the settings say where. */
async function serveMetrics({ config, db, clock, log }: House, stops: (() => Promise<void>)[]): Promise<void> {
  if (config.metrics === undefined) return;
  const metrics = await startMetrics(config.metrics, houseSources(db, clock), log);
  stops.push(() => metrics.close());
}

/** What providers say back where they have to be asked: in the hotline's mailbox, and through their APIs. */
function hearProviders(house: House, doors: Doors, stops: (() => Promise<void>)[]): void {
  const { db, clock, log, serviceKey, config } = house;
  const effects = answerEffectsOf(doors.takedowns);
  if (config.imapUrl !== undefined && mayReadMailbox(config)) {
    const mailbox = startMailbox({ db, clock, log, serviceKey, effects, url: config.imapUrl });
    stops.push(() => mailbox.stop());
  }
  const forgetting = startForgetting({ db, clock, log, keepMs: config.notices.asideMs });
  stops.push(() => forgetting.stop());
  if (config.notices.apisFile === undefined) return;
  const asking = startAskingApis({
    ...{ db, clock, log, serviceKey, reachable: doors.takedowns.reachableApi },
    noteAnswer: (tx, answer, now) => noteAnswer(tx, { serviceKey, effects }, answer, now),
  });
  stops.push(() => asking.stop());
}

/** What a tip's way through the house takes. */
function hallwayDepsOf(house: House, doors: Doors, places: Places): HallwayDeps {
  const { db, clock, log, serviceKey, network, config } = house;
  const { police, iccam, ncmec, hotline, provider, judgements } = doors;
  return {
    ...{ db, clock, serviceKey, network, places, judgements },
    hotlineName: config.hotline.name,
    delivery: {
      ...{ db, clock, log },
      doors: {
        police: withHealth(house, 'police', police),
        iccam: withHealth(house, 'iccam', iccam),
        ncmec: withHealth(house, 'ncmec', ncmec),
        hotline,
        provider,
      },
    },
    deciding: {
      ...{ db, clock, serviceKey, police, iccam, ncmec, hotline, provider, readHashes: readHashesOf(house) },
      homeCountry: config.hotline.homeCountry,
      inhopeCountries: config.inhopeCountries,
    },
  };
}

const FOLLOW_UP_MS = 10 * 60_000;

/** What is open at NCMEC for nobody is taken back; feedback goes to its hash sharing, and its list is read. */
function followNcmec({ db, serviceKey, clock, log }: House, doors: Doors, stops: (() => Promise<void>)[]): void {
  const hashes = { db, serviceKey, clock, log, settings: doors.judgements.settings };
  for (const loop of [startFeedback(hashes), startFetching(hashes)]) stops.push(() => loop.stop());
  const followUp = startLoop(async () => (await doors.ncmec.followUp(), 'rest'), {
    ...{ pauseMs: FOLLOW_UP_MS, failurePauseMs: FOLLOW_UP_MS },
    onFailure: (error) => log.warn('partner.failed', { partner: 'ncmec', code: codeOf(error) }),
  });
  stops.push(() => followUp.stop());
}

/** Whether the police have confirmed what is urgent is asked again and again. */
function watchPolice({ log }: House, { police }: Doors, stops: (() => Promise<void>)[]): void {
  const watching = startLoop(async () => ((await police.followUp()).changed > 0 ? 'more' : 'rest'), {
    ...{ pauseMs: POLICE_WATCH_MS, failurePauseMs: POLICE_WATCH_MS },
    onFailure: (error) => log.error('police.watch-failed', { code: codeOf(error) }),
  });
  stops.push(() => watching.stop());
}

/** What goes on by itself: events on their way, webhooks, questions to other hotlines, erasing what is due. */
function talkToOthers(house: House, stops: (() => Promise<void>)[]): void {
  for (const loop of [
    startWebhooks(house),
    startExchange(house),
    startRetention(house),
    startRelay(house.db, house.log, GATHERED),
  ])
    stops.push(() => loop.stop());
}

/** Gives the acts their places on the ledger. */
function keepLedger({ db, clock, log, serviceKey, config }: House, stops: (() => Promise<void>)[]): void {
  const signer = ledgerSignerFrom(serviceKey.ledgerSeed);
  const sequencer = startSequencer({ db, clock, log, signer, checkpointFolder: checkpointFolderOf(config) });
  stops.push(() => sequencer.stop());
}

/** Jobs that write and send (`jobs`), visits (`recheck`) and the crawler; the last is always in a process of its own. */
async function startWork(
  house: House,
  doors: Doors,
  places: Places,
  services: readonly Service[],
  stops: (() => Promise<void>)[],
): Promise<void> {
  const { db, pool, clock, log, serviceKey, network, config } = house;
  const handlers = [];
  if (services.includes('jobs')) {
    const hallwayDeps = hallwayDepsOf(house, doors, places);
    handlers.push(hallway(hallwayDeps), bulkJob(house));
    const tipsterMail = tipsterMailOf(house, doors.mailer);
    if (tipsterMail !== undefined) handlers.push(noticeJob(tipsterMail));
    const [takedowns, iccamRuns] = [
      startTakedownLoops(doors.takedowns),
      startIccamRuns(() => doors.iccam.followUp(), log),
    ];
    for (const loop of [takedowns, iccamRuns, startRetrying(hallwayDeps.delivery)]) stops.push(() => loop.stop());
    hearProviders(house, doors, stops);
    talkToOthers(house, stops);
    watchPolice(house, doors, stops);
    followNcmec(house, doors, stops);
    keepLedger(house, stops);
    const publishing = await startLedgerPublishing(house, doors.mailer);
    if (publishing !== undefined) stops.push(() => publishing.stop());
  }
  if (services.includes('recheck')) {
    handlers.push(retiredRecheckJob);
    const tools = await openVisitTools(config, network);
    stops.push(() => tools.close());
    const visits = startVisits({ db, clock, log, serviceKey, settings: config.recheck, tools });
    stops.push(() => visits.stop());
  }
  if (services.includes('crawl')) {
    const crawler = startCrawlChild(config, log);
    stops.push(() => crawler.stop());
  }
  if (handlers.length === 0) return;
  const jobs = await startJobs(pool, handlers, { log, isAlone: house.database.isOwned });
  stops.push(() => jobs.stop());
}
