/** Counts of what notices and rechecks have in hand, for metrics. */
import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';

/** Letters in each state. */
export async function countLetters(db: Db): Promise<readonly { readonly state: string; readonly count: number }[]> {
  const { rows } = await sql<{ state: string; count: number }>`
    select state, count(*)::int as count from letter group by state order by state`.execute(db);
  return rows;
}

/** Watches in each state, and how many visits should have begun before `now` and have not. */
export async function countWatches(
  db: Db,
  now: Date,
): Promise<readonly { readonly state: string; readonly count: number; readonly overdue: number }[]> {
  const { rows } = await sql<{ state: string; count: number; overdue: number }>`
    select state, count(*)::int as count,
      (count(*) filter (where next_visit_at < ${now} and not exists (
        select from visited_host where visited_host.host_digest = watch.host_digest and until >= ${now})))::int as overdue
    from watch group by state order by state`.execute(db);
  return rows;
}
