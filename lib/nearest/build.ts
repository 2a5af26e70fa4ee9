import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The compiler's arguments: what `npx asc` would be given. Same compiler version, same bytes. */
export const compilerArguments = [
  'lib/nearest/assembly/index.ts',
  '--outFile',
  'nearest.wasm',
  '-O3',
  '--noAssert',
  '--runtime',
  'stub',
  '--importMemory',
  '--sharedMemory',
  '--initialMemory',
  '8832',
  '--maximumMemory',
  '65536',
  '--enable',
  'simd',
  '--enable',
  'bulk-memory',
  '--enable',
  'threads',
] as const;

/**
 * Compiles `assembly/` in memory. Nothing is written, so that a test can compare the outcome with the committed
 * `nearest.wasm`. Throws with the compiler's own words where the source does not compile.
 */
export async function buildWasm(): Promise<Uint8Array> {
  let binary: Uint8Array | undefined;
  let words = '';
  const { error } = await main([...compilerArguments], {
    readFile: (name, baseDir) => readFile(`${root}${baseDir}/${name}`, 'utf8').catch(() => null),
    writeFile: (_name, contents) => {
      if (typeof contents !== 'string') binary = contents;
    },
    listFiles: () => null,
    stderr: { write: (text: string | Uint8Array) => void (words += text.toString()) },
  });
  if (error !== null || binary === undefined) throw new Error(`lib/nearest/assembly does not compile: ${words}`);
  return binary;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(new URL('nearest.wasm', import.meta.url), await buildWasm());
}
