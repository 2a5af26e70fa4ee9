/**
 * How Node reads our sources: `node --import ./src/platform/read-sources.ts PROGRAM`. Node strips the types of .ts itself; this adds
 * the views (.tsx, by esbuild), reads a package of hundreds of modules as one file, and keeps what was made beside the packages, so
 * that only what has changed is made anew (docs/decisions/sources-read-by-node.md has the figures).
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, enableCompileCache, flushCompileCache, registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as Esbuild from 'esbuild';

const PACKAGES = fileURLToPath(new URL('../../node_modules/', import.meta.url));
const CACHE = path.join(PACKAGES, '.cache', 'sources');
/** Packages that come in hundreds of modules and need no other: Kysely's 255 take 20 MB where its one file takes 5. */
const AS_ONE_FILE = new Set(['kysely']);
/** In a process that is killed later, nothing of its reading would be kept: so it is also kept once it has come up. */
const KEPT_AFTER_MS = 4_000;

const require = createRequire(import.meta.url);

// Our npm scripts name the same folder in the environment: this very file is then kept too, and what strips types stays unloaded.
// Where it cannot be written to (an installation that is read-only), the same is made anew at each start.
enableCompileCache(process.env['NODE_COMPILE_CACHE'] ?? path.join(CACHE, 'compiled'));
setTimeout(flushCompileCache, KEPT_AFTER_MS).unref();
process.setSourceMapsEnabled(true);

registerHooks({
  resolve(specifier, context, nextResolve) {
    const file = AS_ONE_FILE.has(specifier) ? oneFileOf(specifier) : undefined;
    if (file === undefined) return nextResolve(specifier, context);
    return { url: pathToFileURL(file).href, format: 'module', shortCircuit: true };
  },
  load(url, context, nextLoad) {
    if (!url.startsWith('file:') || !url.endsWith('.tsx')) return nextLoad(url, context);
    return { format: 'module', source: readView(fileURLToPath(url)), shortCircuit: true };
  },
});

/** A view as JavaScript, from what was kept or by esbuild. */
function readView(file: string): string {
  const source = readFileSync(file, 'utf8');
  // Its map names the file, so that the same text elsewhere is another one.
  const kept = path.join(CACHE, `${createHash('sha256').update(`${file}\0${source}`).digest('hex')}.js`);
  if (existsSync(kept)) return readFileSync(kept, 'utf8');
  const made = esbuild().transformSync(source, {
    loader: 'tsx',
    format: 'esm',
    target: 'node24',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcefile: file,
    sourcemap: 'inline',
    sourcesContent: false,
  }).code;
  keep(kept, made);
  return made;
}

/** The file that holds the whole package; undefined where it cannot be kept: Node reads its modules then. */
function oneFileOf(name: string): string | undefined {
  const manifest = readFileSync(path.join(PACKAGES, name, 'package.json'));
  const kept = path.join(CACHE, `${name}-${createHash('sha256').update(manifest).digest('hex').slice(0, 16)}.js`);
  if (existsSync(kept)) return kept;
  const { outputFiles } = esbuild().buildSync({
    stdin: { contents: `export * from '${name}'`, resolveDir: PACKAGES },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node24',
  });
  const [made] = outputFiles;
  return made !== undefined && keep(kept, made.text) ? kept : undefined;
}

/** Loaded when something must be made, which is seldom: it takes 10 MB. */
function esbuild(): typeof Esbuild {
  const loaded: unknown = require('esbuild');
  if (!isEsbuild(loaded)) throw new TypeError('The package esbuild has no transformSync: run npm ci.');
  return loaded;
}

function isEsbuild(loaded: unknown): loaded is typeof Esbuild {
  return typeof loaded === 'object' && loaded !== null && 'transformSync' in loaded && 'buildSync' in loaded;
}

/** Whole or not at all: another process may be reading. False where nothing can be written. */
function keep(file: string, text: string): boolean {
  const half = `${file}.${process.pid}`;
  try {
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(half, text);
    renameSync(half, file);
    return true;
  } catch {
    return false;
  }
}
