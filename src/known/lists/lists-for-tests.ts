/** What this room's tests share: invented hashes (digests of counters), files of them, and people. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { quietLog } from '../../../test/fresh-database.ts';
import { transact, type Db } from '../../platform/db.ts';
import { serviceKeyFrom } from '../../platform/service-key.ts';
import { createStaffMember } from '../../staff/door.ts';
import type { StaffId } from '../../terms/ids.ts';
import type { HashKind } from '../known-hit.ts';
import { confirmActivation, proposeActivation } from './activate-list.ts';
import { importList, type ImportRequest, type ImportResult } from './import-list.ts';
import { HASH_BYTES } from './hash-text.ts';

export const serviceKey = serviceKeyFrom(randomBytes(32));
export const clock = { now: () => new Date('2026-04-01T10:00:00Z') };
export const log = quietLog;

/** The n-th invented hash of a kind, the same in every run. */
export const invented = (kind: HashKind, n: number): Buffer =>
  createHash('sha256').update(`${kind}/${n}`).digest().subarray(0, HASH_BYTES[kind]);

/** The same with `bits` bits flipped, spread over the hash. */
export function flipped(hash: Buffer, bits: number): Buffer {
  const copy = Buffer.from(hash);
  for (let bit = 0; bit < bits; bit++) {
    const at = (bit * 97) % 256;
    copy[at >> 3] = (copy[at >> 3] ?? 0) ^ (1 << (at & 7));
  }
  return copy;
}

/** A folder that is gone after the file's tests. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fyr-lists-'));
  after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Plain CSV of the entries `from` to `to`, all four hashes each, in categories a, b and c by turns. */
export function plainCsv(from: number, to: number): string {
  const rows = ['id,md5,sha1,sha256,pdq,pdq_quality,category,listed_at'];
  for (let n = from; n < to; n++) {
    const [md5, sha1, sha256, pdq] = (['md5', 'sha1', 'sha256', 'pdq'] as const).map((kind) =>
      invented(kind, n).toString('hex'),
    );
    rows.push([n, md5, sha1, sha256, pdq, 100, 'abc'[n % 3], '2026-01-02T03:04:05+01:00'].join(','));
  }
  return `${rows.join('\n')}\n`;
}

export const PLAIN: Omit<ImportRequest, 'file'> = {
  format: 'plain',
  name: 'test list',
  source: 'Example authority',
  categoryMap: { a: 'illegal-baseline', b: 'illegal-national', c: 'to-assess' },
  trusted: ['illegal-baseline'],
};

/** Writes a file and imports it. */
export async function importText(
  db: Db,
  folder: string,
  text: string,
  request: Partial<ImportRequest> = {},
): Promise<ImportResult & { file: string }> {
  const file = path.join(folder, `${randomBytes(6).toString('hex')}.txt`);
  await writeFile(file, text);
  const result = await importList({ db, serviceKey, clock }, { ...PLAIN, file, ...request }, () => undefined);
  return { ...result, file };
}

/** Two people who can activate a list. */
export async function twoPeople(db: Db): Promise<readonly [StaffId, StaffId]> {
  const join = (login: string) =>
    transact(db, (tx) =>
      createStaffMember(tx, serviceKey, {
        ...{ name: login, login, password: 'nine dry oars in a boathouse', role: 'analyst' as const, now: clock.now() },
      }),
    );
  const first = await join(`a${randomBytes(4).toString('hex')}`);
  const second = await join(`b${randomBytes(4).toString('hex')}`);
  return [first.staffId, second.staffId];
}

/** Both of them say yes. */
export async function activate(db: Db, listId: number, [first, second]: readonly [StaffId, StaffId]): Promise<void> {
  await transact(db, (tx) => proposeActivation(tx, listId, first, clock.now()));
  await transact(db, (tx) => confirmActivation(tx, listId, second, clock.now()));
}
