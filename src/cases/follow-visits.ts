/** What later visits to an item change in its case: it is there again, or its address leads to another site. */
import { recordAct } from '../ledger/door.ts';
import type { Tx } from '../platform/db.ts';
import { emit } from '../platform/events.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import type { CaseId, ItemId } from '../terms/ids.ts';
import { canonicaliseUrl, isPrivateHost } from '../terms/web-address.ts';
import { lockCase, updateCase } from './case-store.ts';
import { addressDigest, findItemByDigest, insertItem, lockAddresses, readItem, returnItem } from './item-store.ts';
import { returnToQueue } from './return-to-queue.ts';

/**
 * An item that had gone is there again, the same as before: it is assessed as what it was, in another round, and nobody has
 * to look anew. A case that was closed is decided again, as its items are followed again. A second telling changes nothing.
 * @returns its case, when there is something to do again; undefined when it was not gone, or not illegal
 */
export async function markItemBack(tx: Tx, itemId: ItemId, now: Date): Promise<CaseId | undefined> {
  const caseId = await returnItem(tx, itemId);
  if (caseId === undefined) return undefined;
  await recordAct(tx, {
    at: now,
    actor: 'system',
    action: 'item.back',
    subject: `item:${itemId}`,
    payload: { caseId },
  });
  const found = await lockCase(tx, caseId);
  if (found?.state === 'closed') {
    await updateCase(tx, caseId, { state: 'decided', closedAt: null, closeReason: null });
    await recordAct(tx, {
      at: now,
      actor: 'system',
      action: 'case.reopened',
      subject: `case:${caseId}`,
      payload: {},
    });
  }
  return caseId;
}

/**
 * An item's address leads to another site now: the address there joins the case as an item of its own, and the case goes back
 * to the analysts, as nobody has seen what is there. An address that the hotline knows already changes nothing.
 * @returns the new item; undefined when there is none
 */
export async function addMovedItem(
  tx: Tx,
  serviceKey: ServiceKey,
  itemId: ItemId,
  movedTo: string,
  now: Date,
): Promise<ItemId | undefined> {
  const target = canonicaliseUrl(movedTo);
  if (!target.ok || isPrivateHost(target.address.host)) return undefined;
  const digest = addressDigest(serviceKey, target.address);
  await lockAddresses(tx, [digest]);
  if ((await findItemByDigest(tx, digest)) !== undefined) return undefined;
  const { caseId } = await readItem(tx, serviceKey, itemId);
  const newItemId = await insertItem(tx, serviceKey, caseId, target.address, now);
  await recordAct(tx, {
    at: now,
    actor: 'system',
    action: 'item.moved',
    subject: `item:${itemId}`,
    payload: { caseId, newItemId },
  });
  await returnToQueue(tx, caseId, now);
  await emit(tx, { kind: 'item-added', itemId: newItemId });
  return newItemId;
}
