/** Reads how long items lasted, added up in the database by provider, country or rung. */
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../platform/db.ts';
import { DURATION_STEP_MS } from './duration-step.ts';
import type { FigureRange } from './figures-store.ts';

/** How many spells of one length a group has; the group is a provider's id, a country's code or a rung. */
export interface GroupedSpell {
  readonly group: string;
  readonly durationMs: number;
  readonly ended: number;
  readonly ongoing: number;
}

/** What takedowns can be told apart by. */
export const TAKEDOWN_GROUPINGS = ['rung', 'country', 'provider'] as const;
/** For an address's query. */
export const takedownGroupingSchema = z.enum(TAKEDOWN_GROUPINGS);
export type TakedownGrouping = z.infer<typeof takedownGroupingSchema>;

/**
 * | grouping | a spell begins              | ends when the item is gone; else it is followed until      |
 * |----------|-----------------------------|------------------------------------------------------------|
 * | country  | with the decision           | it was last seen online                                    |
 * | provider | when that provider was told | the same                                                   |
 * | rung     | when the rung was told      | the same, or until the next rung was told: what happens    |
 * |          |                             | after that is no longer this rung's doing alone            |
 *
 * Gone is dated to the first miss. Takedowns that ended for another reason (not illegal after all, the host has changed) are followed
 * until they ended. Only what began within the range; of these providers alone, where they are
 * given (grouping `provider`).
 */
export async function countTakedowns(
  db: Db,
  grouping: TakedownGrouping,
  range: FigureRange,
  providerIds?: readonly string[],
): Promise<readonly GroupedSpell[]> {
  const ids = providerIds === undefined ? null : [...providerIds];
  const spells = {
    country: sql`select coalesce(country, '') as key, decided_at as began_at, null::timestamptz as next_at, * from outcome`,
    provider: sql`select told.provider_id::text as key, told.told_at as began_at, null::timestamptz as next_at, outcome.*
      from outcome join takedown_rung told on told.takedown_id = outcome.id
      where told.told_at is not null and (${ids}::uuid[] is null or told.provider_id = any(${ids}::uuid[]))`,
    rung: sql`select told.rung as key, told.told_at as began_at,
        lead(told.told_at) over (partition by outcome.id order by told.told_at, told.position) as next_at, outcome.*
      from outcome join takedown_rung told on told.takedown_id = outcome.id where told.told_at is not null`,
  }[grouping];
  const { rows } = await sql<GroupedSpell>`
    with outcome as (
      select takedown.id, takedown.country, takedown.decided_at,
        case when end_reason = 'item-gone' then case when watch.gone_at >= takedown.decided_at then watch.gone_at else takedown.ended_at end end as gone_at,
        coalesce(takedown.ended_at, watch.first_miss_at, watch.last_visit_at, takedown.decided_at) as followed_until
      from takedown left join watch on watch.item_id = takedown.item_id
    ), spell as (${spells}), length as (
      select key, gone_at is not null and (next_at is null or gone_at < next_at) as has_ended,
        extract(epoch from greatest(least(coalesce(gone_at, followed_until), coalesce(next_at, 'infinity')), began_at) - began_at)
          * 1000 / ${DURATION_STEP_MS}::numeric as steps
      from spell
      where began_at >= ${range.fromDay}::timestamp at time zone ${range.timeZone} and began_at <= ${range.now}
    )
    select key as group, (case when has_ended then ceil(steps) else floor(steps) end * ${DURATION_STEP_MS})::bigint as "durationMs",
      count(*) filter (where has_ended) as ended, count(*) filter (where not has_ended) as ongoing
    from length group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}
