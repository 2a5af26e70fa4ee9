import { randomUUID } from 'node:crypto';
import { recordAct } from '../ledger/door.ts';
import type { Tx } from '../platform/db.ts';
import { emit } from '../platform/events.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { hourOf } from '../terms/hour.ts';
import { caseIdSchema, type CaseId, type ItemId } from '../terms/ids.ts';
import { canonicaliseUrl, isPrivateHost } from '../terms/web-address.ts';
import { findGatheringCase, insertCase } from './case-store.ts';
import { addressDigest, findItemByDigest, insertItem, lockAddresses, startNextRound } from './item-store.ts';
import { returnToQueue } from './return-to-queue.ts';

/** An address that another hotline assigned to this one. */
export interface AssignedAddress {
  /** The system that it came through, for example `iccam`. */
  readonly partner: string;
  readonly url: string;
  /** Addresses with the same word gather in one case: those of one report. */
  readonly gathering: string;
  /** It is here for another reason than before (its host has come here): a decided case is looked at once more. */
  readonly isNews: boolean;
}

/** Items in one case; what a report names beyond that begins another. */
const MOST_ITEMS = 200;

/**
 * An assigned address finds its case. One that is known keeps its item, so that what was assessed stays assessed and nobody looks twice; one
 * that was gone is looked at again. A second delivery changes nothing. @returns its item; undefined when it is no address that can be visited
 */
export async function openCaseForPartner(
  tx: Tx,
  serviceKey: ServiceKey,
  assigned: AssignedAddress,
  now: Date,
): Promise<ItemId | undefined> {
  const result = canonicaliseUrl(assigned.url);
  if (!result.ok || isPrivateHost(result.address.host)) return undefined;
  const digest = addressDigest(serviceKey, result.address);
  await lockAddresses(tx, [digest]);
  const known = await findItemByDigest(tx, digest);
  if (known !== undefined) {
    const isBack = known.state === 'gone' && (await startNextRound(tx, known.id, 'gone'));
    if (!isBack && !assigned.isNews) return known.id;
    await returnToQueue(tx, known.caseId, now);
    await emit(tx, { kind: 'item-added', itemId: known.id });
    return known.id;
  }
  const caseId = await gatheringCase(tx, serviceKey, assigned, now);
  const itemId = await insertItem(tx, serviceKey, caseId, result.address, now);
  await emit(tx, { kind: 'item-added', itemId });
  return itemId;
}

async function gatheringCase(tx: Tx, serviceKey: ServiceKey, assigned: AssignedAddress, now: Date): Promise<CaseId> {
  const gatheringDigest = serviceKey.digest('host', `gathering ${assigned.partner} ${assigned.gathering}`);
  await lockAddresses(tx, [gatheringDigest]);
  const found = await findGatheringCase(tx, gatheringDigest, MOST_ITEMS);
  if (found !== undefined) {
    await returnToQueue(tx, found, now);
    return found;
  }
  const id = caseIdSchema.parse(randomUUID());
  const { partner } = assigned;
  const common = { id, category: 'online', isUrgent: false, openedHour: hourOf(now) } as const;
  await insertCase(tx, { ...common, gatheringDigest, partner });
  await recordAct(tx, {
    at: now,
    actor: 'system',
    action: 'case.opened',
    subject: `case:${id}`,
    payload: { origin: 'partner', partner },
  });
  return id;
}
