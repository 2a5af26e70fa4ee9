/**
 * Decides from one visit whether an item is still there. One visit never closes a case: `gone` and `moved` are one miss, and
 * whoever schedules rechecks closes after repeated misses; `unclear` is neither a miss nor a proof and changes nothing.
 * The first row that fits decides:
 *
 * | what was met                                                              | verdict | because                |
 * |---------------------------------------------------------------------------|---------|------------------------|
 * | our own rules refused the connection                                      | unclear | `refused-by-rule`      |
 * | more redirects than allowed, or to no http(s) address                     | unclear | `redirects-astray`     |
 * | the name does not exist (NXDOMAIN), and the visit before met the same     | gone    | `no-such-name`         |
 * | the same for the first time; a name without addresses; resolver trouble   | unclear | `no-such-name`, `dns`  |
 * | no connection, TLS, time-out, cut answer, broken HTTP or coding           | unclear | `no-answer`            |
 * | 304 to our own validators                                                 | online  | `not-modified`         |
 * | 404, 410; 451                                                             | gone    | `not-found`, `legal`   |
 * | 401, 403, 407                                                             | unclear | `access-denied`        |
 * | 429 and 5xx                                                               | unclear | `server-trouble`       |
 * | any other status outside 2xx                                              | unclear | `other-status`         |
 * | 2xx: the same bytes as before, wherever it led                            | online  | `same-bytes`           |
 * | 2xx: a page whose words are nearly those of before, wherever it led (but  | online  | `same-words`           |
 * |   see `soft-404`: error pages can share most words with a site's others)  |         |                        |
 * | 2xx: other bytes of the same picture (PDQ), wherever it led               | online  | `same-picture`         |
 * | 2xx with an empty body                                                    | unclear | `empty`                |
 * | sent to a log-in path, or the page asks for one; a robot challenge        | unclear | `log-in`, `challenge`  |
 * | sent to an error page's path; to a front page, its own site's or another's | gone   | `error-page`, `front-page` |
 * | a media item now answers with a page of its own domain                    | gone    | `media-became-page`    |
 * | title, heading or a short page says not found, removed, suspended, parked | gone    | the notice's own name  |
 * | the same notice, but the page shows many pictures                         | unclear | `notice-beside-media`  |
 * | sent to another registrable domain than when it was last seen             | moved   | `moved-elsewhere`      |
 * | led to another domain before, and leads nowhere now                       | gone    | `no-longer-leads`      |
 * | the host answers the same for an address that cannot exist; a page only   | gone    | `soft-404`             |
 * |   if it was told apart from that when it was last seen                    |         |                        |
 * | the same, of a page that never was: perhaps a script fills it             | unclear | `same-as-missing`      |
 * | a media item answers with another picture, and the visit before met one too | gone  | `media-changed`        |
 * | the same for the first time                                               | unclear | `media-changed`        |
 * | a media item answers with other bytes that cannot be compared (film)      | unclear | `media-not-comparable` |
 * | any other 2xx: a page that merely changed is still there                  | online  | `changed`, `first-look`|
 *
 * A visit that missed or was denied is repeated from the other ways out, where there are any; if one of them sees the item:
 * online, `geo-blocked` (`visitAddress`).
 *
 * So an error page with status 200 is not online, and a page that changes is not removed (DOMAIN.md, known faults).
 */
import { canonicaliseUrl, registrableDomainOf } from '../terms/web-address.ts';
import { ERROR_PATHS, FRONT_PATHS, LOG_IN_PATHS, PAGE_NOTICES, type PageNotice } from './gone-phrases.ts';
import { isLikeMissing, SAME_PICTURE_BITS, SAME_WORDS_BITS, type Missing } from './missing-answer.ts';
import {
  exactMarkOf,
  fingerprintOf,
  kindOfBody,
  pictureDistance,
  placeMarkOf,
  readPage,
  wordsDistance,
  type Fingerprint,
  type PageText,
} from './read-page.ts';
import type { FailureReason, FetchOutcome } from './safe-fetch.ts';

/** The third column of the table above. Stored with the watch, so a code keeps its meaning. */
export type VisitReason =
  | 'refused-by-rule'
  | 'redirects-astray'
  | 'no-such-name'
  | 'dns'
  | 'no-answer'
  | 'not-modified'
  | 'not-found'
  | 'legal'
  | 'access-denied'
  | 'server-trouble'
  | 'other-status'
  | 'same-bytes'
  | 'same-words'
  | 'same-picture'
  | 'empty'
  | 'log-in'
  | 'challenge'
  | 'moved-elsewhere'
  | 'no-longer-leads'
  | 'front-page'
  | 'error-page'
  | 'media-became-page'
  | 'says-not-found'
  | 'says-removed'
  | 'says-suspended'
  | 'is-parked'
  | 'notice-beside-media'
  | 'soft-404'
  | 'same-as-missing'
  | 'media-changed'
  | 'media-not-comparable'
  | 'changed'
  | 'first-look'
  | 'geo-blocked';

const SAME_THING: ReadonlySet<string> = new Set(['same-bytes', 'same-words', 'same-picture', 'not-modified']);

/** Whether a reason proves that the very thing was met that was there before: what a reappearance needs. */
export const isSameThing = (because: string): boolean => SAME_THING.has(because);

/** What was known of the item before this visit. */
export interface VisitBefore {
  /** The item's address. */
  url: string;
  /** `unknown` until a visit or an analyst has told. */
  kind: 'page' | 'media' | 'unknown';
  /** From the last visit that found it online; undefined before the first. */
  fingerprint: Fingerprint | undefined;
  /** Why the visit before this one decided as it did. */
  lastBecause: string | undefined;
  /** Secret key of the fingerprints. */
  key: Uint8Array;
}

/** What takes more than the answer itself to know; each is gathered only when a verdict wants it. */
export interface Evidence {
  /** `Fingerprint.picture` of the body. */
  readonly picture?: string;
  readonly missing?: Missing;
}

/** The judgement of one visit, for the watch to count. */
export interface Visit {
  verdict: 'online' | 'gone' | 'moved' | 'unclear';
  because: VisitReason;
  /**
   * Of what was seen, to compare with next time: only with `online`, so that an error page never becomes the measure.
   * Undefined means: keep the one before.
   */
  fingerprint: Fingerprint | undefined;
  /**
   * Where the item's address leads now, when that is another registrable domain than when it was last seen: perhaps a new
   * item. A secret of the case.
   */
  movedTo: string | undefined;
  /** Evidence without which this verdict is provisional. */
  wants: keyof Evidence | undefined;
}

/** A page of at most this many characters is short enough for a phrase anywhere in it to be its message. */
const SHORT_PAGE_LENGTH = 1500;
/** An error page shows a logo or two; with more than this the notice may be a disguise or a comment. */
const MANY_MEDIA = 12;

type Decision = Pick<Visit, 'verdict' | 'because'>;
type Answered = Extract<FetchOutcome, { kind: 'answered' }>;

const online = (because: VisitReason): Decision => ({ verdict: 'online', because });
const gone = (because: VisitReason): Decision => ({ verdict: 'gone', because });
const unclear = (because: VisitReason): Decision => ({ verdict: 'unclear', because });
const MOVED: Decision = { verdict: 'moved', because: 'moved-elsewhere' };

/** Judges one visit by the table at the top of this file. Reads at most 2 MB of the body; keeps nothing. */
export function judgeVisit(before: VisitBefore, outcome: FetchOutcome, evidence: Evidence = {}): Visit {
  const none = { fingerprint: undefined, movedTo: undefined, wants: undefined };
  switch (outcome.kind) {
    case 'refused': {
      const isAstray =
        outcome.hops.length > 0 &&
        (outcome.reason === 'too-many-redirects' || outcome.reason === 'scheme' || outcome.reason === 'not-a-url');
      return { ...unclear(isAstray ? 'redirects-astray' : 'refused-by-rule'), ...none };
    }
    case 'failed':
      return { ...judgeFailure(before, outcome.reason), ...none };
    case 'answered': {
      const byStatus = judgeStatus(outcome.status);
      return byStatus === undefined ? judgeContent(before, outcome, evidence) : { ...byStatus, ...none };
    }
  }
}

function judgeFailure(before: VisitBefore, reason: FailureReason): Decision {
  switch (reason) {
    case 'no-such-name':
      // Our own resolver in trouble can say this of every name at once: it must say it twice.
      return before.lastBecause === 'no-such-name' ? gone('no-such-name') : unclear('no-such-name');
    case 'no-address':
    case 'resolver-failed':
      return unclear('dns');
    default:
      return unclear('no-answer');
  }
}

function judgeStatus(status: number): Decision | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status === 304) return online('not-modified');
  if (status === 404 || status === 410) return gone('not-found');
  if (status === 451) return gone('legal');
  if (status === 401 || status === 403 || status === 407) return unclear('access-denied');
  return unclear(status === 429 || status >= 500 ? 'server-trouble' : 'other-status');
}

/** What was met at 2xx, in the terms that the rows of the table are about. */
interface Met {
  readonly before: VisitBefore;
  readonly answer: Answered;
  readonly page: PageText | undefined;
  readonly seen: Fingerprint;
  /** Another registrable domain than the item's answered. */
  readonly isElsewhere: boolean;
  /** Another registrable domain answered than when it was last seen. */
  readonly hasMoved: boolean;
  /** To what the host answers for an address that cannot exist. */
  readonly missing: Likeness;
}

function judgeContent(before: VisitBefore, answer: Answered, evidence: Evidence): Visit {
  const { fingerprint, key } = before;
  const domain = domainOf(answer.finalUrl);
  const isElsewhere = domain !== domainOf(before.url);
  const hasMoved = fingerprint !== undefined && fingerprint.place !== placeMarkOf(domain, key);
  const movedTo = isElsewhere && hasMoved ? answer.finalUrl : undefined;
  const kind = kindOfBody(answer.body, answer.contentType);
  const isSame = fingerprint !== undefined && fingerprint.exact === exactMarkOf(answer.body, key);
  const hasPicture =
    kind !== 'media' || evidence.picture !== undefined || (isSame && fingerprint.picture !== undefined);
  if (isSame && hasPicture && !hasMoved && evidence.picture === undefined && !isToBeToldApart(fingerprint))
    return { ...online('same-bytes'), fingerprint: undefined, movedTo, wants: undefined };
  const page = kind === 'page' ? readPage(answer.body, answer.headers['content-type']) : undefined;
  const picture = evidence.picture ?? (isSame ? fingerprint.picture : undefined);
  const seen = fingerprintOf({ body: answer.body, kind, page, picture, domain }, key);
  const missing = likenessOf({ fingerprint: seen, page, url: before.url }, evidence.missing, key);
  const decided = decide({ before, answer, page, seen, isElsewhere, hasMoved, missing });
  const isDistinct = missing === 'different' || (fingerprint?.isDistinct ?? false);
  // Other words, while the host could not be asked what it shows for nothing: perhaps its error page, and then no measure.
  const isUnproven = decided.because === 'changed' && missing === 'unknown' && fingerprint?.isDistinct === true;
  return {
    verdict: decided.verdict,
    because: decided.because,
    fingerprint: decided.verdict === 'online' && !isUnproven ? { ...seen, isDistinct } : undefined,
    movedTo,
    // What a site answers for an address that cannot exist can only be asked of the item's own site.
    wants: !hasPicture
      ? 'picture'
      : decided.mayBeMissing && missing === 'unasked' && !isElsewhere
        ? 'missing'
        : undefined,
  };
}

/** Its host could not be asked so far what it shows for nothing: without that, its own error page would never count as a removal. */
const isToBeToldApart = ({ kind, isDistinct }: Fingerprint): boolean => kind === 'page' && !isDistinct;

type Likeness = 'alike' | 'different' | 'unknown' | 'unasked';

function likenessOf(met: Parameters<typeof isLikeMissing>[0], missing: Missing | undefined, key: Uint8Array): Likeness {
  if (missing === undefined) return 'unasked';
  if (missing === 'unknown') return 'unknown';
  return missing !== 'proper' && isLikeMissing(met, missing, key) ? 'alike' : 'different';
}

type Provisional = Decision & { readonly mayBeMissing?: boolean };

function decide(met: Met): Provisional {
  return (
    judgeSameness(met) ??
    (met.answer.body.byteLength === 0 ? unclear('empty') : undefined) ??
    judgeDestination(met) ??
    judgeNotice(met) ??
    (met.hasMoved ? (met.isElsewhere ? MOVED : gone('no-longer-leads')) : undefined) ??
    judgeChange(met)
  );
}

function judgeSameness({ before: { fingerprint }, seen, missing }: Met): Provisional | undefined {
  if (fingerprint === undefined) return undefined;
  if (fingerprint.exact === seen.exact) return { ...online('same-bytes'), mayBeMissing: isToBeToldApart(fingerprint) };
  if (wordsDistance(fingerprint.words, seen.words) <= SAME_WORDS_BITS)
    return missing === 'alike' && fingerprint.isDistinct
      ? gone('soft-404')
      : { ...online('same-words'), mayBeMissing: true };
  return (pictureDistance(fingerprint.picture, seen.picture) ?? Infinity) <= SAME_PICTURE_BITS
    ? online('same-picture')
    : undefined;
}

function domainOf(url: string): string {
  return registrableDomainOf(URL.parse(url)?.hostname ?? '');
}

function judgeDestination({ before, answer, isElsewhere, hasMoved }: Met): Decision | undefined {
  const [from, to] = [before.url, answer.finalUrl];
  const start = canonicaliseUrl(from);
  const end = canonicaliseUrl(to);
  const isSame = start.ok && end.ok && start.address.sameThingKey === end.address.sameThingKey;
  if (isSame && !hasMoved) return undefined;
  const path = URL.parse(to)?.pathname.toLowerCase() ?? '/';
  const lastPart = path.split('/').findLast((part) => part !== '') ?? '';
  if (LOG_IN_PATHS.has(lastPart)) return unclear('log-in');
  if (ERROR_PATHS.has(lastPart)) return gone('error-page');
  const startPath = URL.parse(from)?.pathname.toLowerCase() ?? '/';
  // A short link may lead to another site's front page from the first day on.
  const isOfThisVisit = !isElsewhere || hasMoved;
  return isOfThisVisit && FRONT_PATHS.has(path) && !FRONT_PATHS.has(startPath) ? gone('front-page') : undefined;
}

const wasMedia = ({ kind, fingerprint }: VisitBefore): boolean => kind === 'media' || fingerprint?.kind === 'media';

function judgeNotice({ before, page, hasMoved }: Met): Decision | undefined {
  if (page === undefined) return undefined;
  const notice = noticeOf(page);
  if (notice === 'wants-log-in') return unclear('log-in');
  if (notice === 'is-challenge') return unclear('challenge');
  if (wasMedia(before) && !hasMoved) return gone('media-became-page');
  if (notice === undefined) return undefined;
  return page.mediaCount > MANY_MEDIA ? unclear('notice-beside-media') : gone(notice);
}

/** The last rows: it answers, at its own place, with something that is not the same as before. */
function judgeChange({ before, seen, missing }: Met): Provisional {
  const { fingerprint } = before;
  // A page may be one shell for every address, which a script fills; media are what their bytes are.
  if (missing === 'alike')
    return seen.kind !== 'page' || fingerprint?.isDistinct === true ? gone('soft-404') : unclear('same-as-missing');
  const mayBeMissing = true;
  if (fingerprint === undefined) return { ...online('first-look'), mayBeMissing };
  if (!wasMedia(before)) return { ...online('changed'), mayBeMissing };
  if (pictureDistance(fingerprint.picture, seen.picture) === undefined)
    return { ...unclear('media-not-comparable'), mayBeMissing };
  return {
    ...(before.lastBecause === 'media-changed' ? gone('media-changed') : unclear('media-changed')),
    mayBeMissing,
  };
}

const NOTICE_ORDER: readonly PageNotice[] = [
  'is-challenge',
  'wants-log-in',
  'says-suspended',
  'is-parked',
  'says-removed',
  'says-not-found',
];

/** The notice that a page carries as its message: in its title or headings, or anywhere in it when it is short. */
function noticeOf(page: PageText): PageNotice | undefined {
  const body = page.text.length <= SHORT_PAGE_LENGTH ? page.text : '';
  const message = `${page.title} | ${page.headings} | ${body}`.toLowerCase().replace(/[’‘]/g, "'");
  return NOTICE_ORDER.find((notice) => PAGE_NOTICES[notice].some((phrase) => message.includes(phrase)));
}
