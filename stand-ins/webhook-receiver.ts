/**
 * A receiver of webhooks that behaves as Standard Webhooks asks of it: checks signature and time, keeps what it has seen by
 * `webhook-id`, answers 204. It can be told to be unwell.
 *
 * | kind      | what the sender meets                              | was the message kept? |
 * |-----------|----------------------------------------------------|-----------------------|
 * | ok        | 204                                                | yes                   |
 * | slow      | 204, `delayMs` later                               | yes                   |
 * | status    | that status (a redirect to itself for 3xx)         | no                    |
 * | malformed | bytes that are no HTTP                             | no                    |
 * | half-done | the connection is cut in place of the answer       | yes                   |
 * | died      | the connection is cut before anything was done      | no                    |
 * | duplicate | 204: something between has sent it on twice         | twice                 |
 * | endless   | 200 and a body that does not end                   | yes                   |
 * | skewed    | 400: its clock is `byMs` off                       | no                    |
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** How it is, for the next `times` requests (for ever without it). */
export type ReceiverBehaviour = (
  | { readonly kind: 'ok' | 'malformed' | 'half-done' | 'died' | 'duplicate' | 'endless' }
  | { readonly kind: 'slow'; readonly delayMs: number }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: 'skewed'; readonly byMs: number }
) & { readonly times?: number };

/** One request that was signed right. */
export interface ReceivedWebhook {
  readonly id: string;
  readonly body: string;
}

/** A running receiver. */
export interface WebhookReceiver {
  readonly url: string;
  /** Every arrival in order, repeats among them. */
  readonly arrivals: readonly ReceivedWebhook[];
  /** Requests whose signature or time was wrong. */
  refused(): number;
  behave(behaviour: ReceiverBehaviour): void;
  /** Secrets that it takes; a receiver changes over by having both for a while. */
  trust(secrets: readonly string[]): void;
  /** Forgets what arrived and what was refused. */
  clear(): void;
  close(): Promise<void>;
}

const TOLERANCE_SECONDS = 300;

/** Starts one on a free port of loopback. `now` is the sender's clock in tests that move it. */
export async function startWebhookReceiver(now: () => Date = () => new Date()): Promise<WebhookReceiver> {
  const arrivals: ReceivedWebhook[] = [];
  let behaviour: ReceiverBehaviour = { kind: 'ok' };
  let secrets: readonly string[] = [];
  let refused = 0;
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const current = behaviour;
    behaviour = countDown(current);
    const body = await readBody(request);
    if (current.kind === 'died') {
      request.socket.destroy();
      return;
    }
    if (current.kind === 'status') {
      const retry = current.retryAfter === undefined ? {} : { 'retry-after': current.retryAfter };
      response.writeHead(current.status, { location: '/', ...retry }).end();
      return;
    }
    if (current.kind === 'malformed') {
      request.socket.end('what is this?\r\n\r\n');
      return;
    }
    const skewMs = current.kind === 'skewed' ? current.byMs : 0;
    const id = verify(request, body, secrets, new Date(now().getTime() + skewMs));
    if (id === undefined) {
      refused += 1;
      response.writeHead(400).end();
      return;
    }
    arrivals.push({ id, body });
    if (current.kind === 'duplicate') arrivals.push({ id, body });
    if (current.kind === 'slow') await sleep(current.delayMs);
    if (current.kind === 'half-done') request.socket.destroy();
    else if (current.kind === 'endless') void pour(response);
    else response.writeHead(204).end();
  };
  const server = createServer((request, response) => void handle(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('a server has a port');
  return {
    url: `http://127.0.0.1:${address.port}/hooks`,
    arrivals,
    refused: () => refused,
    behave: (next) => (behaviour = next),
    trust: (next) => (secrets = next),
    clear: () => {
      arrivals.length = 0;
      refused = 0;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function pour(response: ServerResponse): Promise<void> {
  response.writeHead(200);
  while (!response.destroyed) {
    response.write('x'.repeat(16_384));
    await sleep(1);
  }
}

function countDown(current: ReceiverBehaviour): ReceiverBehaviour {
  if (current.times === undefined) return current;
  return current.times > 1 ? { ...current, times: current.times - 1 } : { kind: 'ok' };
}

async function readBody(request: IncomingMessage): Promise<string> {
  request.setEncoding('utf8');
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

/** Written apart from the sender's code, by the specification alone. */
function verify(request: IncomingMessage, body: string, secrets: readonly string[], now: Date): string | undefined {
  const header = (name: string) => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : '';
  };
  const [id, timestamp] = [header('webhook-id'), header('webhook-timestamp')];
  if (Math.abs(Number(timestamp) - now.getTime() / 1000) > TOLERANCE_SECONDS) return undefined;
  const given = header('webhook-signature')
    .split(' ')
    .map((each) => Buffer.from(each.replace(/^v1,/, ''), 'base64'));
  const isRight = secrets.some((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
    return given.some((each) => each.length === mac.length && timingSafeEqual(each, mac));
  });
  return isRight ? id : undefined;
}
