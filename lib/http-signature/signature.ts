/**
 * HTTP Message Signatures (RFC 9421) with Ed25519: the signature base (2.5), signing (3.1) and verifying (3.2). Components are
 * fields by their name, and `@method`, `@authority`, `@path`, `@query`, `@status`; parameters of components are refused.
 */
import { sign, verify, type KeyObject } from 'node:crypto';
import { SignatureError } from './signature-error.ts';
import { parseDictionary, writeInnerList, type BareItem, type Member, type Parameters } from './structured-fields.ts';

/** As much of a request or an answer as can be signed. `path` is with its leading slash, `query` with its `?` (alone when empty). */
export interface HttpMessage {
  readonly method?: string;
  readonly authority?: string;
  readonly path?: string;
  readonly query?: string;
  readonly status?: number;
  /** By lower-case name; several values of one field joined by `, `. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Times are in seconds since 1970 (RFC 9421, 2.3). */
export interface SignatureParams {
  readonly created?: number;
  readonly expires?: number;
  readonly nonce?: string;
  readonly alg?: 'ed25519';
  readonly keyid?: string;
  readonly tag?: string;
}

/** What is signed, under which name in the two fields. */
export interface SigningRequest {
  readonly label: string;
  readonly components: readonly string[];
  /** Written in the order of their keys here. */
  readonly params: SignatureParams;
}

/** The two fields to send along. @throws SignatureError `not-covered` for a component that the message has not */
export function signMessage(
  message: HttpMessage,
  request: SigningRequest,
  privateKey: KeyObject,
): { readonly 'signature-input': string; readonly signature: string } {
  const params = toParameters(request.params);
  const base = signatureBase(message, request.components, params);
  return {
    'signature-input': `${request.label}=${writeInnerList(request.components, params)}`,
    signature: `${request.label}=:${sign(null, Buffer.from(base), privateKey).toString('base64')}:`,
  };
}

/** What a signature must be like to be taken. */
export interface VerifyRules {
  /** Only a signature with this tag is looked at; undefined: the first one. */
  readonly tag?: string;
  readonly mustCover: readonly string[];
  /** The Ed25519 key of a `keyid`; undefined when nobody is known by it. */
  readonly findKey: (keyId: string) => KeyObject | undefined;
  readonly nowSeconds: number;
  /** The longest that a signature is taken after it was made, whatever `expires` says. */
  readonly maxAgeSeconds: number;
  /** How far the two clocks may be apart. */
  readonly skewSeconds: number;
}

/** What is known once a signature was found right. */
export interface VerifiedSignature {
  readonly keyId: string;
  readonly created: number;
  readonly expires: number;
  readonly nonce: string;
}

/** Verifies one signature of a message. Whether the nonce is new is the caller's to see to. @throws SignatureError */
export function verifyMessage(message: HttpMessage, rules: VerifyRules): VerifiedSignature {
  const { components, parameters, signature } = findSignature(message, rules.tag);
  const found = readParams(parameters);
  const missing = rules.mustCover.filter((component) => !components.includes(component));
  if (missing.length > 0) throw new SignatureError('not-covered', 'a part that must be signed is not');
  if (new Set(components).size !== components.length)
    throw new SignatureError('malformed', 'a component is named twice');
  checkTimes(found, rules);
  const key = rules.findKey(found.keyId);
  if (key?.asymmetricKeyType !== 'ed25519') throw new SignatureError('unknown-key', 'nobody is known by its key');
  const base = signatureBase(message, components, parameters);
  if (!verify(null, Buffer.from(base), key, signature)) throw new SignatureError('wrong', 'it does not fit');
  return found;
}

/** The text that is signed. @throws SignatureError `not-covered` for a component that the message has not */
export function signatureBase(message: HttpMessage, components: readonly string[], params: Parameters): string {
  const lines = components.map((name) => `"${name}": ${valueOf(message, name)}`);
  return [...lines, `"@signature-params": ${writeInnerList(components, params)}`].join('\n');
}

function valueOf(message: HttpMessage, name: string): string {
  const value = name.startsWith('@') ? derived(message, name) : message.headers[name]?.trim();
  if (value === undefined || /[\r\n]/.test(value))
    throw new SignatureError('not-covered', 'a signed part is not in the message');
  return value;
}

function derived(message: HttpMessage, name: string): string | undefined {
  switch (name) {
    case '@method':
      return message.method;
    case '@authority':
      return message.authority?.toLowerCase();
    case '@path':
      return message.path;
    case '@query':
      return message.query;
    case '@status':
      return message.status === undefined ? undefined : String(message.status);
    default:
      return undefined;
  }
}

function toParameters(params: SignatureParams): Parameters {
  const given: [string, BareItem][] = [];
  for (const [key, value] of Object.entries<string | number | undefined>({ ...params }))
    if (value !== undefined) given.push([key, value]);
  return new Map(given);
}

function findSignature(message: HttpMessage, tag: string | undefined) {
  const inputField = message.headers['signature-input'];
  const signatureField = message.headers['signature'];
  if (inputField === undefined || signatureField === undefined)
    throw new SignatureError('missing', 'there is no signature');
  const inputs = parseDictionary(inputField);
  const signatures = parseDictionary(signatureField);
  if (inputs === undefined || signatures === undefined)
    throw new SignatureError('malformed', 'its fields cannot be read');
  const isWanted = ([, { parameters }]: [string, Member]) => tag === undefined || parameters.get('tag') === tag;
  const [label, input] = [...inputs].find(isWanted) ?? [];
  if (label === undefined || input === undefined) throw new SignatureError('missing', 'there is none of this kind');
  const signature = signatures.get(label)?.value;
  if (!(signature instanceof Uint8Array) || input.value instanceof Uint8Array)
    throw new SignatureError('malformed', 'its fields do not belong together');
  return { components: input.value, parameters: input.parameters, signature };
}

function readParams(parameters: Parameters): VerifiedSignature {
  const [keyId, created, expires, nonce, alg] = ['keyid', 'created', 'expires', 'nonce', 'alg'].map((name) =>
    parameters.get(name),
  );
  const isRight = typeof keyId === 'string' && typeof created === 'number' && (alg === undefined || alg === 'ed25519');
  if (!isRight) throw new SignatureError('malformed', 'it does not say its key and time');
  return {
    keyId,
    created,
    expires: typeof expires === 'number' ? expires : Number.POSITIVE_INFINITY,
    nonce: typeof nonce === 'string' ? nonce : '',
  };
}

function checkTimes({ created, expires }: VerifiedSignature, rules: VerifyRules): void {
  const { nowSeconds, maxAgeSeconds, skewSeconds } = rules;
  if (created > nowSeconds + skewSeconds) throw new SignatureError('early', 'it was made in the future');
  if (expires + skewSeconds < nowSeconds || created + maxAgeSeconds + skewSeconds < nowSeconds)
    throw new SignatureError('expired', 'its time is over');
}
