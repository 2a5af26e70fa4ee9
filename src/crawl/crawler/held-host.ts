/**
 * A host in a worker's memory.
 *
 * | it has                               | the loop                                                                |
 * |--------------------------------------|-------------------------------------------------------------------------|
 * | tasks, and nothing under way         | keeps it in the heap and asks it when `allowedAt` has come                |
 * | a request under way                  | waits                                                                   |
 * | few tasks                            | reads more of them from the frontier                                     |
 * | nothing, and nothing unsettled       | lets it go after a moment                                               |
 * | a rest, and nothing unsettled        | puts it back in line for later                                          |
 */
import type { CrawlTask } from '../frontier/crawl-task.ts';
import type { HostRow, RunHostRow } from '../frontier/host-store.ts';
import type { Timed } from './host-heap.ts';
import type { HostHistory } from './visitor.ts';

/** Different contents remembered of a host in a run: enough to see that it brings nothing new. */
const MARKS_REMEMBERED = 2_000;

/** Instants are the worker's own steady milliseconds. */
export class HeldHost implements Timed {
  readonly hostId: number;
  readonly partition: number;
  allowedAt: number;
  heapAt = -1;
  delayMs: number;
  failures: number;
  isBusy = false;
  isResting = false;
  /** What is to be read from the frontier is not asked for before. */
  refillAt = 0;
  refillPauseMs = 0;
  /** Since when nothing has been found to do; undefined while there is. */
  emptySince: number | undefined;
  readonly tasks: CrawlTask[] = [];
  /** Everything that this worker has of the host: waiting, under way, or visited and not settled yet. */
  readonly heldIds = new Set<string>();
  readonly #histories = new Map<number, { offered: number; visited: number; contents: number }>();
  readonly #marks = new Map<number, Set<string>>();
  readonly #greeted = new Set<number>();

  constructor(row: HostRow, now: number) {
    this.hostId = row.hostId;
    this.partition = row.partition;
    this.delayMs = row.delayMs;
    this.failures = row.failures;
    this.allowedAt = now + row.waitMs;
  }

  /** Visited and not settled yet, or under way. */
  get isUnsettled(): boolean {
    return this.heldIds.size > this.tasks.length;
  }

  take(tasks: readonly CrawlTask[]): number {
    let taken = 0;
    for (const task of tasks) {
      if (this.heldIds.has(task.id)) continue;
      this.heldIds.add(task.id);
      this.tasks.push(task);
      taken += 1;
    }
    return taken;
  }

  /** Puts down the waiting tasks of runs that are not to be visited now; the frontier has them still. */
  putDown(isWanted: (runId: number) => boolean): void {
    const kept = this.tasks.filter((task) => isWanted(task.runId));
    if (kept.length === this.tasks.length) return;
    for (const task of this.tasks) if (!isWanted(task.runId)) this.heldIds.delete(task.id);
    this.tasks.splice(0, this.tasks.length, ...kept);
  }

  remember({ runId, offered, visited, contents }: RunHostRow): void {
    this.#histories.set(runId, { offered, visited, contents });
  }

  historyOf(runId: number): HostHistory {
    return this.#histories.get(runId) ?? NO_HISTORY;
  }

  /** Counts a page that was read, and says whether its content is new on the host. */
  noteRead(runId: number, contentMark: string | undefined): boolean {
    const history = this.#histories.get(runId) ?? { ...NO_HISTORY };
    this.#histories.set(runId, history);
    history.visited += 1;
    if (contentMark === undefined) return false;
    const marks = this.#marks.get(runId) ?? new Set<string>();
    this.#marks.set(runId, marks);
    if (marks.has(contentMark)) return false;
    if (marks.size < MARKS_REMEMBERED) marks.add(contentMark);
    history.contents += 1;
    return true;
  }

  noteOffered(runId: number, count: number): void {
    const history = this.#histories.get(runId) ?? { ...NO_HISTORY };
    this.#histories.set(runId, history);
    history.offered += count;
  }

  /** True once for each run: its first visit here. */
  greet(runId: number): boolean {
    if (this.#greeted.has(runId)) return false;
    this.#greeted.add(runId);
    return this.historyOf(runId).visited === 0;
  }
}

const NO_HISTORY = { offered: 0, visited: 0, contents: 0 };
