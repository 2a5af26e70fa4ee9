/**
 * Visits that have ended and are not durable yet. A batch that cannot be written is kept and written again. When it is not the
 * database's absence but something in the batch, its visits are written one by one, and the one at fault counts as `not-written`,
 * without what it found: one page cannot hold up all others.
 */
import type { Tx } from '../../platform/transact.ts';
import { codeOf } from '../../platform/log-events.ts';
import type { HostState, Settlement } from '../frontier/crawl-task.ts';
import type { Frontier } from '../frontier/frontier.ts';
import type { NewUrls } from '../frontier/url-store.ts';
import type { HeldHost } from './held-host.ts';

const AT_ONCE = 400;
/** More than this waiting: no request begins until the database has caught up. */
const MOST_WAITING = 1_500;
const MOST_OFFERS_WAITING = 20_000;

const NOT_WRITTEN = 'not-written';

/** Data exceptions and broken constraints (SQLSTATE classes 22 and 23), and whatever our own code does not take. */
function isFaultOfBatch(error: unknown): boolean {
  return /^2[23][0-9A-Z]{3}$/.test(codeOf(error)) || error instanceof TypeError || error instanceof RangeError;
}

/** What a batch came to. */
export interface Settled {
  readonly settlements: readonly Settlement[];
  readonly added: readonly NewUrls[];
}

/** One a worker. */
export class SettleQueue {
  readonly #frontier: Frontier;
  readonly #steadyNow: () => number;
  #waiting: Settlement[] = [];
  #offers = 0;
  readonly #touched = new Set<HeldHost>();
  #saves: ((tx: Tx) => Promise<void>)[] = [];
  /** So many visits are still to be written one by one. */
  #apart = 0;

  constructor(frontier: Frontier, steadyNow: () => number) {
    this.#frontier = frontier;
    this.#steadyNow = steadyNow;
  }

  get size(): number {
    return this.#waiting.length;
  }

  /** Is something to be written: visits, or how a host stands after a request that settles none? */
  get hasWork(): boolean {
    return this.#waiting.length > 0 || this.#touched.size > 0;
  }

  get isFull(): boolean {
    return this.#waiting.length > MOST_WAITING || this.#offers > MOST_OFFERS_WAITING;
  }

  add(settlement: Settlement): void {
    this.#waiting.push(settlement);
    this.#offers += settlement.offers.length;
  }

  /** How the host stands is written with the next batch. */
  touch(host: HeldHost): void {
    this.#touched.add(host);
  }

  /** Something else to write with the next batch; writing it twice must do no harm. */
  save(save: (tx: Tx) => Promise<void>): void {
    this.#saves.push(save);
  }

  isBusy(partition: number): boolean {
    for (const host of this.#touched) if (host.partition === partition) return true;
    return this.#waiting.some(({ task }) => task.partition === partition);
  }

  /** Writes what waits, at most 400 visits; without any it renews the lease. @throws OwnershipLost, or whatever the database says */
  async flush(): Promise<Settled> {
    const settlements = this.#waiting.slice(0, this.#apart > 0 ? 1 : AT_ONCE);
    const touched = [...this.#touched];
    const now = this.#steadyNow();
    const hosts = touched.map((host): HostState => ({
      ...{ hostId: host.hostId, partition: host.partition, delayMs: host.delayMs, failures: host.failures },
      nextInMs: host.allowedAt - now,
    }));
    const saves = [...this.#saves];
    const added = await this.#frontier.settle({ settlements, hosts, saves }).catch((error: unknown) => {
      if (isFaultOfBatch(error)) this.#setApart(settlements);
      throw error;
    });
    this.#apart = Math.max(0, this.#apart - settlements.length);
    this.#saves = this.#saves.slice(saves.length);
    this.#waiting = this.#waiting.slice(settlements.length);
    for (const { offers } of settlements) this.#offers -= offers.length;
    // One that ended another request meanwhile stands otherwise by now, and is written again.
    touched.forEach((host, n) => {
      if (hosts[n]?.nextInMs === host.allowedAt - now) this.#touched.delete(host);
    });
    return { settlements, added };
  }

  #setApart(settlements: readonly Settlement[]): void {
    this.#saves = [];
    const [first] = settlements;
    if (settlements.length > 1) this.#apart = settlements.length;
    else if (first !== undefined) {
      const { task, bytes } = first;
      this.#offers -= first.offers.length;
      this.#waiting[0] = { task, bytes, result: 'dead', reason: NOT_WRITTEN, offers: [] };
      // It was so already, and cannot be written even then: the frontier has the address still.
      if (first.reason === NOT_WRITTEN) this.#waiting.shift();
    }
  }

  clear(): void {
    this.#apart = 0;
    this.#waiting = [];
    this.#offers = 0;
    this.#touched.clear();
    this.#saves = [];
  }
}
