/** Visits the web: robots.txt and scope before, one request, and what its answer says after. */
import type { Tx } from '../../platform/transact.ts';
import type { Answer, PageClient } from '../fetching/page-client.ts';
import { hostOf } from '../frontier/frontier-keys.ts';
import type { CrawlTask, Offer } from '../frontier/crawl-task.ts';
import type { OpenRun } from '../frontier/run.ts';
import { MEDIA_BODY_BYTES } from '../media/media-checker.ts';
import type { MediaChecker, MediaFinding } from '../media/media-finding.ts';
import type { PageReading } from '../reading/page-reading.ts';
import type { Renderer } from '../rendering/renderer.ts';
import { DISALLOW_ALL, type RobotsRules } from '../reading/robots.ts';
import type { RobotsBook } from '../reading/robots-book.ts';
import type { Exclusions } from '../scope/exclusions.ts';
import { judgeScope, openScope, type HostCounts, type Scope } from '../scope/scope.ts';
import { meaningOf, type AnswerMeaning } from './answer-meaning.ts';
import { offerOfRedirect, offersOfReading } from './found-offers.ts';
import { PageSink, type BodyReaders, type SinkTools } from './page-sink.ts';
import { KEPT_FILE_BYTES, type KeptRobots } from './robots-store.ts';
import { isRenderedHost, showPage, type ShownPage } from './show-page.ts';
import type { HostHistory, RobotsVisit, Visit, VisitContext, Visitor } from './visitor.ts';

/** What it visits with. */
export interface WebVisitorDeps extends SinkTools {
  readonly client: PageClient;
  readonly robots: RobotsBook;
  readonly exclusions: Exclusions;
  /** Undefined: no page is run in a browser. */
  readonly renderer: Renderer | undefined;
  /** Undefined: media are not looked at. */
  readonly checker: MediaChecker | undefined;
  /** Writes what media visits found, in the transaction that settles them. */
  readonly saveFindings: (tx: Tx, findings: readonly MediaFinding[]) => Promise<unknown>;
  /** Reads the robots.txt files that are kept of these hosts. */
  readonly readRobots: (hostIds: readonly number[]) => Promise<readonly KeptRobots[]>;
  readonly saveRobots: (tx: Tx, hostId: number, kept: KeptRobots) => Promise<void>;
  /** Files that the book has read since they were last taken out. */
  readonly readFiles: Map<string, KeptRobots>;
  readonly steadyNow: () => number;
  readonly wallNow: () => Date;
}

const ACCEPT_PAGE = 'text/html,application/xhtml+xml,text/css;q=0.9,*/*;q=0.5';
const ACCEPT_MEDIA = 'image/*,video/*,audio/*,*/*;q=0.5';

type Answered = Extract<Answer, { kind: 'answered' }>;

/** One a worker; it closes what it was given. */
export class WebVisitor implements Visitor {
  readonly #deps: WebVisitorDeps;
  readonly #scopes = new Map<number, Scope>();

  constructor(deps: WebVisitorDeps) {
    this.#deps = deps;
  }

  async recall(hostIds: readonly number[]): Promise<void> {
    const { robots, readRobots, wallNow } = this.#deps;
    const now = wallNow().getTime();
    for (const { origin, file, forMs } of await readRobots(hostIds)) {
      if (robots.known(origin, now) === undefined) robots.put(origin, file, now + forMs);
    }
  }

  needsRobots({ url }: CrawlTask, now: Date): boolean {
    return this.#deps.robots.known(originOf(url), now.getTime()) === undefined;
  }

  async visitRobots({ url, hostId }: CrawlTask, { now }: VisitContext): Promise<RobotsVisit> {
    const { robots, steadyNow, readFiles, saveRobots } = this.#deps;
    const origin = originOf(url);
    const startedAt = steadyNow();
    const rules = await robots.ask(origin, now.getTime());
    const tookMs = steadyNow() - startedAt;
    const kept = readFiles.get(origin);
    readFiles.delete(origin);
    const isKept = kept !== undefined && kept.file.byteLength <= KEPT_FILE_BYTES;
    return {
      answer: rules === DISALLOW_ALL ? { kind: 'failed' } : { kind: 'answered', tookMs },
      bytes: kept?.file.byteLength ?? 0,
      save: isKept ? (tx) => saveRobots(tx, hostId, kept) : undefined,
    };
  }

  robotsDelayMs({ url }: CrawlTask): number | undefined {
    return this.#rulesOf(url)?.crawlDelayMs;
  }

  refusal(task: CrawlTask, { run, history, now }: Omit<VisitContext, 'signal'>): string | undefined {
    const { url } = task;
    if (this.#rulesOf(url, now)?.isAllowed(url.slice(originOf(url).length)) === false) return 'robots';
    // A host may have shown itself a trap since this was offered; what is watched was judged when it was new.
    if (task.intervalMs === undefined) {
      const verdict = judgeScope(this.#scopeOf(run, now), task, countsOf(history));
      if (verdict !== 'in') return verdict.out;
    }
    if (task.kind !== 'media') return undefined;
    if (this.#deps.checker === undefined) return 'media-off';
    return this.#deps.checker.hasRoom() ? undefined : 'wait';
  }

  async visit(task: CrawlTask, context: VisitContext): Promise<Visit> {
    const sink = new PageSink(task, this.#deps, context.isNoted);
    const { etag, lastModified } = task.validators;
    const answer = await this.#deps.client.get({
      ...{ url: task.url, sink, signal: context.signal, accept: task.kind === 'media' ? ACCEPT_MEDIA : ACCEPT_PAGE },
      ...(task.kind === 'media' ? { limits: MEDIA_LIMITS } : {}),
      validators: {
        ...(etag === undefined ? {} : { etag }),
        ...(lastModified === undefined ? {} : { lastModified }),
      },
    });
    const meaning = meaningOf(answer, context.now);
    const bytes = answer.kind === 'answered' ? answer.wireBytes : 0;
    const { page, media } = sink.handOver();
    if (media !== undefined) {
      if (answer.kind === 'answered' && meaning.result === 'read')
        return this.#visitMedia(media, answer, meaning, context);
      media.abandon();
    }
    const plain = { reason: meaning.reason, answer: meaning.host, bytes };
    if (answer.kind !== 'answered') return { ...plain, result: endOf(meaning), offers: [] };
    if (answer.redirectTo !== undefined && meaning.result === 'dead') {
      return {
        ...plain,
        result: 'dead',
        offers: this.#inScope(task, offerOfRedirect(task, answer.redirectTo), context),
      };
    }
    if (meaning.result === 'unchanged') return this.#visitUnchanged(task, answer, meaning, context);
    if (meaning.result !== 'read' || page === undefined) return { ...plain, result: endOf(meaning), offers: [] };
    const asSent = page.end();
    const shown = await this.#render(task, asSent, answer, context);
    const reading = shown?.reading ?? asSent;
    const found = offersOfReading(task, reading, this.#deps.checker !== undefined);
    return {
      ...plain,
      result: 'done',
      offers: this.#inScope(task, found, context),
      contentMark: reading.contentMark,
      // A shell that has not changed says nothing of what its script shows.
      ...(shown === undefined
        ? { validators: validatorsOf(answer) }
        : { reason: shown.reason, bytes: bytes + shown.bytes }),
    };
  }

  /** Undefined where the page is read as it was sent. */
  async #render(
    task: CrawlTask,
    asSent: PageReading,
    { headers }: Answered,
    { run, now, signal }: VisitContext,
  ): Promise<ShownPage | undefined> {
    const { renderer, robots, readFiles, agent, markSeed } = this.#deps;
    if (renderer === undefined || task.kind !== 'page' || !asSent.isScriptShell) return undefined;
    if (!isRenderedHost(run.rules.renderedHosts, hostOf(task.url))) return undefined;
    const scope = this.#scopeOf(run, now);
    const mayAsk = async (url: string): Promise<boolean> => {
      if (judgeScope(scope, { url, kind: 'media', depth: task.depth }, NO_COUNTS) !== 'in') return false;
      const origin = originOf(url);
      const isKnown = robots.known(origin, now.getTime()) !== undefined;
      const rules = await robots.ask(origin, now.getTime());
      if (!isKnown) readFiles.delete(origin);
      return rules.isAllowed(url.slice(origin.length));
    };
    return showPage(
      renderer,
      { url: task.url, asSent, agent, markSeed, robotsTag: headers['x-robots-tag'] },
      mayAsk,
      signal,
    );
  }

  async #visitMedia(
    media: NonNullable<BodyReaders['media']>,
    answer: Answered,
    meaning: AnswerMeaning,
    { now }: VisitContext,
  ): Promise<Visit> {
    const plain = { answer: meaning.host, bytes: answer.wireBytes, offers: [] };
    let finding: MediaFinding;
    try {
      finding = await media.finish(!answer.isTruncated, now);
    } catch {
      return { ...plain, result: 'retry', reason: 'database' };
    }
    switch (finding.outcome) {
      case 'busy':
        return { ...plain, result: 'retry', reason: 'media-busy' };
      case 'page':
      case 'empty':
      case 'cut':
        return { ...plain, result: 'dead', reason: `media-${finding.outcome}` };
      default:
        return {
          ...plain,
          result: 'done',
          reason: finding.outcome,
          validators: validatorsOf(answer),
          ...this.#found(finding),
        };
    }
  }

  /** 304: the lists may have grown since the bytes were hashed. */
  async #visitUnchanged(
    task: CrawlTask,
    answer: Answered,
    meaning: AnswerMeaning,
    { now }: VisitContext,
  ): Promise<Visit> {
    const plain = {
      result: 'unchanged',
      reason: meaning.reason,
      answer: meaning.host,
      bytes: answer.wireBytes,
      offers: [],
    } as const;
    const { checker } = this.#deps;
    if (task.kind !== 'media' || checker === undefined || task.contentMark === undefined) return plain;
    const place = { url: task.url, ...(task.fromUrl === undefined ? {} : { pageUrl: task.fromUrl }) };
    try {
      const finding = await checker.recall(task.contentMark, place, answer, now);
      return finding === undefined ? plain : { ...plain, ...this.#found(finding) };
    } catch {
      return { ...plain, result: 'retry', reason: 'database' };
    }
  }

  #found(finding: MediaFinding): Pick<Visit, 'contentMark' | 'sightings' | 'save'> {
    return {
      contentMark: finding.contentMark,
      sightings: finding.sightings.length,
      save: async (tx) => {
        await this.#deps.saveFindings(tx, [finding]);
      },
    };
  }

  offersOf(task: CrawlTask): readonly Offer[] {
    return (this.#rulesOf(task.url)?.sitemaps ?? []).flatMap((written) =>
      offerOfRedirect({ ...task, kind: 'sitemap', fromUrl: undefined, depth: task.depth - 1 }, written),
    );
  }

  async close(): Promise<void> {
    await this.#deps.renderer?.close();
    await this.#deps.client.close();
    await this.#deps.checker?.close();
  }

  #inScope(task: CrawlTask, offers: readonly Offer[], { run, history, now, isNoted }: VisitContext): readonly Offer[] {
    const scope = this.#scopeOf(run, now);
    const ownHost = hostOf(task.url);
    const own = countsOf(history);
    return offers.filter(
      (offer) =>
        isNoted?.(offer.url) !== true &&
        judgeScope(scope, offer, hostOf(offer.url) === ownHost ? own : NO_COUNTS) === 'in',
    );
  }

  #scopeOf({ id, rules, budget }: OpenRun, now: Date): Scope {
    const known = this.#scopes.get(id);
    if (known !== undefined) return known;
    const scope = openScope(
      {
        ...{ allow: rules.allow, deny: rules.deny, keepsToAllowed: rules.keepsToAllowed },
        ...{ maxPagesPerHost: rules.maxPagesPerHost, maxDepth: budget.maxDepth ?? Infinity },
        // The frontier itself counts a run's hosts, over all workers.
        maxHosts: Infinity,
        mayVisitPrivateHosts: rules.mayVisitPrivateHosts ?? false,
      },
      this.#deps.exclusions,
      now,
    );
    if (this.#scopes.size >= MAX_SCOPES) this.#scopes.clear();
    this.#scopes.set(id, scope);
    return scope;
  }

  #rulesOf(url: string, now?: Date): RobotsRules | undefined {
    return this.#deps.robots.known(originOf(url), now?.getTime() ?? 0);
  }
}

const MEDIA_LIMITS = { wireBytes: MEDIA_BODY_BYTES, inflatedBytes: MEDIA_BODY_BYTES };
const MAX_SCOPES = 1_000;
const NO_COUNTS: HostCounts = { visited: 0, distinct: 0, hosts: 0, isKnownHost: true };
const countsOf = ({ visited, contents }: HostHistory): HostCounts => ({
  ...{ visited, distinct: contents, hosts: 0, isKnownHost: true },
});

const endOf = ({ result }: AnswerMeaning) => (result === 'read' ? 'dead' : result);

/** Scheme, host and port of a canonical address. */
function originOf(url: string): string {
  const slash = url.indexOf('/', 8);
  return slash === -1 ? url : url.slice(0, slash);
}

const MAX_VALIDATOR_LENGTH = 256;
function validatorsOf({ headers }: Answered) {
  const usable = (value: string | undefined) =>
    value !== undefined && value.length <= MAX_VALIDATOR_LENGTH ? value : undefined;
  return { etag: usable(headers.etag), lastModified: usable(headers['last-modified']) };
}
