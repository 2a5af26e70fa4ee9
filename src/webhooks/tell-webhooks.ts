import type { Tx } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import type { HouseEvent } from '../terms/events.ts';
import { bodyOf } from './webhook.ts';
import { insertMessage } from './webhook-store.ts';

/**
 * Makes a message of an event for every endpoint that wants it; the loop sends it after commit. `number` is the event's own in the
 * outbox: an event that is delivered twice is one message. The id is a keyed digest, so that it tells nothing of how many there are.
 */
export async function tellWebhooks(
  tx: Tx,
  serviceKey: ServiceKey,
  event: HouseEvent,
  number: number,
  now: Date,
): Promise<void> {
  const body = bodyOf(event, now);
  if (body === undefined) return;
  const id = messageId(serviceKey, `event ${number}`);
  await insertMessage(tx, { id, kind: body.type, body: JSON.stringify(body) }, now);
}

/** `msg_` and 22 characters that only this house can make from `of`. */
export const messageId = (serviceKey: ServiceKey, of: string): string =>
  `msg_${serviceKey.digest('token', `webhook ${of}`).subarray(0, 16).toString('base64url')}`;
