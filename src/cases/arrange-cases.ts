/** Handing a case over, taking one into another, making two of one, and tying cases together. */
import { randomUUID } from 'node:crypto';
import { readReportedAddresses } from '../intake/door.ts';
import { recordAct } from '../ledger/door.ts';
import type { Tx } from '../platform/db.ts';
import { emit } from '../platform/events.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { listStaff, worksOnCases } from '../staff/door.ts';
import { caseIdSchema, type CaseId, type ItemId, type StaffId, type TipId } from '../terms/ids.ts';
import { canonicaliseUrl } from '../terms/web-address.ts';
import { deleteLink, insertLink, moveAll, moveItems, shareTips } from './arrange-store.ts';
import { CaseStateError } from './case-state-error.ts';
import { insertCase, listTipsOfCase, lockCase, readCaseSummary, updateCase } from './case-store.ts';
import type { CaseSummary } from './case.ts';
import { addressDigest, listItems } from './item-store.ts';
import { joinedAnswers } from './joined-answers.ts';
import { lockCases } from './many-store.ts';

/** Who acts. A lead or supervisor may also hand over what somebody else has: people fall ill. */
export interface Actor {
  readonly staffId: StaffId;
  readonly leadsOthers: boolean;
}

/**
 * Gives a case that is in somebody's hands to somebody else. @throws CaseStateError `no-such-case`, `not-yours`, or `no-such-person`
 * for somebody who is not here or does not work on cases
 */
export async function handOverCase(tx: Tx, caseId: CaseId, by: Actor, to: StaffId, now: Date): Promise<void> {
  const found = await lockCase(tx, caseId);
  if (found === undefined) throw new CaseStateError('no-such-case');
  if (found.state !== 'claimed' || !(by.leadsOthers || found.claimedBy === by.staffId))
    throw new CaseStateError('not-yours');
  const person = (await listStaff(tx)).find(({ id }) => id === to);
  if (person === undefined || person.disabledAt !== undefined || !worksOnCases(person.role))
    throw new CaseStateError('no-such-person');
  if (found.claimedBy === to) return;
  await updateCase(tx, caseId, { claimedBy: to, claimedAt: now });
  await record(tx, by.staffId, 'case.handed-over', caseId, { from: found.claimedBy ?? null, to }, now);
}

/** A person may join and split what waits or is in their own hands. */
function requireWorkable(found: CaseSummary | undefined, staffId: StaffId): CaseSummary {
  if (found === undefined) throw new CaseStateError('no-such-case');
  if (found.state === 'decided' || found.state === 'closed') throw new CaseStateError('ended');
  if (found.state === 'claimed' && found.claimedBy !== staffId) throw new CaseStateError('taken');
  return found;
}

/**
 * Takes everything in one case into another; the first is closed as a duplicate and says where it went. That nothing was sent of it,
 * and whether the police hold it, is for the caller to see to (deciding/arrange-cases.ts).
 * @throws CaseStateError `same-case`; `ended`, `taken` or `no-such-case` for either
 */
export async function joinCase(tx: Tx, from: CaseId, into: CaseId, staffId: StaffId, now: Date): Promise<void> {
  if (from === into) throw new CaseStateError('same-case');
  await lockCases(tx, [from, into]);
  const source = requireWorkable(await readCaseSummary(tx, from), staffId);
  const target = requireWorkable(await readCaseSummary(tx, into), staffId);
  await moveAll(tx, from, into);
  await updateCase(tx, into, {
    isUrgent: source.isUrgent || target.isUrgent,
    answers: joinedAnswers(source.answers, target.answers),
  });
  await updateCase(tx, from, { state: 'closed', closedAt: now, closeReason: 'duplicate' });
  await record(tx, staffId, 'case.joined', from, { into }, now);
  await record(tx, staffId, 'case.received', into, { from }, now);
  await emit(tx, { kind: 'case-closed', caseId: from });
}

/**
 * Moves some of a case's items into a case of their own, in the same hands and tied to the first. Tips go where an address of
 * theirs is; those that name none of either stay with both. Answers about the whole are asked again of each.
 * @throws CaseStateError `not-yours`, `nothing-chosen`, `all-chosen`
 */
export async function splitCase(
  tx: Tx,
  serviceKey: ServiceKey,
  split: {
    readonly caseId: CaseId;
    readonly itemIds: readonly ItemId[];
    readonly staffId: StaffId;
    readonly now: Date;
  },
): Promise<CaseId> {
  const { caseId, staffId, now } = split;
  const found = await lockCase(tx, caseId);
  if (found?.state !== 'claimed' || found.claimedBy !== staffId) throw new CaseStateError('not-yours');
  const items = await listItems(tx, serviceKey, caseId);
  const moving = items.filter(({ id }) => split.itemIds.includes(id));
  if (moving.length === 0) throw new CaseStateError('nothing-chosen');
  if (moving.length === items.length) throw new CaseStateError('all-chosen');
  const fresh = caseIdSchema.parse(randomUUID());
  const { category, isUrgent, openedHour, origin, partner } = found;
  await insertCase(tx, {
    id: fresh,
    category,
    isUrgent,
    openedHour,
    origin,
    ...(partner === undefined ? {} : { partner }),
  });
  await updateCase(tx, fresh, { state: 'claimed', claimedBy: staffId, claimedAt: now });
  await moveItems(
    tx,
    moving.map(({ id }) => id),
    caseId,
    fresh,
  );
  await shareTips(
    tx,
    await tipsAbout(tx, serviceKey, caseId, new Set(moving.map(({ url }) => keyOf(serviceKey, url)))),
    fresh,
  );
  await insertLink(tx, caseId, fresh, staffId, now);
  await record(tx, staffId, 'case.split', caseId, { into: fresh, items: moving.length }, now);
  await record(tx, staffId, 'case.opened', fresh, { isUrgent, from: caseId }, now);
  return fresh;
}

/** The tips that name one of these addresses; those without any address of the case's belong to all of it. */
async function tipsAbout(
  tx: Tx,
  serviceKey: ServiceKey,
  caseId: CaseId,
  keys: ReadonlySet<string>,
): Promise<readonly TipId[]> {
  const about: TipId[] = [];
  for (const tipId of await listTipsOfCase(tx, caseId)) {
    const named = (await readReportedAddresses(tx, serviceKey, tipId)).map((url) => keyOf(serviceKey, url));
    if (named.length === 0 || named.some((key) => keys.has(key))) about.push(tipId);
  }
  return about;
}

function keyOf(serviceKey: ServiceKey, url: string): string {
  const read = canonicaliseUrl(url);
  return read.ok ? addressDigest(serviceKey, read.address).toString('hex') : '';
}

/** Notes that two cases have to do with each other. @throws CaseStateError `same-case`, `no-such-case` */
export async function linkCases(tx: Tx, one: CaseId, other: CaseId, staffId: StaffId, now: Date): Promise<void> {
  if (one === other) throw new CaseStateError('same-case');
  for (const id of [one, other])
    if ((await readCaseSummary(tx, id)) === undefined) throw new CaseStateError('no-such-case');
  if (await insertLink(tx, one, other, staffId, now)) await record(tx, staffId, 'case.linked', one, { other }, now);
}

/** Takes that back; nothing happens when they were not tied. */
export async function unlinkCases(tx: Tx, one: CaseId, other: CaseId, staffId: StaffId, now: Date): Promise<void> {
  if (await deleteLink(tx, one, other)) await record(tx, staffId, 'case.unlinked', one, { other }, now);
}

function record(
  tx: Tx,
  staffId: StaffId,
  action: string,
  caseId: CaseId,
  payload: Readonly<Record<string, string | number | boolean | null>>,
  now: Date,
): Promise<void> {
  return recordAct(tx, { at: now, actor: `staff:${staffId}`, action, subject: `case:${caseId}`, payload });
}
