import type { Db } from '../platform/db.ts';
import { tipCategorySchema } from '../terms/categories.ts';
import { DURATION_STEP_MS } from './duration-step.ts';
import { countStillOnline, type OngoingQuery } from './figures-store.ts';
import { summariseRemoval, summariseTips, type Figures } from './figures.ts';
import { lastMonths } from './months.ts';
import { countFacts } from './rollup/rollup-store.ts';
import type { Spell } from './survival.ts';

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
  const query = { zone: timeZone, fromMonth: months.at(0) ?? '', toMonth: months.at(-1) ?? '' };
  const tips = await countFacts(db, { ...query, figures: ['tip'], by: ['month', 'category'] });
  const removals = await readSpells(db, query);
  // A category that this version does not know (an older copy reading a newer database) still counts.
  const known = tips.map(({ month, category, total }) => ({
    ...{ month, count: total, category: tipCategorySchema.catch('other').parse(category) },
  }));
  return { madeAt: now, timeZone, tips: summariseTips(months, known), removal: summariseRemoval(removals) };
}

/** How long items stayed online, the shortest first: those that are gone from the sums, those that are not as they are now. */
export async function readSpells(db: Db, query: OngoingQuery, count = countFacts): Promise<readonly Spell[]> {
  const ended = await count(db, { ...query, figures: ['removed'], by: ['value'] });
  const ongoing = await countStillOnline(db, query);
  return [
    ...ended.map(({ value, total }) => ({ durationMs: Number(value) * DURATION_STEP_MS, ended: total, ongoing: 0 })),
    ...ongoing.map(({ durationMs, count }) => ({ durationMs, ended: 0, ongoing: count })),
  ].sort((a, b) => a.durationMs - b.durationMs);
}
