/** The link in a mail about something new: a page with one button. Opening it alone changes nothing, because mail servers open links. */
import type { FastifyInstance } from 'fastify';
import { sendPage } from '../../platform/http.ts';
import { SITE_LANGUAGES } from '../../terms/site-languages.ts';
import { siteOf, type IntakeDeps } from '../site-deps.ts';
import { StopNoticePage } from '../views/stop-notice-page.tsx';
import { stopByToken } from './use-notice.ts';

interface TokenRoute {
  Params: { token: string };
}

/** In all languages; a mail program's one-click request (RFC 8058) is the same POST. */
export function serveNotice(http: FastifyInstance, deps: IntakeDeps): void {
  for (const language of SITE_LANGUAGES) {
    const site = siteOf(deps.hotline, language);
    http.get<TokenRoute>(`/${language}/notice/:token`, (_request, reply) =>
      sendPage(reply, <StopNoticePage site={site} isStopped={false} />),
    );
    http.post<TokenRoute>(`/${language}/notice/:token`, async (request, reply) => {
      await stopByToken(deps, request.params.token, deps.clock.now());
      return sendPage(reply, <StopNoticePage site={site} isStopped />);
    });
  }
}
