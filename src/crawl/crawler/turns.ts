/** Whose turn it is: begins requests when their hosts allow it, and turns what comes back into settlements. */
import type { CrawlTask, Offer, Settlement } from '../frontier/crawl-task.ts';
import type { Frontier } from '../frontier/frontier.ts';
import type { Instant } from '../frontier/lease.ts';
import { nextIntervalMs } from '../frontier/recrawl.ts';
import type { OpenRun } from '../frontier/run.ts';
import type { CrawlWorkerDeps } from './crawl-worker-deps.ts';
import type { HeldHost } from './held-host.ts';
import type { HostPool } from './host-pool.ts';
import { standingAfter, type HostAnswer } from './politeness.ts';
import type { RunGates } from './run-gates.ts';
import type { SettleQueue } from './settle-queue.ts';
import type { Visit, VisitContext } from './visitor.ts';

/** Until a host is looked at again whose task has no room now, or whose run has no pages left for this worker yet. */
const WAIT_MS = 100;

/** A visitor that breaks its promise never to throw. */
const FAULT: Visit = { answer: { kind: 'failed' }, result: 'retry', reason: 'fault', offers: [], bytes: 0 };

/** The parts of a worker that a turn touches. */
export interface TurnParts {
  readonly deps: CrawlWorkerDeps;
  readonly frontier: Frontier;
  readonly pool: HostPool;
  readonly gates: RunGates;
  readonly queue: SettleQueue;
}

/** One a worker. */
export class Turns {
  readonly #parts: TurnParts;
  #abort = new AbortController();
  #inFlight = 0;
  #isPumpAsked = false;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;
  /** Hosts that failed too often, for the loop to give up. */
  readonly givenUp = new Set<HeldHost>();

  constructor(parts: TurnParts) {
    this.#parts = parts;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Begins what may begin, and wakes by itself when the next host may be asked. */
  pump(): void {
    this.#isPumpAsked = false;
    clearTimeout(this.#timer);
    const { deps, frontier, pool, queue } = this.#parts;
    while (!this.#isClosed && this.#inFlight < deps.settings.mostInFlight && !queue.isFull) {
      const now = this.#instant();
      const host = pool.heap.peek();
      // Without a fresh lease nothing goes out; the loop renews it and pumps again.
      if (host === undefined || !frontier.maySend(now)) return;
      if (host.allowedAt > now.steadyMs) {
        this.#timer = setTimeout(() => this.pump(), Math.ceil(host.allowedAt - now.steadyMs));
        return;
      }
      pool.heap.remove(host);
      if (frontier.maySendTo(host.partition, now)) this.#turn(host, now.steadyMs);
    }
  }

  /** Breaks off whatever is under way: its hosts may be another's soon. */
  breakOff(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  /** Begins nothing more. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #instant(): Instant {
    const { steadyNow, clock } = this.#parts.deps;
    return { steadyMs: steadyNow(), wallMs: clock.now().getTime() };
  }

  /** One request to the host, or as many refusals as come before it. */
  #turn(host: HeldHost, now: number): void {
    const { deps, gates, frontier } = this.#parts;
    const wall = deps.clock.now();
    for (let at = 0; at < host.tasks.length;) {
      const task = host.tasks[at];
      const run = task === undefined ? undefined : gates.runOf(task.runId);
      const gate = task === undefined ? 'closed' : gates.ask(task.runId, now);
      if (task === undefined || run === undefined || gate !== 'open') {
        at += 1;
        continue;
      }
      const context = { run, history: host.historyOf(run.id), now: wall };
      const isRobotsTurn = deps.visitor.needsRobots(task, wall);
      const refusal = isRobotsTurn ? undefined : refusalOf(this.#parts, host, task, run, wall);
      if (refusal === 'wait') {
        at += 1;
        continue;
      }
      if (refusal !== undefined) {
        host.tasks.splice(at, 1);
        this.#settle({ task, result: 'skipped', reason: refusal, offers: [], bytes: 0 });
        continue;
      }
      const signal = this.#abort.signal;
      if (isRobotsTurn) this.#visitRobots(host, task, { ...context, signal });
      else this.#visit(host, task, { ...context, signal, isNoted: (url) => frontier.isNoted(run.id, url) });
      return;
    }
    // Runs that are paused are put down by the loop; the others are asked again soon.
    if (host.tasks.length > 0) this.#rest(host, now + WAIT_MS);
  }

  #rest(host: HeldHost, until: number): void {
    host.allowedAt = Math.max(host.allowedAt, until);
    this.#parts.pool.heap.put(host);
  }

  #visitRobots(host: HeldHost, task: CrawlTask, context: VisitContext): void {
    this.#begin(host);
    const visiting = this.#parts.deps.visitor.visitRobots(task, context).catch(() => FAULT);
    void visiting.then(({ answer, save }) => {
      if (save !== undefined && !context.signal.aborted) this.#parts.queue.save(save);
      this.#end(host, task, context.signal.aborted ? undefined : answer);
      this.#line(host);
    });
  }

  #visit(host: HeldHost, task: CrawlTask, context: VisitContext): void {
    const { deps, gates } = this.#parts;
    this.#begin(host);
    host.tasks.splice(host.tasks.indexOf(task), 1);
    gates.begin(task.runId, deps.steadyNow());
    const visiting = deps.visitor.visit(task, context).catch(() => FAULT);
    void visiting.then((visit) => {
      const isBrokenOff = context.signal.aborted;
      this.#end(host, task, isBrokenOff ? undefined : visit.answer);
      if (isBrokenOff) {
        // Nothing is known of it: the frontier has the address still.
        host.heldIds.delete(task.id);
        gates.settle(task.runId);
      } else {
        if (visit.result === 'skipped') gates.settle(task.runId);
        // Before the visit is counted: a host is greeted with its first.
        const greeting = host.greet(task.runId) ? deps.visitor.offersOf(task) : [];
        this.#settle(this.#settlementOf(host, task, visit, context.run), greeting);
      }
      this.#line(host);
    });
  }

  /** Back in line for its next turn, if there is something for it and it is still this worker's. */
  #line(host: HeldHost): void {
    const { pool } = this.#parts;
    if (host.tasks.length > 0 && pool.get(host.hostId) === host) pool.heap.put(host);
  }

  #begin(host: HeldHost): void {
    host.isBusy = true;
    this.#inFlight += 1;
  }

  /** The host's next turn, counted from the end of this one; without an answer the request was broken off. */
  #end(host: HeldHost, task: CrawlTask, answer: HostAnswer | undefined): void {
    const { deps, queue } = this.#parts;
    this.#inFlight -= 1;
    host.isBusy = false;
    if (answer === undefined) {
      host.allowedAt = deps.steadyNow() + host.delayMs;
      queue.touch(host);
    } else if (answer.kind !== 'none') {
      const { manners } = deps.settings;
      const standing = standingAfter(manners, host.failures, deps.visitor.robotsDelayMs(task), answer);
      host.delayMs = standing.delayMs;
      host.failures = standing.failures;
      host.allowedAt = deps.steadyNow() + standing.waitMs;
      host.isResting = standing.isResting;
      if (standing.isGivenUp) this.givenUp.add(host);
      queue.touch(host);
    }
    this.#askPump();
  }

  #askPump(): void {
    if (this.#isPumpAsked) return;
    this.#isPumpAsked = true;
    setImmediate(() => this.pump());
  }

  #settle(settlement: Settlement, greeting: readonly Offer[] = []): void {
    const { task, offers } = settlement;
    const { frontier, queue } = this.#parts;
    const fresh = [...offers, ...greeting].filter((offer) => !frontier.isKnown(task.runId, offer.url));
    queue.add({ ...settlement, offers: fresh });
  }

  #settlementOf(host: HeldHost, task: CrawlTask, visit: Visit, run: OpenRun): Settlement {
    const { manners, recrawl } = this.#parts.deps.settings;
    const isRead = visit.result === 'done' || visit.result === 'unchanged';
    const isLastTry = visit.result === 'retry' && task.attempts + 1 >= manners.mostAttempts;
    const hasChanged =
      visit.result === 'done' && (visit.contentMark === undefined || visit.contentMark !== task.contentMark);
    const { reason, offers, bytes, validators, contentMark, sightings, save } = visit;
    return {
      ...{ task, reason, offers, bytes, validators, contentMark, sightings, save },
      result: isLastTry ? 'dead' : visit.result,
      isNewContent: isRead && task.kind === 'page' ? host.noteRead(task.runId, visit.contentMark) : undefined,
      nextInMs: isRead && run.isWatch ? nextIntervalMs(recrawl, task.intervalMs, hasChanged) : undefined,
    };
  }
}

/** Why an address is not asked for: the host's budget, or what the visitor says. */
function refusalOf({ deps }: TurnParts, host: HeldHost, task: CrawlTask, run: OpenRun, now: Date): string | undefined {
  const history = host.historyOf(run.id);
  if (task.kind === 'page' && task.intervalMs === undefined && history.visited >= run.rules.maxPagesPerHost)
    return 'host-budget';
  return deps.visitor.refusal(task, { run, history, now });
}
