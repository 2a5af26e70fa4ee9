/** An act: who did what to which thing, when, and a hash of what with. Never content. */
import { createHash } from 'node:crypto';
import type { StaffId } from '../terms/ids.ts';

/** Who: a person of the hotline, the public, another body, the house itself, or whoever runs the command line. */
export type Actor = `staff:${StaffId}` | 'public' | 'provider' | 'partner' | 'system' | 'operator';

/** Values that may be hashed into the ledger: ids, codes, counts, and bytes that are sealed already. */
export type ActPayload = Readonly<Record<string, string | number | boolean | null | Uint8Array>>;

/** What the ledger is told. Only a hash of `payload` is kept, so that the log can be shown to an outsider whole. */
export interface Act {
  readonly at: Date;
  readonly actor: Actor;
  /** `noun.verb`, for example `tip.received`, `case.claimed`, `dispatch.sent`. */
  readonly action: string;
  /** `kind:id`, for example `tip:5f0c...`. */
  readonly subject: string;
  readonly payload: ActPayload;
}

/**
 * SHA-256 over the payload's canonical JSON: keys sorted, bytes as `sha256:<hex>`. Give it ids, codes and sealed bytes only:
 * the hash of a guessable text (an address, a name) would let anybody confirm a guess.
 */
export function hashPayload(payload: ActPayload): Buffer {
  const entries = Object.entries(payload)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => [
      key,
      value instanceof Uint8Array ? `sha256:${createHash('sha256').update(value).digest('hex')}` : value,
    ]);
  return createHash('sha256').update(JSON.stringify(entries)).digest();
}
