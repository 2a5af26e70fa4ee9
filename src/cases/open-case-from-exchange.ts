import { randomUUID } from 'node:crypto';
import { recordAct } from '../ledger/door.ts';
import type { Tx } from '../platform/db.ts';
import { emit } from '../platform/events.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import type { TipCategory } from '../terms/categories.ts';
import { hourOf } from '../terms/hour.ts';
import { caseIdSchema, type CaseId, type ItemId } from '../terms/ids.ts';
import { canonicaliseUrl } from '../terms/web-address.ts';
import { insertCase } from './case-store.ts';
import { addressDigest, findItemByDigest, insertItem, lockAddresses, startNextRound } from './item-store.ts';
import { returnToQueue } from './return-to-queue.ts';

/**
 * Another hotline hands an address over. One that is known keeps its item, so that what was assessed stays assessed; one that had gone
 * is looked at anew. Undefined when it is not an address.
 */
export async function openCaseFromExchange(
  tx: Tx,
  serviceKey: ServiceKey,
  handed: { readonly url: string; readonly category: TipCategory },
  now: Date,
): Promise<{ readonly caseId: CaseId; readonly itemId: ItemId } | undefined> {
  const result = canonicaliseUrl(handed.url);
  if (!result.ok) return undefined;
  const digest = addressDigest(serviceKey, result.address);
  await lockAddresses(tx, [digest]);
  const known = await findItemByDigest(tx, digest);
  if (known !== undefined) {
    if (known.state === 'gone' && (await startNextRound(tx, known.id, 'gone'))) {
      await returnToQueue(tx, known.caseId, now);
      await emit(tx, { kind: 'item-added', itemId: known.id });
    }
    return { caseId: known.caseId, itemId: known.id };
  }
  const caseId = caseIdSchema.parse(randomUUID());
  const { category } = handed;
  await insertCase(tx, { id: caseId, category, isUrgent: false, openedHour: hourOf(now), origin: 'exchange' });
  const itemId = await insertItem(tx, serviceKey, caseId, result.address, now);
  await recordAct(tx, {
    ...{ at: now, actor: 'partner', action: 'case.opened', subject: `case:${caseId}` },
    payload: { origin: 'exchange' },
  });
  await emit(tx, { kind: 'item-added', itemId });
  return { caseId, itemId };
}
