/** What each open run still allows this worker: its part of the pages left and of the rate. Clocks come in as arguments. */
import type { OpenRun } from '../frontier/run.ts';

interface Gate {
  run: OpenRun;
  /** Requests that may begin until the next look. */
  allowance: number;
  /** Begun here and not yet in the run's counts. */
  uncounted: number;
  /** When the rate allows the next request, steady milliseconds. */
  nextAt: number;
}

/** A request that begins late may be followed by one a little sooner: the rate holds over a moment. */
const CATCH_UP_MS = 100;

/** `open`: go on; a number: not before this instant; `closed`: the run is paused, over or has had its pages. */
export type GateAnswer = 'open' | 'closed' | number;

/** A worker among those alive. */
export interface ShareOfWorkers {
  readonly living: number;
  /**
   * From 0: who has a smaller one takes what cannot be shared evenly. It goes round, since a worker may have nothing to visit of a
   * run whose last page others wait for.
   */
  readonly turn: number;
}

/** One a worker; `refresh` with each watch. */
export class RunGates {
  readonly #gates = new Map<number, Gate>();
  #living = 1;

  /** Takes over the runs as they are now; the pages left are shared among the `living`, and so is the rate. */
  refresh(runs: readonly OpenRun[], { living, turn }: ShareOfWorkers): void {
    const running = new Map(runs.filter(({ state }) => state === 'running').map((run) => [run.id, run]));
    for (const id of this.#gates.keys()) if (!running.has(id)) this.#gates.delete(id);
    // What is not counted yet comes out of each worker's own share: together they begin what is left, unless one has more
    // under way than its share.
    const shareOf = (left: number) => Math.floor(left / living) + (turn < Math.max(0, left % living) ? 1 : 0);
    for (const run of running.values()) {
      const gate = this.#gates.get(run.id) ?? { run, allowance: 0, uncounted: 0, nextAt: 0 };
      const { maxPages } = run.budget;
      gate.run = run;
      gate.allowance =
        maxPages === undefined ? Infinity : Math.max(0, shareOf(maxPages - run.totals.visits) - gate.uncounted);
      this.#gates.set(run.id, gate);
    }
    this.#living = living;
  }

  /** Runs that may be visited now. */
  runningIds(): readonly number[] {
    return [...this.#gates.keys()];
  }

  runOf(runId: number): OpenRun | undefined {
    return this.#gates.get(runId)?.run;
  }

  ask(runId: number, now: number): GateAnswer {
    const gate = this.#gates.get(runId);
    if (gate === undefined || gate.allowance <= 0) return 'closed';
    return gate.nextAt > now ? gate.nextAt : 'open';
  }

  /** A request begins. */
  begin(runId: number, now: number): void {
    const gate = this.#gates.get(runId);
    if (gate === undefined) return;
    gate.allowance -= 1;
    gate.uncounted += 1;
    const { rate } = gate.run.budget;
    if (rate !== undefined) gate.nextAt = Math.max(gate.nextAt, now - CATCH_UP_MS) + (1000 * this.#living) / rate;
  }

  /** A request that was begun is in the run's counts now, or came to nothing. */
  settle(runId: number): void {
    const gate = this.#gates.get(runId);
    if (gate !== undefined) gate.uncounted -= 1;
  }

  clear(): void {
    this.#gates.clear();
  }
}
