/** One batch of a file's entries into its list, in one transaction with everything that says how far the import has come. */
import { recordAct } from '../../ledger/door.ts';
import type { Tx } from '../../platform/db.ts';
import { insertEntries, type EntryRow } from './entry-store.ts';
import { ListStepError, stateAfterWriting, takesEntries, type KnownList } from './known-list.ts';
import type { ListEntry } from './list-entry.ts';
import { lockList, updateCounts } from './list-store.ts';
import type { EntryKeys } from './shrouded-entry.ts';

/** Adds entries and gives how many were new. @throws ListStepError when the list takes none */
export async function addToList(
  tx: Tx,
  keys: EntryKeys,
  listId: number,
  entries: readonly ListEntry[],
  now: Date,
): Promise<number> {
  const list = await lockList(tx, listId);
  if (list === undefined) throw new ListStepError('no-such-list');
  if (!takesEntries(list)) throw new ListStepError('wrong-state');
  const codes = [...list.codes];
  const rows = entries.map((entry, at) => toRow(keys, list, codes, list.lastNumber + 1 + at, entry));
  const change = list.change + 1;
  const added = await insertEntries(tx, listId, change, rows);
  await updateCounts(tx, listId, {
    entries: list.entries + added,
    lastNumber: list.lastNumber + entries.length,
    change,
    codes,
    state: added > 0 ? stateAfterWriting(list) : list.state,
  });
  if (added > 0) {
    await recordAct(tx, {
      at: now,
      actor: 'operator',
      action: 'known-list.extended',
      subject: `known-list:${listId}`,
      payload: { added, change },
    });
  }
  return added;
}

/** An entry as a row; `codes` grows by a code that the list had not met. In a file equal hashes of one category are one entry. */
function toRow(keys: EntryKeys, list: KnownList, codes: string[], number: number, entry: ListEntry): EntryRow {
  const { md5, sha1, sha256, pdq } = entry.hashes;
  const none = Buffer.alloc(0);
  return {
    number,
    category: placeOfCode(codes, entry.code),
    listedAt: entry.listedAt,
    digests: digestsOf(keys, entry),
    keyDigest: keys.keyDigest('content', entry.code, md5 ?? none, sha1 ?? none, sha256 ?? none, pdq ?? none),
    shrouded: keys.shroud(list.id, number, entry),
    withdrawnAt: undefined,
  };
}

/** Most codes that a list may use: an index into them is a smallint, and a source that has more has no categories. */
const MAX_CODES = 10_000;

/** The place of a code, added when it is new. @throws RangeError when a list has too many */
export function placeOfCode(codes: string[], code: string): number {
  const known = codes.indexOf(code);
  if (known >= 0) return known;
  if (codes.length >= MAX_CODES) throw new RangeError(`A list has at most ${MAX_CODES} different categories.`);
  return codes.push(code) - 1;
}

/** The keyed digests under which an entry is looked up. */
export function digestsOf(keys: EntryKeys, entry: Pick<ListEntry, 'hashes'>): EntryRow['digests'] {
  const { md5, sha1, sha256 } = entry.hashes;
  return {
    ...(md5 === undefined ? {} : { md5: keys.lookUp('md5', md5) }),
    ...(sha1 === undefined ? {} : { sha1: keys.lookUp('sha1', sha1) }),
    ...(sha256 === undefined ? {} : { sha256: keys.lookUp('sha256', sha256) }),
  };
}
