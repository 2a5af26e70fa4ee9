/** The keys of a hotline in the exchange, and how it signs with them: written by docs/partners/exchange.md and RFC 9421, apart from Fyr's own code. */
import { createHash, createPublicKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import {
  contentDigestOf,
  matchesContentDigest,
  signMessage,
  verifyMessage,
  type HttpMessage,
} from '../../lib/http-signature/door.ts';
import {
  generateIdentity,
  recipientFromText,
  recipientToText,
  type Identity,
  type Recipient,
} from '../../lib/seal/door.ts';

const SPKI_BYTES_OF_KEY = 32;
const LIFE_SECONDS = 120;
const SKEW_SECONDS = 60;
const MOST_AGE_SECONDS = 300;
const REQUEST = ['@method', '@authority', '@path', '@query', 'content-digest', 'content-type'];
const ANSWER = ['@status', 'content-digest', 'content-type'];

/** All keys of one hotline. `text` is what it hands to others. */
export interface HotlineKeys {
  readonly body: string;
  readonly text: string;
  readonly signKey: KeyObject;
  readonly identity: Identity;
}

/** Makes keys; of the body that is given, or of a new one. */
export function makeKeys(body = randomBytes(16).toString('hex')): HotlineKeys {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-SPKI_BYTES_OF_KEY);
  const identity = generateIdentity();
  const text = `fyr-exchange-1:${body}:${raw.toString('base64url')}:${recipientToText(identity.recipient)}`;
  return { body, text, signKey: privateKey, identity };
}

/** What is known of another hotline by the text that it handed out. */
export interface OtherHotline {
  readonly body: string;
  readonly keyId: string;
  readonly verifyKey: KeyObject;
  readonly recipient: Recipient;
}

/** Reads another hotline's key text. @throws Error when it is none */
export function readKeyText(text: string): OtherHotline {
  const [, body = '', sign = '', recipient = ''] = text.split(':');
  const key = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(sign, 'base64url')]);
  const verifyKey = createPublicKey({ key, format: 'der', type: 'spki' });
  return { body, keyId: keyIdOf(text), verifyKey, recipient: recipientFromText(recipient) };
}

const keyIdOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);

/** When, and with which nonce, something is signed. */
export interface SigningMoment {
  readonly now: Date;
  readonly nonce: string;
}

type Fields = Readonly<Record<string, string>>;

function sign(
  keys: HotlineKeys,
  message: HttpMessage,
  kind: { readonly tag: string; readonly components: readonly string[] },
  { now, nonce }: SigningMoment,
): Fields {
  const created = Math.floor(now.getTime() / 1000);
  const times = { created, expires: created + LIFE_SECONDS };
  const params = { ...times, nonce, alg: 'ed25519' as const, keyid: keyIdOf(keys.text), tag: kind.tag };
  return { ...signMessage(message, { label: 'peer', components: kind.components, params }, keys.signKey) };
}

/** The fields of a request. */
export function signAsk(
  keys: HotlineKeys,
  ask: { readonly method: string; readonly url: URL; readonly body: Buffer; readonly contentType: string },
  moment: SigningMoment,
): Fields {
  const headers = { 'content-digest': contentDigestOf(ask.body), 'content-type': ask.contentType };
  const { host, pathname, search } = ask.url;
  const message = { method: ask.method, authority: host, path: pathname, query: search || '?', headers };
  return { ...headers, ...sign(keys, message, { tag: 'fyr-exchange-1', components: REQUEST }, moment) };
}

/** The fields of an answer. */
export function signReply(
  keys: HotlineKeys,
  reply: { readonly status: number; readonly body: Buffer; readonly contentType: string },
  moment: SigningMoment,
): Fields {
  const headers = { 'content-digest': contentDigestOf(reply.body), 'content-type': reply.contentType };
  const message = { status: reply.status, headers };
  return { ...headers, ...sign(keys, message, { tag: 'fyr-exchange-answer-1', components: ANSWER }, moment) };
}

/** Checks what another hotline signed. @returns its nonce. @throws SignatureError, or Error where the content is not what was signed */
export function verifySigned(
  message: HttpMessage,
  body: Buffer,
  by: OtherHotline,
  kind: 'request' | 'answer',
  now: Date,
): string {
  const { nonce } = verifyMessage(message, {
    tag: kind === 'request' ? 'fyr-exchange-1' : 'fyr-exchange-answer-1',
    mustCover: kind === 'request' ? REQUEST : ANSWER,
    findKey: (keyId) => (keyId === by.keyId ? by.verifyKey : undefined),
    ...{ nowSeconds: now.getTime() / 1000, maxAgeSeconds: MOST_AGE_SECONDS, skewSeconds: SKEW_SECONDS },
  });
  if (!matchesContentDigest(message.headers['content-digest'], body))
    throw new Error('not the content that was signed');
  return nonce;
}
