/** The pages that make the hotline known, over HTTP. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { renderToString } from 'preact-render-to-string';
import { sendPage } from '../platform/http.ts';
import { SITE_LANGUAGES, type SiteLanguage } from '../terms/site-languages.ts';
import { siteOf, type IntakeDeps } from './site-deps.ts';
import { PosterPage, ShareCard, SpreadPage } from './views/spread-pages.tsx';

/** In all languages: `/sv/spread`, `/sv/poster` and `/sv/card.svg`. */
export function serveSpread(http: FastifyInstance, { hotline }: Pick<IntakeDeps, 'hotline'>): void {
  for (const language of SITE_LANGUAGES) {
    const site = siteOf(hotline, language);
    const propsFor = (request: FastifyRequest) => ({ site, address: addressFor(request, hotline.siteUrl, language) });
    http.get(`/${language}/spread`, (request, reply) => sendPage(reply, <SpreadPage {...propsFor(request)} />));
    http.get(`/${language}/poster`, (request, reply) => sendPage(reply, <PosterPage {...propsFor(request)} />));
    http.get(`/${language}/card.svg`, (request, reply) =>
      reply.type('image/svg+xml; charset=utf-8').send(renderToString(<ShareCard {...propsFor(request)} />)),
    );
  }
}

/** A name (RFC 1035: 253 characters) or an IP address, and a port: no QR code holds what else a Host field may have in it. */
const HOST = /^[\w.:[\]-]{1,260}$/;

/** The operator's address for the site; where none is set, the one that was asked for: who asks sees only their own. */
function addressFor(request: FastifyRequest, siteUrl: string | undefined, language: SiteLanguage): string {
  const host = HOST.test(request.host) ? request.host : 'localhost';
  const origin = siteUrl?.replace(/\/$/, '') ?? `${request.protocol}://${host}`;
  return `${origin}/${language}`;
}
