/**
 * A little work that a browser does while a tip is written, when many are sent at once: a number is sought whose SHA-256 beside a
 * challenge begins with so many zero bits (Hashcash, 2002; Dwork and Naor, 1992). Shared by both sides.
 */

/** What is hashed: the challenge, a dot, the number in decimal digits. */
export const workText = (challenge: string, nonce: number): string => `${challenge}.${nonce}`;

/** How many zero bits a hash begins with. */
export function leadingZeroBits(hash: Uint8Array): number {
  const at = hash.findIndex((byte) => byte !== 0);
  if (at === -1) return 8 * hash.length;
  return 8 * at + Math.clz32(hash[at] ?? 0) - 24;
}
