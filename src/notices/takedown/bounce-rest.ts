/**
 * An address that refused or returned mail rests before anybody is told by it again, and the next contact is told meanwhile. A server's
 * final no is as often about its own trouble (a full mailbox, a filter, a wrong setting: RFC 5321, 4.2.1) as about an address that
 * is no more; so the first rest is short, and each that follows without a pause is longer. Pure.
 *
 * | in a row | rest   |
 * |----------|--------|
 * | 1        | 1 h    |
 * | 2        | 6 h    |
 * | 3        | 24 h   |
 * | 4, 5 ... | 7 days |
 */
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** No address that has bounced is told sooner than after this. */
export const LEAST_REST_MS = HOUR_MS;
const REST_MS = [LEAST_REST_MS, 6 * HOUR_MS, DAY_MS];
const LONGEST_REST_MS = 7 * DAY_MS;
/** So long after the last one a bounce counts as the first again. */
const FORGOTTEN_MS = 14 * DAY_MS;

/** How an address has done; `bouncedAt` undefined: well. */
export interface BounceStand {
  readonly bouncedAt: Date | undefined;
  readonly bounces: number;
}

/** Until when nobody is told by it, whether that is past or to come; undefined: it works. */
export function restsUntil({ bouncedAt, bounces }: BounceStand): Date | undefined {
  if (bouncedAt === undefined) return undefined;
  return new Date(bouncedAt.getTime() + (REST_MS[bounces - 1] ?? LONGEST_REST_MS));
}

/** Whether it rests now. */
export function isResting(stand: BounceStand, now: Date): boolean {
  const until = restsUntil(stand);
  return until !== undefined && until > now;
}

/** After one more came back. Letters that were on their way together come back together: during a rest it is still the same bounce. */
export function afterBounce(stand: BounceStand, now: Date): BounceStand {
  const { bouncedAt, bounces } = stand;
  if (bouncedAt === undefined || now.getTime() - bouncedAt.getTime() >= FORGOTTEN_MS)
    return { bouncedAt: now, bounces: 1 };
  return isResting(stand, now) ? stand : { bouncedAt: now, bounces: bounces + 1 };
}
