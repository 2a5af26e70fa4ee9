/**
 * What a host answers for an address that cannot exist. Many answer 200 with a page of their own (a "soft 404"): an item whose
 * address answers the same has gone, whatever the words. Marks only, in memory only.
 */
import { exactMarkOf, fingerprintOf, kindOfBody, pictureDistance, readPage, wordsDistance } from './read-page.ts';
import type { BodyKind, Fingerprint, PageText } from './read-page.ts';
import type { FetchOutcome } from './safe-fetch.ts';

/** Bits of 64 in which the words of two answers may differ and still be one page. */
export const SAME_WORDS_BITS = 6;
/** Bits of 256 in which two hashes may differ and still be of one picture (DOMAIN.md, known lists). */
export const SAME_PICTURE_BITS = 31;

/** An answer with status 2xx for an address that cannot exist. */
export interface MissingAnswer {
  readonly kind: BodyKind;
  readonly exact: string;
  readonly words: string | undefined;
  readonly picture: string | undefined;
  /** Keyed marks of title and text without numbers and without words of the address that was asked for. */
  readonly title: string;
  readonly text: string;
  readonly mediaCount: number;
}

/** `proper`: the host says by its status that a thing is not there, so that its 200 means something. `unknown`: it was not to be learnt. */
export type Missing = MissingAnswer | 'proper' | 'unknown';

/** What an answer for an address that cannot exist shows. */
export function readMissing(outcome: FetchOutcome, askedFor: string, key: Uint8Array, picture?: string): Missing {
  if (outcome.kind !== 'answered') return 'unknown';
  if (outcome.status === 404 || outcome.status === 410) return 'proper';
  if (outcome.status < 200 || outcome.status > 299 || outcome.body.byteLength === 0) return 'unknown';
  const kind = kindOfBody(outcome.body, outcome.contentType);
  const page = kind === 'page' ? readPage(outcome.body, outcome.headers['content-type']) : undefined;
  const { exact, words } = fingerprintOf({ body: outcome.body, kind, page, domain: '' }, key);
  return { kind, exact, words, picture, ...marksOf(page, askedFor, key), mediaCount: page?.mediaCount ?? 0 };
}

/** What was met at an item's address, for comparison. */
export interface Met {
  readonly fingerprint: Fingerprint;
  readonly page: PageText | undefined;
  readonly url: string;
}

/** Whether an item's address shows what its host shows for any address. */
export function isLikeMissing(met: Met, missing: MissingAnswer, key: Uint8Array): boolean {
  const { fingerprint, page } = met;
  if (fingerprint.kind !== missing.kind) return false;
  if (page === undefined) {
    const distance = pictureDistance(fingerprint.picture, missing.picture);
    return fingerprint.exact === missing.exact || (distance !== undefined && distance <= SAME_PICTURE_BITS);
  }
  const marks = marksOf(page, met.url, key);
  // A page that shows more than the host's own error page is more than that.
  if (page.mediaCount > missing.mediaCount || marks.title !== missing.title) return false;
  if (fingerprint.words === undefined || missing.words === undefined)
    return fingerprint.words === missing.words && marks.text === missing.text;
  return wordsDistance(fingerprint.words, missing.words) <= SAME_WORDS_BITS;
}

function marksOf(page: PageText | undefined, url: string, key: Uint8Array): { title: string; text: string } {
  const mark = (text: string) => exactMarkOf(Buffer.from(withoutAddress(text, url)), key);
  return { title: mark(page?.title ?? ''), text: mark(page?.text ?? '') };
}

/** Error pages like to repeat the address that was asked for. */
function withoutAddress(text: string, url: string): string {
  const parts = (URL.parse(url)?.pathname ?? '').toLowerCase().split(/[^\p{L}\p{N}_-]+/u);
  const words = new Set(parts.filter((part) => part.length >= 3));
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}_-]+/u)
    .filter((word) => word !== '' && !words.has(word) && !/\d/.test(word))
    .join(' ');
}
