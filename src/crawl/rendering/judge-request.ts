/**
 * What becomes of a request that a page under rendering makes. Pure. The first row that fits decides:
 *
 * | request                                                              | verdict                                   |
 * |----------------------------------------------------------------------|-------------------------------------------|
 * | not a GET, or not http(s)                                            | `refuse`                                  |
 * | a picture, video or sound, by kind or name                           | `note-media`: its address is kept         |
 * | a document other than the page's own: a frame, a new place           | `note-page`: its address is kept          |
 * | a style sheet                                                        | `empty`: the crawler reads it on its own  |
 * | script or data of the page's own site, on its port or the usual one   | `fetch`                                   |
 * | anything else: fonts, other sites, other ports                       | `refuse`                                  |
 */
import { canonicaliseUrl, registrableDomainOf } from '../../terms/web-address.ts';
import { mediaKindOfAddress } from '../reading/media-kind.ts';

/** A request as the browser tells it. `kind` is the browser's resource type. */
export interface AskedFor {
  readonly url: string;
  readonly method: string;
  readonly kind: string;
  readonly isNavigation: boolean;
}

/** By the table above; addresses are canonical. */
export type RequestVerdict =
  { readonly kind: 'fetch' | 'note-media' | 'note-page'; readonly url: string } | { readonly kind: 'empty' | 'refuse' };

const REFUSE = { kind: 'refuse' } as const;
const MEDIA_KINDS: ReadonlySet<string> = new Set(['image', 'media']);
const FETCHED_KINDS: ReadonlySet<string> = new Set(['script', 'xhr', 'fetch']);

/** Judges one request of the page at `pageUrl` (canonical). */
export function judgeRequest(asked: AskedFor, pageUrl: string): RequestVerdict {
  if (asked.method !== 'GET') return REFUSE;
  const found = canonicaliseUrl(asked.url);
  if (!found.ok) return REFUSE;
  const url = found.address.canonical;
  if (MEDIA_KINDS.has(asked.kind) || mediaKindOfAddress(url) !== undefined) return { kind: 'note-media', url };
  if (asked.isNavigation) return { kind: 'note-page', url };
  if (asked.kind === 'stylesheet') return { kind: 'empty' };
  return FETCHED_KINDS.has(asked.kind) && isOwnSite(url, pageUrl) ? { kind: 'fetch', url } : REFUSE;
}

/** The same registrable domain, on the page's own port or the scheme's. Both addresses are canonical. */
export function isOwnSite(url: string, pageUrl: string): boolean {
  const [asked, page] = [new URL(url), new URL(pageUrl)];
  if (asked.port !== '' && asked.port !== page.port) return false;
  return asked.hostname === page.hostname || registrableDomainOf(asked.hostname) === registrableDomainOf(page.hostname);
}
