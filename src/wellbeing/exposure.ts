/**
 * What somebody has had before them today, and whether it is time to stop for a while. Pure. It counts and reminds; it does not
 * protect anybody, and no screen says so (DOMAIN.md, "Wellbeing of analysts").
 */

/** How much at most. Undefined: as much as comes. */
export interface Limits {
  /** Items and tips a day. */
  readonly mostItems: number | undefined;
  /** Minutes with them a day. */
  readonly mostMinutes: number | undefined;
  /** Minutes of work before a break. */
  readonly workMinutes: number | undefined;
  readonly breakMinutes: number;
}

const MINUTE_MS = 60_000;
/** Who has something before them and does nothing for longer has looked away. */
const LONGEST_LOOK_MS = 5 * MINUTE_MS;

/** Minutes in front of something, from the instants at which something was opened, in order; each until the next, at most five. */
export function minutesOf(openings: readonly Date[], now: Date): number {
  const ms = openings.reduce((sum, at, index) => {
    const until = openings[index + 1] ?? now;
    return sum + Math.max(0, Math.min(until.getTime() - at.getTime(), LONGEST_LOOK_MS));
  }, 0);
  return Math.round(ms / MINUTE_MS);
}

/** Since when somebody works without having stopped for `breakMinutes`; undefined when they have stopped for that long by now. */
export function stretchSince(openings: readonly Date[], breakMinutes: number, now: Date): Date | undefined {
  const breakMs = breakMinutes * MINUTE_MS;
  let since: Date | undefined;
  let last: Date | undefined;
  for (const at of openings) {
    if (last === undefined || at.getTime() - last.getTime() >= breakMs) since = at;
    last = at;
  }
  return last === undefined || now.getTime() - last.getTime() >= breakMs ? undefined : since;
}

/** The stricter of both in each: a person's own limit lowers the house's and never raises it. */
export function stricter(house: Limits, own: Limits | undefined): Limits {
  if (own === undefined) return house;
  const least = (one: number | undefined, other: number | undefined) =>
    one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
  return {
    mostItems: least(house.mostItems, own.mostItems),
    mostMinutes: least(house.mostMinutes, own.mostMinutes),
    workMinutes: least(house.workMinutes, own.workMinutes),
    breakMinutes: Math.max(house.breakMinutes, own.breakMinutes),
  };
}

/** Why nothing is handed out for now. */
export type Pause = { readonly kind: 'break'; readonly until: Date } | { readonly kind: 'break-due' | 'enough' };

export interface Standing {
  /** Items and tips opened today. */
  readonly items: number;
  readonly minutes: number;
  /** Undefined: go on. */
  readonly pause: Pause | undefined;
}

/** How somebody's day stands. `openings`: of today, in order; `breakUntil`: of a break that was begun. */
export function standingOf(
  openings: readonly Date[],
  limits: Limits,
  breakUntil: Date | undefined,
  now: Date,
): Standing {
  const [items, minutes] = [openings.length, minutesOf(openings, now)];
  return { items, minutes, pause: pauseOf(openings, { items, minutes }, limits, breakUntil, now) };
}

function pauseOf(
  openings: readonly Date[],
  { items, minutes }: { readonly items: number; readonly minutes: number },
  limits: Limits,
  breakUntil: Date | undefined,
  now: Date,
): Pause | undefined {
  if (breakUntil !== undefined && breakUntil > now) return { kind: 'break', until: breakUntil };
  if (items >= (limits.mostItems ?? Infinity) || minutes >= (limits.mostMinutes ?? Infinity)) return { kind: 'enough' };
  const since = stretchSince(openings, limits.breakMinutes, now);
  const worked = since === undefined ? 0 : now.getTime() - since.getTime();
  return worked >= (limits.workMinutes ?? Infinity) * MINUTE_MS ? { kind: 'break-due' } : undefined;
}

/** Fewer people than this, and their sum would be about one of them. */
export const FEWEST_PEOPLE = 3;
