/**
 * AssemblyScript to WebAssembly, by the compiler's own command in a process of its own. (Importing the compiler would bring
 * its global types into ours: there `array.at(-1)` is never undefined.)
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * Compiles `entrance` (a path from the project's root) with the compiler's `options`; the same compiler version gives the
 * same bytes. @throws Error with the compiler's own words where the source does not compile
 */
export function compileAssembly(entrance: string, options: readonly string[]): Uint8Array {
  const folder = mkdtempSync(path.join(tmpdir(), 'fyr-asc-'));
  const outFile = path.join(folder, 'out.wasm');
  const compiler = path.join(root, 'node_modules/assemblyscript/bin/asc.js');
  try {
    execFileSync(process.execPath, [compiler, entrance, ...options, '--outFile', outFile], {
      cwd: root,
      stdio: 'pipe',
    });
    return readFileSync(outFile);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
