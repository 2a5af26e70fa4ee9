/** How long a login must wait after wrong tries: by login, never by address, so that a whole office behind one is not shut out. */

const FREE_TRIES = 4;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** Wrong tries are forgotten after a day. */
export const FORGET_TRIES_MS = 86_400_000;

/** The pause after so many wrong tries in a row: none for four, then half a minute, doubling up to an hour. In ms. */
export function pauseAfterMs(failures: number): number {
  if (failures <= FREE_TRIES) return 0;
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(20, failures - FREE_TRIES - 1));
}
