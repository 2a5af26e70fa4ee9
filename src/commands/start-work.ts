/** What a process does without being asked by anybody's browser: jobs, visits, the crawler, and what is looked at again and again. */
import { bulkJob } from '../cases/door.ts';
import type { Places } from '../crawl/door.ts';
import { startExchange } from '../exchange/door.ts';
import { startSums } from '../figures/door.ts';
import { GATHERED, hallway, type HallwayDeps } from '../hallway.ts';
import type { House, Household } from '../house.ts';
import { noticeJob } from '../intake/door.ts';
import { ledgerSignerFrom, startSequencer } from '../ledger/door.ts';
import {
  answerEffectsOf,
  mayReadMailbox,
  noteAnswer,
  retiredRecheckJob,
  startAskingApis,
  startForgetting,
  startMailbox,
  startTakedownLoops,
  startVisits,
} from '../notices/door.ts';
import { startFeedback, startFetching, startIccamRuns, withHealth } from '../partners/door.ts';
import type { Service } from '../platform/config.ts';
import { startRelay } from '../platform/events.ts';
import { startJobs } from '../platform/jobs.ts';
import { codeOf } from '../platform/log.ts';
import { startLoop } from '../platform/loop.ts';
import { startRetention } from '../retention/door.ts';
import { startRetrying } from '../routing/door.ts';
import { startLocking } from '../staff/door.ts';
import { startWebhooks } from '../webhooks/door.ts';
import { checkpointFolderOf } from './checkpoint-folder.ts';
import { startCrawlChild } from './crawl-child.ts';
import { openDoors, type Doors, type Openings } from './open-doors.ts';
import { startLedgerPublishing } from './publish-ledger.ts';
import { tipsterMailOf } from './tipster-mail.ts';
import { openVisitTools } from './visit-tools.ts';

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
  const { police, iccam, ncmec, hotline, provider, judgements, addresses, readHashes } = doors;
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
      ...{ db, clock, serviceKey, police, iccam, ncmec, hotline, provider, addresses, readHashes },
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

/** How often it is asked whether the police have confirmed what is urgent. */
const POLICE_WATCH_MS = 10_000;

/** Whether the police have confirmed what is urgent is asked again and again. */
function watchPolice({ log }: House, { police }: Doors, stops: (() => Promise<void>)[]): void {
  const watching = startLoop(async () => ((await police.followUp()).changed > 0 ? 'more' : 'rest'), {
    ...{ pauseMs: POLICE_WATCH_MS, failurePauseMs: POLICE_WATCH_MS },
    onFailure: (error) => log.error('police.watch-failed', { code: codeOf(error) }),
  });
  stops.push(() => watching.stop());
}

/**
 * What goes on by itself: events on their way, webhooks, questions to other hotlines, locking what is left alone, the sums that
 * figures are made of.
 */
function talkToOthers(house: House, stops: (() => Promise<void>)[]): void {
  for (const loop of [
    startWebhooks(house),
    startExchange(house),
    startSums({ ...house, timeZone: house.config.timeZone }),
    startLocking({ ...house, lockAfterMs: house.config.console.lockAfterMs }),
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
export async function startWork(house: Household, openings: Openings, services: readonly Service[]): Promise<void> {
  const { as, stops } = openings;
  if (services.includes('recheck')) await startRechecks(as('fyr_recheck'), stops);
  if (services.includes('crawl')) {
    const crawler = await startCrawlChild(house.config, house.log);
    stops.push(() => crawler.stop());
  }
  if (!services.includes('jobs')) return;
  await startJobsService(as('fyr_jobs'), openings);
  const retention = startRetention(as('fyr_erase'));
  stops.push(() => retention.stop());
}

async function startRechecks(house: House, stops: (() => Promise<void>)[]): Promise<void> {
  const { db, clock, log, serviceKey, network, config } = house;
  const tools = await openVisitTools(config, network);
  stops.push(() => tools.close());
  const visits = startVisits({ db, clock, log, serviceKey, settings: config.recheck, tools });
  stops.push(() => visits.stop());
}

async function startJobsService(house: House, openings: Openings): Promise<void> {
  const { places, mailer, stops } = openings;
  const { pool, log } = house;
  const doors = await openDoors(house, openings);
  const hallwayDeps = hallwayDepsOf(house, doors, places);
  const tipsterMail = tipsterMailOf(house, mailer);
  const handlers = [hallway(hallwayDeps), bulkJob(house), retiredRecheckJob];
  if (tipsterMail !== undefined) handlers.push(noticeJob(tipsterMail));
  const iccamRuns = startIccamRuns(() => doors.iccam.followUp(), log);
  for (const loop of [startTakedownLoops(doors.takedowns), iccamRuns, startRetrying(hallwayDeps.delivery)])
    stops.push(() => loop.stop());
  hearProviders(house, doors, stops);
  talkToOthers(house, stops);
  watchPolice(house, doors, stops);
  followNcmec(house, doors, stops);
  keepLedger(house, stops);
  const publishing = await startLedgerPublishing(house, mailer);
  if (publishing !== undefined) stops.push(() => publishing.stop());
  const jobs = await startJobs(pool, handlers, { log, isAlone: house.database.isOwned });
  stops.push(() => jobs.stop());
}
