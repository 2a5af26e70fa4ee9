/** What the loop needs from whoever fetches and reads: one request at a time to a host, and what came of it. */
import type { Tx } from '../../platform/transact.ts';
import type { CrawlTask, Offer, Settlement } from '../frontier/crawl-task.ts';
import type { OpenRun } from '../frontier/run.ts';
import type { HostAnswer } from './politeness.ts';

/** What the host has shown of itself in the run so far. */
export interface HostHistory {
  readonly offered: number;
  readonly visited: number;
  readonly contents: number;
}

/** What a visit is told besides its task. */
export interface VisitContext {
  readonly run: OpenRun;
  readonly history: HostHistory;
  /** Breaks the request off: others may soon be visiting the host. */
  readonly signal: AbortSignal;
  readonly now: Date;
  /** Whether the run has an address already, as far as memory goes: such need not be judged or offered again. */
  readonly isNoted?: ((url: string) => boolean) | undefined;
}

/** What came of one visit. `isNewContent` and `nextInMs` are for the loop to say. */
export interface Visit extends Omit<Settlement, 'task' | 'isNewContent' | 'nextInMs'> {
  readonly answer: HostAnswer;
}

/** What came of asking for a robots.txt. */
export interface RobotsVisit {
  readonly answer: HostAnswer;
  readonly bytes: number;
  /** Writes down what was read, so that the host's next owner need not ask again. */
  readonly save?: ((tx: Tx) => Promise<void>) | undefined;
}

/** Fetches and reads. Never throws: whatever happens is an answer. */
export interface Visitor {
  /** Called when hosts are taken up: what is known of them from before is brought to memory. Rejects when the database is away. */
  recall(hostIds: readonly number[]): Promise<void>;
  /** Whether robots.txt is to be asked for before this address may be judged; that takes a turn of its own. */
  needsRobots(task: CrawlTask, now: Date): boolean;
  visitRobots(task: CrawlTask, context: VisitContext): Promise<RobotsVisit>;
  /** `Crawl-delay` of the address' host, where it is known and there is one. */
  robotsDelayMs(task: CrawlTask): number | undefined;
  /** A code when the address is not to be asked for (robots, scope, no room for media now: `wait`); undefined when it may be. */
  refusal(task: CrawlTask, context: Omit<VisitContext, 'signal'>): string | undefined;
  visit(task: CrawlTask, context: VisitContext): Promise<Visit>;
  /** Sitemaps and the like that a host's robots.txt named, to be offered with its first visit in a run. */
  offersOf(task: CrawlTask): readonly Offer[];
  close(): Promise<void>;
}
