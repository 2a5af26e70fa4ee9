/**
 * Who owns which partition, and until when a worker may act as an owner. Pure: clocks come in as arguments.
 *
 * A worker's lease begins anew with each of its transactions (its "beat"), by the database's clock. It counts itself, by its
 * own clocks, from the moment before it sent that transaction, so it is always stricter than the others are with it:
 *
 * | time since the last beat began | the worker                                 | the others                              |
 * |--------------------------------|--------------------------------------------|-----------------------------------------|
 * | up to `SEND_GRACE_MS`          | sends requests                             | let it be                               |
 * | up to 0.7 of the lease         | sends none, waits for those under way      | let it be                               |
 * | up to the lease                | has broken off whatever is under way       | let it be                               |
 * | past it                        | learns at its next beat that it is fenced  | fence it, take its partitions           |
 *
 * `SEND_GRACE_MS` bounds what is not known of a dead worker: it asked no host later than that after its last beat. A new
 * owner therefore waits a host's full delay, from `UNSURE_MS` after that beat, only where the dead one may have asked it in
 * its last moments.
 */

/** Requests go out for as long after a beat, at most. */
export const SEND_GRACE_MS = 150;
/** The same with time for a request to arrive. */
export const UNSURE_MS = 250;
/** The part of its lease after which a worker breaks off by itself. */
export const OWN_STOP_SHARE = 0.7;
/** Leases below this would end in an ordinary pause of the database. */
export const LEAST_LEASE_MS = 500;

/** Two clocks that a pause of the process or the machine stops differently: the greater elapsed time counts. */
export interface Instant {
  /** Monotonic, milliseconds. */
  readonly steadyMs: number;
  /** Wall clock, milliseconds. */
  readonly wallMs: number;
}

/** Elapsed time by whichever clock says more: a monotonic clock may stand still while a machine sleeps, a wall clock may be set back. */
export function elapsedMs(since: Instant, now: Instant): number {
  return Math.max(now.steadyMs - since.steadyMs, now.wallMs - since.wallMs);
}

/** May requests be sent? */
export function maySend(beat: Instant, now: Instant, leaseMs: number): boolean {
  return elapsedMs(beat, now) < Math.min(SEND_GRACE_MS, leaseMs * OWN_STOP_SHARE);
}

/** Must everything under way be broken off? */
export function mustStop(beat: Instant, now: Instant, leaseMs: number): boolean {
  return elapsedMs(beat, now) >= leaseMs * OWN_STOP_SHARE;
}

/**
 * The partitions that fall to `workerId` among the living (rendezvous hashing: Thaler and Ravishankar, 1998): all agree
 * without a word, and one that comes or goes moves its own share alone.
 */
export function shareOf(workerId: string, living: readonly string[], partitions: number): readonly number[] {
  const workers = living.includes(workerId) ? living : [...living, workerId];
  const mine: number[] = [];
  for (let partition = 0; partition < partitions; partition += 1) {
    let best = '';
    let bestScore = -1;
    for (const worker of workers) {
      const score = scoreOf(worker, partition);
      if (score > bestScore || (score === bestScore && worker > best)) {
        best = worker;
        bestScore = score;
      }
    }
    if (best === workerId) mine.push(partition);
  }
  return mine;
}

/** FNV-1a over the pair with a final mix (Murmur3's), 32 bits. Nobody gains by choosing collisions here. */
function scoreOf(worker: string, partition: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < worker.length; at += 1) hash = Math.imul(hash ^ worker.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (partition & 0xff), 0x01000193);
  hash = Math.imul(hash ^ (partition >>> 8), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
