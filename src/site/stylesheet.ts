/** A stylesheet served under a name made of its content, so that browsers may keep it for good. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

const CACHE_FOREVER = 'public, max-age=31536000, immutable';

export interface Stylesheet {
  /** The path to link to. */
  readonly href: string;
  readonly text: string;
}

/** Reads a stylesheet once, at start; comments and indentation are left out of what is sent. */
export function readStylesheet(file: URL): Stylesheet {
  const text = readFileSync(file, 'utf8')
    .replace(/\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//g, '')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
  const name = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return { href: `/style/${name}.css`, text };
}

/** Serves it at its path. */
export function serveStylesheet(http: FastifyInstance, sheet: Stylesheet): void {
  http.get(sheet.href, (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', CACHE_FOREVER).send(sheet.text),
  );
}
