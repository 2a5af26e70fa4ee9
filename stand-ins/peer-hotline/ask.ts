/** The peer as it asks Fyr: rightly, or in one of the ways in which a peer, or somebody between the two, can be wrong. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { z } from 'zod';
import { seal } from '../../lib/seal/door.ts';
import { makeKeys, signAsk, verifySigned, type HotlineKeys, type OtherHotline } from './keys.ts';

/**
 * | fault     | what Fyr gets                                                              |
 * |-----------|----------------------------------------------------------------------------|
 * | ok        | the honest question                                                        |
 * | replayed  | the very same request twice; what is told is how the second one was met    |
 * | skewed    | signed by a clock that is `byMs` off                                       |
 * | wrong-key | signed by a key that nobody pinned, under the pinned one's name            |
 * | stranger  | signed by a hotline that nobody knows                                      |
 * | unsigned  | no signature                                                               |
 * | altered   | another content, or another question, than the one that was signed         |
 * | malformed | rightly signed, and nothing that can be opened or read                     |
 * | too-large | rightly signed, and 300 kB                                                 |
 * | cut       | half of the request, then the connection is cut                            |
 * | deaf      | the whole request; the peer is gone before the answer                      |
 */
export type AskFault =
  | {
      readonly kind:
        | 'ok'
        | 'replayed'
        | 'wrong-key'
        | 'stranger'
        | 'unsigned'
        | 'altered'
        | 'malformed'
        | 'too-large'
        | 'cut'
        | 'deaf';
    }
  | { readonly kind: 'skewed'; readonly byMs: number };

/** What came of a question. `status` is undefined where no answer was waited for. */
export interface AskResult {
  readonly status: number | undefined;
  /** The code of a refusal. */
  readonly code: string | undefined;
  readonly json: unknown;
  /** Whether the answer is signed by Fyr over this question's nonce. */
  readonly isSigned: boolean;
}

/** A question: `hello`, `entries?after=0`, `states?after=0`; or `cases` with the facts to seal. */
export interface Ask {
  readonly path: string;
  readonly facts?: unknown;
}

const refusalSchema = z.object({ code: z.string() });
const LARGE_BYTES = 300 * 1024;

/** Asks Fyr at `base` (ending in `/exchange/v1/`). @throws the network's own errors */
export async function askFyr(
  from: { readonly keys: HotlineKeys; readonly fyr: OtherHotline; readonly now: Date },
  base: string,
  ask: Ask,
  fault: AskFault = { kind: 'ok' },
): Promise<AskResult> {
  const { kind } = fault;
  const isPost = ask.facts !== undefined;
  const right = isPost ? seal(Buffer.from(JSON.stringify(ask.facts)), [from.fyr.recipient]) : Buffer.alloc(0);
  const body =
    isPost && (kind === 'too-large' || kind === 'malformed')
      ? randomBytes(kind === 'malformed' ? 300 : LARGE_BYTES)
      : right;
  const contentType = isPost ? 'application/octet-stream' : 'application/json';
  const path = kind === 'malformed' && !isPost ? ask.path.replace(/after=.*/, 'after=never') : ask.path;
  const url = new URL(path, base);
  const method = isPost ? 'POST' : 'GET';
  const nonce = randomBytes(16).toString('base64url');
  const now = kind === 'skewed' ? new Date(from.now.getTime() + fault.byMs) : from.now;
  const signed = signAsk(keysFor(from.keys, kind), { method, url, body, contentType }, { now, nonce });
  const headers = kind === 'unsigned' ? { 'content-type': contentType } : { ...signed };
  const sent = kind === 'altered' ? altered(url, body) : { url, body };
  if (kind === 'cut' || kind === 'deaf') {
    await sendAndLeave(sent.url, method, headers, sent.body, kind === 'cut' ? 0.5 : 1);
    return { status: undefined, code: undefined, json: undefined, isSigned: false };
  }
  const post = () =>
    fetch(sent.url, { method, headers, ...(method === 'POST' ? { body: new Uint8Array(sent.body) } : {}) });
  if (kind === 'replayed') await (await post()).arrayBuffer();
  return readAnswer(await post(), from.fyr, { nonce, now: from.now });
}

function keysFor(keys: HotlineKeys, kind: AskFault['kind']): HotlineKeys {
  if (kind === 'stranger') return makeKeys();
  return kind === 'wrong-key' ? { ...keys, signKey: makeKeys().signKey } : keys;
}

function altered(url: URL, body: Buffer): { readonly url: URL; readonly body: Buffer } {
  if (body.length > 0) return { url, body: Buffer.concat([body.subarray(0, -1), Buffer.of((body.at(-1) ?? 0) ^ 1)]) };
  const other = new URL(url);
  other.searchParams.set('after', '1');
  return { url: other, body };
}

/** Writes a share of the request by hand, and ends without reading. */
async function sendAndLeave(
  url: URL,
  method: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
  share: number,
): Promise<void> {
  const lines = Object.entries({ host: url.host, 'content-length': String(body.length), ...headers });
  const head = `${method} ${url.pathname}${url.search} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  const whole = Buffer.concat([Buffer.from(head), body]);
  const socket = connect(Number(url.port), url.hostname);
  await once(socket, 'connect');
  const half = whole.subarray(0, Math.ceil(whole.length * share));
  await new Promise<void>((resolve) => socket.end(half, resolve));
  socket.destroySoon();
  await once(socket, 'close');
}

async function readAnswer(
  response: Response,
  fyr: OtherHotline,
  at: { readonly nonce: string; readonly now: Date },
): Promise<AskResult> {
  const { status } = response;
  const body = Buffer.from(await response.arrayBuffer());
  const json = readJson(body.toString());
  const headers = Object.fromEntries(response.headers);
  return {
    ...{ status, json, code: refusalSchema.safeParse(json).data?.code },
    isSigned: isSignedFor({ status, headers }, body, fyr, at),
  };
}

function isSignedFor(
  message: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
  body: Buffer,
  fyr: OtherHotline,
  at: { readonly nonce: string; readonly now: Date },
): boolean {
  try {
    return verifySigned(message, body, fyr, 'answer', at.now) === at.nonce;
  } catch {
    return false;
  }
}

/** Undefined for what is no JSON: a page, or what was damaged on its way. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
