/**
 * Decides from one visit whether an item is still there. One visit never closes a case: `gone` is one miss, and whoever
 * schedules rechecks closes after repeated misses; `unclear` is neither a miss nor a proof and changes nothing.
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
 * | 2xx: a page whose words are nearly those of before, wherever it led       | online  | `same-words`           |
 * | 2xx with an empty body                                                    | unclear | `empty`                |
 * | sent to a log-in path, or the page asks for one; a robot challenge        | unclear | `log-in`, `challenge`  |
 * | sent to another registrable domain than when it was last seen             | gone    | `moved-elsewhere`      |
 * | sent to the front page of its own site; to an error page's path           | gone    | `front-page`, `error-page` |
 * | a media item now answers with a page                                      | gone    | `media-became-page`    |
 * | title, heading or a short page says not found, removed, suspended, parked | gone    | the notice's own name  |
 * | the same notice, but the page shows many pictures                         | unclear | `notice-beside-media`  |
 * | a media item answers with other media: a placeholder, or re-encoded       | unclear | `media-changed`        |
 * | any other 2xx: a page that merely changed is still there                  | online  | `changed`, `first-look`|
 *
 * So an error page with status 200 is not online, and a page that changes is not removed (DOMAIN.md, known faults).
 */
import { canonicaliseUrl, registrableDomainOf } from '../terms/web-address.ts';
import { ERROR_PATHS, FRONT_PATHS, LOG_IN_PATHS, PAGE_NOTICES, type PageNotice } from './gone-phrases.ts';
import { fingerprintOf, kindOfBody, readPage, wordsDistance, type Fingerprint, type PageText } from './read-page.ts';
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
  | 'empty'
  | 'log-in'
  | 'challenge'
  | 'moved-elsewhere'
  | 'front-page'
  | 'error-page'
  | 'media-became-page'
  | 'says-not-found'
  | 'says-removed'
  | 'says-suspended'
  | 'is-parked'
  | 'notice-beside-media'
  | 'media-changed'
  | 'changed'
  | 'first-look';

/** What was known of the item before this visit. */
export interface VisitBefore {
  /** The item's address. */
  url: string;
  /** `unknown` until a visit or an analyst has told. */
  kind: 'page' | 'media' | 'unknown';
  /** From the last visit that found it online; undefined before the first. */
  fingerprint: Fingerprint | undefined;
  /** Why the visit before this one decided as it did. */
  lastBecause: VisitReason | undefined;
  /** Secret key of the fingerprints. */
  key: Uint8Array;
}

/** The judgement of one visit, for the watch to count. */
export interface Visit {
  verdict: 'online' | 'gone' | 'unclear';
  because: VisitReason;
  /**
   * Of what was seen, to compare with next time: only with `online`, so that an error page never becomes the measure.
   * Undefined means: keep the one before.
   */
  fingerprint: Fingerprint | undefined;
  /** Where the item's address leads now, when that is another registrable domain: perhaps a new item. A secret of the case. */
  movedTo: string | undefined;
}

/** Bits of 64 in which the words of two visits may differ and still be one page. */
const SAME_WORDS_BITS = 6;
/** A page of at most this many characters is short enough for a phrase anywhere in it to be its message. */
const SHORT_PAGE_LENGTH = 1500;
/** An error page shows a logo or two; with more than this the notice may be a disguise or a comment. */
const MANY_MEDIA = 12;

type Decision = Pick<Visit, 'verdict' | 'because'>;
type Answered = Extract<FetchOutcome, { kind: 'answered' }>;

const online = (because: VisitReason): Decision => ({ verdict: 'online', because });
const gone = (because: VisitReason): Decision => ({ verdict: 'gone', because });
const unclear = (because: VisitReason): Decision => ({ verdict: 'unclear', because });

/** Judges one visit by the table at the top of this file. Reads at most 2 MB of the body; keeps nothing. */
export function judgeVisit(before: VisitBefore, outcome: FetchOutcome): Visit {
  const none = { fingerprint: undefined, movedTo: undefined };
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
      return byStatus === undefined ? judgeContent(before, outcome) : { ...byStatus, ...none };
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

function judgeContent(before: VisitBefore, answer: Answered): Visit {
  const kind = kindOfBody(answer.body, answer.contentType);
  const page = kind === 'page' ? readPage(answer.body, answer.headers['content-type']) : undefined;
  const domain = domainOf(answer.finalUrl);
  const seen = fingerprintOf({ body: answer.body, kind, page, domain }, before.key);
  const isElsewhere = domain !== domainOf(before.url);
  const hasMoved = before.fingerprint !== undefined && before.fingerprint.place !== seen.place;
  const decision =
    judgeSameness(before.fingerprint, seen) ??
    (answer.body.byteLength === 0 ? unclear('empty') : undefined) ??
    judgeDestination(before.url, answer.finalUrl, { isElsewhere, hasMoved }) ??
    judgeBody(before, kind, page);
  return {
    ...decision,
    fingerprint: decision.verdict === 'online' ? seen : undefined,
    movedTo: isElsewhere ? answer.finalUrl : undefined,
  };
}

function judgeSameness(before: Fingerprint | undefined, seen: Fingerprint): Decision | undefined {
  if (before === undefined) return undefined;
  if (before.exact === seen.exact) return online('same-bytes');
  return wordsDistance(before.words, seen.words) <= SAME_WORDS_BITS ? online('same-words') : undefined;
}

function domainOf(url: string): string {
  return registrableDomainOf(URL.parse(url)?.hostname ?? '');
}

function judgeDestination(
  from: string,
  to: string,
  { isElsewhere, hasMoved }: { isElsewhere: boolean; hasMoved: boolean },
): Decision | undefined {
  const start = canonicaliseUrl(from);
  const end = canonicaliseUrl(to);
  const isSame = start.ok && end.ok && start.address.sameThingKey === end.address.sameThingKey;
  if (isSame && !hasMoved) return undefined;
  const path = URL.parse(to)?.pathname.toLowerCase() ?? '/';
  const lastPart = path.split('/').findLast((part) => part !== '') ?? '';
  if (LOG_IN_PATHS.has(lastPart)) return unclear('log-in');
  // A short link leads elsewhere from the start (`movedTo` tells): only a change of where it leads is a move.
  if (hasMoved) return gone('moved-elsewhere');
  if (ERROR_PATHS.has(lastPart)) return gone('error-page');
  const startPath = URL.parse(from)?.pathname.toLowerCase() ?? '/';
  return !isElsewhere && FRONT_PATHS.has(path) && !FRONT_PATHS.has(startPath) ? gone('front-page') : undefined;
}

function judgeBody(before: VisitBefore, kind: Fingerprint['kind'], page: PageText | undefined): Decision {
  const notice = page === undefined ? undefined : noticeOf(page);
  if (notice === 'wants-log-in') return unclear('log-in');
  if (notice === 'is-challenge') return unclear('challenge');
  const wasMedia = before.kind === 'media' || before.fingerprint?.kind === 'media';
  if (wasMedia && kind === 'page') return gone('media-became-page');
  if (notice !== undefined)
    return page !== undefined && page.mediaCount > MANY_MEDIA ? unclear('notice-beside-media') : gone(notice);
  if (wasMedia && before.fingerprint !== undefined) return unclear('media-changed');
  return online(before.fingerprint === undefined ? 'first-look' : 'changed');
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
