import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const entrance = 'lib/pdq/assembly/index.ts';
const root = fileURLToPath(new URL('../../', import.meta.url));

/** The compiler's arguments: what `npx asc` would be given. Same compiler version, same bytes. */
export const compilerArguments = [
  entrance,
  '--outFile',
  'pdq.wasm',
  '-O3',
  '--noAssert',
  '--initialMemory',
  '65',
  '--runtime',
  'stub',
  '--enable',
  'simd',
  '--enable',
  'bulk-memory',
] as const;

/**
 * Compiles `assembly/` in memory. Nothing is written, so that a test can compare the outcome with the committed
 * `pdq.wasm`. Throws with the compiler's own words where the source does not compile.
 */
export async function buildEngine(): Promise<Uint8Array> {
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
  if (error !== null || binary === undefined) throw new Error(`lib/pdq/assembly does not compile: ${words}`);
  return binary;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(new URL('pdq.wasm', import.meta.url), await buildEngine());
}
