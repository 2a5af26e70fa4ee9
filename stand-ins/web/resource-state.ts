/**
 * What a resource of the generated web does when it is asked for.
 *
 * | kind | answer |
 * |---|---|
 * | online | 200 with the page or picture |
 * | gone404, gone410 | the status, with a short page |
 * | parked | 200 with a domain parking page, whatever was there |
 * | removed-page | 200 with a page that says 'this page was removed' |
 * | error503 | 503 with a short page and `retry-after` |
 * | redirect-front | 302 to the host's front page |
 * | redirect | 302 to `to` |
 * | slow | as online, after `delayMs` without a byte |
 * | cut | 200, the full `content-length`, half the body, then the connection is cut |
 * | changing | 200, the same item among text, advertisements and times that differ at each visit |
 * | login-wall | 200 with a log-in form in place of the item |
 */
export type ResourceState =
  | { readonly kind: PlainStateKind }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'slow'; readonly delayMs: number };

/** The states that take no parameter. */
export type PlainStateKind =
  | 'online'
  | 'gone404'
  | 'gone410'
  | 'parked'
  | 'removed-page'
  | 'error503'
  | 'redirect-front'
  | 'cut'
  | 'changing'
  | 'login-wall';

/** Every parameterless state, for tests that go through all of them. */
export const PLAIN_STATES: readonly PlainStateKind[] = [
  ...(['online', 'gone404', 'gone410', 'parked', 'removed-page'] as const),
  ...(['error503', 'redirect-front', 'cut', 'changing', 'login-wall'] as const),
];
