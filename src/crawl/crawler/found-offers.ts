/**
 * What a document's links become. A style sheet belongs to its page and is as deep as it; whatever else is followed is one
 * deeper. `rel=nofollow` says that a link is not vouched for, not that nobody may follow it (HTML Standard, 4.6.7.10):
 * links that strangers posted are what this crawl is about. A page's own `nofollow` in its robots rules is obeyed.
 */
import { canonicaliseUrl } from '../../terms/web-address.ts';
import { FAR, type CrawlTask, type Offer } from '../frontier/crawl-task.ts';
import type { PageReading } from '../reading/page-reading.ts';

const closenessBehind = (closeness: number): number => Math.min(FAR, closeness + 1);

/** Offers of a document, not yet judged by the scope. `takesMedia` false: media are left. */
export function offersOfReading(task: CrawlTask, reading: PageReading, takesMedia: boolean): readonly Offer[] {
  const closeness = closenessBehind(task.closeness);
  const depth = task.depth + 1;
  const offers: Offer[] = [];
  if (reading.mayFollow) {
    for (const { url, kind } of reading.links) {
      offers.push({
        ...{ url, closeness },
        kind: kind === 'sitemap' ? 'sitemap' : 'page',
        depth: kind === 'style' ? task.depth : depth,
      });
    }
    if (reading.canonical !== undefined && reading.canonical !== task.url) {
      offers.push({ url: reading.canonical, kind: 'page', depth, closeness });
    }
  }
  if (takesMedia) {
    for (const { url } of reading.media) offers.push({ url, kind: 'media', depth, closeness, fromUrl: task.url });
  }
  return offers;
}

/** A redirect's target: the same kind of thing, one deeper, so that a chain without an end comes to one. */
export function offerOfRedirect(task: CrawlTask, target: string): readonly Offer[] {
  const found = canonicaliseUrl(target);
  if (!found.ok) return [];
  const { kind, depth, closeness, fromUrl } = task;
  return [{ url: found.address.canonical, kind, depth: depth + 1, closeness, fromUrl }];
}
