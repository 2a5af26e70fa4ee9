import type { Answer, Visit } from './screens.ts';

/**
 * To the log-in, after the session at hand has ended. The browser is asked to forget what it kept of the pages (W3C, Clear Site Data, 3.1)
 * and loses both cookies that opened something. `"cookies"` would take those of the hotline's other sites along, and `"storage"`
 * somebody's choice about keys of the keyboard, which is all that is stored.
 */
export function leave({ cookies, reply }: Pick<Visit, 'cookies' | 'reply'>): Answer {
  for (const kind of ['session', 'oidc'] as const) cookies.clear(reply, kind);
  reply.header('clear-site-data', '"cache"');
  return { goTo: '/log-in' };
}
