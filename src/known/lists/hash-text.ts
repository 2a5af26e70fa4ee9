/**
 * Hashes as lists write them: hexadecimal in either case, base64 (plain or URL-safe, padded or not) or base32 (RFC 4648).
 * Which it is follows from the length, which differs for every kind.
 */
import type { HashKind } from '../known-hit.ts';

/** MD5 by RFC 1321, SHA-1 and SHA-256 by FIPS 180-4; PDQ has 256 bits. */
export const HASH_BYTES: Readonly<Record<HashKind, number>> = { md5: 16, sha1: 20, sha256: 32, pdq: 32 };

/** Digests of the empty input: a list that has one would recognise every empty file. */
const OF_NOTHING: ReadonlySet<string> = new Set([
  'd41d8cd98f00b204e9800998ecf8427e',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
]);

/** A problem is an answer and no error: one bad hash costs no more than its row. */
export type DecodedHash =
  { readonly ok: true; readonly hash: Buffer } | { readonly ok: false; readonly problem: string };

/**
 * Reads one hash. Placeholders (one byte repeated, as 000...0) and the digests of an empty file are problems, not hashes:
 * they would recognise what nobody listed. A problem never quotes the text.
 */
export function decodeHash(kind: HashKind, text: string): DecodedHash {
  const bytes = HASH_BYTES[kind];
  const hash = decodeBytes(text.trim(), bytes);
  if (hash === undefined) {
    return { ok: false, problem: `${kind}: must be ${bytes} bytes in hexadecimal, base64 or base32` };
  }
  if (hash.every((byte) => byte === hash[0])) return { ok: false, problem: `${kind}: is a placeholder, not a hash` };
  if (kind !== 'pdq' && OF_NOTHING.has(hash.toString('hex'))) {
    return { ok: false, problem: `${kind}: is the hash of an empty file` };
  }
  return { ok: true, hash };
}

function decodeBytes(text: string, bytes: number): Buffer | undefined {
  if (text.length === bytes * 2) {
    const hash = Buffer.from(text, 'hex');
    if (hash.length === bytes) return hash;
  }
  const bare = text.replace(/=+$/, '');
  if (bare.length === Math.ceil((bytes * 8) / 6) && /^[A-Za-z0-9+/_-]+$/.test(bare)) {
    const hash = Buffer.from(bare, 'base64');
    return hash.length === bytes && sameBase64(hash, bare) ? hash : undefined;
  }
  return bare.length === Math.ceil((bytes * 8) / 5) ? decodeBase32(bare, bytes) : undefined;
}

/** The last character carries unused bits; other than zero they are a damaged text. */
const sameBase64 = (hash: Buffer, bare: string): boolean =>
  hash.toString('base64url') === bare.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function decodeBase32(text: string, bytes: number): Buffer | undefined {
  const hash = Buffer.alloc(bytes);
  let held = 0;
  let heldBits = 0;
  let at = 0;
  for (const character of text.toUpperCase()) {
    const value = BASE32.indexOf(character);
    if (value < 0) return undefined;
    held = ((held << 5) | value) & 0xfff;
    heldBits += 5;
    if (heldBits >= 8) {
      heldBits -= 8;
      hash[at++] = (held >> heldBits) & 0xff;
    }
  }
  return at === bytes && (held & ((1 << heldBits) - 1)) === 0 ? hash : undefined;
}
