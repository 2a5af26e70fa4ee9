/** One batch of a file's entries into its list, in one transaction with everything that says how far the import has come. */
import { recordAct } from '../../ledger/door.ts';
import type { Tx } from '../../platform/db.ts';
import { insertEntries } from './entry-store.ts';
import { ListStepError, stateAfterWriting, takesEntries } from './known-list.ts';
import type { ListEntry } from './list-entry.ts';
import { updateCounts } from './list-store.ts';
import { lockList } from './read-list-store.ts';
import { placesOf, type RowBatch } from './row-batch.ts';
import type { EntryKeys } from './shrouded-entry.ts';

/** Adds a batch and gives how many entries were new. @throws ListStepError when the list takes none */
export async function addToList(tx: Tx, listId: number, batch: RowBatch, now: Date): Promise<number> {
  const list = await lockList(tx, listId);
  if (list === undefined) throw new ListStepError('no-such-list');
  if (!takesEntries(list)) throw new ListStepError('wrong-state');
  const codes = [...list.codes];
  const columns = batch.columns(placesOf(codes, batch.codes), list.lastNumber + 1);
  const change = list.change + 1;
  const added = await insertEntries(tx, { listId, change, columns });
  await updateCounts(tx, listId, {
    entries: list.entries + added,
    lastNumber: list.lastNumber + batch.count,
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

const NONE = Buffer.alloc(0);

/** The key of an entry in a file: equal hashes of one category are one entry of the list. */
export function contentKey(keys: EntryKeys, listId: number, { code, hashes }: ListEntry): Buffer {
  const { md5 = NONE, sha1 = NONE, sha256 = NONE, pdq = NONE } = hashes;
  return keys.keyDigest('content', String(listId), code, md5, sha1, sha256, pdq);
}
