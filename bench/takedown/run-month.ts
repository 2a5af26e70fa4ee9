/** One side's month: the simulated clock goes from one due moment to the next, and the real code does what is due. */
import type pg from 'pg';
import type { MailCatcher, RawMail } from '../../stand-ins/mail-catcher.ts';
import {
  readMessage,
  readSights,
  registerProviderPage,
  runDueTakedowns,
  sendDueLetters,
  takeMessage,
  visitDue,
  providerErrorPage,
} from '../../src/notices/door.ts';
import { openDatabase, transact, type OpenDatabase } from '../../src/platform/db.ts';
import { openHttp } from '../../src/platform/http.ts';
import { openLog } from '../../src/platform/log.ts';
import type { ServiceKey } from '../../src/platform/service-key.ts';
import { siteContext } from '../../src/site/site-context.ts';
import { SITE_FILES } from '../../src/site/site-files.ts';
import type { Language } from '../../src/terms/categories.ts';
import type { HouseEvent } from '../../src/terms/events.ts';
import { openAgenda } from './agenda.ts';
import { openBook } from './book.ts';
import { deliverEvents, openRepairs } from './deliver.ts';
import { HOTLINE, openHallway, openSending, openVisits, type HouseParts } from './house.ts';
import { MONTH_START, type Month } from './month.ts';
import { openPeople } from './people.ts';
import { openProviders } from './providers.ts';
import type { Registers } from './registers.ts';
import { serveSites } from './served-sites.ts';
import { insertPerson, keepQuiet, readDue, type Due } from './rows.ts';
import type { Side } from './timetables.ts';
import { openWeb } from './web.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const MONTH_DAYS = 30;
const DECISIONS = 500;
/** Providers and people do not wait for each other. */
const ACTS_AT_ONCE = 6;
const log = openLog('silent');
const siteIn = (language: Language) => siteContext(HOTLINE, SITE_FILES, language);

/** What a month takes. */
export interface MonthOptions {
  readonly month: Month;
  readonly side: Side;
  readonly connection: pg.PoolConfig;
  readonly serviceKey: ServiceKey;
  readonly registers: Registers;
  readonly catcher: MailCatcher;
  /** The catcher's `onRaw` hands each mail to whoever listens here. */
  readonly listen: (receive: (mail: RawMail) => void) => void;
  /** The clock's step: what falls due within it is done together. */
  readonly stepMs: number;
  /** How long it is; 30 by default. */
  readonly days?: number;
  /** In place of the house's own sending, for a test that kills it. */
  readonly sender?: (parts: HouseParts, now: Date) => Promise<number>;
  /** Called once a simulated minute or more, for faults and progress. */
  readonly onStep?: (now: Date, scene: Scene) => Promise<void> | void;
}

/** What there is to see of a month while it goes by. */
export interface Scene {
  readonly database: OpenDatabase;
  /** Items that have been decided, and those that have been found gone at least once. */
  readonly decided: () => number;
  readonly gone: () => number;
}

/** Runs a month to its end. */
export async function runMonth(options: MonthOptions) {
  const { month, side, serviceKey, registers, catcher, stepMs } = options;
  const database = openDatabase({ ...options.connection, max: 16 }, log);
  const { db, pool } = database;
  let now = MONTH_START;
  const clock = { now: () => now };
  const web = openWeb(month);
  const [book, agenda] = [openBook(), openAgenda()];
  let siteUrl = 'http://127.0.0.1:1/';
  const parts: HouseParts = {
    ...{ database, serviceKey, clock, month, web, side, smtpUrl: catcher.smtpUrl, siteUrl: () => siteUrl },
    registers: { ...registers, hosts: registers.rdap.networkHosts() },
  };
  const sending = await openSending(parts);
  const sites = await serveSites(month, web.egress(clock.now));
  const visits = openVisits(parts, sites.egress);
  const { handler, provider, effects } = openHallway(parts, sending);
  const answering = { db, serviceKey, clock, log, effects };
  const http = await openHttp({ log, bodyLimitBytes: 65_536, errorPage: () => errorPage() });
  registerProviderPage(http, { ...answering, siteIn, readSights: (each, ids) => readSights(each, serviceKey, ids) });
  siteUrl = `${await http.listen({ host: '127.0.0.1', port: 0 })}/`;
  const staffId = await insertPerson(pool);
  const people = openPeople({ ...{ db, pool, serviceKey, month, web, agenda, provider, staffId }, now: clock.now });
  const mailBack = async (raw: string) => {
    const message = await readMessage(Buffer.from(raw));
    await transact(db, (tx) => takeMessage(tx, answering, message, now));
  };
  const providers = openProviders({ ...{ month, web, book, agenda, mailBack }, now: clock.now });
  options.listen(providers.receive);
  const gone = new Map<number, { goneMs: number; backMs: number }[]>();
  const counts = { visits: 0, steps: 0, letters: 0, events: 0 };

  const { again, counts: repaired } = openRepairs();
  const seconds = new Map<string, number>();
  const timed = async <T>(part: string, work: () => Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      seconds.set(part, (seconds.get(part) ?? 0) + (performance.now() - startedAt) / 1000);
    }
  };
  const noteEvent = (event: HouseEvent) => {
    if (event.kind === 'item-added') people.lookAgain(event.itemId);
    if (event.kind === 'dispatch-refused') people.decideAgain(event.dispatchId);
    if (event.kind !== 'item-gone' && event.kind !== 'item-back') return;
    const n = people.numberOf(event.itemId) ?? -1;
    const spells = gone.get(n) ?? [];
    const last = spells.at(-1);
    if (event.kind === 'item-back' && last !== undefined) last.backMs = Math.min(last.backMs, now.getTime());
    else if (event.kind === 'item-gone' && (last === undefined || last.backMs < Infinity))
      spells.push({ goneMs: now.getTime(), backMs: Infinity });
    gone.set(n, spells);
  };
  const deliver = () => deliverEvents(pool, handler, noteEvent);
  const send = () => (options.sender === undefined ? sendDueLetters(sending, now) : options.sender(parts, now));
  /** Does what is due, until nothing is. @returns what is due next */
  const settle = async (): Promise<Due> => {
    for (;;) {
      const due = await timed('asking', () => again(() => readDue(pool), undefined));
      if (due === undefined) continue;
      const isDue = (atMs: number) => atMs <= now.getTime();
      const tell = async (): Promise<number> => {
        const steps = isDue(due.takedownsMs)
          ? await timed('steps', () => again(() => runDueTakedowns(sending, now), 1))
          : 0;
        if (side.quietHours !== undefined && steps > 0) await keepQuiet(pool, side.quietHours);
        const letters = isDue(due.lettersMs) ? await timed('letters', () => again(send, 1)) : 0;
        counts.steps += steps;
        counts.letters += letters;
        return steps + letters;
      };
      // At the same time, as the services of a hotline are at work.
      const [events, seen, told] = await Promise.all([
        due.hasEvents ? timed('events', () => again(deliver, 1)) : 0,
        isDue(due.visitsMs) ? timed('visits', () => again(() => visitDue(visits, now), 1)) : 0,
        tell(),
      ]);
      counts.events += events;
      counts.visits += seen;
      if (events + seen + told === 0) return due;
    }
  };
  const doAgenda = async (): Promise<void> => {
    const work = async () => {
      for (let act = agenda.take(now); act !== undefined; act = agenda.take(now)) {
        const due = act;
        if (!(await again(async () => (await due(), true), false)))
          agenda.put(new Date(now.getTime() + MINUTE_MS), due);
      }
    };
    await Promise.all(Array.from({ length: ACTS_AT_ONCE }, work));
  };
  const start = MONTH_START.getTime();
  const scene: Scene = { database, decided: () => people.records.length, gone: () => gone.size };
  const end = start + (options.days ?? MONTH_DAYS) * DAY_MS;
  let appealsAt = 0;
  while (now.getTime() < end) {
    while (await timed('deciding', () => again(() => people.decideUntil(now, DECISIONS), true)));
    await timed('agenda', doAgenda);
    if (now.getTime() >= appealsAt) {
      await again(() => people.seeToAppeals(), undefined);
      appealsAt = now.getTime() + HOUR_MS;
    }
    const due = await settle();
    await options.onStep?.(now, scene);
    const next = Math.min(due.takedownsMs, due.lettersMs, due.visitsMs, agenda.nextMs(), people.nextDecisionMs());
    const least = now.getTime() + stepMs;
    now = new Date(Math.min(end, Math.max(least, Math.ceil(next / MINUTE_MS) * MINUTE_MS)));
  }
  await settle();
  const close = async () => {
    sending.close();
    await sites.close();
    await http.close();
    await database.close();
  };
  return {
    month,
    side,
    stepMs,
    web,
    book,
    people,
    gone,
    counts: { ...counts, ...repaired, served: sites.visits() },
    seconds,
    answers: providers.answers,
    database,
    start,
    end,
    close,
  };

  function errorPage() {
    const page = providerErrorPage('/n/x', siteIn);
    if (page === undefined) throw new Error('The provider’s page has no error page.');
    return page;
  }
}
export type MonthRun = Awaited<ReturnType<typeof runMonth>>;
