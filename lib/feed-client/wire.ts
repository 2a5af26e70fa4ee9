/** What goes over the wire, and its check without a library. Field by field: docs/partners/feed.md. */
import { FeedDamaged, type RiceCoded } from './rice.ts';

/** `full`: forget what you have. `delta`: first take out, then add. `same`: nothing has changed. */
export interface UpdateAnswer {
  readonly kind: 'full' | 'delta' | 'same';
  /** To be given with the next question; says nothing to its holder. */
  readonly state: string;
  readonly removals: RiceCoded;
  readonly additions: RiceCoded;
  /** Of the set as it then is (PrefixSet.checksum). */
  readonly checksum: string;
  /** Ask again no sooner. */
  readonly waitSeconds: number;
}

/** `address`: this one address is listed. `below`: and whatever lies below it (a folder, a site). */
export type FullHashScope = 'address' | 'below';

/** One listed hash. */
export interface FullHash {
  /** 32 bytes in base64. */
  readonly hash: string;
  readonly scope: FullHashScope;
  /** `illegal-baseline` or `illegal-national`: the hotline's own words. */
  readonly category: string;
}

/** All listed hashes with the prefixes that were asked for; a prefix without any is not listed (any more). */
export interface FullHashAnswer {
  readonly hashes: readonly FullHash[];
  /** How long an answer, also that there is none, may be used again. */
  readonly cacheSeconds: number;
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isKind = (value: unknown): value is UpdateAnswer['kind'] =>
  value === 'full' || value === 'delta' || value === 'same';
const isScope = (value: unknown): value is FullHashScope => value === 'address' || value === 'below';
const isSeconds = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 86_400;

/** @throws FeedDamaged for anything else than an answer to an update */
export function readUpdate(value: unknown): UpdateAnswer {
  if (!isFields(value)) throw damaged();
  const { kind, state, removals, additions, checksum, waitSeconds } = value;
  if (!isKind(kind) || typeof state !== 'string' || typeof checksum !== 'string' || !isSeconds(waitSeconds))
    throw damaged();
  return { kind, state, checksum, waitSeconds, removals: readCoded(removals), additions: readCoded(additions) };
}

/** @throws FeedDamaged for anything else than an answer about full hashes */
export function readFullHashes(value: unknown): FullHashAnswer {
  if (!isFields(value) || !Array.isArray(value['hashes']) || !isSeconds(value['cacheSeconds'])) throw damaged();
  return { hashes: value['hashes'].map(readFullHash), cacheSeconds: value['cacheSeconds'] };
}

function readFullHash(value: unknown): FullHash {
  if (!isFields(value)) throw damaged();
  const { hash, scope, category } = value;
  if (typeof hash !== 'string' || !isScope(scope) || typeof category !== 'string') throw damaged();
  return { hash, scope, category };
}

function readCoded(value: unknown): RiceCoded {
  if (!isFields(value)) throw damaged();
  const { count, first, rice, data } = value;
  if (typeof count !== 'number' || typeof first !== 'number' || typeof rice !== 'number' || typeof data !== 'string')
    throw damaged();
  return { count, first, rice, data };
}

const damaged = () => new FeedDamaged('The feed answered with something that cannot be read.');
