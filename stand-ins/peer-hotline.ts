/**
 * Another hotline that runs Fyr, as this one meets it: both sides of the exchange (docs/partners/exchange.md), over HTTP on loopback. It
 * verifies and signs by RFC 9421, takes a nonce once, opens cases with its own age key, refuses what has been through it, and is written apart
 * from Fyr's own code. It can be told to be unwell, and it can ask Fyr wrongly.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { SignatureError } from '../lib/http-signature/door.ts';
import { open, SealError } from '../lib/seal/door.ts';
import { askFyr, type Ask, type AskFault, type AskResult } from './peer-hotline/ask.ts';
import { openPeerBook, type PeerBook } from './peer-hotline/book.ts';
import { makeKeys, readKeyText, signReply, verifySigned, type HotlineKeys } from './peer-hotline/keys.ts';

export type { Ask, AskFault, AskResult } from './peer-hotline/ask.ts';
export type { PeerEntry, PeerState, TakenCase } from './peer-hotline/book.ts';

/**
 * | kind        | what Fyr meets                                                               | is the work done? |
 * |-------------|------------------------------------------------------------------------------|-------------------|
 * | ok          | the honest answer                                                            | yes               |
 * | slow        | the honest answer, `delayMs` later                                           | yes, at once      |
 * | status      | this status (503 by default) and a page, unsigned: a proxy before it is ill   | no                |
 * | malformed   | 200 and a page of HTML, unsigned                                             | yes               |
 * | wrong-shape | 200, rightly signed, and nothing that the interface knows                    | yes               |
 * | half-done   | the connection is cut in place of the answer                                 | yes               |
 * | died        | the connection is cut before anything was done                               | no                |
 * | duplicate   | something between sends it on twice; lists name each row twice               | twice             |
 * | skewed      | its clock is `byMs` off: it may refuse the request, or sign with that time   | as it says        |
 * | wrong-key   | the honest answer, signed by a key that nobody pinned                        | yes               |
 * | unsigned    | the honest answer without a signature                                        | yes               |
 * | replayed    | the answer to the question before, signature and all                         | yes               |
 * | altered     | the honest answer with one byte changed on its way                           | yes               |
 * | too-large   | 5 MB, rightly signed                                                         | yes               |
 * | stuck       | a page that says that there is more, and does not go forward                 | no                |
 */
export type PeerBehaviour = (
  | {
      readonly kind:
        | 'ok'
        | 'malformed'
        | 'wrong-shape'
        | 'half-done'
        | 'died'
        | 'duplicate'
        | 'wrong-key'
        | 'unsigned'
        | 'replayed'
        | 'altered'
        | 'too-large'
        | 'stuck';
    }
  | { readonly kind: 'slow'; readonly delayMs: number }
  | { readonly kind: 'skewed'; readonly byMs: number }
  | { readonly kind: 'status'; readonly status?: number }
  | { readonly kind: 'chance'; readonly share: number; readonly random: () => number }
) & {
  /** One call alone: `hello`, `entries`, `states`, `cases`. */
  readonly only?: string;
  /** After so many requests that it met the server is well again; for ever by default. */
  readonly times?: number;
};

/** How it is set up. */
export interface PeerOptions {
  readonly name?: string;
  /** Its clock. */
  readonly now?: () => Date;
  /** Rows on a page; 500 by default. */
  readonly pageSize?: number;
}

/** The far side in the hands of a test. */
export interface PeerHotline extends Pick<PeerBook, 'confirm' | 'withdraw' | 'move' | 'cases'> {
  /** Ends in `/exchange/v1/`. */
  readonly url: string;
  readonly name: string;
  readonly body: string;
  readonly keyText: string;
  /** Pins Fyr's key: until then it knows nobody. */
  pin(keyText: string): void;
  /** Calls that were asked, oldest first. */
  calls(): readonly string[];
  behave(behaviour: PeerBehaviour): void;
  /** Asks Fyr at `base`. */
  ask(base: string, ask: Ask, fault?: AskFault): Promise<AskResult>;
  close(): Promise<void>;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const PREFIX = '/exchange/v1/';
const LARGE_BYTES = 5 * 2 ** 20;

/** An answer before it is signed. */
interface Made {
  readonly status: number;
  readonly json: unknown;
  readonly nonce?: string;
}
/** One as it was sent, for `replayed`. */
interface Sent {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Opens the hotline on 127.0.0.1. */
export async function startPeerHotline(options: PeerOptions = {}): Promise<PeerHotline> {
  const { name = 'Hotline Deutschland', now = () => new Date(), pageSize = 500 } = options;
  const keys = makeKeys();
  const book = openPeerBook(keys.body, name, now);
  const turns = openTurns();
  const calls: string[] = [];
  const closing = new AbortController();
  const desk: Desk = { keys, book, name, pageSize, nonces: new Set(), fyr: undefined, last: undefined, now };
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    const call = callOf(request);
    calls.push(call);
    meet(desk, request, response, turns.take(call), closing.signal).catch(() => response.destroy());
  };
  const server = createServer(listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = addressOf(server.address());
  return {
    url: `http://127.0.0.1:${port}${PREFIX}`,
    ...{ name, body: keys.body, keyText: keys.text, calls: () => [...calls], behave: turns.set },
    ...{ confirm: book.confirm, withdraw: book.withdraw, move: book.move, cases: book.cases },
    pin: (text) => {
      desk.fyr = readKeyText(text);
    },
    ask: (base, ask, fault) => {
      if (desk.fyr === undefined) throw new Error('It has to know Fyr first: pin().');
      return askFyr({ keys, fyr: desk.fyr, now: now() }, base, ask, fault);
    },
    close: async () => {
      closing.abort();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

interface Desk {
  readonly keys: HotlineKeys;
  readonly book: PeerBook;
  readonly name: string;
  readonly pageSize: number;
  readonly nonces: Set<string>;
  readonly now: () => Date;
  fyr: ReturnType<typeof readKeyText> | undefined;
  last: Sent | undefined;
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new TypeError('a server has a port');
  return address;
}

const callOf = ({ url = '' }: IncomingMessage): string => /^\/exchange\/v1\/(\w+)/.exec(url)?.[1] ?? '';

async function meet(
  desk: Desk,
  request: IncomingMessage,
  response: ServerResponse,
  turn: PeerBehaviour,
  closing: AbortSignal,
): Promise<void> {
  const body = await readBody(request);
  if (turn.kind === 'died') {
    response.destroy();
    return;
  }
  if (turn.kind === 'status') {
    send(response, { ...page(turn.status ?? 503), body: Buffer.from('<!doctype html><title>Away</title>') });
    return;
  }
  const now = turn.kind === 'skewed' ? new Date(desk.now().getTime() + turn.byMs) : desk.now();
  const made = turn.kind === 'stuck' ? stuckPage(desk, request, body, now) : answer(desk, request, body, now);
  if (turn.kind === 'duplicate' && made.status === 200) work(desk, request, body);
  if (turn.kind === 'half-done') {
    response.destroy();
    return;
  }
  if (turn.kind === 'slow') await pause(turn.delayMs, undefined, { signal: closing });
  const honest = signed(desk.keys, made, now);
  send(response, spoiled(desk, turn, made, honest, now));
  desk.last = honest;
}

/** What leaves in place of the honest answer. */
function spoiled(desk: Desk, turn: PeerBehaviour, made: Made, honest: Sent, now: Date): Sent {
  switch (turn.kind) {
    case 'malformed':
      return { ...page(200), body: Buffer.from('<!doctype html><title>Gateway</title><p>Busy.') };
    case 'wrong-shape':
      return signed(desk.keys, { ...made, status: 200, json: { unexpected: [true, null] } }, now);
    case 'wrong-key':
      return signed({ ...desk.keys, signKey: makeKeys().signKey }, made, now);
    case 'unsigned':
      return { ...honest, headers: { 'content-type': JSON_TYPE } };
    case 'replayed':
      return desk.last ?? honest;
    case 'altered':
      return { ...honest, body: Buffer.from(honest.body.toString().replace(/.(?=\}$)/s, ' ')) };
    case 'too-large':
      return signed(desk.keys, { ...made, json: { filling: 'x'.repeat(LARGE_BYTES) } }, now);
    case 'duplicate':
      return signed(desk.keys, { ...made, json: doubled(made.json) }, now);
    default:
      return honest;
  }
}

const page = (status: number) => ({ status, headers: { 'content-type': 'text/html' } });

/** Each row of a list twice. */
function doubled(json: unknown): unknown {
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([name, value]: [string, unknown]) => [
      name,
      Array.isArray(value) ? value.flatMap((row: unknown) => [row, row]) : value,
    ]),
  );
}

function send(response: ServerResponse, { status, headers, body }: Sent): void {
  response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
}

/** Signed where the asker is known; a refusal of a signature is not. */
function signed(keys: HotlineKeys, { status, json, nonce }: Made, now: Date): Sent {
  const body = Buffer.from(JSON.stringify(json));
  if (nonce === undefined) return { status, headers: { 'content-type': JSON_TYPE }, body };
  return { status, headers: { ...signReply(keys, { status, body, contentType: JSON_TYPE }, { now, nonce }) }, body };
}

const refused = (status: number, code: string, nonce?: string): Made => ({
  ...{ status, json: { detail: `Refused: ${code}.`, code } },
  ...(nonce === undefined ? {} : { nonce }),
});

function answer(desk: Desk, request: IncomingMessage, body: Buffer, now: Date): Made {
  const nonce = authenticate(desk, request, body, now);
  if (typeof nonce !== 'string') return nonce;
  const done = work(desk, request, body);
  return typeof done === 'string'
    ? refused(done === 'malformed-case' ? 400 : 409, done, nonce)
    : { status: 200, json: done, nonce };
}

/** The nonce of a request that is taken; else the refusal. */
function authenticate(desk: Desk, request: IncomingMessage, body: Buffer, now: Date): string | Made {
  const { fyr } = desk;
  if (fyr === undefined) return refused(401, 'unknown-key');
  const [path = '', query] = (request.url ?? '').split(/\?(.*)/s);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
  const message = { method: request.method ?? '', path, query: `?${query ?? ''}`, headers };
  try {
    const nonce = verifySigned({ ...message, authority: request.headers.host ?? '' }, body, fyr, 'request', now);
    if (desk.nonces.has(nonce)) return refused(401, 'replayed');
    desk.nonces.add(nonce);
    return nonce;
  } catch (error) {
    return refused(401, error instanceof SignatureError ? error.code : 'wrong');
  }
}

function work(desk: Desk, request: IncomingMessage, body: Buffer): unknown {
  const after = Number(new URL(request.url ?? '', 'http://127.0.0.1/').searchParams.get('after') ?? 0);
  switch (callOf(request)) {
    case 'hello':
      return { body: desk.keys.body, name: desk.name, version: 1 };
    case 'entries':
      return desk.book.entriesAfter(after, desk.pageSize);
    case 'states':
      return desk.book.statesAfter(after, desk.pageSize);
    default:
      return desk.book.take(opened(desk.keys, body));
  }
}

function opened(keys: HotlineKeys, box: Buffer): string {
  try {
    return open(box, [keys.identity]).toString('utf8');
  } catch (error) {
    if (error instanceof SealError) return '';
    throw error;
  }
}

/** A page that would be asked for for ever; of a call that has no pages, the honest answer. */
function stuckPage(desk: Desk, request: IncomingMessage, body: Buffer, now: Date): Made {
  const made = answer(desk, request, body, now);
  const isPage = typeof made.json === 'object' && made.json !== null && 'hasMore' in made.json;
  return isPage ? { ...made, json: { ...made.json, next: 0, hasMore: true } } : made;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

const FAULTS: readonly PeerBehaviour[] = [
  { kind: 'status' },
  { kind: 'malformed' },
  { kind: 'wrong-shape' },
  { kind: 'half-done' },
  { kind: 'died' },
  { kind: 'duplicate' },
  { kind: 'unsigned' },
  { kind: 'altered' },
];

/** What each request meets, turn by turn. */
function openTurns() {
  let behaviour: PeerBehaviour = { kind: 'ok' };
  return {
    set: (next: PeerBehaviour) => {
      behaviour = next;
    },
    take: (call: string): PeerBehaviour => {
      const current = behaviour;
      if (current.only !== undefined && current.only !== call) return { kind: 'ok' };
      if (current.kind === 'chance')
        return (
          (current.random() < current.share ? FAULTS[Math.floor(current.random() * FAULTS.length)] : undefined) ?? {
            kind: 'ok',
          }
        );
      if (current.times !== undefined)
        behaviour = current.times > 1 ? { ...current, times: current.times - 1 } : { kind: 'ok' };
      return current;
    },
  };
}
