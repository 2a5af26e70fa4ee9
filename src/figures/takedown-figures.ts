/** How fast takedowns are, by provider, country and rung. Pure. */
import { estimateSurvival, quantileOf, type Spell, type SurvivalCurve } from './survival.ts';
import { intervalOf, type TimeInterval } from './survival-interval.ts';
import type { GroupedSpell } from './takedown-store.ts';

/** A time by which a part has gone, and how sure that is. */
export interface Quantile extends TimeInterval {
  /** Undefined while so many are not gone. */
  readonly atMs: number | undefined;
}

/** One provider, country or rung. */
export interface TakedownGroup {
  readonly group: string;
  readonly followed: number;
  readonly gone: number;
  /** Still online when it was last looked, or no longer followed. */
  readonly notGone: number;
  readonly median: Quantile;
  readonly p90: Quantile;
  readonly curve: SurvivalCurve;
}

/** The groups with the most items first, at most `most` of them; `rest` is how many were left out. */
export interface TakedownFigures {
  readonly groups: readonly TakedownGroup[];
  readonly rest: number;
}

/** Groups of fewer than this many are left out where `isPublic`: a site of its own with one item would name itself. */
export const SMALLEST_PUBLIC_GROUP = 5;

/** Spells by group to figures by group. */
export function summariseTakedowns(
  rows: readonly GroupedSpell[],
  options: { readonly most: number; readonly isPublic: boolean },
): TakedownFigures {
  const groups = [...Map.groupBy(rows, (row) => row.group)]
    .map(([group, spells]) => summariseGroup(group, spells))
    .filter(({ followed }) => !options.isPublic || followed >= SMALLEST_PUBLIC_GROUP)
    .sort((a, b) => b.followed - a.followed || (a.group < b.group ? -1 : 1));
  return { groups: groups.slice(0, options.most), rest: Math.max(0, groups.length - options.most) };
}

function summariseGroup(group: string, spells: readonly Spell[]): TakedownGroup {
  const curve = estimateSurvival(spells);
  const sum = (key: 'ended' | 'ongoing') => spells.reduce((total, spell) => total + spell[key], 0);
  const quantile = (part: number): Quantile => ({ atMs: quantileOf(curve, part), ...intervalOf(curve, part) });
  return {
    group,
    followed: sum('ended') + sum('ongoing'),
    gone: sum('ended'),
    notGone: sum('ongoing'),
    median: quantile(0.5),
    p90: quantile(0.9),
    curve,
  };
}
