/**
 * Jobs: rows written in the same transaction as the change that causes them, so a rolled-back change leaves no job and a
 * committed one is never forgotten. (Events reach their handler as jobs too, by way of the outbox: events.ts.)
 * A job is delivered at least once: whoever does it must make a second delivery harmless.
 */
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, run, runMigrations, type TaskList, type WorkerEvents } from 'graphile-worker';
import { sql } from 'kysely';
import type pg from 'pg';
import type { Db, Tx } from './db.ts';
import { codeOf, type Log } from './log.ts';

/**
 * How a job waits. All of it is optional: by default a job runs as soon as there is room, and is tried again when it
 * fails.
 */
export interface JobOptions {
  /** Not before this instant. */
  readonly runAt?: Date;
  /** A job with a key that is waiting already is replaced instead of added. */
  readonly jobKey?: string;
}

/** Writes a job in the caller's transaction. The payload may hold ids and plain codes only: it is stored in clear. */
export async function addJob(
  tx: Tx,
  task: string,
  payload: Readonly<Record<string, string | number>>,
  options: JobOptions = {},
): Promise<void> {
  await sql`select graphile_worker.add_job(
    identifier => ${task}, payload => ${JSON.stringify(payload)}::json,
    run_at => ${options.runAt ?? null}::timestamptz, job_key => ${options.jobKey ?? null})`.execute(tx);
}

/** One kind of job: its name, and what does it. It throws to be tried again later (with growing pauses). */
export interface JobHandler {
  readonly task: string;
  readonly handle: (payload: unknown, attempt: number) => Promise<void>;
}

/** Brings graphile-worker's own tables to its version. */
export async function migrateJobs(pool: pg.Pool): Promise<void> {
  await runMigrations({ pgPool: pool, logger: quiet });
}

/** The worker of this process; stop it before the database is closed. */
export interface RunningJobs {
  /** Takes no new job, lets running ones finish. */
  stop(): Promise<void>;
}

/** How this process works. What is to be done stands in the database, and is shared by all processes. */
export interface JobsOptions {
  readonly log: Log;
  /** Jobs at a time in this process. */
  readonly concurrency?: number;
  /** True when no other process can be working (we own the embedded server): locks left by a killed process fall at once. */
  readonly isAlone?: boolean;
}

const HEARTBEAT_MS = 5_000;
/** A worker that has not been seen for this long is dead, and its jobs go to others. */
const WORKER_LEASE_MS = 20_000;

/**
 * Starts working off jobs. graphile-worker frees the jobs of a killed process only after four hours; our workers
 * therefore leave heartbeats, and whoever is alive frees the jobs of whoever is not.
 */
export async function startJobs(
  pool: pg.Pool,
  handlers: readonly JobHandler[],
  options: JobsOptions,
): Promise<RunningJobs> {
  const { log, isAlone = false } = options;
  await freeJobsOfTheDead(pool, isAlone ? 0 : WORKER_LEASE_MS);
  let crew = await startCrew(pool, handlers, options);
  let isStopping = false;
  const keep = async () => {
    for (;;) {
      await crew.ended;
      if (isStoppingNow()) return;
      log.warn('jobs.restarted', {});
      await crew.stop();
      const next = await untilItStarts(() => startCrew(pool, handlers, options), isStoppingNow);
      if (next === undefined) return;
      crew = next;
      // Told to stop while it started: nobody else stops this one.
      if (isStoppingNow()) await crew.stop();
    }
  };
  const isStoppingNow = () => isStopping;
  const kept = keep();
  const beat = () =>
    leaveHeartbeats(pool, crew.workerIds)
      .then(() => freeJobsOfTheDead(pool, WORKER_LEASE_MS))
      .catch((error: unknown) => log.warn('database.lost', { code: codeOf(error) }));
  await beat();
  const timer = setInterval(() => void beat(), HEARTBEAT_MS);
  return {
    stop: async () => {
      isStopping = true;
      clearInterval(timer);
      await crew.stop();
      await kept;
    },
  };
}

const RESTART_PAUSE_MS = 500;

interface Crew {
  readonly workerIds: readonly string[];
  /** Settles when the crew can work no more: stopped, or its connections broke. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/**
 * One run of graphile-worker. When the database goes away its workers give up after some tries, and a job whose end could not
 * be written stays theirs; so a crew whose listening connection breaks ends, and its jobs go to the next by their lease.
 */
async function startCrew(pool: pg.Pool, handlers: readonly JobHandler[], options: JobsOptions): Promise<Crew> {
  const { log, concurrency = 4 } = options;
  const workerIds: string[] = [];
  const events: WorkerEvents = new EventEmitter();
  events.on('worker:create', ({ worker }) => workerIds.push(worker.workerId));
  const broken = new Promise<void>((resolve) => {
    events.on('pool:listen:error', () => resolve());
    events.on('worker:fatalError', () => resolve());
  });
  const runner = await run({
    pgPool: pool,
    taskList: Object.fromEntries(handlers.map((handler) => [handler.task, withSafeErrors(handler, log)])),
    concurrency,
    pollInterval: 500,
    noHandleSignals: true,
    logger: quiet,
    events,
  });
  const gaveUp = runner.promise.catch((error: unknown) => log.warn('database.lost', { code: codeOf(error) }));
  return {
    workerIds,
    ended: Promise.race([broken, gaveUp]),
    stop: () => runner.stop().catch(() => undefined),
  };
}

/** Undefined when it is told to stop before one starts. */
async function untilItStarts(start: () => Promise<Crew>, isStopping: () => boolean): Promise<Crew | undefined> {
  for (;;) {
    await sleep(RESTART_PAUSE_MS);
    if (isStopping()) return undefined;
    try {
      return await start();
    } catch {
      // The database is still away.
    }
  }
}

/** graphile-worker stores and logs a failing job's message in clear, and a message may quote an address: only the code gets there. */
function withSafeErrors(handler: JobHandler, log: Log): TaskList[string] {
  return async (payload, { job }) => {
    try {
      await handler.handle(payload, job.attempts);
    } catch (error) {
      log.warn('job.failed', { task: handler.task, attempt: job.attempts, code: codeOf(error) });
      throw new Error(codeOf(error));
    }
  };
}

async function leaveHeartbeats(pool: pg.Pool, workerIds: readonly string[]): Promise<void> {
  await pool.query(
    `insert into job_worker (worker_id, seen_at) select unnest($1::text[]), now()
     on conflict (worker_id) do update set seen_at = excluded.seen_at`,
    [workerIds],
  );
}

async function freeJobsOfTheDead(pool: pg.Pool, leaseMs: number): Promise<void> {
  await pool.query(
    `with dead as (
       select distinct j.locked_by as worker_id from graphile_worker.jobs j
       left join job_worker w on w.worker_id = j.locked_by and w.seen_at > now() - make_interval(secs => $1)
       where j.locked_by is not null and w.worker_id is null and j.locked_at < now() - make_interval(secs => $1)
     ), forgotten as (delete from job_worker where seen_at < now() - interval '1 day')
     select graphile_worker.force_unlock_workers(array_agg(worker_id)) from dead having count(*) > 0`,
    [leaseMs / 1000],
  );
}

/** How many jobs wait or have failed for good, by task: for the console and tests. */
export async function countJobs(db: Db): Promise<readonly { task: string; waiting: number; failed: number }[]> {
  const result = await sql<{ task: string; waiting: number; failed: number }>`
    select task_identifier as task, count(*) filter (where attempts < max_attempts)::int as waiting,
           count(*) filter (where attempts >= max_attempts)::int as failed
    from graphile_worker.jobs group by 1 order by 1`.execute(db);
  return result.rows;
}

/** graphile-worker's own log lines may quote a job's payload or error: none of them is written. */
const quiet = new Logger(() => () => undefined);
