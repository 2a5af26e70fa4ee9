/** The hosts in a worker's memory: taken up from the frontier, supplied with tasks, let go. */
import type { Frontier } from '../frontier/frontier.ts';
import type { NewUrls } from '../frontier/url-store.ts';
import { HeldHost } from './held-host.ts';
import { HostHeap } from './host-heap.ts';
import type { RunGates } from './run-gates.ts';

/** Tasks of one host in memory: a host that may be asked often needs more of them. */
const TASKS_OF_QUICK = 32;
const TASKS_OF_SLOW = 4;
const QUICK_DELAY_MS = 200;
const REFILL_PAUSE_MS = 60;
const MOST_REFILL_PAUSE_MS = 1_000;
const SOON_MS = 300;
const TAKE_PAUSE_MS = 60;
const TAKEN_AT_ONCE = 200;
/** A host without anything to do stays this long: links to it may be on their way. */
const LINGER_MS = 150;
/** When memory is full, hosts that may not be asked before this give their place to others. */
const FAR_OFF_MS = 2_500;

/** How a pool is set. */
export interface HostPoolOptions {
  readonly mostHosts: number;
  /** Brings to memory what is known of hosts from before. */
  readonly recall: (hostIds: readonly number[]) => Promise<void>;
  readonly steadyNow: () => number;
}

/** Memory stays bounded: `mostHosts` hosts with some tasks each. Reads never overlap with a batch being written (`CrawlLoop`). */
export class HostPool {
  readonly heap = new HostHeap<HeldHost>();
  readonly #hosts = new Map<number, HeldHost>();
  readonly #frontier: Frontier;
  readonly #gates: RunGates;
  readonly #mostHosts: number;
  readonly #recall: (hostIds: readonly number[]) => Promise<void>;
  readonly #steadyNow: () => number;
  #takeAt = 0;

  constructor(frontier: Frontier, gates: RunGates, options: HostPoolOptions) {
    this.#frontier = frontier;
    this.#gates = gates;
    this.#mostHosts = options.mostHosts;
    this.#recall = options.recall;
    this.#steadyNow = options.steadyNow;
  }

  get size(): number {
    return this.#hosts.size;
  }

  get(hostId: number): HeldHost | undefined {
    return this.#hosts.get(hostId);
  }

  isBusy(partition: number): boolean {
    for (const host of this.#hosts.values()) {
      if (host.partition === partition && (host.isBusy || host.isUnsettled)) return true;
    }
    return false;
  }

  /** Reads more tasks for the hosts that run out of them, and takes up further hosts. */
  async refill(now: number): Promise<void> {
    await this.#takeUp(now);
    const hungry = [...this.#hosts.values()].filter((host) => isHungry(host, now));
    const runIds = this.#gates.runningIds();
    if (hungry.length === 0 || runIds.length === 0) return;
    const tasks = Map.groupBy(
      await this.#frontier.takeTasks(
        runIds,
        hungry.map(({ hostId }) => hostId),
        hungry.map((host) => mostTasksOf(host) + host.heldIds.size),
        (hostId, id) => this.#hosts.get(hostId)?.heldIds.has(id) === true,
      ),
      ({ hostId }) => hostId,
    );
    for (const host of hungry) this.#supply(host, tasks.get(host.hostId) ?? [], now);
  }

  #supply(host: HeldHost, tasks: Parameters<HeldHost['take']>[0], now: number): void {
    // Nothing new: links to it that others find are looked for ever less often, its own are noted at once.
    if (host.take(tasks) > 0) host.refillPauseMs = 0;
    else {
      host.refillPauseMs = Math.min(MOST_REFILL_PAUSE_MS, REFILL_PAUSE_MS + host.refillPauseMs * 2);
      host.refillAt = now + host.refillPauseMs;
    }
    if (host.tasks.length > 0 && !host.isBusy) this.heap.put(host);
  }

  async #takeUp(now: number): Promise<void> {
    if (this.#hosts.size >= this.#mostHosts || now < this.#takeAt) return;
    if (this.#gates.runningIds().length === 0) return;
    const limit = Math.min(TAKEN_AT_ONCE, this.#mostHosts - this.#hosts.size);
    const rows = await this.#frontier.takeHosts([...this.#hosts.keys()], limit);
    this.#takeAt = rows.length === limit ? 0 : now + TAKE_PAUSE_MS;
    if (rows.length === 0) return;
    const readAt = this.#steadyNow();
    await this.#recall(rows.map(({ hostId }) => hostId));
    for (const row of rows) if (!this.#hosts.has(row.hostId)) this.#hosts.set(row.hostId, new HeldHost(row, readAt));
    const histories = await this.#frontier.readRunHosts(rows.map(({ hostId }) => hostId));
    for (const history of histories) this.#hosts.get(history.hostId)?.remember(history);
  }

  /** After a batch was written: what was settled is no longer held, and hosts that got new addresses are looked at again. */
  noteSettled(settled: readonly { readonly id: string; readonly hostId: number }[], added: readonly NewUrls[]): void {
    for (const { id, hostId } of settled) this.#hosts.get(hostId)?.heldIds.delete(id);
    for (const { runId, hostId, count } of added) {
      const host = this.#hosts.get(hostId);
      if (host === undefined) continue;
      host.noteOffered(runId, count);
      host.refillAt = 0;
      host.refillPauseMs = 0;
      host.emptySince = undefined;
    }
  }

  /** Lets go of what need not be in memory: empty hosts, resting ones, those of partitions that leave, those far off when it is full. */
  async tidy(now: number): Promise<void> {
    const asleep: number[] = [];
    const back: HeldHost[] = [];
    for (const host of this.#hosts.values()) {
      if (host.isBusy || host.isUnsettled) continue;
      if (this.#frontier.isLeaving(host.partition)) this.forget(host);
      else if (host.isResting || (this.#isCrowded && host.allowedAt > now + FAR_OFF_MS)) back.push(host);
      else if (host.tasks.length > 0) host.emptySince = undefined;
      else if (host.emptySince === undefined) host.emptySince = now;
      else if (now - host.emptySince > LINGER_MS && now < host.refillAt) asleep.push(host.hostId);
    }
    if (asleep.length > 0) {
      await this.#frontier.letSleep(asleep);
      for (const hostId of asleep) this.#forgetIdle(hostId);
    }
    if (back.length > 0) {
      await this.#frontier.putBack(
        back.map(({ hostId }) => hostId),
        back.map((host) => Math.max(0, host.allowedAt - now)),
      );
      for (const host of back) this.forget(host);
    }
  }

  get #isCrowded(): boolean {
    return this.#hosts.size >= this.#mostHosts;
  }

  #forgetIdle(hostId: number): void {
    const host = this.#hosts.get(hostId);
    if (host !== undefined && host.tasks.length === 0 && !host.isBusy && !host.isUnsettled) this.forget(host);
  }

  forget(host: HeldHost): void {
    this.heap.remove(host);
    this.#hosts.delete(host.hostId);
  }

  /** Puts down the tasks of runs that are not running any more. */
  putDown(): void {
    const running = new Set(this.#gates.runningIds());
    for (const host of this.#hosts.values()) {
      host.putDown((runId) => running.has(runId));
      if (host.tasks.length === 0) this.heap.remove(host);
    }
  }

  clear(): void {
    this.heap.clear();
    this.#hosts.clear();
  }
}

const mostTasksOf = (host: HeldHost): number => (host.delayMs < QUICK_DELAY_MS ? TASKS_OF_QUICK : TASKS_OF_SLOW);

function isHungry(host: HeldHost, now: number): boolean {
  if (host.isResting || host.refillAt > now) return false;
  return host.tasks.length === 0 || (host.tasks.length <= mostTasksOf(host) / 2 && host.allowedAt - now < SOON_MS);
}
