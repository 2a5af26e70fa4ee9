/**
 * Where the service key comes from: a file (made at the first start), the environment, or a program that a key service or a TPM
 * answers. Its text is one key or several: the first is what is written with, the others are still read. `retired=` and an instant
 * after a key says when another took its place (docs/keys.md).
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { link, mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { syncFolder } from './sync-folder.ts';

export type KeySource =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'command'; readonly command: readonly string[] };

/** One key, and since when another is written with; undefined: it is the newest, or nobody said. */
export interface HeldKey {
  readonly secret: Buffer;
  readonly retiredAt: Date | undefined;
}

/** The keys at hand, newest first. */
export interface KeyRing {
  keys(): readonly HeldKey[];
  /** Looks whether keys were added since, because a box fits none. @returns whether there are */
  refresh(): boolean;
}

const KEY_BYTES = 32;
const COMMAND_LIMIT_MS = 30_000;
const COMMAND_MAX_BYTES = 64 * 1024;

const RETIRED = /^retired=(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z)$/;

/**
 * 64 hexadecimal digits a key, newest first, each with `retired=2026-11-26T22:00:00Z` after it if it is; separated by white space.
 * @throws Error naming `where` when it is anything else
 */
export function parseKeys(text: string, where: string): readonly HeldKey[] {
  const keys: HeldKey[] = [];
  for (const part of text.split(/\s+/).filter((each) => each !== '')) {
    const last = keys.at(-1);
    const retiredAt = new Date(RETIRED.exec(part)?.[1] ?? '');
    if (/^[0-9a-f]{64}$/i.test(part)) keys.push({ secret: Buffer.from(part, 'hex'), retiredAt: undefined });
    else if (last !== undefined && last.retiredAt === undefined && !Number.isNaN(retiredAt.getTime()))
      keys.splice(-1, 1, { ...last, retiredAt });
    else keys.length = 0;
    if (keys.length === 0) break;
  }
  if (keys.length === 0)
    throw new Error(
      `The service key ${where} must hold 64 hexadecimal digits a key and nothing else but when each was retired.`,
    );
  return keys;
}

/** The same as text, a key a line. */
export const formatKeys = (keys: readonly HeldKey[]): string =>
  keys
    .map(
      ({ secret, retiredAt }) =>
        `${secret.toString('hex')}${retiredAt === undefined ? '' : ` retired=${retiredAt.toISOString()}`}`,
    )
    .join('\n');

/** The text of the key as its source has it; a file is made when it is not there. @throws Error that says what to do */
export async function readKeyText(source: KeySource): Promise<string> {
  switch (source.kind) {
    case 'text':
      return source.text;
    case 'command':
      return await askProgram(source.command);
    case 'file':
      if (!existsSync(source.file)) await createKeyFile(source.file, freshKey());
      return await readFile(source.file, 'utf8');
  }
}

/** A key from the system's random source, as a file holds it. */
export const freshKey = (): string => randomBytes(KEY_BYTES).toString('hex');

async function askProgram([program = '', ...args]: readonly string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(program, args, {
      timeout: COMMAND_LIMIT_MS,
      maxBuffer: COMMAND_MAX_BYTES,
    });
    return stdout;
  } catch (error) {
    // What the program said may be part of the key: only how it ended is told.
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
    throw new Error(`The program of FYR_SERVICE_KEY_COMMAND (${program}) gave no key: it ended with ${code}.`);
  }
}

/** The keys of a source, which a file may add to while we run. @throws Error when it is no key */
export async function openKeyRing(source: KeySource): Promise<KeyRing> {
  const where = source.kind === 'file' ? `file ${source.file}` : source.kind;
  const keys = parseKeys(await readKeyText(source), where);
  return source.kind === 'file' ? fileRing(source.file, keys) : { keys: () => keys, refresh: () => false };
}

/** A rotation is seen this soon by whoever writes; whoever meets a box of the new key looks at once. */
export const RING_LOOK_MS = 5_000;

function fileRing(file: string, first: readonly HeldKey[]): KeyRing {
  let keys = first;
  let seen = markOf(file);
  let lookedAt = performance.now();
  const refresh = (): boolean => {
    lookedAt = performance.now();
    const now = markOf(file);
    if (now === seen) return false;
    try {
      keys = parseKeys(readFileSync(file, 'utf8'), `file ${file}`);
    } catch {
      // Half written by hand: what we have still works, and the next look may be luckier.
      return false;
    }
    seen = now;
    return true;
  };
  return {
    keys: () => {
      if (performance.now() - lookedAt > RING_LOOK_MS) refresh();
      return keys;
    },
    refresh,
  };
}

/** Another one for another file under the name, also when both were written in one tick of the file system's clock. */
function markOf(file: string): string {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? '' : `${stats.ino} ${stats.size} ${stats.mtimeNs}`;
}

/** Writes a key file where there is none, synced. Another's that was first stands. */
export async function createKeyFile(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const fresh = await writeBeside(file, text);
  // link() never replaces: if another process was first, its key stands.
  await link(fresh, file).catch((error: unknown) => {
    if (!existsSync(file)) throw error;
  });
  await unlink(fresh);
  await syncFolder(path.dirname(file));
}

/** Puts these keys in the place of the file's, whole or not at all. */
export async function replaceKeyFile(file: string, keys: readonly HeldKey[]): Promise<void> {
  const fresh = await writeBeside(file, formatKeys(keys));
  await rename(fresh, file);
  await syncFolder(path.dirname(file));
}

async function writeBeside(file: string, text: string): Promise<string> {
  const fresh = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = await open(fresh, 'wx', 0o600);
  try {
    await handle.writeFile(`${text.trim()}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return fresh;
}
