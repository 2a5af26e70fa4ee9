/** The picture that messengers show beside a link to the site (the Open Graph protocol, ogp.me). Drawn by tools/draw-card.ts. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

const BYTES = readFileSync(new URL('./card.png', import.meta.url));

/** Its path and its size in pixels. */
export const CARD = {
  href: `/card/${createHash('sha256').update(BYTES).digest('hex').slice(0, 12)}.png`,
  width: 1200,
  height: 630,
} as const;

/** Serves it; unlike everything else of the site it may be shown on other sites' pages: that is what it is for. */
export function serveCard(http: FastifyInstance): void {
  http.get(CARD.href, (_request, reply) =>
    reply
      .type('image/png')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('cross-origin-resource-policy', 'cross-origin')
      .send(BYTES),
  );
}
