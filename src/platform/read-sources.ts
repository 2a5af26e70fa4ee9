/**
 * How Node reads our sources: `node --import ./src/platform/read-sources.ts PROGRAM`. Node strips the types of .ts itself; this adds
 * the views (.tsx, by esbuild), and keeps what was made of either beside the packages, so that only what has changed is read anew.
 *
 * A start of the whole house reads some 800 modules: 1.2 s this way, where a general loader on a thread of its own took 3.4 s
 * (docs/decisions/sources-read-by-node.md).
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { enableCompileCache, flushCompileCache, registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/sources/', import.meta.url));
/** In a process that is killed later, nothing of its reading would be kept: so it is also kept once it has come up. */
const KEPT_AFTER_MS = 4_000;

// Where the folder cannot be written to (an installation that is read-only), the same is made anew at each start.
enableCompileCache(process.env['NODE_COMPILE_CACHE'] ?? path.join(CACHE, 'compiled'));
setTimeout(flushCompileCache, KEPT_AFTER_MS).unref();
process.setSourceMapsEnabled(true);

registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith('file:') || !url.endsWith('.tsx')) return nextLoad(url, context);
    const file = fileURLToPath(url);
    return { format: 'module', source: readView(file), shortCircuit: true };
  },
});

/** A view as JavaScript, from what was kept or by esbuild. */
function readView(file: string): string {
  const source = readFileSync(file, 'utf8');
  // The map within names the file, so that the same text elsewhere is another one.
  const kept = path.join(CACHE, `${createHash('sha256').update(file).update('\0').update(source).digest('hex')}.js`);
  try {
    return readFileSync(kept, 'utf8');
  } catch {
    const made = toJavaScript(file, source);
    keep(kept, made);
    return made;
  }
}

function toJavaScript(file: string, source: string): string {
  return transformSync(source, {
    loader: 'tsx',
    format: 'esm',
    target: 'node24',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcefile: file,
    sourcemap: 'inline',
    sourcesContent: false,
  }).code;
}

/** Whole or not at all: another process may be reading. */
function keep(file: string, text: string): void {
  const half = `${file}.${process.pid}`;
  try {
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(half, text);
    renameSync(half, file);
  } catch {
    // A read-only installation.
  }
}
