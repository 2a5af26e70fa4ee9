/** `npm run fyr -- import-tips FILE`: tips from another system or another year, through the same door as the public's. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, stat } from 'node:fs/promises';
import { receiveTip } from '../intake/door.ts';
import { newestDeskKey } from '../staff/door.ts';
import type { House } from '../house.ts';
import { readDoneRows, saveDoneRows } from './import-store.ts';
import { openProgress } from './progress.ts';
import { readTipRows, type ReadRow, type TipRow } from './tip-rows.ts';

export interface ImportResult {
  readonly imported: number;
  /** In the database already, from an earlier run of the same file. */
  readonly known: number;
  readonly rejected: number;
  readonly rejectedFile: string | undefined;
}

/** Rows in flight at once; each is a transaction of its own, so this is also how many commits share one flush of the log. */
const WINDOW = 64;

/**
 * Imports every row of `file`. It can be stopped at any moment and started again: rows that are in are known by their
 * content and place, so none is doubled. Rows that cannot be tips are set aside in `FILE.rejected.ndjson`, by line.
 * @throws Error when the file cannot be read or no supervisor exists yet
 */
export async function importTips(house: House, file: string, out: NodeJS.WriteStream): Promise<ImportResult> {
  const deskKey = await newestDeskKey(house.db);
  if (deskKey === undefined)
    throw new Error('Set up the first supervisor before importing: tips are sealed to a key that does not exist yet.');
  const fileDigest = await digestFile(file);
  const doneBefore = await readDoneRows(house.db, fileDigest);
  const rejectedFile = `${file}.rejected.ndjson`;
  const progress = openProgress(out, 'Importing', await countLines(file));
  const counts = { imported: 0, known: 0, rejected: 0 };
  let rows = 0;
  let window: ReadRow[] = [];
  const flush = async () => {
    const results = await Promise.all(
      window.map((read) => (read.ok ? receiveRow(house, deskKey, fileDigest, read) : setAside(rejectedFile, read))),
    );
    for (const result of results) counts[result] += 1;
    window = [];
    await saveDoneRows(house.db, fileDigest, rows, house.clock.now());
    progress.update(rows, counts.rejected > 0 ? `${counts.rejected} set aside` : '');
  };
  for await (const read of readTipRows(file)) {
    rows += 1;
    if (rows <= doneBefore) {
      counts.known += 1;
      continue;
    }
    window.push(read);
    if (window.length >= WINDOW) await flush();
  }
  await flush();
  progress.end();
  return { ...counts, rejectedFile: counts.rejected > 0 ? rejectedFile : undefined };
}

async function receiveRow(
  house: House,
  deskKey: NonNullable<Awaited<ReturnType<typeof newestDeskKey>>>,
  fileDigest: Buffer,
  read: { line: number; row: TipRow },
): Promise<'imported' | 'known'> {
  const { row } = read;
  const { isNew } = await receiveTip(
    { db: house.db, serviceKey: house.serviceKey, clock: house.clock, deskKey },
    {
      submissionKey: house.serviceKey.digest('import-row', Buffer.concat([fileDigest, Buffer.from(String(read.line))])),
      source: 'import',
      category: row.category,
      language: row.language,
      isUrgent: row.isUrgent,
      wantsAnswer: row.wantsAnswer,
      addresses: [...row.addresses],
      report: row.report,
      ...(row.contact === undefined ? {} : { contact: row.contact }),
      receivedAt: row.receivedAt,
    },
  );
  return isNew ? 'imported' : 'known';
}

async function setAside(rejectedFile: string, read: Extract<ReadRow, { ok: false }>): Promise<'rejected'> {
  await appendFile(rejectedFile, `${JSON.stringify({ line: read.line, problems: read.problems, row: read.text })}\n`, {
    mode: 0o600,
  });
  return 'rejected';
}

async function digestFile(file: string): Promise<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) if (chunk instanceof Uint8Array) hash.update(chunk);
  return hash.digest();
}

/** Lines of the file, for the progress bar alone (a CSV field may span several). */
async function countLines(file: string): Promise<number> {
  if ((await stat(file)).size === 0) return 0;
  let lines = 0;
  for await (const chunk of createReadStream(file)) {
    if (chunk instanceof Uint8Array)
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
  }
  return lines;
}
