import type { Db } from '../platform/db.ts';
import { lastMonths } from './months.ts';
import type { FiguresRange } from './read-figures.ts';
import { summariseTakedowns, type TakedownFigures, type TakedownGroup } from './takedown-figures.ts';
import { countTakedowns, TAKEDOWN_GROUPINGS, type TakedownGrouping } from './takedown-store.ts';

/** The groups of every grouping; a provider's group is its id. */
export type AllTakedownFigures = Readonly<Record<TakedownGrouping, TakedownFigures>>;

/** Rows of a table; what has fewer items is counted below it. */
const MOST_GROUPS = 25;

/** Time to removal by rung, country and provider, of what began in the last months. @throws RangeError for a time zone that is not known */
export async function readTakedownFigures(db: Db, range: FiguresRange): Promise<AllTakedownFigures> {
  const { now, timeZone = 'Europe/Stockholm', months: count = 12 } = range;
  const stored = { fromDay: `${lastMonths(now, timeZone, count)[0] ?? ''}-01`, now, timeZone };
  const [rung, country, provider] = await Promise.all(
    TAKEDOWN_GROUPINGS.map(async (grouping) =>
      summariseTakedowns(await countTakedowns(db, grouping, stored), { most: MOST_GROUPS, isPublic: false }),
    ),
  );
  const none: TakedownFigures = { groups: [], rest: 0 };
  return { rung: rung ?? none, country: country ?? none, provider: provider ?? none };
}

/** Time to removal of each of these providers, by id; those that have been told of nothing in the last months are left out. */
export async function readProviderFigures(
  db: Db,
  range: FiguresRange,
  providerIds: readonly string[],
): Promise<ReadonlyMap<string, TakedownGroup>> {
  if (providerIds.length === 0) return new Map();
  const { now, timeZone = 'Europe/Stockholm', months: count = 12 } = range;
  const stored = { fromDay: `${lastMonths(now, timeZone, count)[0] ?? ''}-01`, now, timeZone };
  const rows = await countTakedowns(db, 'provider', stored, providerIds);
  const { groups } = summariseTakedowns(rows, { most: providerIds.length, isPublic: false });
  return new Map(groups.map((group) => [group.group, group]));
}
