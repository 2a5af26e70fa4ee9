/** Hashes that somebody else made against the known lists, in batches. */
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { ExactHashes, KnownHit, Matcher } from '../known-hit.ts';

/** Hashes in one request. */
export const MAX_BATCH = 1_000;
/** Looked up without a pause: long enough for the index's batches, short enough not to hold up other requests. */
const STRIDE = 512;

/** Bytes of each kind that a batch of exact hashes may hold. */
export const EXACT_HASH_BYTES: readonly number[] = [16, 20, 32];
/** 256 bits; a list, as the other kinds have, so that both checks read lengths the same way. */
export const PDQ_BYTES: readonly number[] = [32];

/** A hash as hexadecimal or base64 (plain or URL-safe); undefined where it is neither or not of an allowed length. */
export function decodeHash(text: string, allowedBytes: readonly number[]): Buffer | undefined {
  if (/^(?:[0-9a-f]{2})+$/i.test(text) && allowedBytes.includes(text.length / 2)) return Buffer.from(text, 'hex');
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  const isWhole = bytes.toString('base64url') === text.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');
  return isWhole && allowedBytes.includes(bytes.length) ? bytes : undefined;
}

/** Near hits of PDQ hashes (32 bytes each), in their order. The caller has left out hashes of quality below 50. */
export async function checkPdqHashes(
  matcher: Matcher,
  hashes: readonly Uint8Array[],
): Promise<readonly (readonly KnownHit[])[]> {
  const answers: (readonly KnownHit[])[] = [];
  for (let at = 0; at < hashes.length; at += STRIDE) {
    if (at > 0) await yieldToOthers();
    answers.push(...matcher.matchNearBatch(hashes.slice(at, at + STRIDE)));
  }
  return answers;
}

/** Exact hits of MD5, SHA-1 or SHA-256 hashes, in their order; which it is follows from the length. */
export function checkExactHashes(matcher: Matcher, hashes: readonly Uint8Array[]): readonly (readonly KnownHit[])[] {
  return hashes.map((hash) => matcher.matchExact(exactHashOf(hash)));
}

function exactHashOf(hash: Uint8Array): ExactHashes {
  switch (hash.length) {
    case 16:
      return { md5: hash };
    case 20:
      return { sha1: hash };
    case 32:
      return { sha256: hash };
    default:
      throw new RangeError(`${hash.length} bytes are no MD5, SHA-1 or SHA-256`);
  }
}
