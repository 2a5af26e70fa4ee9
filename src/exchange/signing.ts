/**
 * What is signed, both ways (RFC 9421; RFC 9530 for the content). A request names its nonce; the answer is signed with the same one, so
 * that no answer can be put in another's place.
 */
import type { KeyObject } from 'node:crypto';
import {
  contentDigestOf,
  matchesContentDigest,
  SignatureError,
  signMessage,
  verifyMessage,
  type HttpMessage,
  type VerifiedSignature,
} from '../../lib/http-signature/door.ts';
import type { OwnKey } from './own-keys.ts';

const REQUEST = {
  tag: 'fyr-exchange-1',
  components: ['@method', '@authority', '@path', '@query', 'content-digest', 'content-type'],
} as const;
const ANSWER = { tag: 'fyr-exchange-answer-1', components: ['@status', 'content-digest', 'content-type'] } as const;
const LIFE_SECONDS = 120;
/** What is older is refused whatever it says of itself; a nonce is remembered for so long and the skew. */
export const MOST_AGE_SECONDS = 300;
export const SKEW_SECONDS = 60;

type Fields = Readonly<Record<string, string>>;

/** A message's fields with digest and signature. */
function signed(
  message: HttpMessage,
  kind: typeof REQUEST | typeof ANSWER,
  own: OwnKey,
  at: { readonly nonce: string; readonly now: Date },
): Fields {
  const created = Math.floor(at.now.getTime() / 1000);
  const params = {
    ...{ created, expires: created + LIFE_SECONDS, nonce: at.nonce, alg: 'ed25519' as const },
    ...{ keyid: own.public.keyId, tag: kind.tag },
  };
  return { ...signMessage(message, { label: 'fyr', components: kind.components, params }, own.signKey) };
}

/** The fields to send with a request. */
export function signRequest(
  request: { readonly method: string; readonly url: URL; readonly body: Buffer; readonly contentType: string },
  own: OwnKey,
  at: { readonly nonce: string; readonly now: Date },
): Fields {
  const headers = { 'content-digest': contentDigestOf(request.body), 'content-type': request.contentType };
  const { host, pathname, search } = request.url;
  const message = { method: request.method, authority: host, path: pathname, query: search || '?', headers };
  return { ...headers, ...signed(message, REQUEST, own, at) };
}

/** The fields to send with an answer. */
export function signAnswer(
  answer: { readonly status: number; readonly body: Buffer; readonly contentType: string },
  own: OwnKey,
  at: { readonly nonce: string; readonly now: Date },
): Fields {
  const headers = { 'content-digest': contentDigestOf(answer.body), 'content-type': answer.contentType };
  return { ...headers, ...signed({ status: answer.status, headers }, ANSWER, own, at) };
}

/** Who made a request. @throws SignatureError */
export function verifyRequest(
  message: HttpMessage,
  body: Buffer,
  findKey: (keyId: string) => KeyObject | undefined,
  now: Date,
): VerifiedSignature {
  return verify(message, body, REQUEST, findKey, now);
}

/** Checks that an answer is the one to our nonce, by one of these keys. @throws SignatureError */
export function verifyAnswer(
  message: HttpMessage,
  body: Buffer,
  findKey: (keyId: string) => KeyObject | undefined,
  at: { readonly nonce: string; readonly now: Date },
): void {
  const { nonce } = verify(message, body, ANSWER, findKey, at.now);
  if (nonce !== at.nonce) throw new SignatureError('wrong', 'it is of another answer');
}

function verify(
  message: HttpMessage,
  body: Buffer,
  kind: typeof REQUEST | typeof ANSWER,
  findKey: (keyId: string) => KeyObject | undefined,
  now: Date,
): VerifiedSignature {
  const found = verifyMessage(message, {
    ...{ tag: kind.tag, mustCover: kind.components, findKey, nowSeconds: now.getTime() / 1000 },
    ...{ maxAgeSeconds: MOST_AGE_SECONDS, skewSeconds: SKEW_SECONDS },
  });
  if (found.nonce.length < 16 || found.nonce.length > 64)
    throw new SignatureError('malformed', 'its nonce is of the wrong length');
  if (!matchesContentDigest(message.headers['content-digest'], body))
    throw new SignatureError('wrong', 'the content is not what was signed');
  return found;
}
