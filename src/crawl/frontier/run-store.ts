/** Runs and their counts. */
import * as z from 'zod';
import { KEEP, sql } from '../../platform/statement.ts';
import type { Db, Tx } from '../../platform/transact.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { staffIdSchema, type StaffId } from '../../terms/ids.ts';
import { runRulesSchema, runEndSchema, runStateSchema } from './run.ts';
import type { OpenRun, RunBudget, RunEnd, RunRules, RunState, RunTotals } from './run.ts';
import { arrayText } from './url-store.ts';

/** A run to be. */
export interface NewRun {
  readonly seeds: number;
  readonly budget: RunBudget;
  readonly rules: RunRules;
  readonly isWatch: boolean;
  readonly askedBy: StaffId | undefined;
  readonly agreedBy: StaffId | undefined;
  readonly now: Date;
}

/** Enters a run, running from now on. @returns its number */
export async function insertRun(tx: Tx, serviceKey: ServiceKey, run: NewRun): Promise<number> {
  const { budget } = run;
  const { rows } = await sql<{ id: number }>`
    insert into crawl_run (state, seeds, scope, max_depth, max_hosts, max_pages, max_minutes, rate, is_watch, asked_by, agreed_by,
      created_at, running_at)
    values ('running', ${run.seeds}, ${serviceKey.shroud('payload', JSON.stringify(run.rules))}, ${budget.maxDepth ?? null},
      ${budget.maxHosts ?? null}, ${budget.maxPages ?? null}, ${budget.maxMinutes ?? null}, ${budget.rate ?? null}, ${run.isWatch},
      ${run.askedBy ?? null}, ${run.agreedBy ?? null}, ${run.now}, clock_timestamp())
    returning id`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error('The run was not entered.');
  return row.id;
}

const TOTALS = sql`
  coalesce(sum(t.offered), 0)::float8 as offered, coalesce(sum(t.over), 0)::float8 as over,
  coalesce(sum(t.visits), 0)::float8 as visits, coalesce(sum(t.pages), 0)::float8 as pages,
  coalesce(sum(t.media), 0)::float8 as media, coalesce(sum(t.sitemaps), 0)::float8 as sitemaps,
  coalesce(sum(t.unchanged), 0)::float8 as unchanged, coalesce(sum(t.sightings), 0)::float8 as sightings,
  coalesce(sum(t.bytes), 0)::float8 as bytes,
  coalesce(sum(t.recent * exp(-extract(epoch from clock_timestamp() - t.recent_at) / 10)) / 10, 0)::float8 as rate`;
const RUNNING_MS = sql`
  (r.running_ms + coalesce(extract(epoch from clock_timestamp() - r.running_at) * 1000, 0))::float8 as running_ms`;

interface OpenRunRow extends RunTotals {
  readonly id: number;
  readonly state: 'running' | 'paused';
  readonly scope: Buffer;
  readonly max_depth: number | null;
  readonly max_hosts: number | null;
  readonly max_pages: number | null;
  readonly max_minutes: number | null;
  readonly rate_limit: number | null;
  readonly is_watch: boolean;
  readonly running_ms: number;
}

/** Reads the runs that have not ended; the rules of each are unshrouded once. */
export function openRunReader(serviceKey: ServiceKey): (db: Db) => Promise<readonly OpenRun[]> {
  const rules = new Map<number, RunRules>();
  const rulesOf = (row: OpenRunRow): RunRules => {
    const known = rules.get(row.id) ?? runRulesSchema.parse(JSON.parse(serviceKey.unshroud('payload', row.scope)));
    rules.set(row.id, known);
    return known;
  };
  return async (db) => {
    const { rows } = await sql<OpenRunRow>`${KEEP}
      select r.id, r.state, r.scope, r.max_depth, r.max_hosts, r.max_pages, r.max_minutes, r.rate as rate_limit, r.is_watch,
        ${RUNNING_MS}, ${TOTALS}
      from crawl_run r left join crawl_tally t on t.run_id = r.id
      where r.state in ('running', 'paused') group by r.id order by r.id`.execute(db);
    for (const id of rules.keys()) if (!rows.some((row) => row.id === id)) rules.delete(id);
    return rows.map((row) => ({
      ...{ id: row.id, state: row.state, isWatch: row.is_watch, runningMs: row.running_ms, rules: rulesOf(row) },
      budget: {
        maxDepth: row.max_depth ?? undefined,
        maxHosts: row.max_hosts ?? undefined,
        maxPages: row.max_pages ?? undefined,
        maxMinutes: row.max_minutes ?? undefined,
        rate: row.rate_limit ?? undefined,
      },
      totals: totalsOf(row),
    }));
  };
}

function totalsOf(row: RunTotals): RunTotals {
  const { offered, over, visits, pages, media, sitemaps, unchanged, sightings, bytes, rate } = row;
  return { offered, over, visits, pages, media, sitemaps, unchanged, sightings, bytes, rate };
}

/** Moves a run, if it is in one of the states `from`. @returns whether it was */
export async function moveRun(
  tx: Tx,
  runId: number,
  move: { readonly from: readonly RunState[]; readonly to: RunState; readonly reason?: RunEnd },
): Promise<boolean> {
  const isEnd = move.to === 'stopped' || move.to === 'done';
  const result = await sql`
    update crawl_run set state = ${move.to}, reason = ${move.reason ?? null},
      running_ms = running_ms + coalesce(extract(epoch from clock_timestamp() - running_at) * 1000, 0)::bigint,
      running_at = case when ${move.to === 'running'} then clock_timestamp() end,
      ended_at = case when ${isEnd} then clock_timestamp() end
    where id = ${runId} and state = any(${[...move.from]}::text[])`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** What a settlement adds to a run's counts. */
export interface TallyRow extends Omit<RunTotals, 'rate'> {
  readonly runId: number;
}

/** Adds to the counts of runs, in the worker's own lane. */
export async function addToTally(tx: Tx, lane: number, rows: readonly TallyRow[]): Promise<void> {
  const column = (pick: (row: TallyRow) => number) => sql`${arrayText(rows.map(pick))}::bigint[]`;
  await sql`${KEEP}
    insert into crawl_tally as t (run_id, lane, offered, over, visits, pages, media, sitemaps, unchanged, sightings, bytes, recent, recent_at)
    select n.run_id, ${lane}::smallint, offered, over, visits, pages, media, sitemaps, unchanged, sightings, bytes, visits, clock_timestamp()
    from unnest(${column((row) => row.runId)}, ${column((row) => row.offered)}, ${column((row) => row.over)},
      ${column((row) => row.visits)}, ${column((row) => row.pages)}, ${column((row) => row.media)}, ${column((row) => row.sitemaps)},
      ${column((row) => row.unchanged)}, ${column((row) => row.sightings)}, ${column((row) => row.bytes)})
      as n (run_id, offered, over, visits, pages, media, sitemaps, unchanged, sightings, bytes)
    order by n.run_id
    on conflict (run_id, lane) do update set offered = t.offered + excluded.offered, over = t.over + excluded.over,
      visits = t.visits + excluded.visits, pages = t.pages + excluded.pages, media = t.media + excluded.media,
      sitemaps = t.sitemaps + excluded.sitemaps, unchanged = t.unchanged + excluded.unchanged,
      sightings = t.sightings + excluded.sightings, bytes = t.bytes + excluded.bytes,
      recent = t.recent * exp(-extract(epoch from excluded.recent_at - t.recent_at) / 10) + excluded.recent,
      recent_at = excluded.recent_at`.execute(tx);
}

/** How often a run met a reason. */
export interface ReasonRow {
  readonly runId: number;
  readonly reason: string;
  readonly count: number;
}

/** Adds to the counts by reason. */
export async function addReasons(tx: Tx, lane: number, rows: readonly ReasonRow[]): Promise<void> {
  const sorted = [...rows].sort((a, b) => a.runId - b.runId || (a.reason < b.reason ? -1 : 1));
  await sql`insert into crawl_reason as c (run_id, lane, reason, count)
    select n.run_id, ${lane}::smallint, n.reason, n.count
    from unnest(${sorted.map((row) => row.runId)}::int[], ${sorted.map((row) => row.reason)}::text[],
      ${sorted.map((row) => row.count)}::bigint[]) as n (run_id, reason, count)
    on conflict (run_id, lane, reason) do update set count = c.count + excluded.count`.execute(tx);
}

/** A run as people see it, ended or not. */
export interface RunSummary {
  readonly id: number;
  readonly state: RunState;
  readonly reason: RunEnd | undefined;
  readonly seeds: number;
  readonly budget: RunBudget;
  readonly isWatch: boolean;
  /** Undefined where it was begun at the terminal by nobody named. */
  readonly askedBy: StaffId | undefined;
  readonly agreedBy: StaffId | undefined;
  readonly createdAt: Date;
  readonly endedAt: Date | undefined;
  readonly runningMs: number;
  readonly hosts: number;
  readonly totals: RunTotals;
  /** Visits that brought nothing, by code. */
  readonly reasons: Readonly<Record<string, number>>;
}

const summarySchema = z.object({
  id: z.number(),
  state: runStateSchema,
  reason: runEndSchema.nullable(),
  seeds: z.number(),
  is_watch: z.boolean(),
  max_depth: z.number().nullable(),
  max_hosts: z.number().nullable(),
  max_pages: z.number().nullable(),
  max_minutes: z.number().nullable(),
  rate_limit: z.number().nullable(),
  asked_by: staffIdSchema.nullable(),
  agreed_by: staffIdSchema.nullable(),
  created_at: z.date(),
  ended_at: z.date().nullable(),
  running_ms: z.number(),
  hosts: z.number(),
  reasons: z.record(z.string(), z.number()),
});

/** The newest runs first, at most `limit`; or the one with this number. */
export async function readRuns(
  db: Db,
  which: { readonly id: number } | { readonly limit: number },
): Promise<readonly RunSummary[]> {
  const id = 'id' in which ? which.id : null;
  const limit = 'limit' in which ? which.limit : 1;
  const { rows } = await sql<RunTotals>`
    select r.id, r.state, r.reason, r.seeds, r.is_watch, r.created_at, r.ended_at, ${RUNNING_MS}, ${TOTALS},
      r.max_depth, r.max_hosts, r.max_pages, r.max_minutes, r.rate as rate_limit, r.asked_by, r.agreed_by,
      (select count(*)::float8 from crawl_run_host h where h.run_id = r.id) as hosts,
      (select coalesce(jsonb_object_agg(reason, count), '{}') from (
        select reason, sum(count)::float8 as count from crawl_reason c where c.run_id = r.id group by reason) s) as reasons
    from crawl_run r left join crawl_tally t on t.run_id = r.id
    where ${id}::int is null or r.id = ${id}::int
    group by r.id order by r.id desc limit ${limit}`.execute(db);
  return rows.map((row) => {
    const summary = summarySchema.parse(row);
    return {
      ...{ id: summary.id, state: summary.state, seeds: summary.seeds, hosts: summary.hosts, reasons: summary.reasons },
      ...{ isWatch: summary.is_watch, createdAt: summary.created_at, runningMs: summary.running_ms },
      ...{ askedBy: summary.asked_by ?? undefined, agreedBy: summary.agreed_by ?? undefined },
      budget: {
        ...{ maxDepth: summary.max_depth ?? undefined, maxHosts: summary.max_hosts ?? undefined },
        ...{ maxPages: summary.max_pages ?? undefined, maxMinutes: summary.max_minutes ?? undefined },
        rate: summary.rate_limit ?? undefined,
      },
      reason: summary.reason ?? undefined,
      endedAt: summary.ended_at ?? undefined,
      totals: totalsOf(row),
    };
  });
}

/** Hosts with something to visit, those that may be asked now, and workers alive. */
export async function readQueue(db: Db): Promise<{ awakeHosts: number; dueHosts: number; workers: number }> {
  const { rows } = await sql<{ awakeHosts: number; dueHosts: number; workers: number }>`
    select count(*)::float8 as "awakeHosts",
      (count(*) filter (where next_at <= clock_timestamp() and wake_at <= clock_timestamp()))::float8 as "dueHosts",
      (select count(*)::float8 from crawl_worker where fenced_at is null) as workers
    from crawl_host where wake_at is not null`.execute(db);
  return rows[0] ?? { awakeHosts: 0, dueHosts: 0, workers: 0 };
}

/** Is there a run to work on? */
export async function hasRunningRun(db: Db): Promise<boolean> {
  const { rows } = await sql<{ is: boolean }>`${KEEP}
    select exists (select 1 from crawl_run where state = 'running') as is`.execute(db);
  return rows[0]?.is ?? false;
}
