/** `fyr figures` on the command line. */
import { foldOnce, rebuildSums } from '../figures/door.ts';
import type { House } from '../house.ts';

/** Makes the sums anew, beside a working house. @returns the exit code: 0 done, 2 not understood */
export async function runFigures(
  args: readonly string[],
  { db, config }: Pick<House, 'db' | 'config'>,
  out: NodeJS.WritableStream,
): Promise<number> {
  if (args.length !== 1 || args[0] !== 'rebuild') {
    out.write('Which? npm run fyr -- figures rebuild\n');
    return 2;
  }
  await rebuildSums(db, config.timeZone);
  out.write('Counting. Until it is done figures are read from the rows themselves; stopping now loses nothing.\n');
  while ((await foldOnce(db)) === 'more');
  out.write('Every sum is made anew.\n');
  return 0;
}
