/**
 * The site's only script: it leaves the page without a way back, and copies the receipt. Nothing needs it. Its text is
 * pinned by hash in the policy (CSP level 3) and in the page (Subresource Integrity), so no other script can run here.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

const CACHE_FOREVER = 'public, max-age=31536000, immutable';

/** A script as pages link to it. */
export interface Script {
  /** The path to link to. */
  readonly href: string;
  readonly text: string;
  /** `sha256-...` in base64, for `integrity` and for the policy. */
  readonly integrity: string;
}

/** Reads a script once, at start. */
export function readScript(file: URL): Script {
  const text = readFileSync(file, 'utf8');
  const digest = createHash('sha256').update(text).digest();
  return {
    href: `/script/${digest.toString('hex').slice(0, 12)}.js`,
    text,
    integrity: `sha256-${digest.toString('base64')}`,
  };
}

/** Serves it at its path. */
export function serveScript(http: FastifyInstance, script: Script): void {
  http.get(script.href, (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').header('cache-control', CACHE_FOREVER).send(script.text),
  );
}
