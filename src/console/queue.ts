/** The queue's lanes: what an address asks for, as a filter, and the address for it again. Pure. */
import { caseOriginSchema, MOST_COUNTED, type CaseOrigin, type CaseState, type QueueFilter } from '../cases/door.ts';
import { TIP_CATEGORIES, tipCategorySchema, type TipCategory } from '../terms/categories.ts';
import { countryCodeSchema, type CountryCode } from '../terms/countries.ts';
import type { StaffId } from '../terms/ids.ts';

export const LANES = ['urgent', 'waiting', 'mine', 'claimed', 'decided', 'closed'] as const;
export type Lane = (typeof LANES)[number];

/** Rows on one page. */
export const QUEUE_LIMIT = 50;

/** What somebody wants to see: a lane, and of it what fits the filters. */
export interface QueueWish {
  readonly lane: Lane;
  readonly category: TipCategory | undefined;
  readonly origin: CaseOrigin | undefined;
  readonly country: CountryCode | undefined;
  /** The number of the last case on the page before this one. */
  readonly after: number | undefined;
}

/** Reads a wish from a query; anything unknown is left out, and the lane is then the queue itself. */
export function readQueueWish(query: ReadonlyMap<string, string>): QueueWish {
  const after = query.get('after') ?? '';
  return {
    lane: LANES.find((lane) => lane === query.get('lane')) ?? 'waiting',
    category: tipCategorySchema.optional().catch(undefined).parse(query.get('category')),
    origin: caseOriginSchema.optional().catch(undefined).parse(query.get('origin')),
    country: countryCodeSchema.optional().catch(undefined).parse(query.get('country')),
    after: /^\d{1,15}$/.test(after) ? Number(after) : undefined,
  };
}

/** The query that `readQueueWish` reads as this wish; '' for the queue itself. */
export function queryOf({ lane, category, origin, country, after }: QueueWish): string {
  return new URLSearchParams({
    ...(lane === 'waiting' ? {} : { lane }),
    ...(category === undefined ? {} : { category }),
    ...(origin === undefined ? {} : { origin }),
    ...(country === undefined ? {} : { country }),
    ...(after === undefined ? {} : { after: String(after) }),
  }).toString();
}

/** The page's address for a wish. */
export function queuePath(wish: QueueWish): string {
  const query = queryOf(wish);
  return query === '' ? '/' : `/?${query}`;
}

/** True when nothing but the lane is asked for. */
export const isWholeLane = ({ category, origin, country }: QueueWish): boolean =>
  category === undefined && origin === undefined && country === undefined;

const STATES: Readonly<Record<Lane, CaseState>> = {
  urgent: 'new',
  waiting: 'new',
  mine: 'claimed',
  claimed: 'claimed',
  decided: 'decided',
  closed: 'closed',
};

type Unlimited = Omit<QueueFilter, 'limit'>;

const laneFilter = (lane: Lane, staffId: StaffId): Unlimited => ({
  states: [STATES[lane]],
  isUrgent: lane === 'urgent' ? true : undefined,
  claimedBy: lane === 'mine' ? staffId : undefined,
});

/** The wish as the cases room's filter; one row more than is shown, to know whether there are more. */
export function filterOf({ lane, category, origin, country, after }: QueueWish, staffId: StaffId): QueueFilter {
  return { ...laneFilter(lane, staffId), category, origin, country, after, limit: QUEUE_LIMIT + 1 };
}

/** What is counted again while the page is open: each lane as a whole. */
export const laneFilters = (staffId: StaffId): readonly Unlimited[] => LANES.map((lane) => laneFilter(lane, staffId));

/** What is counted for the page: each lane as a whole, then each kind in the lane that is shown. */
export function countedFilters(lane: Lane, staffId: StaffId): readonly Unlimited[] {
  const shown = laneFilter(lane, staffId);
  return [...laneFilters(staffId), ...TIP_CATEGORIES.map((category) => ({ ...shown, category }))];
}

export interface QueueCounts {
  readonly lanes: Readonly<Record<Lane, number>>;
  readonly kinds: ReadonlyMap<TipCategory, number>;
}

/** The counts of `countedFilters`, in its order, by name. */
export function namedCounts(counts: readonly number[]): QueueCounts {
  const [urgent = 0, waiting = 0, mine = 0, claimed = 0, decided = 0, closed = 0, ...kinds] = counts;
  return {
    lanes: { urgent, waiting, mine, claimed, decided, closed },
    kinds: new Map(TIP_CATEGORIES.map((category, index) => [category, kinds[index] ?? 0])),
  };
}

/** A count as it is shown: beyond what is counted, that there are more. */
export const countText = (count: number): string => (count > MOST_COUNTED ? `${MOST_COUNTED}+` : String(count));
