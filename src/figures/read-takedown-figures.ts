import type { Db } from '../platform/db.ts';
import { lastMonths } from './months.ts';
import type { FiguresRange } from './read-figures.ts';
import { summariseTakedowns, type TakedownFigures } from './takedown-figures.ts';
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
