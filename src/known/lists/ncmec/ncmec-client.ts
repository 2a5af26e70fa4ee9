/**
 * NCMEC Hash Sharing v2 over HTTP with Basic authentication. It reads; feedback is sent elsewhere.
 *
 * | answer                                | meaning                                                        |
 * |---------------------------------------|----------------------------------------------------------------|
 * | 200 and a whole page                  | the page                                                       |
 * | 200 and anything else, cut, too slow  | try again, up to five times in all                             |
 * | 429, 500 and above, no connection     | the same                                                       |
 * | 401, 403                              | final: somebody must look at the account                       |
 * | any other                             | final: the question is wrong, or the page is there no longer   |
 */
import { Agent, request } from 'undici';
import { isLoopback } from './loopback.ts';
import { EntriesMalformed, readEntries, type EntriesPage } from './read-entries.ts';

/** The account and its manners. Waiting comes in, so that a test of five tries takes no time. */
export interface NcmecAccess {
  /** The service's address, for example `https://report.example.org/hashsharing`; `/v2/entries` is appended. */
  readonly url: string;
  readonly user: string;
  /** Asked at each request, so that a changed password needs no restart. */
  readonly password: () => Promise<string>;
  /** `test`: only a stand-in on loopback is reached. */
  readonly mode: 'test' | 'live';
  /** For one page, from connection to last byte; 60 s by default. */
  readonly timeoutMs?: number;
  /** Waits before another try; milliseconds. */
  readonly pause: (delayMs: number) => Promise<void>;
}

/** Reads pages in the order that the service gives them; what they mean is for `sync-ncmec.ts`. */
export interface NcmecClient {
  /** Whether the service knows this account. @throws NcmecRefused | NcmecUnavailable */
  checkAccount(): Promise<void>;
  /** The first page of what changed from one instant to another. @throws NcmecRefused | NcmecUnavailable */
  firstPage(from: Date, to: Date): Promise<EntriesPage>;
  /** A further page, as the one before named it. @throws NcmecRefused | NcmecUnavailable */
  nextPage(next: string): Promise<EntriesPage>;
  close(): Promise<void>;
}

/** The service has answered, and it is no. */
export class NcmecRefused extends Error {
  override readonly name = 'NcmecRefused';
  readonly code: string;
  readonly status: number;
  constructor(status: number) {
    super(
      `NCMEC's hash sharing answered ${status}${status === 401 || status === 403 ? ': check user and password' : ''}.`,
    );
    this.status = status;
    this.code = `ncmec-${status}`;
  }
}

/** The service gave no usable answer in several tries: later, perhaps. */
export class NcmecUnavailable extends Error {
  override readonly name = 'NcmecUnavailable';
  readonly code = 'ncmec-unavailable';
}

const TRIES = 5;
const FIRST_PAUSE_MS = 500;
const NEXT_PATH = /^\/v2\/entries\?[\x21-\x7e]{1,4000}$/;

/** Opens a client; nothing is sent yet. @throws Error when the address may not be reached in this mode */
export function openNcmecClient(access: NcmecAccess): NcmecClient {
  const base = checkedBase(access);
  const timeoutMs = access.timeoutMs ?? 60_000;
  const agent = new Agent({ connect: { timeout: timeoutMs }, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
  const ask = async <T>(path: string, read: (body: AsyncIterable<Uint8Array>) => Promise<T>): Promise<T> => {
    const credentials = Buffer.from(`${access.user}:${await access.password()}`).toString('base64');
    const answer = await request(`${base}${path}`, {
      dispatcher: agent,
      signal: AbortSignal.timeout(timeoutMs),
      headers: { authorization: `Basic ${credentials}`, accept: 'application/xml' },
    });
    if (answer.statusCode !== 200) {
      await answer.body.dump();
      if (answer.statusCode === 429 || answer.statusCode >= 500)
        throw new NcmecUnavailable(`Status ${answer.statusCode}.`);
      throw new NcmecRefused(answer.statusCode);
    }
    return read(bytesOf(answer.body));
  };
  const askPatiently = async <T>(path: string, read: (body: AsyncIterable<Uint8Array>) => Promise<T>): Promise<T> => {
    for (let tries = 1; ; tries++) {
      try {
        return await ask(path, read);
      } catch (error) {
        if (error instanceof NcmecRefused) throw error;
        if (tries >= TRIES) {
          const why = error instanceof EntriesMalformed ? 'its pages are not whole' : 'it does not answer';
          throw new NcmecUnavailable(`NCMEC's hash sharing could not be read in ${TRIES} tries: ${why}.`);
        }
        await access.pause(FIRST_PAUSE_MS * 2 ** (tries - 1));
      }
    }
  };
  return {
    checkAccount: () => askPatiently('/v2/status', drain),
    firstPage: (from, to) => askPatiently(`/v2/entries?from=${dateOf(from)}&to=${dateOf(to)}`, readEntries),
    nextPage: (next) => {
      // It comes from the other side, and may lead to no other place.
      if (!NEXT_PATH.test(next)) throw new EntriesMalformed('The next page has an address that is not one.');
      return askPatiently(next, readEntries);
    },
    close: () => agent.close(),
  };
}

/** yyyy-MM-dd'T'HH:mm:ss.SSSZ, as NCMEC writes dates. */
const dateOf = (at: Date): string => encodeURIComponent(at.toISOString());

function checkedBase(access: NcmecAccess): string {
  const url = new URL(access.url);
  if (access.mode === 'test' && !isLoopback(url.hostname)) {
    throw new Error('In test mode only a stand-in on this machine is reached: give its address, or ask for live mode.');
  }
  if (access.mode === 'live' && url.protocol !== 'https:') {
    throw new Error('The address must begin with https: the password goes with every request.');
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

async function drain(body: AsyncIterable<Uint8Array>): Promise<void> {
  let sizeBytes = 0;
  for await (const chunk of body) {
    sizeBytes += chunk.length;
    if (sizeBytes > 1 << 20) throw new EntriesMalformed('The answer is larger than it can be.');
  }
}

async function* bytesOf(body: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) if (chunk instanceof Uint8Array) yield chunk;
}
