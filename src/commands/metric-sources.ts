/** What Prometheus is told of a hotline: counts by state and code, read from the database with each scrape. */
import { countCases } from '../cases/door.ts';
import { readCrawlState, readCrawlTotals } from '../crawl/door.ts';
import { countLetters, countTakedowns, countWatches } from '../notices/door.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';
import { readOutboxAge } from '../platform/events.ts';
import { countJobs } from '../platform/jobs.ts';
import type { MetricSource, Sample } from '../platform/metrics.ts';
import { countDispatches } from '../routing/door.ts';

/** The newest runs are enough to know what is queued: an older one that is still open is rare, and the console shows it. */
const RUNS = 100;

const source = (
  name: string,
  help: string,
  read: () => Promise<readonly Sample[]>,
  labels: readonly string[] = [],
): MetricSource => ({ name, help, labels, read });

const one = (value: number): readonly Sample[] => [{ value }];
const byState = (rows: readonly { readonly state: string; readonly count: number }[]): readonly Sample[] =>
  rows.map(({ state, count }) => ({ value: count, labels: { state } }));

/** The house's own: any process of it may tell them, as they stand in the database. */
export function houseSources(db: Db, clock: Clock): readonly MetricSource[] {
  return [...workSources(db), ...noticeSources(db, clock), ...crawlSources(db)];
}

function workSources(db: Db): readonly MetricSource[] {
  const jobs = (name: string, help: string, pick: 'waiting' | 'failed') =>
    source(
      name,
      help,
      async () => (await countJobs(db)).map((row) => ({ value: row[pick], labels: { task: row.task } })),
      ['task'],
    );
  return [
    jobs('fyr_jobs_waiting', 'Jobs that wait or are being done, by task.', 'waiting'),
    jobs('fyr_jobs_failed', 'Jobs that were given up, by task: a person must look.', 'failed'),
    source(
      'fyr_outbox_age_seconds',
      'How long the oldest event has waited for the relay; 0 when none waits.',
      async () => one(await readOutboxAge(db)),
    ),
    source(
      'fyr_cases',
      'Cases by state.',
      async () => Object.entries(await countCases(db)).map(([state, value]) => ({ value, labels: { state } })),
      ['state'],
    ),
    source(
      'fyr_dispatches',
      'Dispatches by destination and state.',
      async () =>
        (await countDispatches(db)).map(({ destination, state, count }) => ({
          value: count,
          labels: { destination, state },
        })),
      ['destination', 'state'],
    ),
  ];
}

function noticeSources(db: Db, clock: Clock): readonly MetricSource[] {
  return [
    source(
      'fyr_takedowns',
      'Takedowns that have not ended, by state and by why a person must look (none: nobody needs to).',
      async () =>
        (await countTakedowns(db, clock.now())).map(({ state, attention = 'none', count }) => ({
          value: count,
          labels: { state, attention },
        })),
      ['state', 'attention'],
    ),
    source('fyr_letters', 'Letters to providers by state.', async () => byState(await countLetters(db)), ['state']),
    source('fyr_watches', 'Watched items by state.', async () => byState(await countWatches(db, clock.now())), [
      'state',
    ]),
    source('fyr_watches_overdue', 'Visits that should have begun and have not.', async () =>
      one((await countWatches(db, clock.now())).reduce((sum, { overdue }) => sum + overdue, 0)),
    ),
  ];
}

function crawlSources(db: Db): readonly MetricSource[] {
  const state = (name: string, help: string, pick: (of: Awaited<ReturnType<typeof readCrawlState>>) => number) =>
    source(name, help, async () => one(pick(await readCrawlState(db, RUNS))));
  const total = (name: string, help: string, pick: 'visits' | 'pages' | 'media' | 'sightings' | 'bytes') =>
    source(name, help, async () => one((await readCrawlTotals(db))[pick]));
  return [
    state('fyr_crawl_workers', 'Crawl workers alive, on all machines.', ({ workers }) => workers),
    state('fyr_crawl_queued', 'Addresses taken in and not visited yet, of open runs.', ({ queued }) => queued),
    state('fyr_crawl_hosts_awake', 'Hosts with something to visit.', ({ awakeHosts }) => awakeHosts),
    state('fyr_crawl_hosts_due', 'Hosts that may be asked now.', ({ dueHosts }) => dueHosts),
    state('fyr_crawl_rate', 'Visits a second, of the last ten seconds or so.', ({ rate }) => rate),
    total('fyr_crawl_visits_total', 'Requests of all runs.', 'visits'),
    total('fyr_crawl_pages_total', 'Pages read, of all runs.', 'pages'),
    total('fyr_crawl_media_total', 'Media looked at, of all runs.', 'media'),
    total('fyr_crawl_sightings_total', 'Sightings, of all runs.', 'sightings'),
    total('fyr_crawl_bytes_total', 'Bytes received, of all runs.', 'bytes'),
    source(
      'fyr_crawl_errors_total',
      'Visits that brought nothing, by reason.',
      async () =>
        Object.entries((await readCrawlTotals(db)).reasons).map(([reason, value]) => ({ value, labels: { reason } })),
      ['reason'],
    ),
  ];
}
