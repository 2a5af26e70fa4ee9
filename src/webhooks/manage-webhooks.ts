/** What a supervisor does with endpoints: each change is on the ledger, and a secret is told once, when it is made. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { recordAct, type ActPayload } from '../ledger/door.ts';
import { checkServiceUrl } from '../partners/door.ts';
import type { Tx } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import type { StaffId } from '../terms/ids.ts';
import { signingSecrets } from './deliver-webhooks.ts';
import { messageId } from './tell-webhooks.ts';
import { OVERLAP_MS, webhookKindSchema, type WebhookBody } from './webhook.ts';
import { makeSecret } from './webhook-signature.ts';
import { hourOf } from '../terms/hour.ts';
import {
  deleteEndpoint,
  insertEndpoint,
  insertMessage,
  readEndpoints,
  replaySince,
  updateEndpoint,
  type Endpoint,
} from './webhook-store.ts';

/** Whose act it is. */
export interface WebhookAct {
  readonly serviceKey: ServiceKey;
  readonly staffId: StaffId;
  readonly now: Date;
}

/** A form's values. An empty list of kinds stands for all. */
export const newEndpointSchema = z.object({
  name: z.string().trim().min(1).max(80),
  url: z
    .string()
    .trim()
    .max(500)
    .refine((text) => checkServiceUrl(text) === undefined),
  mode: z.enum(['test', 'live']),
  kinds: z.array(webhookKindSchema),
});
/** What a new endpoint is made of. */
export type NewEndpoint = z.infer<typeof newEndpointSchema>;

/** Makes an endpoint. @returns its id, and its secret, which is to be had this once */
export async function addEndpoint(
  tx: Tx,
  act: WebhookAct,
  fresh: NewEndpoint,
): Promise<{ readonly id: string; readonly secret: string }> {
  const id = randomUUID();
  const secret = makeSecret();
  const endpoint = { id, ...fresh, secrets: [{ secret, until: undefined }] };
  await insertEndpoint(tx, act.serviceKey, endpoint, { at: act.now, staffId: act.staffId });
  await record(tx, act, id, 'webhook.added', { mode: fresh.mode, kinds: fresh.kinds.join() });
  return { id, secret };
}

/** Makes a new secret; the old one signs beside it for 24 hours. @returns it; undefined when there is no such endpoint */
export async function rotateSecret(tx: Tx, act: WebhookAct, id: string): Promise<string | undefined> {
  const endpoint = await find(tx, act, id);
  if (endpoint === undefined) return undefined;
  const secret = makeSecret();
  const until = new Date(act.now.getTime() + OVERLAP_MS);
  const [holding] = signingSecrets(endpoint, act.now);
  const old = holding === undefined ? [] : [{ secret: holding, until }];
  await updateEndpoint(tx, act.serviceKey, id, { secrets: [{ secret, until: undefined }, ...old] });
  await record(tx, act, id, 'webhook.secret-changed', {});
  return secret;
}

/** Turns an endpoint on or off, or changes its mode; turned on, what has waited goes out. False when there is none of this id. */
export async function setEndpoint(
  tx: Tx,
  act: WebhookAct,
  id: string,
  to: { readonly state: 'on' | 'off'; readonly mode: 'test' | 'live' },
): Promise<boolean> {
  const endpoint = await find(tx, act, id);
  if (endpoint === undefined) return false;
  const fresh = to.state === 'on' && endpoint.state !== 'on' ? { failingSince: null, failureCode: null } : {};
  await updateEndpoint(tx, act.serviceKey, id, { ...to, ...fresh });
  await record(tx, act, id, 'webhook.changed', to);
  return true;
}

/** Takes an endpoint away for good. False when there is none of this id. */
export async function removeEndpoint(tx: Tx, act: WebhookAct, id: string): Promise<boolean> {
  if (!(await deleteEndpoint(tx, id))) return false;
  await record(tx, act, id, 'webhook.removed', {});
  return true;
}

/** Sends everything since `since` again. @returns how many messages wait for it now */
export async function replay(tx: Tx, act: WebhookAct, id: string, since: Date): Promise<number> {
  const count = await replaySince(tx, id, since, act.now);
  await record(tx, act, id, 'webhook.replayed', { count });
  return count;
}

/** The same, asked for by the receiver itself: it has proved that it holds the secret. */
export async function replayForReceiver(tx: Tx, id: string, since: Date, now: Date): Promise<number> {
  const count = await replaySince(tx, id, since, now);
  await recordAct(tx, {
    ...{ at: now, actor: 'partner', action: 'webhook.replayed', subject: `webhook:${id}` },
    payload: { count },
  });
  return count;
}

/** Sends a message of the kind `test` to one endpoint, as any other is sent. */
export async function sendTest(tx: Tx, act: WebhookAct, id: string): Promise<void> {
  const body: WebhookBody = { type: 'test', timestamp: hourOf(act.now).toISOString(), data: {} };
  const message = {
    id: messageId(act.serviceKey, `test ${randomUUID()}`),
    kind: body.type,
    body: JSON.stringify(body),
  };
  await insertMessage(tx, message, act.now, id);
}

async function find(tx: Tx, act: WebhookAct, id: string): Promise<Endpoint | undefined> {
  return (await readEndpoints(tx, act.serviceKey)).find((each) => each.id === id);
}

const record = (tx: Tx, act: WebhookAct, id: string, action: string, payload: ActPayload): Promise<void> =>
  recordAct(tx, { at: act.now, actor: `staff:${act.staffId}`, action, subject: `webhook:${id}`, payload });
