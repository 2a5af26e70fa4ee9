/** What this hotline has confirmed becomes an entry for its peers, and is withdrawn when somebody here has judged anew. */
import { recordAct, type Actor } from '../ledger/door.ts';
import type { Tx } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { hourOf } from '../terms/hour.ts';
import type { ItemId, StaffId } from '../terms/ids.ts';
import { bodyOf } from './own-keys.ts';
import { findChain, markKeptBack, readGiven, upsertEntry, withdrawEntryRow, type WireHashes } from './entry-store.ts';
import { nextChange } from './peer-store.ts';

/** What publishing takes. */
export interface PublishDeps {
  readonly serviceKey: ServiceKey;
  readonly hotlineName: string;
}

/** An item that a person has assessed; `category` undefined: not illegal. */
export interface ConfirmedItem {
  readonly itemId: ItemId;
  readonly category: 'illegal-baseline' | 'illegal-national' | undefined;
  readonly hashes: WireHashes;
}

/**
 * Gives an item's hashes to the peers, or takes them back. Only what a person here has confirmed is given: what a peer's list decided by
 * itself is not passed on, so that nothing goes in circles on nobody's word. Where a peer told us of the same hashes before, its chain
 * stands before ours. What a person has taken back stays with us. Calling it again changes nothing.
 */
export async function publishItem(tx: Tx, deps: PublishDeps, item: ConfirmedItem, now: Date): Promise<void> {
  const reference = item.itemId;
  const given = await readGiven(tx, reference);
  if (given?.kind === 'kept-back') return;
  if (item.category === undefined) {
    if (given?.kind !== 'given' || !(await withdrawEntryRow(tx, reference, await nextChange(tx), now))) return;
    await record(tx, 'exchange.entry-withdrawn', item.itemId, now);
    return;
  }
  if (given?.kind === 'given' && given.category === item.category) return;
  const own = bodyOf(deps.serviceKey);
  const chain = (await findChain(tx, deps.serviceKey, item.hashes)) ?? [];
  const hour = hourOf(now).toISOString();
  const before = chain.filter(({ body }) => body !== own);
  const provenance = [...before, { body: own, name: deps.hotlineName.slice(0, 120), confirmedAt: hour }];
  const entry = { reference, category: item.category, hashes: item.hashes, firstConfirmedAt: hour, provenance };
  await upsertEntry(tx, deps.serviceKey, entry, { change: await nextChange(tx), itemId: item.itemId });
  await record(tx, 'exchange.entry-given', item.itemId, now);
}

/** Whose act it is. */
interface EntryAct {
  readonly staffId: StaffId;
  readonly now: Date;
}

/** A person takes an item's entry back from all peers, whatever was judged of it. False when it is not given. */
export async function keepBack(tx: Tx, itemId: ItemId, { staffId, now }: EntryAct): Promise<boolean> {
  if ((await readGiven(tx, itemId))?.kind !== 'given') return false;
  await withdrawEntryRow(tx, itemId, await nextChange(tx), now);
  await markKeptBack(tx, itemId, staffId);
  await record(tx, 'exchange.entry-kept-back', itemId, now, `staff:${staffId}`);
  return true;
}

/** A person lets it go again; it is given with the next look at its case. False when nobody kept it back. */
export async function letGo(tx: Tx, itemId: ItemId, { staffId, now }: EntryAct): Promise<boolean> {
  if ((await readGiven(tx, itemId))?.kind !== 'kept-back') return false;
  await markKeptBack(tx, itemId, undefined);
  await record(tx, 'exchange.entry-let-go', itemId, now, `staff:${staffId}`);
  return true;
}

const record = (tx: Tx, action: string, itemId: ItemId, now: Date, actor: Actor = 'system'): Promise<void> =>
  recordAct(tx, { at: now, actor, action, subject: `item:${itemId}`, payload: {} });
