/**
 * One request to another body's system, whose address a person at the hotline has typed: in live mode only to public addresses,
 * checked where the connection is made (src/crawl/safe-connect.ts), in test mode only to this machine. Redirects are never followed,
 * the answer is capped, and there is one deadline for all of it.
 */
import { Client } from 'undici';
import { safeConnector, type Network } from '../crawl/door.ts';
import { isLoopbackUrl } from '../platform/mail.ts';
import { mayReach, PartnerUnavailable } from './partner.ts';

/** What is asked; `body` is sent as it is. */
export interface OutgoingRequest {
  readonly mode: 'test' | 'live';
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** From the first look-up to the last byte of the answer. */
  readonly timeoutMs: number;
  /** A longer answer is an error. */
  readonly maxAnswerBytes: number;
}

/** What came back, whatever its status. Header names are in lower case. */
export interface OutgoingAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * Sends one request over a connection of its own. @throws PartnerUnavailable `test-mode` or `answer-too-large`; else the network's own
 * errors: ConnectionRefusedByRule, ConnectionFailed, NameNotResolved, TimeoutError
 */
export async function askOutside(network: Network, request: OutgoingRequest): Promise<OutgoingAnswer> {
  const { mode, url, timeoutMs } = request;
  if (!mayReach(mode, url.href)) throw new PartnerUnavailable('test-mode');
  const signal = AbortSignal.timeout(timeoutMs);
  // This machine is reached in test mode alone: in live mode the connector refuses it like every other private address.
  const connect =
    mode === 'test' && isLoopbackUrl(url.href) ? { timeout: timeoutMs } : safeConnector(network, { signal });
  const client = new Client(url.origin, { connect, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
  try {
    const response = await client.request({
      path: `${url.pathname}${url.search}`,
      method: request.method,
      headers: request.headers,
      body: request.body ?? null,
      signal,
    });
    const body = await readCapped(response.body, request.maxAnswerBytes);
    return { status: response.statusCode, headers: flat(response.headers), body };
  } finally {
    void client.destroy();
  }
}

async function readCapped(body: AsyncIterable<unknown>, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) continue;
    sizeBytes += chunk.byteLength;
    if (sizeBytes > maxBytes) throw new PartnerUnavailable('answer-too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const flat = (headers: Readonly<Record<string, string | string[] | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), typeof value === 'string' ? value : value.join(', ')]],
    ),
  );
