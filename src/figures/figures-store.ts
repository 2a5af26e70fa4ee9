/** Reads counts; everything is added up in the database, so a million tips come back as some hundred rows. */
import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';

/** The zone goes to the database, which cuts the months itself: midnight is not the same instant all year. */
export interface FigureRange {
  /** The first day of the first month, `YYYY-MM-DD`, in `timeZone`. */
  readonly fromDay: string;
  readonly now: Date;
  readonly timeZone: string;
}

/**
 * Tips by month and category. First by hour, which the index alone answers, then by month: the time zone is worked out for
 * some thousand hours instead of for each tip. (Hours are UTC's, so a zone half an hour off moves the tips of one half-hour.)
 */
export async function countTips(
  db: Db,
  range: FigureRange,
): Promise<readonly { month: string; category: string; count: number }[]> {
  const { rows } = await sql<{ month: string; category: string; count: number }>`
    with hours as (
      select received_hour, category, count(*) as tips from tip
      where received_hour >= ${range.fromDay}::timestamp at time zone ${range.timeZone} and received_hour <= ${range.now}
      group by received_hour, category
    )
    select to_char(received_hour at time zone ${range.timeZone}, 'YYYY-MM') as month, category, sum(tips)::bigint as count
    from hours group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}

/** The first recheck comes after a quarter of an hour at the earliest: nothing finer is known. */
export const DURATION_STEP_MS = 900_000;

/**
 * How long items stayed online, from the decision about their case (or from when they were first watched, if that was
 * earlier) until they were first found gone, rounded up; those still online until they were last visited (or first missed,
 * while it is not decided yet), rounded down. An item
 * that is looked at anew stays gone until a visit sees it; one that truly came back counts from its first time to its last. Only items whose time began within the range.
 */
export async function countRemovals(
  db: Db,
  range: FigureRange,
): Promise<readonly { durationMs: number; ended: number; ongoing: number }[]> {
  const { rows } = await sql<{ durationMs: number; ended: number; ongoing: number }>`
    with spell as (
      select least(case_file.decided_at, watch.started_at) as started_at, coalesce(watch.gone_at, watch.gone_before_at) as gone_at,
        coalesce(watch.first_miss_at, watch.last_visit_at) as online_until
      from watch join item on item.id = watch.item_id join case_file on case_file.id = item.case_id
    ), length as (
      select gone_at is not null as has_ended,
        extract(epoch from greatest(coalesce(gone_at, online_until, started_at), started_at) - started_at) * 1000 / ${DURATION_STEP_MS}::numeric as steps
      from spell
      where started_at >= ${range.fromDay}::timestamp at time zone ${range.timeZone} and started_at <= ${range.now}
    )
    select (case when has_ended then ceil(steps) else floor(steps) end * ${DURATION_STEP_MS})::bigint as "durationMs",
      count(*) filter (where has_ended) as ended, count(*) filter (where not has_ended) as ongoing
    from length group by 1 order by 1`.execute(db);
  return rows;
}
