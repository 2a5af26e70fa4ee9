/**
 * What a feed says about its entries, applied in any order and any number of times. Sources page through their updates in no
 * order of time, so that each entry keeps the time of what was last heard of it, and a deletion is kept even of an entry
 * that has not arrived yet.
 */
import { recordAct, type Actor } from '../../ledger/door.ts';
import type { Tx } from '../../platform/db.ts';
import { readKeyed, upsertEntries, type KeyedEntry } from './entry-store.ts';
import { emitAll } from '../../platform/events.ts';
import { ListStepError, stateAfterWriting, takesEntries, type KnownList } from './known-list.ts';
import { categoryOf, type ListEntry } from './list-entry.ts';
import { updateCounts } from './list-store.ts';
import { lockList } from './read-list-store.ts';
import { insertReferences } from './reference-store.ts';
import { placesOf, RowBatch } from './row-batch.ts';
import type { EntryKeys } from './shrouded-entry.ts';

/** `entry` undefined: the source has taken it back. */
export interface FeedUpdate {
  readonly reference: string;
  readonly at: Date | undefined;
  readonly entry: ListEntry | undefined;
}

/** In entries. Applying the same updates again counts all of them as ignored. */
export interface AppliedCounts {
  readonly added: number;
  readonly changed: number;
  readonly withdrawn: number;
  /** Known already, older than what is known, or taken out of use by a person. */
  readonly ignored: number;
}

/**
 * | known so far           | update is older | same time                           | newer or one has no time |
 * |------------------------|-----------------|-------------------------------------|--------------------------|
 * | nothing                | –               | –                                   | write                    |
 * | withdrawn by a person  | ignore          | ignore                              | ignore                   |
 * | withdrawn by source    | ignore          | ignore: a deletion wins             | write, unless a deletion |
 * | in use                 | ignore          | write a deletion; ignore an entry   | write                    |
 */
export function isToBeWritten(known: KeyedEntry | undefined, update: FeedUpdate): boolean {
  if (known === undefined) return true;
  if (known.withdrawnBy === 'person') return false;
  const isDeletion = update.entry === undefined;
  if (known.withdrawnBy === 'source' && isDeletion) {
    // A later deletion moves the time on, so that no entry from in between comes back.
    return known.listedAt !== undefined && update.at !== undefined && update.at > known.listedAt;
  }
  if (known.listedAt === undefined || update.at === undefined) return true;
  const ageMs = update.at.getTime() - known.listedAt.getTime();
  if (ageMs === 0) return isDeletion;
  return ageMs > 0;
}

/** Applies one page of a feed in the caller's transaction. @throws ListStepError when the list takes no entries */
export async function applyUpdates(
  tx: Tx,
  keys: EntryKeys,
  listId: number,
  updates: readonly FeedUpdate[],
  by: { readonly actor: Actor; readonly now: Date },
): Promise<AppliedCounts> {
  const list = await lockList(tx, listId);
  if (list === undefined) throw new ListStepError('no-such-list');
  if (!takesEntries(list)) throw new ListStepError('wrong-state');
  const keyed = updates.map((update) => {
    const key = keys.keyDigest('reference', String(listId), update.reference);
    return { key, hex: key.toString('hex'), update: withoutSkipped(list, update) };
  });
  const known = await readKeyed(tx, listId, [...new Map(keyed.map(({ hex, key }) => [hex, key])).values()]);
  const work = new Map<
    string,
    { readonly key: Buffer; readonly update: FeedUpdate; readonly before: KeyedEntry | undefined }
  >();
  for (const { key, hex, update } of keyed) {
    // An entry can be on one page twice: the second is judged by the first.
    const first = work.get(hex);
    const current = first === undefined ? known.get(hex) : asKnown(first.update);
    if (isToBeWritten(current, update)) work.set(hex, { key, update, before: known.get(hex) });
  }
  const { written, numbers } = await write(tx, keys, list, [...work.values()], by);
  const referred = new Map(
    keyed.flatMap(({ hex, key, update }) => {
      const number = numbers.get(hex) ?? known.get(hex)?.number;
      return number === undefined ? [] : [[number, { number, key, reference: update.reference }]];
    }),
  );
  await insertReferences(tx, keys, listId, [...referred.values()]);
  return { ...written, ignored: updates.length - written.added - written.changed - written.withdrawn };
}

const asKnown = (update: FeedUpdate): KeyedEntry => ({
  number: 0,
  listedAt: update.at,
  withdrawnBy: update.entry === undefined ? 'source' : undefined,
});

/** What the mapping leaves out is, to the list, as if the source had taken it back. */
function withoutSkipped(list: KnownList, update: FeedUpdate): FeedUpdate {
  const { entry } = update;
  return entry !== undefined && categoryOf(list.categoryMap, entry.code) === 'skip'
    ? { ...update, entry: undefined }
    : update;
}

async function write(
  tx: Tx,
  keys: EntryKeys,
  list: KnownList,
  work: readonly { readonly key: Buffer; readonly update: FeedUpdate; readonly before: KeyedEntry | undefined }[],
  by: { readonly actor: Actor; readonly now: Date },
): Promise<{ readonly written: Omit<AppliedCounts, 'ignored'>; readonly numbers: ReadonlyMap<string, number> }> {
  const counts = { added: 0, changed: 0, withdrawn: 0 };
  const takenBack: number[] = [];
  const numbers = new Map<string, number>();
  if (work.length === 0) return { written: counts, numbers };
  let { lastNumber, entries } = list;
  const batch = new RowBatch(keys, work.length);
  for (const { key, update, before } of work) {
    const { entry, at: listedAt } = update;
    const wasInUse = before !== undefined && before.withdrawnBy === undefined;
    const isInUse = entry !== undefined;
    if (!isInUse) counts.withdrawn += 1;
    else if (wasInUse) counts.changed += 1;
    else counts.added += 1;
    entries += Number(isInUse) - Number(wasInUse);
    const number = before?.number ?? ++lastNumber;
    numbers.set(key.toString('hex'), number);
    if (wasInUse && !isInUse) takenBack.push(number);
    batch.add({ keyDigest: key, number, entry, listedAt, withdrawnAt: isInUse ? undefined : by.now });
  }
  const codes = [...list.codes];
  const change = list.change + 1;
  const columns = batch.columns(placesOf(codes, batch.codes), undefined);
  await upsertEntries(tx, { listId: list.id, change, columns });
  await updateCounts(tx, list.id, { entries, lastNumber, change, codes, state: stateAfterWriting(list) });
  await recordAct(tx, {
    at: by.now,
    actor: by.actor,
    action: 'known-list.updated',
    subject: `known-list:${list.id}`,
    payload: { ...counts, change },
  });
  await tellTakenBack(tx, list, takenBack);
  return { written: counts, numbers };
}

const NUMBERS_AN_EVENT = 200;

/** What was matched by entries that are taken back is to be looked at by somebody; a list that was never used has matched nothing. */
async function tellTakenBack(tx: Tx, list: KnownList, numbers: readonly number[]): Promise<void> {
  if (list.activatedAt === undefined) return;
  const events = [];
  for (let at = 0; at < numbers.length; at += NUMBERS_AN_EVENT) {
    const some = numbers.slice(at, at + NUMBERS_AN_EVENT);
    events.push({ kind: 'entries-withdrawn' as const, listId: list.id, numbers: some });
  }
  await emitAll(tx, events);
}
