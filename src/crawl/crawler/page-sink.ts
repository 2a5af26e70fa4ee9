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

/** One visit's. After the answer exactly one of `page` and `media` is there, or none when nothing could be read. */
export class PageSink implements BodySink {
  page: PageReader | undefined;
  media: MediaVisit | undefined;
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
      this.media = checker?.open({ url, ...(fromUrl === undefined ? {} : { pageUrl: fromUrl }) });
      return this.media?.start(head) ?? false;
    }
    this.page = openPageReader({
      ...{ url, agent, markSeed, isSitemap: kind === 'sitemap', isKnown: this.#isKnown },
      contentType: head.headers['content-type'],
      robotsTag: head.headers['x-robots-tag'],
    });
    return true;
  }

  write(bytes: Uint8Array): boolean {
    return this.media?.write(bytes) ?? this.page?.write(bytes) ?? false;
  }
}
