/** `fyr package ...`: checking what the police received, with nothing but a public key; and saying which key that is. */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { formatVerifierKey, parseVerifierKey } from '../ledger/door.ts';
import { packageSignerOf, readZip, verifyPackage } from '../partners/door.ts';
import type { ServiceKey } from '../platform/service-key.ts';

const USAGE = `fyr package verify --key=KEY FILE...   a ZIP, a folder, or the files one by one: are they what the hotline signed?
fyr package key                        this hotline's public key, as one line to hand to the police`;

/** `serviceKey` is asked for by `key` alone. */
export interface PackageCommandDeps {
  readonly write: (line: string) => void;
  readonly serviceKey: () => Promise<ServiceKey>;
}

/** @returns the exit code: 0 whole, 1 something does not fit, 2 not understood */
export async function runPackageCommand(args: readonly string[], deps: PackageCommandDeps): Promise<number> {
  const [command, ...rest] = args;
  if (command === 'key' && rest.length === 0) return printKey(deps);
  const keys = rest.filter((each) => each.startsWith('--key='));
  const files = rest.filter((each) => !each.startsWith('--'));
  const [key] = keys;
  if (command !== 'verify' || key === undefined || keys.length + files.length !== rest.length || files.length === 0) {
    deps.write(USAGE);
    return 2;
  }
  try {
    return report(deps, verifyPackage(parseVerifierKey(key.slice('--key='.length)), await readAll(files)));
  } catch (error) {
    // Of a wrong key, a file that is not there, a ZIP that is none: what it is, in the error's own words.
    deps.write(error instanceof Error ? error.message : 'The files could not be read.');
    return 2;
  }
}

async function printKey(deps: PackageCommandDeps): Promise<number> {
  deps.write(formatVerifierKey(packageSignerOf(await deps.serviceKey())));
  return 0;
}

function report(deps: PackageCommandDeps, found: ReturnType<typeof verifyPackage>): number {
  const { manifest, problems, provedActs } = found;
  if (manifest !== undefined) {
    deps.write(`Signed by this key for ${manifest.hotline}, ${manifest.preparedAt}.`);
    for (const [name, hash] of manifest.hashes) deps.write(`  ${hash}  ${name}`);
  }
  if (problems.length === 0) {
    if (provedActs > 0) deps.write(`Acts of the hotline's ledger that are proved: ${provedActs}.`);
    deps.write('The package is whole: each file is what the hotline signed.');
    return 0;
  }
  deps.write('The package is NOT what the hotline signed.');
  for (const problem of problems) deps.write(`- ${problem}`);
  return 1;
}

/** A package is small: whatever is larger than this is none. */
const MOST_BYTES = 64 * 1024 * 1024;

async function readAll(
  names: readonly string[],
): Promise<readonly { readonly name: string; readonly bytes: Buffer }[]> {
  const files = [];
  for (const name of names) {
    const found = await stat(name).catch(() => undefined);
    if (found === undefined) throw new Error(`There is no file ${name}.`);
    if (found.isDirectory()) {
      for (const each of await readdir(name)) files.push(await readOne(path.join(name, each)));
    } else if (name.toLowerCase().endsWith('.zip')) {
      files.push(...readZip((await readOne(name)).bytes));
    } else {
      files.push(await readOne(name));
    }
  }
  return files;
}

async function readOne(name: string): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  if ((await stat(name)).size > MOST_BYTES) throw new Error(`${name} is larger than a package can be.`);
  return { name: path.basename(name), bytes: await readFile(name) };
}
