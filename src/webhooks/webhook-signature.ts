/** Standard Webhooks (https://www.standardwebhooks.com): three headers, HMAC-SHA256 over `id.timestamp.body`, secrets as `whsec_` and base64. */
import { randomBytes } from 'node:crypto';
import { hmacSha256 } from '../../lib/seal/door.ts';
import { isSameSecret } from '../platform/service-key.ts';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;
/** How far a receiver's clock, or ours, may be off. */
const TOLERANCE_SECONDS = 5 * 60;

/** A new secret of 256 random bits. */
export const makeSecret = (): string => `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;

/** What is sent with a message, and with a request for a replay. */
export interface WebhookHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/** Signs a body. With several secrets (while one is being changed) there are as many signatures; any of them proves it. */
export function signWebhook(secrets: readonly string[], id: string, at: Date, body: string): WebhookHeaders {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets
      .map((secret) => `v1,${macOf(secret, id, timestamp, body).toString('base64')}`)
      .join(' '),
  };
}

/** Whether one of the secrets signed this, less than five minutes ago or ahead. Used for what receivers ask of us. */
export function isSignedWebhook(
  secrets: readonly string[],
  headers: Readonly<Record<string, string | undefined>>,
  body: string,
  now: Date,
): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (id === undefined || signatures === undefined || timestamp === undefined || !/^\d{1,12}$/.test(timestamp))
    return false;
  if (Math.abs(Number(timestamp) - now.getTime() / 1000) > TOLERANCE_SECONDS) return false;
  const given = signatures
    .split(' ')
    .flatMap((each) => (each.startsWith('v1,') ? [Buffer.from(each.slice(3), 'base64')] : []));
  return secrets.some((secret) => {
    const mac = macOf(secret, id, timestamp, body);
    return given.some((each) => isSameSecret(each, mac));
  });
}

const macOf = (secret: string, id: string, timestamp: string, body: string): Buffer =>
  hmacSha256(Buffer.from(secret.slice(PREFIX.length), 'base64'), Buffer.from(`${id}.${timestamp}.${body}`));
