/** Asking a peer: signed, its answer checked by its pinned keys, and every way in which that can fail as a code for people. */
import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { SignatureError } from '../../lib/http-signature/door.ts';
import { seal } from '../../lib/seal/door.ts';
import type { Network } from '../crawl/door.ts';
import { askOutside, PartnerUnavailable } from '../partners/door.ts';
import type { Clock } from '../platform/clock.ts';
import type { OwnKey } from './own-keys.ts';
import type { Peer } from './peer.ts';
import { parsePeerKey, type PeerKey } from './peer-key.ts';
import { signRequest, verifyAnswer } from './signing.ts';
import {
  caseAnswerSchema,
  entriesPageSchema,
  errorSchema,
  helloSchema,
  statesPageSchema,
  type HandedCase,
} from './wire.ts';

/** What asking takes. */
export interface AskDeps {
  readonly network: Network;
  readonly clock: Clock;
  /** For one request. Default 20,000. */
  readonly timeoutMs?: number;
}

/** A peer's final no to a case. */
export interface PeerRefusal {
  readonly refusal: string;
}

const MOST_ANSWER_BYTES = 4 * 2 ** 20;
/** Codes that no second try would change. */
const FINAL: ReadonlySet<string> = new Set(['came-from-there', 'not-an-address', 'malformed-case']);

/** The keys of a peer that are taken now. */
export const keysOf = ({ keyText, nextKeyText }: Pick<Peer, 'keyText' | 'nextKeyText'>): readonly PeerKey[] =>
  [keyText, nextKeyText].flatMap((text) => {
    const key = text === undefined ? undefined : parsePeerKey(text);
    return key === undefined ? [] : [key];
  });

/** The questions that can be put to one peer. All throw PartnerUnavailable or the network's errors: try again later. */
export function openPeerClient(deps: AskDeps, own: OwnKey, peer: Peer) {
  const get = <S extends z.ZodType>(path: string, schema: S) => ask(deps, own, peer, { method: 'GET', path, schema });
  return {
    hello: () => get('hello', helloSchema),
    entries: (after: number) => get(`entries?after=${after}`, entriesPageSchema),
    states: (after: number) => get(`states?after=${after}`, statesPageSchema),
    /** @returns the state, or the peer's final no */
    hand: (handed: HandedCase): Promise<z.infer<typeof caseAnswerSchema> | PeerRefusal> => {
      const [key] = keysOf(peer);
      if (key === undefined) throw new PartnerUnavailable('exchange-no-key');
      const body = seal(Buffer.from(JSON.stringify(handed)), [key.recipient]);
      return ask(deps, own, peer, { method: 'POST', path: 'cases', body, schema: caseAnswerSchema });
    },
  };
}

interface Question<S extends z.ZodType> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: Buffer;
  readonly schema: S;
}

async function ask<S extends z.ZodType>(
  deps: AskDeps,
  own: OwnKey,
  peer: Peer,
  question: Question<S> & { readonly method: 'POST' },
): Promise<z.output<S> | PeerRefusal>;
async function ask<S extends z.ZodType>(
  deps: AskDeps,
  own: OwnKey,
  peer: Peer,
  question: Question<S> & { readonly method: 'GET' },
): Promise<z.output<S>>;
async function ask<S extends z.ZodType>(
  deps: AskDeps,
  own: OwnKey,
  peer: Peer,
  { method, path, body = Buffer.alloc(0), schema }: Question<S>,
): Promise<z.output<S> | PeerRefusal> {
  if (peer.mode === 'off') throw new PartnerUnavailable('partner-off');
  const nonce = randomBytes(16).toString('base64url');
  const url = new URL(path, peer.url.endsWith('/') ? peer.url : `${peer.url}/`);
  const contentType = method === 'POST' ? 'application/octet-stream' : 'application/json';
  const answer = await askOutside(deps.network, {
    ...{ mode: peer.mode, method, url, timeoutMs: deps.timeoutMs ?? 20_000, maxAnswerBytes: MOST_ANSWER_BYTES },
    headers: signRequest({ method, url, body, contentType }, own, { nonce, now: deps.clock.now() }),
    ...(method === 'POST' ? { body } : {}),
  });
  const json = parseJson(answer.body);
  // A refusal of our signature cannot be signed for us by who does not know us; its code is shown, and nothing follows from it.
  const refused = answer.status === 200 ? undefined : errorSchema.safeParse(json).data?.code;
  if (answer.status === 401 || answer.status === 403 || answer.status >= 500) throw new PartnerUnavailable(codeFor(answer.status, refused));
  checkSigned(peer, answer, { nonce, now: deps.clock.now() });
  if (refused !== undefined && FINAL.has(refused)) return { refusal: refused };
  if (answer.status !== 200) throw new PartnerUnavailable(codeFor(answer.status, refused));
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw new PartnerUnavailable('exchange-malformed');
  return parsed.data;
}

function checkSigned(
  peer: Peer,
  answer: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Buffer },
  at: { readonly nonce: string; readonly now: Date },
): void {
  const keys = keysOf(peer);
  try {
    verifyAnswer(answer, answer.body, (keyId) => keys.find((key) => key.keyId === keyId)?.verifyKey, at);
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error;
    throw new PartnerUnavailable(`exchange-answer-${error.code}`);
  }
}

const codeFor = (status: number, code: string | undefined): string =>
  code !== undefined && /^[a-z-]{1,40}$/.test(code) ? `exchange-${code}` : `exchange-status-${status}`;

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
