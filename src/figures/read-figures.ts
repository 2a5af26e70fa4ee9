import type { Db } from '../platform/db.ts';
import { tipCategorySchema } from '../terms/categories.ts';
import { countRemovals, countTips } from './figures-store.ts';
import { summariseRemoval, summariseTips, type Figures } from './figures.ts';
import { lastMonths } from './months.ts';

/** What whoever asks may choose; the rest follows from `now`. */
export interface FiguresRange {
  readonly now: Date;
  /** IANA name; Europe/Stockholm by default. Months begin and end at its midnight. */
  readonly timeZone?: string;
  /** How many months, the current one included; 24 by default. */
  readonly months?: number;
}

/** The figures of the last months. @throws RangeError for a time zone that is not known. */
export async function readFigures(db: Db, range: FiguresRange): Promise<Figures> {
  const { now, timeZone = 'Europe/Stockholm', months: count = 24 } = range;
  const months = lastMonths(now, timeZone, count);
  const stored = { fromDay: `${months[0] ?? ''}-01`, now, timeZone };
  const tips = await countTips(db, stored);
  const removals = await countRemovals(db, stored);
  // A category that this version does not know (an older copy reading a newer database) still counts.
  const known = tips.map((row) => ({ ...row, category: tipCategorySchema.catch('other').parse(row.category) }));
  return { madeAt: now, timeZone, tips: summariseTips(months, known), removal: summariseRemoval(removals) };
}
