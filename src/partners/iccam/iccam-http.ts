/**
 * One request to ICCAM: TLS with the hotline's certificate, a time limit, a size limit, and the pause that ICCAM asks for.
 *
 * | what happens                                    | what the caller meets                                          |
 * |-------------------------------------------------|----------------------------------------------------------------|
 * | an answer of any status                         | the answer, unread                                             |
 * | 429, or 503 with `Retry-After`                  | the answer; nothing is asked before the pause is over          |
 * | no answer, TLS trouble, too large, too slow     | PartnerUnavailable with a code that the console has words for  |
 */
import { Agent, request } from 'undici';
import type { Clock } from '../../platform/clock.ts';
import { codeOf } from '../../platform/log.ts';
import { PartnerUnavailable } from '../partner.ts';

/** What the client needs of the settings. */
export interface IccamAccess {
  /** The API's address; `Authentication` and `rest/…` are appended. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** PEM: the client certificate with its chain and private key; undefined where the other side asks for none. */
  readonly certificate?: string | undefined;
  /** PEM: authorities trusted beside the usual ones, where INHOPE's server has a certificate of its own authority. */
  readonly authority?: string | undefined;
  /** For one request, from connection to last byte; 20 s by default. */
  readonly timeoutMs?: number;
}

/** A status and the body as text; nothing in it has been checked. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** One request; `path` is appended to the API's address. @throws PartnerUnavailable when nothing is known of what happened */
export type Ask = (method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown, bearer?: string) => Promise<Answer>;

const MAX_ANSWER_BYTES = 1024 * 1024;
const DEFAULT_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 15 * 60_000;

/** Opens the way to one API. TLS is always checked: there is no setting that turns it off. */
export function openIccamHttp(access: IccamAccess, clock: Clock): { readonly ask: Ask; close(): Promise<void> } {
  const timeoutMs = access.timeoutMs ?? 20_000;
  const { certificate, authority } = access;
  const agent = new Agent({
    connect: {
      timeout: timeoutMs,
      ...(certificate === undefined ? {} : { cert: certificate, key: certificate }),
      ...(authority === undefined ? {} : { ca: authority }),
    },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  const base = access.url.endsWith('/') ? access.url : `${access.url}/`;
  let pause: { readonly until: number; readonly code: string } | undefined;

  const ask: Ask = async (method, path, body, bearer) => {
    if (pause !== undefined && clock.now().getTime() < pause.until) throw new PartnerUnavailable(pause.code);
    const response = await request(new URL(path, base), {
      method,
      dispatcher: agent,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        accept: 'application/json',
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      throw new PartnerUnavailable(networkCode(error));
    });
    const asked = pauseAsked(response.statusCode, response.headers['retry-after'], clock.now());
    pause =
      asked === undefined
        ? undefined
        : { until: clock.now().getTime() + asked, code: `iccam-status-${response.statusCode}` };
    return { status: response.statusCode, text: await readText(response.body) };
  };
  return { ask, close: () => agent.close() };
}

/**
 * How long ICCAM asks to be left alone, in milliseconds; undefined when it does not. `Retry-After` is seconds or a date (RFC 9110,
 * 10.2.3); a client whose clock is off must not wait for days, so that a quarter of an hour is the most.
 */
export function pauseAsked(
  status: number,
  retryAfter: string | readonly string[] | undefined,
  now: Date,
): number | undefined {
  const given = typeof retryAfter === 'string' ? retryAfter.trim() : undefined;
  if (status !== 429 && (status !== 503 || given === undefined)) return undefined;
  const seconds = given !== undefined && /^\d{1,6}$/.test(given) ? Number(given) * 1000 : undefined;
  const date = given === undefined ? Number.NaN : Date.parse(given);
  const ms = seconds ?? (Number.isNaN(date) ? DEFAULT_PAUSE_MS : date - now.getTime());
  return Math.min(LONGEST_PAUSE_MS, Math.max(1_000, ms));
}

/** What went wrong with a connection, as a code that the console has words for. */
export function networkCode(error: unknown): string {
  if (error instanceof PartnerUnavailable) return error.code;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const codes = [codeOf(error), codeOf(cause)];
  if (codes.some((code) => /TIMEOUT|TimeoutError|TIMEDOUT/i.test(code))) return 'iccam-timeout';
  if (codes.some((code) => /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH/.test(code)))
    return 'iccam-unreachable';
  if (codes.some((code) => /ALERT|HANDSHAKE/i.test(code))) return 'iccam-certificate-refused';
  if (codes.some((code) => /CERT|SELF_SIGNED|VERIFY|ISSUER|ALTNAME/i.test(code))) return 'iccam-server-untrusted';
  if (codes.some((code) => /SSL|PEM|OSSL/i.test(code))) return 'iccam-certificate-unusable';
  return 'iccam-connection-lost';
}

async function readText(body: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of body) {
      if (!(chunk instanceof Uint8Array)) continue;
      sizeBytes += chunk.byteLength;
      if (sizeBytes > MAX_ANSWER_BYTES) throw new PartnerUnavailable('iccam-answer-too-large');
      chunks.push(Buffer.from(chunk));
    }
  } catch (error) {
    throw new PartnerUnavailable(networkCode(error));
  }
  return Buffer.concat(chunks).toString('utf8');
}
