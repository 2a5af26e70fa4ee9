import { leadingZeroBits, workText } from '../../terms/effort.ts';

/** Hashes begun together: enough to keep the browser's own threads busy, few enough for the page to stay quick. */
const TOGETHER = 64;

/**
 * Seeks the number that a challenge asks for, a few hashes at a time, leaving the page to the person in between.
 * @returns undefined when `isStopped` said so first
 */
export async function seekWork(challenge: string, bits: number, isStopped: () => boolean): Promise<number | undefined> {
  const encoder = new TextEncoder();
  for (let first = 0; !isStopped(); first += TOGETHER) {
    const tried = Array.from({ length: TOGETHER }, (_, at) => first + at);
    const hashes = await Promise.all(
      tried.map((nonce) => crypto.subtle.digest('SHA-256', encoder.encode(workText(challenge, nonce)))),
    );
    const found = hashes.findIndex((hash) => leadingZeroBits(new Uint8Array(hash)) >= bits);
    if (found !== -1) return first + found;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return undefined;
}
