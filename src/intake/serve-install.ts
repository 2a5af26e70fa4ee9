/**
 * What a telephone needs to keep the site on its home screen (Web Application Manifest, W3C): names, colours, an icon. There is no service
 * worker, on purpose: it would store pages on the device and live on after the tab. An installed site is a link with a picture.
 */
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { directionOf, SITE_LANGUAGES } from '../terms/site-languages.ts';
import { siteOf, type IntakeDeps } from './site-deps.ts';

const ICONS = ['192', '512'].map((size) => ({
  path: `/icon-${size}.png`,
  sizes: `${size}x${size}`,
  bytes: readFileSync(new URL(`../site/icons/lighthouse-${size}.png`, import.meta.url)),
}));
const DAY_SECONDS = 86_400;

/** `/sv/manifest.webmanifest` in every language, and the icons that it names. */
export function serveInstall(http: FastifyInstance, { hotline }: Pick<IntakeDeps, 'hotline'>): void {
  for (const { path, bytes } of ICONS)
    http.get(path, (_request, reply) =>
      reply.type('image/png').header('cache-control', `public, max-age=${DAY_SECONDS}`).send(bytes),
    );
  for (const language of SITE_LANGUAGES) {
    const { texts } = siteOf(hotline, language);
    const manifest = JSON.stringify({
      ...{ id: '/', start_url: `/${language}`, scope: '/', display: 'minimal-ui' },
      ...{ lang: language, dir: directionOf(language), name: hotline.name, description: texts.start.title },
      ...{ background_color: '#f6f8fa', theme_color: '#0a3450' },
      icons: ICONS.map(({ path, sizes }) => ({ src: path, sizes, type: 'image/png', purpose: 'any maskable' })),
    });
    http.get(`/${language}/manifest.webmanifest`, (_request, reply) =>
      reply.type('application/manifest+json; charset=utf-8').send(manifest),
    );
  }
}
