/** Seeds as people give them: addresses, or files with one address a line. */
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { recogniseAddresses } from '../terms/web-address.ts';
import { CommandProblem } from './command-problem.ts';

const MAX_FILE_BYTES = 16 * 1024 * 1024;

/**
 * The canonical addresses of all arguments, each once. Empty lines and lines that begin with `#` are passed over.
 * @throws CommandProblem naming the argument or the line that is no address, without its words
 */
export async function readSeeds(args: readonly string[]): Promise<readonly string[]> {
  const seeds = new Set<string>();
  for (const [n, arg] of args.entries()) {
    if (!existsSync(arg)) seeds.add(seedOf(arg, `Argument ${n + 1}`));
    else for (const seed of await readFileOfSeeds(arg)) seeds.add(seed);
  }
  if (seeds.size === 0) throw new CommandProblem('No seeds: give addresses, or a file with one address a line.', 2);
  return [...seeds];
}

async function readFileOfSeeds(file: string): Promise<readonly string[]> {
  const { size } = await stat(file);
  if (size > MAX_FILE_BYTES) throw new CommandProblem(`${file} is larger than ${MAX_FILE_BYTES} bytes.`, 2);
  const lines = (await readFile(file, 'utf8')).split(/\r\n|\n|\r/);
  return lines.flatMap((line, n) =>
    line.trim() === '' || line.trim().startsWith('#') ? [] : [seedOf(line, `${file}, line ${n + 1}`)],
  );
}

const REASONS: Readonly<Record<string, string>> = {
  'private-host': 'a host of a private network',
  'scheme-not-handled': 'only http and https are visited',
  'too-long': 'too long',
  'too-many': 'more than one address',
};

function seedOf(text: string, where: string): string {
  const { addresses, rejected } = recogniseAddresses(text);
  const [address] = addresses;
  if (address !== undefined && addresses.length === 1) return address.canonical;
  const reason = REASONS[rejected[0]?.reasonCode ?? (addresses.length > 1 ? 'too-many' : '')];
  throw new CommandProblem(
    `${where} is no address that can be visited${reason === undefined ? '' : `: ${reason}`}.`,
    2,
  );
}
