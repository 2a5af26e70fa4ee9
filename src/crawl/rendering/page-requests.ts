/** Answers what one page asks for while it is rendered, and notes what it is not given. */
import { mediaKindOfType } from '../reading/media-kind.ts';
import type { AnswerHead, BodySink, PageClient } from '../fetching/page-client.ts';
import { isOwnSite, judgeRequest, type AskedFor } from './judge-request.ts';
import type { MayAsk, RenderLimits } from './renderer.ts';

/** What one page is answered with. */
export interface PageRequestsDeps {
  readonly client: PageClient;
  readonly mayAsk: MayAsk;
  readonly limits: RenderLimits;
  readonly steadyNow: () => number;
  readonly signal: AbortSignal;
}

/** An answer for the browser; undefined: the request fails. */
export type PageAnswer =
  | { readonly status: number; readonly contentType: string; readonly body: Buffer; readonly isDocument: boolean }
  | undefined;

const MAX_REDIRECTS = 3;
const EMPTY_STYLE = { status: 200, contentType: 'text/css', body: Buffer.alloc(0), isDocument: false };

/** Gathers a body within what the page may still receive; a body that is media is not read. */
class BodyGatherer implements BodySink {
  isMedia = false;
  isCut = false;
  readonly #pieces: Buffer[] = [];
  readonly #take: (bytes: number) => boolean;

  constructor(take: (bytes: number) => boolean) {
    this.#take = take;
  }

  start({ contentType }: AnswerHead): boolean {
    this.isMedia = contentType !== 'image/svg+xml' && mediaKindOfType(contentType) !== undefined;
    return !this.isMedia;
  }

  write(bytes: Uint8Array): boolean {
    this.isCut ||= !this.#take(bytes.byteLength);
    if (!this.isCut) this.#pieces.push(Buffer.from(bytes));
    return !this.isCut;
  }

  body(): Buffer {
    return Buffer.concat(this.#pieces);
  }
}

/** One page's. Its own document comes first. */
export class PageRequests {
  readonly mediaUrls = new Set<string>();
  readonly pageUrls = new Set<string>();
  bytes = 0;
  /** Sent by us; never more than `maxRequests`. */
  requests = 0;
  /** False until the document was answered with a page. */
  hasDocument = false;
  readonly #deps: PageRequestsDeps;
  readonly #pageUrl: string;
  #isFirst = true;
  #underWay = 0;
  #activeAt: number;

  constructor(pageUrl: string, deps: PageRequestsDeps) {
    this.#pageUrl = pageUrl;
    this.#deps = deps;
    this.#activeAt = deps.steadyNow();
  }

  /** How long nothing was asked for; 0 while something is. Milliseconds. */
  quietMs(): number {
    return this.#underWay > 0 ? 0 : this.#deps.steadyNow() - this.#activeAt;
  }

  /** Never rejects. */
  async answer(asked: AskedFor): Promise<PageAnswer> {
    this.#underWay += 1;
    try {
      return await this.#answer(asked);
    } catch {
      return undefined;
    } finally {
      this.#underWay -= 1;
      this.#activeAt = this.#deps.steadyNow();
    }
  }

  async #answer(asked: AskedFor): Promise<PageAnswer> {
    if (this.#isFirst) {
      this.#isFirst = false;
      const page = asked.method === 'GET' && asked.isNavigation ? await this.#fetch(this.#pageUrl, true) : undefined;
      this.hasDocument = page !== undefined;
      return page;
    }
    const verdict = judgeRequest(asked, this.#pageUrl);
    switch (verdict.kind) {
      case 'note-media':
        this.#note(this.mediaUrls, verdict.url);
        return undefined;
      case 'note-page':
        this.#note(this.pageUrls, verdict.url);
        return undefined;
      case 'empty':
        return EMPTY_STYLE;
      case 'refuse':
        return undefined;
      case 'fetch':
        return (await this.#deps.mayAsk(verdict.url)) ? this.#fetch(verdict.url, false) : undefined;
    }
  }

  #note(into: Set<string>, url: string): void {
    if (into.size < this.#deps.limits.maxNoted) into.add(url);
  }

  async #fetch(from: string, isDocument: boolean): Promise<PageAnswer> {
    const { client, limits, mayAsk, signal } = this.#deps;
    let url = from;
    for (let hops = 0; ; hops += 1) {
      if (this.requests >= limits.maxRequests || this.bytes >= limits.bytesIn || signal.aborted) return undefined;
      this.requests += 1;
      const left = limits.bytesIn - this.bytes;
      const sink = new BodyGatherer((size) => this.#take(size));
      const answer = await client.get({
        ...{ url, sink, signal, accept: isDocument ? 'text/html,application/xhtml+xml' : '*/*' },
        // Requests of one page follow each other without the host's delay.
        isResent: true,
        limits: { wireBytes: left, inflatedBytes: left, totalMs: limits.totalMs },
      });
      if (answer.kind !== 'answered') return undefined;
      const { status, redirectTo, headers } = answer;
      if (redirectTo !== undefined) {
        // A document of another address would be read under the wrong one; the crawler follows such redirects itself.
        if (isDocument || hops >= MAX_REDIRECTS) return undefined;
        if (!isOwnSite(redirectTo, this.#pageUrl) || !(await mayAsk(redirectTo))) return undefined;
        url = redirectTo;
        continue;
      }
      if (sink.isMedia) {
        this.#note(this.mediaUrls, url);
        return undefined;
      }
      if (isDocument ? status !== 200 : sink.isCut || answer.isTruncated) return undefined;
      const contentType = headers['content-type'] ?? (isDocument ? 'text/html' : 'text/plain');
      return { status, contentType, body: sink.body(), isDocument };
    }
  }

  #take(size: number): boolean {
    this.bytes += size;
    return this.bytes <= this.#deps.limits.bytesIn;
  }
}
