/** What this hotline has confirmed becomes an entry for its peers, and is withdrawn when somebody here has judged anew. */
import { recordAct } from '../ledger/door.ts';
import type { Tx } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { hourOf } from '../terms/hour.ts';
import type { ItemId } from '../terms/ids.ts';
import { bodyOf } from './own-keys.ts';
import { findChain, readGiven, upsertEntry, withdrawEntryRow, type WireHashes } from './entry-store.ts';
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
 * stands before ours. Calling it again changes nothing.
 */
export async function publishItem(tx: Tx, deps: PublishDeps, item: ConfirmedItem, now: Date): Promise<void> {
  const reference = item.itemId;
  const given = await readGiven(tx, reference);
  if (item.category === undefined) {
    if (given === undefined || !(await withdrawEntryRow(tx, reference, await nextChange(tx), now))) return;
    await record(tx, 'exchange.entry-withdrawn', item.itemId, now);
    return;
  }
  if (given?.category === item.category) return;
  const own = bodyOf(deps.serviceKey);
  const chain = (await findChain(tx, deps.serviceKey, item.hashes)) ?? [];
  const hour = hourOf(now).toISOString();
  const before = chain.filter(({ body }) => body !== own);
  const provenance = [...before, { body: own, name: deps.hotlineName.slice(0, 120), confirmedAt: hour }];
  const entry = { reference, category: item.category, hashes: item.hashes, firstConfirmedAt: hour, provenance };
  await upsertEntry(tx, deps.serviceKey, entry, { change: await nextChange(tx), itemId: item.itemId });
  await record(tx, 'exchange.entry-given', item.itemId, now);
}

const record = (tx: Tx, action: string, itemId: ItemId, now: Date): Promise<void> =>
  recordAct(tx, { at: now, actor: 'system', action, subject: `item:${itemId}`, payload: {} });
