/** Times that statistics may see: rounded down to the hour, so that no moment identifies anybody (DESIGN.md, level 3). */

const HOUR_MS = 3_600_000;

/** The start of the hour that `at` lies in, in UTC. */
export function hourOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS);
}
