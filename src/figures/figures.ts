/** The figures that a hotline prints: counts and shares only, nothing of any one tip (DOMAIN.md, "Figures a hotline prints"). */
import { TIP_CATEGORIES, type TipCategory } from '../terms/categories.ts';
import { estimateSurvival, quantileOf, shareEndedWithin, type Spell, type SurvivalCurve } from './survival.ts';

/** Everything that the page shows, made in one go, so that its numbers agree. */
export interface Figures {
  readonly madeAt: Date;
  readonly timeZone: string;
  readonly tips: TipFigures;
  readonly removal: RemovalFigures;
}

/** Tips by the month in which they arrived, whatever became of them. */
export interface TipFigures {
  readonly total: number;
  /** Oldest first, without gaps; the last one is not over yet. */
  readonly months: readonly MonthOfTips[];
}

/** A month in which nothing arrived is there as well, with noughts. */
export interface MonthOfTips {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly total: number;
  readonly counts: Readonly<Record<TipCategory, number>>;
}

/**
 * How long items stay online once a hotline has decided. Items that are still online count for as long as they were seen
 * (Kaplan and Meier): leaving them out would make removal look faster than it is.
 */
export interface RemovalFigures {
  readonly followed: number;
  readonly gone: number;
  readonly stillOnline: number;
  /** Milliseconds by which half, or nine tenths, were gone; undefined while so many are not. */
  readonly medianMs: number | undefined;
  readonly p90Ms: number | undefined;
  readonly within: readonly ShareWithin[];
  readonly curve: SurvivalCurve;
}

/**
 * How much was gone within some days (Kaplan and Meier): items that are still online count for as long as they were
 * followed.
 */
export interface ShareWithin {
  readonly days: number;
  /** 0 to 1; undefined while nobody has been followed for so long. */
  readonly share: number | undefined;
  /** Items that were still online, and still followed, up to this day. */
  readonly atRisk: number;
}

/** A day of 24 hours: for lengths of time, never for dates in a zone with summer time. */
export const DAY_MS = 86_400_000;
const WITHIN_DAYS = [1, 2, 3, 7, 14, 30, 90];

/** One row for each month and category that has any; months without rows become zeros. */
export function summariseTips(
  months: readonly string[],
  rows: readonly { readonly month: string; readonly category: TipCategory; readonly count: number }[],
): TipFigures {
  const byMonth = months.map((month) => {
    const counts = { online: 0, grooming: 0, extortion: 0, trafficking: 0, travel: 0, offline: 0, other: 0 };
    for (const row of rows) if (row.month === month) counts[row.category] += row.count;
    return { month, counts, total: TIP_CATEGORIES.reduce((sum, category) => sum + counts[category], 0) };
  });
  return { months: byMonth, total: byMonth.reduce((sum, { total }) => sum + total, 0) };
}

/** What the followed items come to. */
export function summariseRemoval(spells: readonly Spell[]): RemovalFigures {
  const curve = estimateSurvival(spells);
  const sum = (key: 'ended' | 'ongoing') => spells.reduce((total, spell) => total + spell[key], 0);
  return {
    followed: sum('ended') + sum('ongoing'),
    gone: sum('ended'),
    stillOnline: sum('ongoing'),
    medianMs: quantileOf(curve, 0.5),
    p90Ms: quantileOf(curve, 0.9),
    within: WITHIN_DAYS.map((days) => ({
      days,
      share: shareEndedWithin(curve, days * DAY_MS),
      atRisk: spells.reduce((n, spell) => (spell.durationMs > days * DAY_MS ? n + spell.ended + spell.ongoing : n), 0),
    })),
    curve,
  };
}
