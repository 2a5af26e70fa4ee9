/** Looks for words that must be nowhere in clear: in texts, in rows of every table, in every file, and as other forms of their bytes. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import type { Db } from '../src/platform/db.ts';

/** Names to words; a word has at least eight bytes, so that chance does not find it. */
export type Canaries = Readonly<Record<string, string>>;

interface Needle {
  readonly label: string;
  readonly bytes: Buffer;
}

/** Every form in which a word's bytes could lie about: as they are, UTF-16, hexadecimal, percent-encoded, base64 at each of its three alignments. */
export function needlesOf(canaries: Canaries): readonly Needle[] {
  return Object.entries(canaries).flatMap(([name, word]) => {
    const bytes = Buffer.from(word, 'utf8');
    const hex = bytes.toString('hex');
    const forms: Readonly<Record<string, Buffer>> = {
      clear: bytes,
      lower: Buffer.from(word.toLowerCase()),
      'utf-16': Buffer.from(word, 'utf16le'),
      hex: Buffer.from(hex),
      HEX: Buffer.from(hex.toUpperCase()),
      percent: Buffer.from(encodeURIComponent(word)),
      json: Buffer.from(JSON.stringify(word).slice(1, -1)),
      ...Object.fromEntries([0, 1, 2].flatMap((shift) => base64Forms(bytes, shift))),
    };
    const all = Object.entries(forms);
    const distinct = all.filter(([, each], index) => all.findIndex(([, other]) => other.equals(each)) === index);
    return distinct.map(([form, each]) => ({ label: `${name} (${form})`, bytes: each }));
  });
}

/** The middle of the base64 text of bytes that begin `shift` bytes after a group's start: what does not depend on the neighbours. */
function base64Forms(bytes: Buffer, shift: number): readonly (readonly [string, Buffer])[] {
  const padded = Buffer.concat([Buffer.alloc(shift), bytes]);
  return (['base64', 'base64url'] as const).map((encoding) => {
    const text = padded.toString(encoding).replace(/=+$/, '');
    const first = Math.ceil((shift * 8) / 6);
    const last = Math.floor((padded.length * 8) / 6);
    return [`${encoding}+${shift}`, Buffer.from(text.slice(first, last))] as const;
  });
}

/** Which needles are in the bytes, as `place: label`. */
export function findIn(place: string, bytes: Buffer, needles: readonly Needle[]): readonly string[] {
  return needles.filter((needle) => bytes.includes(needle.bytes)).map((needle) => `${place}: ${needle.label}`);
}

export interface Searched {
  readonly found: readonly string[];
  readonly files: number;
  readonly sizeBytes: number;
}

/** Searches every file below a folder. One that ends while it is read (a socket, a file that goes) is passed over. */
export async function searchFolder(folder: string, needles: readonly Needle[]): Promise<Searched> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  let [files, sizeBytes] = [0, 0];
  for (const entry of entries) {
    const file = path.join(entry.parentPath, entry.name);
    found.push(...findIn(`name of ${file}`, Buffer.from(entry.name), needles));
    if (!entry.isFile()) continue;
    const bytes = await readFile(file).catch(() => undefined);
    if (bytes === undefined) continue;
    files += 1;
    sizeBytes += bytes.length;
    found.push(...findIn(path.relative(folder, file), bytes, needles));
  }
  return { found, files, sizeBytes };
}

/** Searches every row of every table outside PostgreSQL's own schemas, as a dump would write it (bytes in hexadecimal). */
export async function searchTables(
  db: Db,
  needles: readonly Needle[],
): Promise<{ readonly found: readonly string[]; readonly tables: readonly string[]; readonly rows: number }> {
  const tables = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema') order by 1`.execute(db);
  const found: string[] = [];
  let count = 0;
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.raw(name)} t`.execute(db);
    count += rows.length;
    found.push(...findIn(name, Buffer.from(rows.map(({ row }) => row).join('\n')), needles));
  }
  return { found, tables: tables.rows.map(({ name }) => name), rows: count };
}
