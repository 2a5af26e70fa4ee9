/** Takes a body as it arrives and gives it to whoever can read it: links out of documents, hashes out of media. */
import type { AnswerHead, BodySink } from '../fetching/page-client.ts';
import type { CrawlTask } from '../frontier/crawl-task.ts';
import type { MediaChecker, MediaVisit } from '../media/media-finding.ts';
import type { PageReader } from '../reading/page-reading.ts';
import { openPageReader } from '../reading/read-links.ts';

/** What a sink needs to open its readers. */
export interface SinkTools {
  /** Undefined: media are not looked at. */
  readonly checker: MediaChecker | undefined;
  /** Our product token, to which pages may speak by name. */
  readonly agent: string;
  readonly markSeed: number;
}

const MEDIA_TYPE = /^(?:image\/(?!svg)|video\/|audio\/)/;

/** What read a body: one of the two, or none when nothing could be read. */
export interface BodyReaders {
  readonly page: PageReader | undefined;
  readonly media: MediaVisit | undefined;
}

/** One visit's; `handOver` after the answer. */
export class PageSink implements BodySink {
  #page: PageReader | undefined;
  #media: MediaVisit | undefined;
  readonly #task: CrawlTask;
  readonly #tools: SinkTools;
  readonly #isKnown: ((url: string) => boolean) | undefined;

  /** What `isKnown` says yes to is not told of a page. */
  constructor(task: CrawlTask, tools: SinkTools, isKnown?: (url: string) => boolean) {
    this.#task = task;
    this.#tools = tools;
    this.#isKnown = isKnown;
  }

  start(head: AnswerHead): boolean {
    if (head.status < 200 || head.status >= 300) return false;
    const { checker, agent, markSeed } = this.#tools;
    const { url, fromUrl, kind } = this.#task;
    if (kind === 'media' || MEDIA_TYPE.test(head.contentType ?? '')) {
      this.#media = checker?.open({ url, ...(fromUrl === undefined ? {} : { pageUrl: fromUrl }) });
      return this.#media?.start(head) ?? false;
    }
    this.#page = openPageReader({
      ...{ url, agent, markSeed, isSitemap: kind === 'sitemap', isKnown: this.#isKnown },
      contentType: head.headers['content-type'],
      robotsTag: head.headers['x-robots-tag'],
    });
    return true;
  }

  write(bytes: Uint8Array): boolean {
    return this.#media?.write(bytes) ?? this.#page?.write(bytes) ?? false;
  }

  /**
   * Gives what read the body, and keeps nothing of it. A sink outlives its visit wherever something old that is itself no longer
   * needed still points to it, until V8 next collects everything: with its page it would be most of what grows old here.
   */
  handOver(): BodyReaders {
    const readers = { page: this.#page, media: this.#media };
    this.#page = undefined;
    this.#media = undefined;
    return readers;
  }
}
