import { randomUUID } from 'node:crypto';
import { readReportedAddresses, readTip, type TipRecord } from '../intake/door.ts';
import { recordAct } from '../ledger/door.ts';
import type { Tx } from '../platform/db.ts';
import { emit } from '../platform/events.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { caseIdSchema, type CaseId, type ItemId, type TipId } from '../terms/ids.ts';
import { canonicaliseUrl, type WebAddress } from '../terms/web-address.ts';
import { findCaseOfGroup, insertCase, insertCaseTip, listCasesOfTip, lockCase, updateCase } from './case-store.ts';
import { addressDigest, findItemByDigest, insertItem, lockAddresses, startNextRound } from './item-store.ts';
import { returnToQueue } from './return-to-queue.ts';

/**
 * Finds a tip its case. Addresses known already join the tip to their earlier case, so that nobody looks twice; new ones
 * become items of that case, or of a new one. Tips that say the same within an hour are one case, however many they are. A case that had ended opens again when there is something new in it: an
 * address nobody has assessed, one that was gone, or a sender who says that a child is in danger.
 * A second delivery for the same tip changes nothing.
 */
export async function openCaseForTip(tx: Tx, serviceKey: ServiceKey, tipId: TipId, now: Date): Promise<void> {
  if ((await listCasesOfTip(tx, tipId)).length > 0) return;
  const tip = await readTip(tx, tipId);
  const addresses = distinctAddresses(await readReportedAddresses(tx, serviceKey, tipId));
  const digests = addresses.map((address) => addressDigest(serviceKey, address));
  await lockAddresses(tx, digests);
  const known = (await Promise.all(digests.map((digest) => findItemByDigest(tx, digest)))).filter(
    (item) => item !== undefined,
  );
  const caseIds = [...new Set(known.map((item) => item.caseId))];
  const ofGroup =
    caseIds.length > 0 || tip.groupId === undefined ? undefined : await findCaseOfGroup(tx, tip.groupId, MOST_TOGETHER);
  const caseId = caseIds[0] ?? ofGroup ?? (await openNewCase(tx, tip, now));
  const isNew = caseIds.length === 0 && ofGroup === undefined;
  const freshItems: ItemId[] = [];
  for (const address of addresses) {
    const digest = addressDigest(serviceKey, address);
    if ((await findItemByDigest(tx, digest)) === undefined)
      freshItems.push(await insertItem(tx, serviceKey, caseId, address, now));
  }
  const returned = known.filter((item) => item.state === 'gone');
  for (const item of returned) await startNextRound(tx, item.id, 'gone');
  for (const each of caseIds.length === 0 ? [caseId] : caseIds) {
    const hasNews = (each === caseId && freshItems.length > 0) || returned.some((item) => item.caseId === each);
    await joinCase(tx, { caseId: each, tipId, isUrgent: tip.isUrgent, isNew, hasNews, now });
  }
  for (const itemId of [...freshItems, ...returned.map((item) => item.id)])
    await emit(tx, { kind: 'item-added', itemId });
}

/** A case with more tips than this could not be read on one screen. */
const MOST_TOGETHER = 200;

async function openNewCase(
  tx: Tx,
  tip: Pick<TipRecord, 'category' | 'isUrgent' | 'receivedHour' | 'groupId'>,
  now: Date,
): Promise<CaseId> {
  const caseId = caseIdSchema.parse(randomUUID());
  const { category, isUrgent, receivedHour: openedHour, groupId } = tip;
  await insertCase(tx, { id: caseId, category, isUrgent, openedHour, groupId });
  await recordAct(tx, {
    at: now,
    actor: 'system',
    action: 'case.opened',
    subject: `case:${caseId}`,
    payload: { isUrgent: tip.isUrgent },
  });
  return caseId;
}

async function joinCase(
  tx: Tx,
  join: { caseId: CaseId; tipId: TipId; isUrgent: boolean; isNew: boolean; hasNews: boolean; now: Date },
): Promise<void> {
  await insertCaseTip(tx, join.caseId, join.tipId);
  const found = await lockCase(tx, join.caseId);
  if (join.isUrgent && found?.isUrgent === false) await updateCase(tx, join.caseId, { isUrgent: true });
  if (!join.isNew && (join.hasNews || join.isUrgent)) await returnToQueue(tx, join.caseId, join.now);
  await recordAct(tx, {
    at: join.now,
    actor: 'system',
    action: 'tip.joined',
    subject: `tip:${join.tipId}`,
    payload: { caseId: join.caseId },
  });
  await emit(tx, { kind: 'tip-joined', tipId: join.tipId, caseId: join.caseId });
}

/** What intake recognised, once more in canonical form; the same thing twice in one tip is one item. */
function distinctAddresses(texts: readonly string[]): readonly WebAddress[] {
  const found = new Map<string, WebAddress>();
  for (const text of texts) {
    const result = canonicaliseUrl(text);
    if (result.ok && !found.has(result.address.sameThingKey)) found.set(result.address.sameThingKey, result.address);
  }
  return [...found.values()];
}
