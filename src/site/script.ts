/**
 * The site's scripts. Nothing needs them. Their text is pinned by hash in the policy (CSP level 3) and in the page (Subresource
 * Integrity), so that no other script can run here.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
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
export const readScript = (file: URL): Script => toScript(readFileSync(file, 'utf8'));

/**
 * Makes one script of a TypeScript file and what it imports, once, at start: the same text from the same release, so that anybody can
 * make it again and compare its hash with the page's. Browsers from 2020 on (ES2020: big integers).
 */
export function bundleScript(file: URL): Script {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(file)],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2020',
    charset: 'utf8',
  });
  return toScript(outputFiles[0]?.text ?? '');
}

function toScript(text: string): Script {
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
