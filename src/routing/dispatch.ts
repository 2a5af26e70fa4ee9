/**
 * A dispatch: a case or an item on its way to one destination.
 *
 * | state     | meaning                                            | moves to                                        |
 * |-----------|----------------------------------------------------|-------------------------------------------------|
 * | planned   | decided; a job will send it (and retry-dispatches) | sent, rehearsed, refused; held; cancelled;      |
 * |           |                                                    | under-way                                       |
 * | under-way | to a provider: its takedown runs, and no notice    | sent, rehearsed, refused; held; cancelled       |
 * |           | has left yet                                       |                                                 |
 * | held      | the police ask to wait (provider notices alone)    | planned when the hold is released; cancelled;   |
 * |           |                                                    | sent when it was leaving at that very moment    |
 * | sent      | the destination has taken it                       | -                                               |
 * | rehearsed | test mode: it would have been sent                 | -                                               |
 * | refused   | the destination said no for good; a person looks   | cancelled: its item is gone, or it is tried again|
 * | cancelled | no longer wanted                                   | sent when it was leaving at that very moment    |
 */
import { z } from 'zod';
import type { CaseId, DispatchId, ItemId, TipId } from '../terms/ids.ts';
import { ROUTING_RULES, type OwnRule, type RowRef, type RuleCode } from './facts.ts';

export const dispatchStateSchema = z.enum([
  'planned',
  'held',
  'under-way',
  'sent',
  'rehearsed',
  'refused',
  'cancelled',
]);
export type DispatchState = z.infer<typeof dispatchStateSchema>;

export const destinationSchema = z.enum(['police', 'iccam', 'ncmec', 'hotline', 'provider']);
export type Destination = z.infer<typeof destinationSchema>;

const isOwnRule = (value: unknown): value is OwnRule =>
  typeof value === 'string' && /^own-[a-z0-9-]{1,40}$/.test(value);
/** For rows read back: one of Fyr's reasons, or an administrator's own. */
export const ruleCodeSchema = z.enum(ROUTING_RULES).or(z.custom<OwnRule>(isOwnRule));

export interface Dispatch {
  readonly id: DispatchId;
  /** Equal for the same thing to the same destination: the database refuses a second one. */
  readonly idempotencyKey: string;
  readonly caseId: CaseId;
  readonly itemId: ItemId | undefined;
  /** For an urgent tip that left on arrival, before any analyst. */
  readonly tipId: TipId | undefined;
  readonly destination: Destination;
  readonly isDsa16: boolean;
  readonly rule: RuleCode;
  /** The row that decided; undefined for what was planned before there were versions, and for what leaves without the table. */
  readonly by: RowRef | undefined;
  readonly state: DispatchState;
  /** Sealed to the recipient (police) or shrouded (others); undefined once it has left. */
  readonly payload: Buffer | undefined;
  /** What the other side called it. */
  readonly reference: string | undefined;
  readonly failureCode: string | undefined;
  readonly attempts: number;
  readonly plannedAt: Date;
  readonly endedAt: Date | undefined;
}

/** What a destination's door says of a dispatch; a throw means "not now: try again later". */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly reference?: string }
  | { readonly kind: 'rehearsed'; readonly because: string }
  | { readonly kind: 'refused'; readonly code: string };

/** `under-way`: the door has taken it over, has noted that itself, and will end it later (`endUnderWay`). */
export type DoorAnswer = SendOutcome | { readonly kind: 'under-way' };

/** One destination's way out. */
export interface PartnerDoor {
  readonly destination: Destination;
  send(dispatch: Dispatch): Promise<DoorAnswer>;
  /** Where it has one: takes many at once, each under way from then on. Nothing goes over a network in it. */
  beginAll?(dispatches: readonly Dispatch[]): Promise<void>;
}
