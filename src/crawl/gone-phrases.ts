/**
 * What pages say when the thing that was there is not there any more, in Swedish and English, as data. Sober phrases of
 * servers, hosts and site software only. `judgeVisit` looks for them in titles, headings and short pages, never in long text.
 */

/** What a page says of itself in place of its content. The first four speak for gone, the last two leave it unclear. */
export type PageNotice =
  'says-not-found' | 'says-removed' | 'says-suspended' | 'is-parked' | 'wants-log-in' | 'is-challenge';

/** Compared with text in lower case, with white space made single and typographic apostrophes made plain. */
export const PAGE_NOTICES: Readonly<Record<PageNotice, readonly string[]>> = {
  'says-not-found': [
    '404 not found',
    'error 404',
    '404 error',
    'page not found',
    'file not found',
    'image not found',
    'video not found',
    'not be found',
    'page does not exist',
    "page doesn't exist",
    'no longer exists',
    'sidan kunde inte hittas',
    'sidan hittades inte',
    'sidan kan inte hittas',
    'sidan finns inte',
    'finns inte längre',
    'filen hittades inte',
    'kunde inte hittas',
  ],
  'says-removed': [
    'has been removed',
    'was removed',
    'has been deleted',
    'was deleted',
    'no longer available',
    'content unavailable',
    "content isn't available",
    'content is not available',
    'removed for violating',
    'taken down',
    'har tagits bort',
    'är borttagen',
    'är borttaget',
    'togs bort',
    'inte längre tillgänglig',
    'är inte tillgängligt',
    'har raderats',
  ],
  'says-suspended': [
    'account suspended',
    'account has been suspended',
    'account has been disabled',
    'site suspended',
    'website is suspended',
    'domain suspended',
    'domain has been suspended',
    'kontot är avstängt',
    'kontot har stängts av',
    'webbplatsen är avstängd',
    'webbplatsen har stängts',
  ],
  'is-parked': [
    'domain is for sale',
    'domain may be for sale',
    'buy this domain',
    'domain is parked',
    'parked domain',
    'parked free',
    'domain has expired',
    'this domain is registered',
    'domänen är till salu',
    'domänen är parkerad',
    'domännamnet är registrerat',
    'köp domänen',
  ],
  'wants-log-in': [
    'log in to continue',
    'sign in to continue',
    'you must be logged in',
    'logga in för att',
    'du måste logga in',
  ],
  'is-challenge': [
    'just a moment...',
    'checking your browser',
    'verify you are human',
    'are you a robot',
    'attention required!',
    'enable javascript and cookies to continue',
    'bekräfta att du är en människa',
  ],
};

/** Last parts of a path to which sites send visitors of what is gone. */
export const ERROR_PATHS: ReadonlySet<string> = new Set([
  '404',
  '404.html',
  '404.php',
  '410',
  'error',
  'error.html',
  'not-found',
  'notfound',
  'not_found',
  'removed',
  'deleted',
  'suspended',
  'suspendedpage.cgi',
  'unavailable',
  'borttagen',
]);
/** Last parts of a path that ask for an account. */
export const LOG_IN_PATHS: ReadonlySet<string> = new Set([
  'login',
  'log-in',
  'login.php',
  'signin',
  'sign-in',
  'logga-in',
  'loggain',
  'auth',
  'register',
  'signup',
]);
/** Paths that are a site's front page beside `/` itself. */
export const FRONT_PATHS: ReadonlySet<string> = new Set([
  '/',
  '/index.html',
  '/index.htm',
  '/index.php',
  '/home',
  '/start',
]);
