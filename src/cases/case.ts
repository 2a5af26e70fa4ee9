/**
 * A case: the unit of analysts' work.
 *
 * | state   | meaning                                         | moves to                                               |
 * |---------|-------------------------------------------------|--------------------------------------------------------|
 * | new     | in the queue, nobody has it                     | claimed; closed (everything in it ended by itself)     |
 * | claimed | one analyst works on it                         | new (given back); decided; closed                      |
 * | decided | sent where it goes; its items are revisited     | closed; claimed (somebody takes it up again); new (a   |
 * |         |                                                 | tip adds something not yet assessed, or a destination  |
 * |         |                                                 | refused what was sent)                                 |
 * | closed  | nothing is left to do; the reason says why      | claimed (somebody takes it up again); new (a tip says  |
 * |         |                                                 | that it is there again, or an item leads to another    |
 * |         |                                                 | site now); decided (visits saw an item again, as what  |
 * |         |                                                 | it was)                                                |
 *
 * An item in it:
 *
 * | state    | meaning                                        | moves to                          |
 * |----------|------------------------------------------------|-----------------------------------|
 * | new      | nobody has assessed it                         | assessed                          |
 * | assessed | has an outcome                                 | assessed (again); gone; new (its host has changed) |
 * | gone     | repeated visits agree that it is offline       | new (a tip names it again); assessed (visits saw the same thing again) |
 */
import { z } from 'zod';
import type { CaseAnswers } from '../terms/answers.ts';
import type { TipCategory } from '../terms/categories.ts';
import type { CountryCode } from '../terms/countries.ts';
import type { CaseId, ItemId, StaffId, TipId } from '../terms/ids.ts';
import { isIllegal, type CloseReason, type ItemOutcome } from '../terms/outcomes.ts';
import type { CanonicalUrl } from '../terms/web-address.ts';
import type { ItemHit } from './known-hit.ts';
import type { Origin } from './origin.ts';

export const caseStateSchema = z.enum(['new', 'claimed', 'decided', 'closed']);
export type CaseState = z.infer<typeof caseStateSchema>;

export const itemStateSchema = z.enum(['new', 'assessed', 'gone']);
export type ItemState = z.infer<typeof itemStateSchema>;

/**
 * `tip`: somebody told; `sighting`: the crawler saw known media; `partner`: ICCAM assigned it to this hotline; `exchange`: another
 * hotline that runs Fyr handed it over.
 */
export const CASE_ORIGINS = ['tip', 'sighting', 'partner', 'exchange'] as const;
export const caseOriginSchema = z.enum(CASE_ORIGINS);
export type CaseOrigin = z.infer<typeof caseOriginSchema>;

/** A case without its secrets: what the queue shows. */
export interface CaseSummary {
  readonly id: CaseId;
  readonly origin: CaseOrigin;
  /** For origin `partner`: the system that it came through, for example `iccam`. */
  readonly partner: string | undefined;
  readonly number: number;
  readonly state: CaseState;
  readonly category: TipCategory;
  readonly isUrgent: boolean;
  readonly openedHour: Date;
  readonly claimedBy: StaffId | undefined;
  readonly decidedAt: Date | undefined;
  readonly closedAt: Date | undefined;
  readonly closeReason: CloseReason | undefined;
  readonly answers: CaseAnswers;
}

/** One addressable thing in a case, its address in clear: in memory alone. */
export interface Item {
  readonly id: ItemId;
  readonly caseId: CaseId;
  readonly url: CanonicalUrl;
  readonly host: string;
  readonly ip: string | undefined;
  readonly country: CountryCode | undefined;
  /** How the search for its host ended: `found`, or a reason why not; undefined while it goes on. */
  readonly locationCode: string | undefined;
  /** When that search last ended. */
  readonly locatedAt: Date | undefined;
  readonly state: ItemState;
  readonly outcome: ItemOutcome | undefined;
  /** Counts from 1; grows each time that an item which was gone is named again. */
  readonly round: number;
}

/** A case with its items, what lists say of them, and the ids of its tips. */
export interface CaseView extends CaseSummary {
  /** Of the items that have any. */
  readonly hits: ReadonlyMap<ItemId, readonly ItemHit[]>;
  /** An analyst's newest word about where an item is really hosted; `standingOrigin` says what counts of it. */
  readonly origins: ReadonlyMap<ItemId, Origin>;
  readonly items: readonly Item[];
  readonly tipIds: readonly TipId[];
}

/** Why a decided case can be closed now; undefined while something is left to watch or to assess. */
export function closeReasonFor(items: readonly Pick<Item, 'state' | 'outcome'>[]): CloseReason | undefined {
  const isOver = (item: Pick<Item, 'state' | 'outcome'>) =>
    item.state === 'gone' || (item.outcome !== undefined && !isIllegal(item.outcome));
  if (!items.every(isOver)) return undefined;
  if (items.length === 0) return 'handed-over';
  if (items.some((item) => isIllegal(item.outcome))) return 'removed';
  if (items.some((item) => item.outcome === 'not-illegal')) return 'not-illegal';
  return items.some((item) => item.outcome === 'not-public') ? 'not-public' : 'not-found';
}
