import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compileAssembly } from '../../tools/compile-assembly.ts';

const OPTIONS = [
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
];

/** Compiles `assembly/`; a test compares the outcome with the committed `pdq.wasm`. @throws Error with the compiler's words */
export const buildEngine = (): Uint8Array => compileAssembly('lib/pdq/assembly/index.ts', OPTIONS);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(new URL('pdq.wasm', import.meta.url), buildEngine());
}
