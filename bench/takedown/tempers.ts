/**
 * How providers behave, as data and one pure function. Times are of the provider's own; when it is told is the notices' doing.
 *
 * | temper      | share | when it is told                                                                     |
 * |-------------|-------|-------------------------------------------------------------------------------------|
 * | prompt      | 30 %  | removes, half within 3 h                                                            |
 * | handling    | 8 %   | says on the page that it is at work, removes, half within 8 h                       |
 * | slow        | 16 %  | overlooks three notices in ten; a ticket number by mail; removes, half within 30 h  |
 * | deaf        | 9 %   | does nothing                                                                        |
 * | bouncing    | 5 %   | its mail comes back                                                                 |
 * | moving      | 4 %   | moves the whole site to another provider, half within 6 h                           |
 * | lying       | 5 %   | says "removed" after 20 minutes, removes nothing                                    |
 * | soft-404    | 6 %   | removes, half within 4 h; answers 200 with one page for whatever is not there       |
 * | error-200   | 6 %   | removes, half within 4 h; answers 200 with a page that says so                      |
 * | appealing   | 2 %   | appeals; a person looks on the next working day, and upholds half of the notices    |
 * | not-ours    | 3 %   | says that it is somebody else's                                                     |
 * | weekend     | 2 %   | looks on Saturdays and Sundays alone                                                |
 * | second-rung | 4 %   | does nothing; its upstream network acts, half within 1 h                            |
 *
 * Other rungs: three of four upstream networks act, half within 8 h; two of three registrars, half within 24 h; half of the
 * owners, half within 6 h. Each overlooks three notices in ten.
 */
import { chanceOf, timeOf } from './chance.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** In parts of a hundred. */
export const SHARES = {
  ...{ prompt: 30, handling: 8, slow: 16, deaf: 9, bouncing: 5, moving: 4, lying: 5, 'soft-404': 6, 'error-200': 6 },
  ...{ appealing: 2, 'not-ours': 3, weekend: 2, 'second-rung': 4 },
} as const;
export type Temper = keyof typeof SHARES;
/** In the order of the table. */
export const TEMPERS: readonly Temper[] = [
  ...(['prompt', 'handling', 'slow', 'deaf', 'bouncing', 'moving', 'lying', 'soft-404', 'error-200'] as const),
  ...(['appealing', 'not-ours', 'weekend', 'second-rung'] as const),
];

/** What a removed item's address answers from then on. */
export type RemovedAs = '404' | 'soft-404' | 'error-200';

/** What follows from one notice about one item; all of it optional, counted from its arrival. */
export interface Reaction {
  readonly removal?: { readonly afterMs: number; readonly as: RemovedAs };
  readonly movesAfterMs?: number;
  /** For the letter as a whole: once a letter. */
  readonly answer?: { readonly kind: AnswerKind; readonly afterMs: number };
}
/** On the page, but for those three, which come by mail. */
export type AnswerKind = 'removed' | 'handling' | 'not-ours' | 'appeal' | 'bounce' | 'auto-reply' | 'reply';

/** One notice about one item, as it arrives. */
export interface Arrival {
  readonly seed: number;
  readonly item: number;
  /** Who got it: `hosting 12`. */
  readonly party: string;
  /** How many notices about the item it has had, with this one. */
  readonly count: number;
  readonly at: Date;
}

const OVERLOOKED = 0.3;
const isOverlooked = ({ seed, item, party, count }: Arrival): boolean =>
  chanceOf(seed, 'overlooks', party, item, count) < OVERLOOKED;
const removes = (arrival: Arrival, medianHours: number, as: RemovedAs = '404', spread = 0.8): Reaction => ({
  removal: { as, afterMs: timeOf(medianHours * HOUR_MS, spread, arrival.seed, 'time', arrival.party, arrival.item) },
});
const says = (kind: AnswerKind, afterMs: number): Reaction => ({ answer: { kind, afterMs } });

/** What a hosting provider of this temper does. Pure. */
export function hostingReaction(temper: Temper, arrival: Arrival): Reaction {
  switch (temper) {
    case 'prompt':
      return removes(arrival, 3);
    case 'handling':
      return { ...removes(arrival, 8), ...says('handling', 30 * MINUTE_MS) };
    case 'slow':
      return { ...says('auto-reply', 2 * MINUTE_MS), ...(isOverlooked(arrival) ? {} : removes(arrival, 30)) };
    case 'deaf':
    case 'second-rung':
      return {};
    case 'bouncing':
      return says('bounce', 5 * MINUTE_MS);
    case 'moving':
      return { movesAfterMs: timeOf(6 * HOUR_MS, 0.5, arrival.seed, 'moves', arrival.party) };
    case 'lying':
      return says('removed', 20 * MINUTE_MS);
    case 'soft-404':
    case 'error-200':
      return { ...removes(arrival, 4, temper), ...says('reply', 90 * MINUTE_MS) };
    case 'appealing':
      return says('appeal', HOUR_MS);
    case 'not-ours':
      return says('not-ours', 3 * HOUR_MS);
    case 'weekend':
      return { removal: { as: '404', afterMs: untilWeekendMs(arrival.at) + removesMs(arrival, 4) } };
  }
}

const removesMs = (arrival: Arrival, medianHours: number): number =>
  removes(arrival, medianHours).removal?.afterMs ?? 0;

function untilWeekendMs(at: Date): number {
  const day = at.getUTCDay();
  if (day === 0 || day === 6) return 0;
  const dayStartMs = Math.floor(at.getTime() / DAY_MS) * DAY_MS;
  return dayStartMs + (6 - day) * DAY_MS + 9 * HOUR_MS - at.getTime();
}

/** What another rung does; an upstream network's pace depends on whose host it is. Pure. */
export function otherReaction(
  role: 'upstream' | 'registrar' | 'owner',
  hostTemper: Temper,
  arrival: Arrival,
): Reaction {
  if (role === 'upstream' && hostTemper === 'second-rung') return removes(arrival, 1);
  const { active, medianHours } = OTHERS[role];
  const isActive = chanceOf(arrival.seed, 'active', arrival.party) < active;
  return !isActive || isOverlooked(arrival) ? {} : removes(arrival, medianHours);
}

const OTHERS = {
  upstream: { active: 0.75, medianHours: 8 },
  registrar: { active: 0.67, medianHours: 24 },
  owner: { active: 0.5, medianHours: 6 },
} as const;

/** Whether a party ever acts on such an item, however often it is told: what explains that one stays online. */
export function everActs(
  role: 'hosting' | 'upstream' | 'registrar' | 'owner',
  of: Temper,
  seed: number,
  party: string,
) {
  if (role === 'hosting') return !NEVER.has(of);
  if (role === 'upstream' && of === 'second-rung') return true;
  return chanceOf(seed, 'active', party) < OTHERS[role].active;
}
const NEVER: ReadonlySet<Temper> = new Set<Temper>([
  ...(['deaf', 'second-rung', 'bouncing', 'moving', 'lying', 'appealing', 'not-ours'] as const),
]);
