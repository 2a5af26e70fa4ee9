/**
 * One worker's hold on the frontier: which partitions are its own, what lies in them, and the transaction that settles visits.
 * Any number of workers on any number of machines share one frontier; each address is visited by the owner of its partition.
 */
import { randomUUID } from 'node:crypto';
import { transact, type Db } from '../../platform/transact.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import type { CrawlTask } from './crawl-task.ts';
import { frontierKeysFrom, PARTITIONS, type FoundUrl, type FrontierKeys } from './frontier-keys.ts';
import { letSleep, putBack, readAwakeHosts, readRunHosts, type HostRow, type RunHostRow } from './host-store.ts';
import { elapsedMs, LEAST_LEASE_MS, maySend, mustStop, shareOf, type Instant } from './lease.ts';
import { openMemo, sealMemo } from './memo.ts';
import {
  beatWorker,
  claimPartitions,
  fenceDead,
  insertWorker,
  readWorkers,
  releasePartitions,
  removeWorkers,
} from './ownership-store.ts';
import { readRank } from './rank.ts';
import { endOf, type OpenRun } from './run.ts';
import { addReasons, addToTally, moveRun, openRunReader } from './run-store.ts';
import { SeenFilter } from './seen-filter.ts';
import {
  dropReady,
  eraseEnded,
  readReady,
  readyWaiting,
  type DropRequest,
  type NewUrls,
  type UrlRow,
} from './url-store.ts';
import { writeBatch, type Batch, type BatchWriter } from './write-batch.ts';

/** Others declared this worker dead and took its partitions: whatever it holds is theirs now. */
export class OwnershipLost extends Error {
  readonly code = 'ownership-lost';
  constructor() {
    super('This worker was taken for dead; what it held is visited by others.');
  }
}

/** What a frontier is opened with. */
export interface FrontierOptions {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly now: () => Instant;
  /** How long a silent worker keeps its partitions, and so the longest that they lie idle after its death. */
  readonly leaseMs: number;
  /** Taken for a host whose own delay is not known yet. */
  readonly defaultDelayMs: number;
  /** Addresses remembered in memory, 8 bytes each. */
  readonly filterCapacity: number;
}

const LANES = 16;
const DUE_AT_ONCE = 1_000;
const ERASED_AT_ONCE = 5_000;

/** Opens the frontier for one worker. `rejoin` before anything else. */
export class Frontier {
  readonly keys: FrontierKeys;
  readonly #options: FrontierOptions;
  readonly #filter: SeenFilter;
  readonly #readOpenRuns: (db: Db) => Promise<readonly OpenRun[]>;
  #workerId = '';
  #lane = 0;
  #beat: Instant | undefined;
  #owned: ReadonlyMap<number, number> = new Map();
  #leaving: ReadonlySet<number> = new Set();
  #runs: readonly OpenRun[] = [];
  #living: readonly string[] = [];

  constructor(options: FrontierOptions) {
    if (options.leaseMs < LEAST_LEASE_MS) throw new RangeError(`A lease is at least ${LEAST_LEASE_MS} ms.`);
    this.#options = options;
    this.keys = frontierKeysFrom(options.serviceKey);
    this.#filter = new SeenFilter(this.keys.filterKey, options.filterCapacity);
    this.#readOpenRuns = openRunReader(options.serviceKey);
  }

  /** Begins a new life as a worker that owns nothing: at the start, and after `OwnershipLost`. */
  async rejoin(): Promise<void> {
    this.#forget();
    const workerId = randomUUID();
    const beat = this.#options.now();
    await transact(this.#options.db, (tx) => insertWorker(tx, workerId, this.#options.leaseMs));
    this.#workerId = workerId;
    this.#lane = Number.parseInt(workerId.slice(0, 2), 16) % LANES;
    this.#beat = beat;
  }

  /** Its name among the workers; a new one with each life. */
  get workerId(): string {
    return this.#workerId;
  }

  /** Runs that have not ended, as of the last watch. */
  get runs(): readonly OpenRun[] {
    return this.#runs;
  }

  /** Workers alive, this one among them, as of the last watch; and its place in their order. */
  get living(): { readonly count: number; readonly place: number } {
    return { count: Math.max(1, this.#living.length), place: Math.max(0, this.#living.indexOf(this.#workerId)) };
  }

  /** May a request go to a host of this partition now? */
  maySendTo(partition: number, now: Instant): boolean {
    return this.#owned.has(partition) && !this.#leaving.has(partition) && this.maySend(now);
  }

  /** How old the lease is. */
  ageMs(now: Instant): number {
    return this.#beat === undefined ? Infinity : elapsedMs(this.#beat, now);
  }

  /** May any request go out? Else a beat is needed first. */
  maySend(now: Instant): boolean {
    return this.#beat !== undefined && maySend(this.#beat, now, this.#options.leaseMs);
  }

  /** Must everything under way be broken off, because others may soon take over? */
  mustStop(now: Instant): boolean {
    return this.#beat === undefined || mustStop(this.#beat, now, this.#options.leaseMs);
  }

  /** Whether this partition is to go to another worker as soon as nothing of it is under way. */
  isLeaving(partition: number): boolean {
    return this.#leaving.has(partition) || !this.#owned.has(partition);
  }

  /**
   * Renews the lease, buries the dead, takes the share that falls to this worker, gives back what falls to others once
   * `isBusy` says no for it, and sees which runs are open and which have come to their end.
   * @throws OwnershipLost
   */
  async watch(isBusy: (partition: number) => boolean): Promise<void> {
    const { db, now } = this.#options;
    const beat = now();
    const seen = await transact(db, async (tx) => {
      const before = await beatWorker(tx, this.#workerId);
      if (before === undefined) throw new OwnershipLost();
      let workers = await readWorkers(tx);
      if (workers.some(({ isDead }) => isDead)) {
        await fenceDead(tx);
        workers = await readWorkers(tx);
      }
      const living = workers.map(({ id }) => id);
      const share = new Set(shareOf(this.#workerId, living, PARTITIONS));
      const missing = [...share].filter((partition) => !before.has(partition));
      if (missing.length > 0) await claimPartitions(tx, this.#workerId, missing);
      // Only what was seen to leave before is given back: since then nothing new of it was begun.
      const idle = [...this.#leaving].filter(
        (partition) => before.has(partition) && !share.has(partition) && !isBusy(partition),
      );
      if (idle.length > 0) await releasePartitions(tx, this.#workerId, idle);
      const hasMoved = missing.length > 0 || idle.length > 0;
      const owned = hasMoved ? ((await beatWorker(tx, this.#workerId)) ?? new Map<number, number>()) : before;
      const runs = await this.#readOpenRuns(tx);
      for (const run of runs) {
        const reason = endOf(run);
        if (reason !== undefined) await moveRun(tx, run.id, { from: ['running'], to: 'done', reason });
      }
      return { owned, share, living, runs: runs.filter((run) => endOf(run) === undefined) };
    }).catch((error: unknown) => this.#onError(error));
    this.#beat = beat;
    this.#owned = seen.owned;
    this.#leaving = new Set([...seen.owned.keys()].filter((partition) => !seen.share.has(partition)));
    this.#runs = seen.runs;
    this.#living = seen.living.toSorted();
  }

  /** Makes ready what is due again, and erases what runs that ended have left. @returns whether more waits */
  async sweep(): Promise<boolean> {
    const { db } = this.#options;
    const due = await transact(db, (tx) => readyWaiting(tx, [...this.#owned.keys()], DUE_AT_ONCE));
    const erased = await transact(db, async (tx) => {
      await removeWorkers(tx, undefined);
      return eraseEnded(tx, ERASED_AT_ONCE);
    });
    return due === DUE_AT_ONCE || erased === ERASED_AT_ONCE;
  }

  /**
   * Notes an address of a run in memory and says whether it is known to be in the table. Call it for what will be settled only: a batch
   * that cannot be written is written again until it is, or ownership is lost and the memory emptied.
   */
  isKnown(runId: number, url: string): boolean {
    return this.#filter.add(runId, url);
  }

  /** Whether the memory knows an address of a run, without noting it: what is known need not be judged again. */
  isNoted(runId: number, url: string): boolean {
    return this.#filter.has(runId, url);
  }

  /** Hosts of this worker's partitions that have something to visit, but for those it `held`s. */
  async takeHosts(held: readonly number[], limit: number): Promise<readonly HostRow[]> {
    const mine = [...this.#owned.keys()].filter((partition) => !this.#leaving.has(partition));
    if (mine.length === 0) return [];
    const { db, defaultDelayMs } = this.#options;
    return readAwakeHosts(db, mine, held, { limit, defaultDelayMs });
  }

  /** What the open runs have met on these hosts. */
  readRunHosts(hostIds: readonly number[]): Promise<readonly RunHostRow[]> {
    return readRunHosts(
      this.#options.db,
      this.#runs.map(({ id }) => id),
      hostIds,
    );
  }

  /** The first addresses of these hosts in the running runs: `limits[n]` of `hostIds[n]`, in each run. */
  async takeTasks(
    runIds: readonly number[],
    hostIds: readonly number[],
    limits: readonly number[],
    isHeld: (hostId: number, id: string) => boolean = () => false,
  ): Promise<readonly CrawlTask[]> {
    if (runIds.length === 0 || hostIds.length === 0) return [];
    const ready = await readReady(this.#options.db, runIds, hostIds, limits);
    // What the caller holds already is not decrypted again.
    const rows = ready.filter(({ hostId, key }) => !isHeld(hostId, key));
    const opened = this.keys.openAll(rows);
    return rows.flatMap((row, n) => {
      const epoch = this.#owned.get(row.partition);
      const found = opened[n];
      return epoch === undefined || found === undefined ? [] : [this.#taskOf(row, found, epoch)];
    });
  }

  #taskOf(row: UrlRow, found: Omit<FoundUrl, 'runId'>, epoch: number): CrawlTask {
    return {
      ...{ id: row.key, runId: row.runId, hostId: row.hostId, partition: row.partition, epoch },
      ...{ kind: row.kind, attempts: row.attempts, ...readRank(row.rank), ...found },
      ...openMemo(this.#options.serviceKey, row.memo),
      intervalMs: row.intervalS === null ? undefined : row.intervalS * 1000,
    };
  }

  /**
   * Writes a batch in one transaction, without the visits of partitions that another owner has by now; the lease begins anew.
   * @returns how many addresses were new, by run and host
   * @throws OwnershipLost
   */
  async settle(batch: Batch): Promise<readonly NewUrls[]> {
    const { db, now } = this.#options;
    const beat = now();
    const added = await transact(db, async (tx) => {
      const owned = await beatWorker(tx, this.#workerId);
      if (owned === undefined) throw new OwnershipLost();
      const settlements = batch.settlements.filter(({ task }) => owned.get(task.partition) === task.epoch);
      // Links of visits that do not count were noted as known and are not written: the memory is no longer to be trusted.
      if (settlements.length < batch.settlements.length) this.#filter.clear();
      return writeBatch(tx, this.#writer(), {
        settlements,
        hosts: batch.hosts.filter(({ partition }) => owned.has(partition)),
        saves: batch.saves ?? [],
      });
    }).catch((error: unknown) => this.#onError(error));
    this.#beat = beat;
    return added;
  }

  /** Gives up what a host has ready in a run, under `reason`. */
  async drop(request: DropRequest, reason: string): Promise<void> {
    const { runId } = request;
    await transact(this.#options.db, async (tx) => {
      const over = await dropReady(tx, request);
      if (over === 0) return;
      const none = { visits: 0, pages: 0, media: 0, sitemaps: 0, unchanged: 0, sightings: 0, bytes: 0, offered: 0 };
      await addToTally(tx, this.#lane, [{ ...none, runId, over }]);
      await addReasons(tx, this.#lane, [{ runId, reason, count: over }]);
    });
  }

  /** Lets hosts go in which nothing is left, as far as the table agrees. */
  async letSleep(hostIds: readonly number[]): Promise<void> {
    const running = this.#runs.filter(({ state }) => state === 'running').map(({ id }) => id);
    await transact(this.#options.db, (tx) => letSleep(tx, hostIds, running));
  }

  /** Puts hosts back in line, `inMs[n]` from now. */
  async putBack(hostIds: readonly number[], inMs: readonly number[]): Promise<void> {
    await transact(this.#options.db, (tx) => putBack(tx, hostIds, inMs));
  }

  /** Leaves in good order: nothing is under way and everything is settled. */
  async leave(): Promise<void> {
    await transact(this.#options.db, async (tx) => {
      const owned = await beatWorker(tx, this.#workerId);
      if (owned === undefined) return;
      await releasePartitions(tx, this.#workerId, [...owned.keys()]);
      await removeWorkers(tx, this.#workerId);
    });
    this.#forget();
  }

  #writer(): BatchWriter {
    return {
      keys: this.keys,
      lane: this.#lane,
      memoOf: (settlement) => sealMemo(this.#options.serviceKey, settlement),
      mostHostsOf: (runId) => this.#runs.find(({ id }) => id === runId)?.budget.maxHosts,
    };
  }

  #onError(error: unknown): never {
    if (error instanceof OwnershipLost) this.#forget();
    throw error;
  }

  #forget(): void {
    this.#beat = undefined;
    this.#owned = new Map();
    this.#leaving = new Set();
    this.#filter.clear();
  }
}
