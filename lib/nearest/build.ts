import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { compileAssembly } from '../../tools/compile-assembly.ts';

const OPTIONS = [
  ...['-O3', '--noAssert', '--runtime', 'stub'],
  ...['--importMemory', '--sharedMemory', '--initialMemory', '8832', '--maximumMemory', '65536'],
  ...['--enable', 'simd', '--enable', 'bulk-memory', '--enable', 'threads'],
];

/** Compiles `assembly/`; a test compares the outcome with the committed `nearest.wasm`. @throws Error with the compiler's words */
export const buildWasm = (): Uint8Array => compileAssembly('lib/nearest/assembly/index.ts', OPTIONS);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(new URL('nearest.wasm', import.meta.url), buildWasm());
}
