/**
 * The figures that everybody may see. Whole months alone, so that a figure never changes; nothing below five; no provider, country,
 * language or address. On their way out they are snapshots (snapshot.ts).
 */
import { z } from 'zod';
import { TIP_CATEGORIES, tipCategorySchema } from '../../terms/categories.ts';
import { DAY_MS, type Figures } from '../figures.ts';
import type { SnapshotKind } from './snapshot.ts';
import { SMALLEST_SHOWN, suppress } from './suppress.ts';

/** Fewer followed addresses than this say nothing about how fast removal is. */
const FEWEST_FOLLOWED = 20;

const count = z.int().min(SMALLEST_SHOWN).nullable();

/** What is stored and shown. A hidden number is null. */
export const publicFiguresSchema = z.object({
  /** The day on which it was prepared, `YYYY-MM-DD`. */
  madeOn: z.iso.date(),
  timeZone: z.string(),
  categories: z.array(tipCategorySchema),
  /** Oldest first; `counts` by category in the order above. */
  months: z.array(z.object({ month: z.string().regex(/^\d{4}-\d\d$/), counts: z.array(count), total: count })),
  totals: z.array(count),
  total: count,
  /** Absent while too few addresses have been followed. `days`: `share` of them (0 to 1, to the hundredth) was gone by then. */
  removal: z
    .object({
      followed: z.int().min(FEWEST_FOLLOWED),
      medianDays: z.number().nullable(),
      within: z.array(z.object({ days: z.int(), share: z.number().min(0).max(1).nullable() })),
    })
    .optional(),
});
export type PublicFigures = z.infer<typeof publicFiguresSchema>;

/** The part of the hotline's own figures that everybody may see. The month that is not over is left out. */
export function publicPartOf(figures: Figures): PublicFigures {
  const months = figures.tips.months.slice(0, -1);
  const shown = suppress(months.map(({ counts }) => TIP_CATEGORIES.map((category) => counts[category])));
  const sums = shown.at(-1) ?? [];
  const { followed, medianMs, within } = figures.removal;
  const removal = {
    followed,
    medianDays: medianMs === undefined ? null : Math.max(0.1, Math.round((medianMs / DAY_MS) * 10) / 10),
    within: within.map(({ days, share }) => ({
      days,
      share: share === undefined ? null : Math.round(share * 100) / 100,
    })),
  };
  return publicFiguresSchema.parse({
    madeOn: new Intl.DateTimeFormat('sv-SE', { timeZone: figures.timeZone }).format(figures.madeAt),
    timeZone: figures.timeZone,
    categories: [...TIP_CATEGORIES],
    months: months.map(({ month }, at) => ({
      month,
      counts: shown[at]?.slice(0, -1) ?? [],
      total: shown[at]?.at(-1) ?? null,
    })),
    totals: sums.slice(0, -1),
    total: sums.at(-1) ?? null,
    ...(followed < FEWEST_FOLLOWED ? {} : { removal }),
  });
}

/** The figures by month: one snapshot for all, and no words of people in it. */
export const MONTH_FIGURES: SnapshotKind<PublicFigures> = {
  ...{ code: 'months', act: 'public-figures', schema: publicFiguresSchema },
  yearOf: () => null,
  hasItsWords: () => true,
};
