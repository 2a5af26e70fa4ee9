/**
 * The crawl worker: many hosts under way, one request at a time to each, everything settled about every 20 ms.
 *
 * | beat        | what happens                                                                                   |
 * |-------------|------------------------------------------------------------------------------------------------|
 * | each request| begins when its host allows it (`Turns`), ends as a settlement that waits                        |
 * | 20 ms       | one transaction: visits, their links, hosts; then tasks are read and hosts taken up or let go     |
 * | 200 ms      | the lease; who is alive; which partitions are whose; which runs run                               |
 * | 1 s         | what is due again is made ready; addresses of ended runs are erased                               |
 *
 * When the database is away, visits wait and nothing new begins; past 0.7 of the lease whatever is under way is broken off.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { transact } from '../../platform/transact.ts';
import { codeOf } from '../../platform/log-events.ts';
import { startLoop, type Loop } from '../../platform/loop.ts';
import { Frontier, OwnershipLost } from '../frontier/frontier.ts';
import type { CrawlWorkerDeps } from './crawl-worker-deps.ts';
import { HostPool } from './host-pool.ts';
import { forgetRobots } from './robots-store.ts';
import { RunGates } from './run-gates.ts';
import { SettleQueue } from './settle-queue.ts';
import { Turns } from './turns.ts';

const ROUND_MS = 20;
const IDLE_ROUND_MS = 60;
/** A watch this often, or eight in a lease. */
const WATCH_MS = 200;
const WATCHES_IN_LEASE = 8;
const SWEEP_MS = 1_000;
const FAILURE_PAUSE_MS = 250;
const GUARD_MS = 50;
/** A lease this old is renewed though nothing else is to be written, if a request is about to be allowed ... */
const BEAT_MS = 60;
const SOON_MS = 80;
/** ... or else when a quarter of it is over. */
const BEATS_IN_LEASE = 4;
const STOP_LIMIT_MS = 5_000;
/** The last pages of a run, too few for every worker, are another worker's turn this often: longer than one takes to be counted. */
const TURN_MS = 2_000;

/** A worker at work. */
export interface CrawlWorker {
  /** What it has in hand at this moment. */
  state(): {
    readonly workerId: string;
    readonly inFlight: number;
    readonly hosts: number;
    readonly unsettled: number;
  };
  /** Begins nothing more, finishes or breaks off what is under way, settles, and gives its partitions back. */
  stop(): Promise<void>;
}

/** Starts a worker on all running runs. It survives the database's absence; errors go to the log as codes. */
export async function startCrawlWorker(deps: CrawlWorkerDeps): Promise<CrawlWorker> {
  const loop = new CrawlLoop(deps);
  await loop.start();
  return loop;
}

class CrawlLoop implements CrawlWorker {
  readonly #deps: CrawlWorkerDeps;
  readonly #frontier: Frontier;
  readonly #gates = new RunGates();
  readonly #queue: SettleQueue;
  readonly #pool: HostPool;
  readonly #turns: Turns;
  readonly #loops: Loop[] = [];
  #guard: NodeJS.Timeout | undefined;
  #isJoined = false;

  constructor(deps: CrawlWorkerDeps) {
    const { db, serviceKey, steadyNow, clock, settings } = deps;
    this.#deps = deps;
    this.#frontier = new Frontier({
      ...{ db, serviceKey, leaseMs: settings.leaseMs, defaultDelayMs: settings.manners.delayMs },
      filterCapacity: settings.filterCapacity,
      now: () => ({ steadyMs: steadyNow(), wallMs: clock.now().getTime() }),
    });
    this.#queue = new SettleQueue(this.#frontier, steadyNow);
    this.#pool = new HostPool(this.#frontier, this.#gates, {
      ...{ mostHosts: settings.mostHosts, steadyNow },
      recall: (hostIds) => deps.visitor.recall(hostIds),
    });
    this.#turns = new Turns({
      ...{ deps, frontier: this.#frontier, pool: this.#pool, gates: this.#gates, queue: this.#queue },
    });
  }

  async start(): Promise<void> {
    await this.#join();
    const onFailure = (error: unknown) => this.#onFailure(error);
    const loop = (round: () => Promise<'more' | 'rest'>, pauseMs: number) =>
      this.#loops.push(startLoop(round, { pauseMs, failurePauseMs: FAILURE_PAUSE_MS, onFailure }));
    loop(() => this.#watch(), Math.min(WATCH_MS, this.#deps.settings.leaseMs / WATCHES_IN_LEASE));
    loop(() => this.#round(), ROUND_MS);
    loop(() => this.#sweep(), SWEEP_MS);
    this.#guard = setInterval(() => this.#standGuard(), GUARD_MS);
  }

  state() {
    return {
      workerId: this.#frontier.workerId,
      inFlight: this.#turns.inFlight,
      hosts: this.#pool.size,
      unsettled: this.#queue.size,
    };
  }

  async stop(): Promise<void> {
    this.#turns.close();
    const until = this.#deps.steadyNow() + STOP_LIMIT_MS;
    while (this.#turns.inFlight > 0 && this.#deps.steadyNow() < until) await sleep(ROUND_MS);
    this.#turns.breakOff();
    for (const loop of this.#loops) await loop.stop();
    clearInterval(this.#guard);
    try {
      while (this.#queue.hasWork) this.#noteSettled(await this.#queue.flush());
      await this.#frontier.leave();
    } catch (error) {
      // What was not settled is visited again; the partitions go to others when the lease is over.
      this.#deps.log.warn('crawl.broken-off', { code: codeOf(error) });
    }
    await this.#deps.visitor.close();
  }

  async #join(): Promise<void> {
    this.#isJoined = false;
    await this.#frontier.rejoin();
    this.#isJoined = true;
  }

  async #watch(): Promise<'rest'> {
    if (!this.#isJoined) await this.#join();
    await this.#frontier.watch((partition) => this.#pool.isBusy(partition) || this.#queue.isBusy(partition));
    const { count, place } = this.#frontier.living;
    const round = Math.floor(this.#deps.clock.now().getTime() / TURN_MS);
    this.#gates.refresh(this.#frontier.runs, { living: count, turn: (place + round) % count });
    this.#pool.putDown();
    this.#turns.pump();
    return 'rest';
  }

  async #sweep(): Promise<'more' | 'rest'> {
    if (!this.#isJoined) return 'rest';
    await transact(this.#deps.db, forgetRobots);
    return (await this.#frontier.sweep()) ? 'more' : 'rest';
  }

  async #round(): Promise<'rest'> {
    if (!this.#isJoined) return 'rest';
    const startedAt = this.#deps.steadyNow();
    if (this.#queue.hasWork || this.#needsBeat(startedAt)) this.#noteSettled(await this.#queue.flush());
    this.#turns.pump();
    await this.#pool.refill(this.#deps.steadyNow());
    this.#turns.pump();
    await this.#giveUp();
    await this.#pool.tidy(this.#deps.steadyNow());
    if (this.#pool.size === 0) await sleep(IDLE_ROUND_MS);
    return 'rest';
  }

  #needsBeat(steadyMs: number): boolean {
    const next = this.#pool.heap.peek();
    if (next === undefined) return false;
    const { settings, clock } = this.#deps;
    const ageMs = this.#frontier.ageMs({ steadyMs, wallMs: clock.now().getTime() });
    return ageMs > settings.leaseMs / BEATS_IN_LEASE || (ageMs > BEAT_MS && next.allowedAt - steadyMs < SOON_MS);
  }

  #noteSettled({ settlements, added }: Awaited<ReturnType<SettleQueue['flush']>>): void {
    this.#pool.noteSettled(
      settlements.map(({ task }) => task),
      added,
    );
    for (const { task, result } of settlements) if (result !== 'skipped') this.#gates.settle(task.runId);
  }

  /** Hosts that failed too often: what runs that are not watched have there is over. */
  async #giveUp(): Promise<void> {
    for (const host of this.#turns.givenUp) {
      if (host.isUnsettled) continue;
      this.#turns.givenUp.delete(host);
      if (this.#pool.get(host.hostId) !== host) continue;
      const given = this.#frontier.runs.filter((run) => run.state === 'running' && !run.isWatch).map(({ id }) => id);
      host.putDown((runId) => !given.includes(runId));
      if (host.tasks.length === 0) this.#pool.heap.remove(host);
      for (const runId of given) {
        await this.#frontier.drop({ runId, hostId: host.hostId, isMediaSpared: false }, 'host-gone');
      }
    }
  }

  /** A worker that may not be the owner any more breaks off, whether or not it could ask. */
  #standGuard(): void {
    const { steadyNow, clock } = this.#deps;
    if (!this.#frontier.mustStop({ steadyMs: steadyNow(), wallMs: clock.now().getTime() })) return;
    if (this.#turns.inFlight > 0) this.#turns.breakOff();
  }

  #onFailure(error: unknown): void {
    if (error instanceof OwnershipLost) {
      if (!this.#isJoined) return;
      this.#isJoined = false;
      this.#turns.breakOff();
      this.#pool.clear();
      this.#queue.clear();
      this.#gates.clear();
      this.#turns.givenUp.clear();
      this.#deps.log.warn('crawl.taken-over', {});
      return;
    }
    this.#deps.log.warn('crawl.failed', { code: codeOf(error) });
  }
}
