/** Reads how long is waited by what has not ended yet: it grows by itself, so no sum can hold it. */
import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';
import { DURATION_STEP_MS } from './duration-step.ts';

/** The zone goes to the database, which cuts the months itself: midnight is not the same instant all year. */
export interface FigureRange {
  /** The first day of the first month, `YYYY-MM-DD`, in `timeZone`. */
  readonly fromDay: string;
  readonly now: Date;
  readonly timeZone: string;
}

/** What began within these months (`YYYY-MM`, both included), of one category or country where they are given. */
export interface OngoingQuery {
  readonly zone: string;
  readonly fromMonth: string;
  readonly toMonth: string;
  readonly category?: string | undefined;
  readonly country?: string | undefined;
}

/** How many have waited for how long. */
interface Waiting {
  readonly durationMs: number;
  readonly count: number;
}

const isWithin = (query: OngoingQuery, began: ReturnType<typeof sql>) => {
  const first = sql`${`${query.fromMonth}-01`}::timestamp`;
  const last = sql`${`${query.toMonth}-01`}::timestamp + interval '1 month'`;
  return sql`${began} >= (${first}) at time zone ${query.zone} and ${began} < (${last}) at time zone ${query.zone}
    and (${query.category ?? null}::text is null or f.category = ${query.category ?? null})`;
};

/**
 * Items that are online: from the decision about their case (or from when they were first watched, if that was earlier) until they
 * were last visited (or first missed, while it is not decided yet), rounded down.
 */
export async function countStillOnline(db: Db, query: OngoingQuery): Promise<readonly Waiting[]> {
  const { country } = query;
  const { rows } = await sql<Waiting>`
    select (floor(extract(epoch from greatest(coalesce(until, began), began) - began) * 1000 / ${DURATION_STEP_MS}::numeric)
      * ${DURATION_STEP_MS})::bigint as "durationMs", count(*) as count
    from (
      select least(f.decided_at, w.started_at) as began, coalesce(w.first_miss_at, w.last_visit_at) as until
      from watch w join item i on i.id = w.item_id join case_file f on f.id = i.case_id
      where w.gone_at is null and w.gone_before_at is null
        and (${country ?? null}::text is null or coalesce(i.kept_country, '') = ${country ?? null})
        and ${isWithin(query, sql`least(f.decided_at, w.started_at)`)}
    ) ongoing group by 1 order by 1`.execute(db);
  return rows;
}
const HOUR_MS = 3_600_000;

/** Cases with something for the police that has not left, and nothing that has: from when they were opened until now, rounded down. */
export async function countUntoldPolice(db: Db, query: OngoingQuery, now: Date): Promise<readonly Waiting[]> {
  const { rows } = await sql<Waiting>`
    select (floor(extract(epoch from greatest(${now}, f.opened_hour) - f.opened_hour) / 3600) * ${HOUR_MS})::bigint as "durationMs",
      count(*) as count
    from case_file f
    where f.id in (select case_id from dispatch where destination = 'police' and state in ('planned', 'held'))
      and not exists (select from dispatch d where d.case_id = f.id and d.destination = 'police' and d.state in ('sent', 'rehearsed'))
      and ${isWithin(query, sql`f.opened_hour`)}
    group by 1 order by 1`.execute(db);
  return rows;
}

/** What the crawler visited in runs that were begun in these months. */
export async function countCrawled(
  db: Db,
  query: Pick<OngoingQuery, 'zone' | 'fromMonth' | 'toMonth'>,
): Promise<{ readonly pages: number; readonly media: number }> {
  const { rows } = await sql<{ pages: number; media: number }>`
    select coalesce(sum(t.pages), 0)::bigint as pages, coalesce(sum(t.media), 0)::bigint as media
    from crawl_run r join crawl_tally t on t.run_id = r.id
    where to_char(r.created_at at time zone ${query.zone}, 'YYYY-MM') between ${query.fromMonth} and ${query.toMonth}`.execute(
    db,
  );
  return rows[0] ?? { pages: 0, media: 0 };
}
