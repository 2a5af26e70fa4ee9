/**
 * A webhook: an address of the hotline's own, and what is told to it.
 *
 * | endpoint | meaning                                                   | moves to                                       |
 * |----------|-----------------------------------------------------------|------------------------------------------------|
 * | on       | events become messages for it                             | off (a person); failed                         |
 * | off      | nothing is sent, and nothing is put by for it             | on (a person)                                  |
 * | failed   | it failed for five days in a row, or answered 410; what   | on (a person): what waits goes out             |
 * |          | happens is put by for it                                  |                                                |
 *
 * | delivery  | meaning                                  | moves to                                                   |
 * |-----------|------------------------------------------|------------------------------------------------------------|
 * | waiting   | is tried at `next_at`                    | delivered; given-up after the last of {@link RETRY_MS}     |
 * | delivered | a 2xx answer                             | waiting: a replay                                          |
 * | given-up  | no 2xx in some three days                | waiting: a replay                                          |
 */
import { z } from 'zod';
import type { HouseEvent } from '../terms/events.ts';
import { hourOf } from '../terms/hour.ts';

/** What can be told, as the receiver reads it. */
export const WEBHOOK_KINDS = [
  'tip.received',
  'tip.joined',
  'case.decided',
  'case.closed',
  'dispatch.sent',
  'dispatch.refused',
  'hold.set',
  'hold.released',
  'item.gone',
  'item.back',
  'item.moved',
  'test',
] as const;
/** For a form's choices and for rows read back. */
export const webhookKindSchema = z.enum(WEBHOOK_KINDS);
export type WebhookKind = z.infer<typeof webhookKindSchema>;

/** For rows read back. */
export const endpointStateSchema = z.enum(['on', 'off', 'failed']);
export type EndpointState = z.infer<typeof endpointStateSchema>;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** After the first, second ... failure: the schedule that Standard Webhooks recommends, some three days in all. */
export const RETRY_MS: readonly number[] = [
  5_000,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];
/** Failing for so long in a row ends an endpoint. */
export const FAILED_AFTER_MS = 5 * 24 * HOUR_MS;
/** Messages are kept, and can be replayed, for so long. */
export const KEPT_MS = 30 * 24 * HOUR_MS;
/** So long an old secret signs beside the new one. */
export const OVERLAP_MS = 24 * HOUR_MS;
/** The longest that an answer's `retry-after` is honoured. */
const MOST_WAIT_MS = 24 * HOUR_MS;

/** A message as it is sent. */
export interface WebhookBody {
  readonly type: WebhookKind;
  /** Rounded to the hour: what the public did is told no closer (docs/threat-model.md). */
  readonly timestamp: string;
  /** Ids of this house; no address, no text, no name. */
  readonly data: Readonly<Record<string, string>>;
}

/** What an event is told as; undefined for those that mean something inside the house alone. */
export function bodyOf(event: HouseEvent, now: Date): WebhookBody | undefined {
  const told = toldAs(event);
  return told && { type: told[0], timestamp: hourOf(now).toISOString(), data: told[1] };
}

function toldAs(event: HouseEvent): readonly [WebhookKind, WebhookBody['data']] | undefined {
  switch (event.kind) {
    case 'tip-received':
      return ['tip.received', { tipId: event.tipId }];
    case 'tip-joined':
      return ['tip.joined', { tipId: event.tipId, caseId: event.caseId }];
    case 'case-decided':
      return ['case.decided', { caseId: event.caseId }];
    case 'case-closed':
      return ['case.closed', { caseId: event.caseId }];
    case 'dispatch-sent':
      return ['dispatch.sent', { dispatchId: event.dispatchId }];
    case 'dispatch-refused':
      return ['dispatch.refused', { dispatchId: event.dispatchId }];
    case 'hold-set':
      return ['hold.set', { caseId: event.caseId }];
    case 'hold-released':
      return ['hold.released', { caseId: event.caseId }];
    case 'item-gone':
      return ['item.gone', { itemId: event.itemId }];
    case 'item-back':
      return ['item.back', { itemId: event.itemId }];
    case 'item-moved':
      return ['item.moved', { itemId: event.itemId }];
    default:
      return undefined;
  }
}

/** How one try ended. `gone`: the receiver wants nothing more (410). */
export type TryOutcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly code: string; readonly retryAfterMs?: number };

/** What an answer means: 2xx is success and nothing else; a redirect is a failure, since it would lead where nobody agreed to. */
export function outcomeOf(status: number, retryAfter: string | undefined): TryOutcome {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 410) return { kind: 'gone' };
  const code = `status-${status}`;
  const seconds = /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : undefined;
  return seconds === undefined ? { kind: 'failed', code } : { kind: 'failed', code, retryAfterMs: seconds * 1000 };
}

/**
 * When a delivery is tried again after its `attempts`-th failure; undefined: never. `chance` (0 to 1) spreads tries by up to a tenth, so
 * that what failed together does not come together.
 */
export function retryAt(
  attempts: number,
  retryAfterMs: number | undefined,
  chance: number,
  now: Date,
): Date | undefined {
  const pauseMs = RETRY_MS[attempts - 1];
  if (pauseMs === undefined) return undefined;
  const waitMs = Math.max(pauseMs * (1 + chance / 10), Math.min(retryAfterMs ?? 0, MOST_WAIT_MS));
  return new Date(now.getTime() + Math.round(waitMs));
}
