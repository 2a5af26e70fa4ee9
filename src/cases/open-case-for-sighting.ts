import { randomUUID } from 'node:crypto';
import { recordAct } from '../ledger/door.ts';
import type { Tx } from '../platform/db.ts';
import { emit } from '../platform/events.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { hourOf } from '../terms/hour.ts';
import { caseIdSchema, type CaseId, type ItemId } from '../terms/ids.ts';
import { canonicaliseUrl, type WebAddress } from '../terms/web-address.ts';
import { findGatheringCase, insertCase } from './case-store.ts';
import { upsertHit } from './hit-store.ts';
import { addressDigest, findItemByDigest, insertItem, lockAddresses, startNextRound } from './item-store.ts';
import { trustedOutcome, type ItemHit } from './known-hit.ts';
import { returnToQueue } from './return-to-queue.ts';

/** What the crawler saw: an address, and the entry of a known list that it is or resembles. */
export interface SightedMedia {
  readonly url: string;
  readonly hit: ItemHit;
}

/** Items in one case of sightings; what is seen beyond that on the same host begins another. */
const MOST_ITEMS = 200;

/**
 * A sighting finds its case. An address known already keeps its item, so that what was assessed stays assessed; a new one joins the
 * case that gathers what is seen on its host, apart by who decides: what a trusted list decides never waits for what a person
 * must see first. A second delivery changes nothing. Undefined when the address is not one.
 */
export async function openCaseForSighting(
  tx: Tx,
  serviceKey: ServiceKey,
  sighted: SightedMedia,
  now: Date,
): Promise<CaseId | undefined> {
  const result = canonicaliseUrl(sighted.url);
  if (!result.ok) return undefined;
  const { address } = result;
  const digest = addressDigest(serviceKey, address);
  await lockAddresses(tx, [digest]);
  const known = await findItemByDigest(tx, digest);
  if (known === undefined) return addItem(tx, serviceKey, address, sighted.hit, now);
  const isNew = await upsertHit(tx, serviceKey, known.id, sighted.hit);
  const isBack = known.state === 'gone' && (await startNextRound(tx, known.id, 'gone'));
  if (isBack) await returnToQueue(tx, known.caseId, now);
  if (isBack || (isNew && known.state === 'new')) await emit(tx, { kind: 'item-added', itemId: known.id });
  return known.caseId;
}

async function addItem(tx: Tx, serviceKey: ServiceKey, address: WebAddress, hit: ItemHit, now: Date): Promise<CaseId> {
  const decider = trustedOutcome([hit]) === undefined ? 'person' : 'list';
  const gathering = serviceKey.digest('host', `gathering ${decider} ${address.host}`);
  await lockAddresses(tx, [gathering]);
  const found = await findGatheringCase(tx, gathering, MOST_ITEMS);
  const caseId = found ?? (await openCase(tx, gathering, now));
  const itemId: ItemId = await insertItem(tx, serviceKey, caseId, address, now);
  await upsertHit(tx, serviceKey, itemId, hit);
  if (found !== undefined) await returnToQueue(tx, caseId, now);
  await emit(tx, { kind: 'item-added', itemId });
  return caseId;
}

async function openCase(tx: Tx, gatheringDigest: Buffer, now: Date): Promise<CaseId> {
  const id = caseIdSchema.parse(randomUUID());
  await insertCase(tx, { id, category: 'online', isUrgent: false, openedHour: hourOf(now), gatheringDigest });
  await recordAct(tx, {
    at: now,
    actor: 'system',
    action: 'case.opened',
    subject: `case:${id}`,
    payload: { origin: 'sighting' },
  });
  return id;
}
