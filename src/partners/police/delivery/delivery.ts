/**
 * A package on its way to the police, and whether it has been confirmed. Pure. Urgent ones are watched:
 *
 * | standing    | meaning                                                          | moves to                          |
 * |-------------|------------------------------------------------------------------|-----------------------------------|
 * | `unwatched` | not urgent; a confirmation is noted when it comes                | confirmed                         |
 * | `awaited`   | urgent, and there is still time to confirm it                    | confirmed; `overdue` at its time  |
 * | `overdue`   | nobody has confirmed it in time: somebody has to telephone       | `taken`; confirmed                |
 * | `taken`     | somebody is telephoning                                          | confirmed; `overdue` again when   |
 * |             |                                                                  | nobody was reached, or time is up |
 * | `confirmed` | by a download, the link in the package, or on the telephone      | -                                 |
 */
import { z } from 'zod';
import type { CaseId, DispatchId, StaffId } from '../../../terms/ids.ts';

export const confirmationSchema = z.enum(['download', 'link', 'phone']);
/** By what the police have confirmed. */
export type Confirmation = z.infer<typeof confirmationSchema>;

export const callOutcomeSchema = z.enum(['confirmed', 'no-answer', 'call-back']);
/** `call-back`: somebody was reached, and will say so later. */
export type CallOutcome = z.infer<typeof callOutcomeSchema>;

/** A package's delivery as it is kept. */
export interface Delivery {
  readonly dispatchId: DispatchId;
  readonly caseId: CaseId;
  readonly isWatched: boolean;
  readonly startedAt: Date;
  /** When a person is asked (again) to telephone, unless it is confirmed before. */
  readonly expectedBy: Date;
  /** How often a person was asked. */
  readonly round: number;
  readonly confirmed: { readonly at: Date; readonly how: Confirmation; readonly by: StaffId | undefined } | undefined;
}

/** A person who telephones, or did. */
export interface Call {
  readonly id: string;
  readonly dispatchId: DispatchId;
  readonly round: number;
  readonly staffId: StaffId;
  readonly takenAt: Date;
  readonly endedAt: Date | undefined;
  /** Undefined while it goes on, and for one that was never ended. */
  readonly outcome: CallOutcome | undefined;
  /** What was said; sealed to the desk. */
  readonly sealedNote: Buffer | undefined;
}

export type DeliveryStanding = 'unwatched' | 'awaited' | 'overdue' | 'taken' | 'confirmed';

/** How a delivery stands; `open` is the call that goes on. By the table above. */
export function standingOf(delivery: Delivery, open: Call | undefined): DeliveryStanding {
  if (delivery.confirmed !== undefined) return 'confirmed';
  if (!delivery.isWatched) return 'unwatched';
  if (delivery.round === 0) return 'awaited';
  return open === undefined ? 'overdue' : 'taken';
}

const MINUTE_MS = 60_000;
/** How long the police have, where the settings do not say. */
export const CONFIRM_MINUTES = { usual: 30, least: 1, most: 1_440 } as const;
/** After a call that reached nobody, and while one goes on: then it is asked for again. */
export const AGAIN_MS = 10 * MINUTE_MS;

/** The settings' minutes, or the usual ones. */
export function confirmMinutesOf(text: string | undefined): number {
  const minutes = text !== undefined && /^\d{1,4}$/.test(text) ? Number(text) : CONFIRM_MINUTES.usual;
  return Math.min(CONFIRM_MINUTES.most, Math.max(CONFIRM_MINUTES.least, minutes));
}

/** When a person is first asked. */
export const firstAskAt = (startedAt: Date, minutes: number): Date =>
  new Date(startedAt.getTime() + minutes * MINUTE_MS);

/** When a person is asked again. */
export const nextAskAt = (now: Date): Date => new Date(now.getTime() + AGAIN_MS);
