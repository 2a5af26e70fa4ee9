/** The Content-Digest field of RFC 9530: which bytes a message carries, so that a signature over the field covers them. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { parseDictionary } from './structured-fields.ts';

/** `sha-256=:...:` of a message's content. */
export const contentDigestOf = (content: Uint8Array): string =>
  `sha-256=:${createHash('sha256').update(content).digest('base64')}:`;

const ALGORITHMS: Readonly<Record<string, string>> = { 'sha-256': 'sha256', 'sha-512': 'sha512' };

/**
 * Whether a Content-Digest field is of this content: it names at least one algorithm that is taken (SHA-256, SHA-512; RFC 9530
 * forbids the broken ones), and all of those fit. False for whatever is no such field.
 */
export function matchesContentDigest(field: string | undefined, content: Uint8Array): boolean {
  const members = field === undefined ? undefined : parseDictionary(field);
  if (members === undefined) return false;
  let checked = 0;
  for (const [name, { value }] of members) {
    const algorithm = ALGORITHMS[name];
    if (algorithm === undefined) continue;
    if (!(value instanceof Uint8Array)) return false;
    const made = createHash(algorithm).update(content).digest();
    if (made.length !== value.length || !timingSafeEqual(made, value)) return false;
    checked += 1;
  }
  return checked > 0;
}
