/**
 * Hashes of media at rest (DESIGN.md, secrecy level 2), as the known lists keep theirs: a box under a subkey of the service
 * key and a keyed mark that finds it. A box holds, in this order: state of the PDQ hash (1 byte), outcome (1), quality (1),
 * size (6), the beginning of its mark (8), MD5 (16), SHA-1 (20), SHA-256 (32) and, where there is one, PDQ (32).
 */
import { hmacSha256, lock, unlock } from '../../../lib/seal/door.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import type { MediaOutcome, PdqState, SeenMedia } from './media-finding.ts';

const MARK_BYTES = 16;
const MARK_START_BYTES = 8;
const HEAD_BYTES = 9 + MARK_START_BYTES;
const LENGTHS = { md5: 16, sha1: 20, sha256: 32, pdq: 32 } as const;
const STATES: readonly PdqState[] = ['none', 'exact', 'coefficients'];
// Positions are stored: only ever add at the end.
const OUTCOMES: readonly MediaOutcome[] = ['compared', 'exact', 'low-quality', 'not-decodable', 'exact-only'];

/** Marks and boxes of one service key. */
export interface MediaKeys {
  /** Keyed digest of a SHA-256, 16 bytes. */
  markOf(sha256: Uint8Array): Buffer;
  shroud(seen: SeenMedia): Buffer;
  /** @throws Error when the box was altered, is another row's or was made under another key */
  unshroud(mark: Buffer, box: Uint8Array): SeenMedia;
}

/** Subkeys that only this service can derive. */
export function mediaKeysFrom(serviceKey: ServiceKey): MediaKeys {
  const subkey = (label: string) => serviceKey.digest('fingerprint', `fyr/v1/crawl-media/${label}`);
  const [markKey, boxKey] = [subkey('mark'), subkey('box')];
  return {
    markOf: (sha256) => hmacSha256(markKey, sha256).subarray(0, MARK_BYTES),
    shroud: (seen) => lock(boxKey, pack(seen)),
    unshroud: (mark, box) => unpack(mark, unlock(boxKey, box)),
  };
}

function pack({ mark, hashes, pdqState, outcome, sizeBytes }: SeenMedia): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head[0] = STATES.indexOf(pdqState);
  head[1] = Math.max(0, OUTCOMES.indexOf(outcome));
  head[2] = hashes.pdqQuality ?? 0;
  head.writeUIntBE(sizeBytes, 3, 6);
  mark.copy(head, 9, 0, MARK_START_BYTES);
  const texts = [hashes.md5, hashes.sha1, hashes.sha256, hashes.pdq ?? ''];
  return Buffer.concat([head, ...texts.map((text) => Buffer.from(text, 'hex'))]);
}

function unpack(mark: Buffer, plain: Buffer): SeenMedia {
  const pdqState = STATES[plain[0] ?? -1];
  const outcome = OUTCOMES[plain[1] ?? -1];
  const isWhole = plain.length === HEAD_BYTES + 68 + (pdqState === 'none' ? 0 : LENGTHS.pdq);
  if (pdqState === undefined || outcome === undefined || !isWhole || mark.compare(plain, 9, HEAD_BYTES, 0, 8) !== 0) {
    throw new Error("A row of remembered media holds another one's hashes.");
  }
  let at = HEAD_BYTES;
  const take = (length: number) => plain.toString('hex', at, (at += length));
  const exact = { md5: take(LENGTHS.md5), sha1: take(LENGTHS.sha1), sha256: take(LENGTHS.sha256) };
  const pdq = pdqState === 'none' ? {} : { pdq: take(LENGTHS.pdq), pdqQuality: plain[2] ?? 0 };
  return { mark, hashes: { ...exact, ...pdq }, pdqState, outcome, sizeBytes: plain.readUIntBE(3, 6) };
}
