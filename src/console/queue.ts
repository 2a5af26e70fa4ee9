/** The queue's lanes: what an address asks for, as a filter. Pure. */
import type { CaseState, CaseSummary, QueueFilter } from '../cases/door.ts';
import { tipCategorySchema, type TipCategory } from '../terms/categories.ts';
import type { StaffId } from '../terms/ids.ts';

export const LANES = ['waiting', 'mine', 'claimed', 'decided', 'closed'] as const;
export type Lane = (typeof LANES)[number];

/** Rows on one page. */
export const QUEUE_LIMIT = 100;

export interface QueueWish {
  readonly lane: Lane;
  readonly category: TipCategory | undefined;
}

/** Reads lane and category from a query; anything unknown is the queue itself. */
export function readQueueWish(query: ReadonlyMap<string, string>): QueueWish {
  return {
    lane: LANES.find((lane) => lane === query.get('lane')) ?? 'waiting',
    category: tipCategorySchema.optional().catch(undefined).parse(query.get('category')),
  };
}

const STATES: Readonly<Record<Lane, readonly CaseState[]>> = {
  waiting: ['new'],
  mine: ['claimed'],
  claimed: ['claimed'],
  decided: ['decided'],
  closed: ['closed'],
};

/** The lane as the cases room's filter; one row more than is shown, to know whether there are more. */
export function filterOf({ lane, category }: QueueWish, staffId: StaffId): QueueFilter {
  return {
    states: STATES[lane],
    category,
    claimedBy: lane === 'mine' ? staffId : undefined,
    limit: QUEUE_LIMIT + 1,
  };
}

/** How many stand in each lane. */
export function laneCounts(
  counts: Readonly<Record<CaseState, number>>,
  mine: readonly CaseSummary[],
): Readonly<Record<Lane, number>> {
  return {
    waiting: counts.new,
    mine: mine.length,
    claimed: counts.claimed,
    decided: counts.decided,
    closed: counts.closed,
  };
}
