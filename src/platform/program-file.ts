/**
 * A program of ours as one file, for a process that counts its memory: the sources it reads and the packages they name, without comments
 * and without what nobody calls. Made by esbuild when a source has changed, else kept (docs/decisions/lean-crawler.md).
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const KEPT_IN = path.join(ROOT, 'node_modules', '.cache', 'sources');
/** Grows when this file makes another program of the same sources. */
const VERSION = 1;

/**
 * The file that runs as `entry` would (an absolute path to a `.ts` file). What is loaded on demand out of a package stays outside. Undefined
 * where nothing can be kept (an installation that is read-only): the caller runs `entry` itself.
 */
export async function programFileOf(entry: string, keptIn = KEPT_IN): Promise<string | undefined> {
  const name = digestOf(`${VERSION}\0${ROOT}\0${entry}`).slice(0, 16);
  const file = path.join(keptIn, `program-${name}.mjs`);
  if (await isCurrent(file)) return file;
  const { text, inputs } = await make(entry);
  // The list comes first: a list without its program is no harm, the other way round an old program would pass for a new one.
  const list = [digestOf(text), ...(await Promise.all(inputs.map(async (each) => `${await hashOf(each)} ${each}`)))];
  return (await keep(`${file}.inputs`, list.join('\n'))) && (await keep(file, text)) ? file : undefined;
}

const digestOf = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');
const hashOf = async (file: string): Promise<string> => digestOf(await readFile(file));

/** Whether the kept program is the one that its list was written with, and every file that went into it is as it was. */
async function isCurrent(file: string): Promise<boolean> {
  try {
    const [own, ...inputs] = (await readFile(`${file}.inputs`, 'utf8')).split('\n');
    const isSame = async (line: string): Promise<boolean> => {
      const space = line.indexOf(' ');
      return (await hashOf(line.slice(space + 1))) === line.slice(0, space);
    };
    if (own !== (await hashOf(file))) return false;
    return (await Promise.all(inputs.map(isSame))).every(Boolean);
  } catch {
    return false;
  }
}

async function make(entry: string): Promise<{ readonly text: string; readonly inputs: readonly string[] }> {
  const esbuild = await import('esbuild');
  const { outputFiles, metafile } = await esbuild.build({
    entryPoints: [entry],
    absWorkingDir: ROOT,
    ...{ bundle: true, write: false, metafile: true, format: 'esm', platform: 'node', target: 'node24' },
    // Names stay: they are what an error says of where it happened.
    ...{ minifyWhitespace: true, minifySyntax: true, legalComments: 'none', logLevel: 'silent' },
    // For packages that are CommonJS and require what Node brings, or a package that need not be there.
    banner: {
      js: `import{createRequire as requireFrom}from'node:module';const require=requireFrom(${JSON.stringify(pathToFileURL(path.join(ROOT, 'package.json')).href)});`,
    },
    external: ['pg-native'],
    plugins: [WHERE_IT_STANDS, ON_DEMAND],
  });
  const [made] = outputFiles;
  if (made === undefined) throw new Error(`esbuild made nothing of ${entry}.`);
  return { text: made.text, inputs: Object.keys(metafile.inputs).map((each) => path.join(ROOT, each)) };
}

/** Sources look for files beside them: they go on being told where they themselves stand, and not where the one file does. */
const WHERE_IT_STANDS: Plugin = {
  name: 'where-it-stands',
  setup(build) {
    build.onLoad({ filter: /\.ts$/, namespace: 'file' }, async (args) => {
      const source = await readFile(args.path, 'utf8');
      const contents = source
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(args.path).href))
        .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(args.path)))
        .replaceAll('import.meta.filename', JSON.stringify(args.path));
      return { contents, loader: 'ts' };
    });
  },
};

/** A package that is imported on demand is large, or need not be there: Node loads it from where it is. */
const ON_DEMAND: Plugin = {
  name: 'on-demand',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, (args) =>
      args.kind === 'dynamic-import' ? { path: args.path, external: true } : undefined,
    );
  },
};

/** Whole or not at all: another process may be reading. False where nothing can be written. */
async function keep(file: string, text: string): Promise<boolean> {
  const half = `${file}.${process.pid}`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(half, text);
    await rename(half, file);
    return true;
  } catch {
    return false;
  }
}
