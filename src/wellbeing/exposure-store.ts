/** The tables of what people have had before them, their breaks and limits. */
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db, Tx } from '../platform/db.ts';
import type { StaffId } from '../terms/ids.ts';
import { FEWEST_PEOPLE, type Limits } from './exposure.ts';

const KEPT_MS = 100 * 86_400_000;

/** Something was opened by this person: an item to assess, or the words of a tip. What is older than a hundred days is forgotten. */
export async function noteExposure(tx: Tx, staffId: StaffId, kind: 'item' | 'tip', now: Date): Promise<void> {
  const forgotten = new Date(now.getTime() - KEPT_MS);
  await sql`delete from exposure where staff_id = ${staffId} and at < ${forgotten}`.execute(tx);
  await sql`insert into exposure (staff_id, at, kind) values (${staffId}, ${now}, ${kind})`.execute(tx);
}

/** When this person opened something since then, in order. */
export async function listOpenings(db: Db, staffId: StaffId, since: Date): Promise<readonly Date[]> {
  const { rows } = await sql<{ at: Date }>`select at from exposure
    where staff_id = ${staffId} and at >= ${since} order by at, id`.execute(db);
  return rows.map(({ at }) => at);
}

/** One of a person's days. */
export interface Day {
  /** YYYY-MM-DD on the hotline's wall clock. */
  readonly day: string;
  readonly items: number;
  readonly tips: number;
  readonly minutes: number;
}

const daySchema = z.array(z.object({ day: z.string(), items: z.int(), tips: z.int(), minutes: z.int() }));

/** A person's days since then, the newest first; minutes as `minutesOf` counts them, the last opening of a day as one. */
export async function listDays(db: Db, staffId: StaffId, since: Date, timeZone: string): Promise<readonly Day[]> {
  const { rows } = await sql`select to_char(day, 'YYYY-MM-DD') as day,
      (count(*) filter (where kind = 'item'))::int as items, (count(*) filter (where kind = 'tip'))::int as tips,
      round(sum(least(coalesce(next - at, interval '1 minute'), interval '5 minutes') / interval '1 second')
        / 60)::int as minutes
    from (
      select at, kind, (at at time zone ${timeZone})::date as day,
        lead(at) over (partition by (at at time zone ${timeZone})::date order by at, id) as next
      from exposure where staff_id = ${staffId} and at >= ${since}
    ) t group by 1 order by 1 desc`.execute(db);
  return daySchema.parse(
    rows.map((row) =>
      z.object({ day: z.unknown(), items: z.unknown(), tips: z.unknown(), minutes: z.coerce.number() }).parse(row),
    ),
  );
}

/** A week of all people together. */
export interface Week {
  /** Its Monday, YYYY-MM-DD. */
  readonly monday: string;
  readonly people: number;
  readonly openings: number;
  /** Openings of a person's day, in the middle of all such days. */
  readonly medianDay: number;
}

const weekSchema = z.object({ monday: z.string(), people: z.int(), openings: z.int(), median_day: z.coerce.number() });

/** The weeks since then in which enough people were at work for their sum to be about none of them; the newest first. */
export async function listWeeks(db: Db, since: Date, timeZone: string): Promise<readonly Week[]> {
  const { rows } = await sql`with days as (
      select staff_id, (at at time zone ${timeZone})::date as day, count(*) as openings
      from exposure where at >= ${since} group by 1, 2
    ) select to_char(date_trunc('week', day), 'YYYY-MM-DD') as monday, count(distinct staff_id)::int as people,
        sum(openings)::int as openings, percentile_cont(0.5) within group (order by openings) as median_day
      from days group by date_trunc('week', day) having count(distinct staff_id) >= ${FEWEST_PEOPLE}
      order by date_trunc('week', day) desc`.execute(db);
  return rows.map((row) => {
    const { median_day: medianDay, ...week } = weekSchema.parse(row);
    return { ...week, medianDay };
  });
}

/** Until when this person's break lasts, if they have begun one. */
export async function readBreakUntil(db: Db, staffId: StaffId): Promise<Date | undefined> {
  const { rows } = await sql<{ until: Date }>`select until from work_break where staff_id = ${staffId}
    order by started_at desc limit 1`.execute(db);
  return rows[0]?.until;
}

/** They go. */
export async function insertBreak(tx: Tx, staffId: StaffId, now: Date, until: Date): Promise<void> {
  await sql`insert into work_break (staff_id, started_at, until) values (${staffId}, ${now}, ${until})
    on conflict (staff_id, started_at) do nothing`.execute(tx);
}

/** They are back earlier. */
export async function endBreaks(tx: Tx, staffId: StaffId, now: Date): Promise<void> {
  await sql`update work_break set until = ${now} where staff_id = ${staffId} and until > ${now}`.execute(tx);
}

const limitSchema = z
  .object({
    most_items: z.int().nullable(),
    most_minutes: z.int().nullable(),
    work_minutes: z.int().nullable(),
    break_minutes: z.int(),
  })
  .transform((row): Limits => ({
    mostItems: row.most_items ?? undefined,
    mostMinutes: row.most_minutes ?? undefined,
    workMinutes: row.work_minutes ?? undefined,
    breakMinutes: row.break_minutes,
  }));

/** A person's own limits, or the house's (undefined: whose). */
export async function readLimits(db: Db, staffId: StaffId | undefined): Promise<Limits | undefined> {
  const { rows } = await sql`select most_items, most_minutes, work_minutes, break_minutes from work_limit
    where staff_id is not distinct from ${staffId ?? null}::uuid`.execute(db);
  return rows.map((row) => limitSchema.parse(row))[0];
}

/** Sets them. */
export async function upsertLimits(tx: Tx, staffId: StaffId | undefined, limits: Limits): Promise<void> {
  await sql`insert into work_limit (staff_id, most_items, most_minutes, work_minutes, break_minutes)
    values (${staffId ?? null}, ${limits.mostItems ?? null}, ${limits.mostMinutes ?? null}, ${limits.workMinutes ?? null},
      ${limits.breakMinutes})
    on conflict (staff_id) do update set most_items = excluded.most_items, most_minutes = excluded.most_minutes,
      work_minutes = excluded.work_minutes, break_minutes = excluded.break_minutes`.execute(tx);
}
