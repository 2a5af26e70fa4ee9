/** `npm run bench -- NAME`: runs one benchmark; each measures both sides in the same run and ends with `ratio R`. */
import { readdirSync } from 'node:fs';

/** A benchmark's file exports this. */
export interface Bench {
  run(args: readonly string[]): Promise<void>;
}

const names = readdirSync(import.meta.dirname)
  .filter((file) => /^[a-z-]+\.ts$/.test(file) && file !== 'run.ts')
  .map((file) => file.slice(0, -'.ts'.length));

const [name, ...args] = process.argv.slice(2);
if (name === undefined || !names.includes(name)) {
  process.stderr.write(`Which benchmark? npm run bench -- NAME, where NAME is one of: ${names.join(', ')}\n`);
  process.exitCode = 2;
} else {
  const bench: unknown = await import(`./${name}.ts`);
  if (!isBench(bench)) throw new TypeError(`bench/${name}.ts exports no function run(args).`);
  await bench.run(args);
}

function isBench(loaded: unknown): loaded is Bench {
  return typeof loaded === 'object' && loaded !== null && 'run' in loaded && typeof loaded.run === 'function';
}
