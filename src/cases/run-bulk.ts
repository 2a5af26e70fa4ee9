/** Doing something with several cases: kept first, done when it is due, taken back until then. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { recordAct } from '../ledger/door.ts';
import type { Clock } from '../platform/clock.ts';
import { transact, type Db, type Tx } from '../platform/db.ts';
import { addJob, type JobHandler } from '../platform/jobs.ts';
import { leadsOthers, listStaff } from '../staff/door.ts';
import type { CaseId, StaffId } from '../terms/ids.ts';
import { handOverCase, type Actor } from './arrange-cases.ts';
import { endBulkAct, insertBulkAct, lockBulkAct } from './bulk-store.ts';
import { MOST_IN_BULK, obstacleTo, undoMsOf, type BulkAct, type BulkWish } from './bulk.ts';
import { lockCase } from './case-store.ts';
import { claimCase, closeCase } from './work-case.ts';

const BULK_TASK = 'bulk-act';

/**
 * Keeps what a person wants done with these cases, and has it done when it is due. @returns its id
 * @throws RangeError for no case, or more than `MOST_IN_BULK`
 */
export async function planBulk(
  tx: Tx,
  wish: BulkWish,
  caseIds: readonly CaseId[],
  staffId: StaffId,
  now: Date,
): Promise<string> {
  const distinct = [...new Set(caseIds)];
  if (distinct.length === 0 || distinct.length > MOST_IN_BULK)
    throw new RangeError(`Something is done with 1 to ${MOST_IN_BULK} cases at once, not with ${distinct.length}.`);
  const id = randomUUID();
  const dueAt = new Date(now.getTime() + undoMsOf(wish));
  await insertBulkAct(tx, { id, staffId, wish, caseIds: distinct, dueAt }, now);
  await recordAct(tx, {
    at: now,
    actor: `staff:${staffId}`,
    action: 'bulk.planned',
    subject: `bulk:${id}`,
    payload: { kind: wish.kind, cases: distinct.length },
  });
  if (dueAt.getTime() === now.getTime()) await runBulk(tx, id, now);
  else await addJob(tx, BULK_TASK, { id }, { runAt: dueAt, jobKey: `bulk:${id}` });
  return id;
}

/** Takes back what this person asked for; false when it is done already, or not theirs. */
export async function undoBulk(tx: Tx, id: string, staffId: StaffId, now: Date): Promise<boolean> {
  const act = await lockBulkAct(tx, id);
  if (act?.state !== 'waiting' || act.staffId !== staffId) return false;
  await endBulkAct(tx, id, 'undone');
  await recordAct(tx, {
    at: now,
    actor: `staff:${staffId}`,
    action: 'bulk.undone',
    subject: `bulk:${act.id}`,
    payload: {},
  });
  return true;
}

/** Does what is due, once: with each case as far as it still allows it. A second call, and one for what was taken back, does nothing. */
export async function runBulk(tx: Tx, id: string, now: Date): Promise<void> {
  const act = await lockBulkAct(tx, id);
  if (act?.state !== 'waiting') return;
  const person = (await listStaff(tx)).find((each) => each.id === act.staffId);
  const by: Actor = { staffId: act.staffId, leadsOthers: person !== undefined && leadsOthers(person.role) };
  // Who has been shut out meanwhile does nothing any more.
  const isHere = person !== undefined && person.disabledAt === undefined;
  let done = 0;
  // In the order of their ids, as everybody locks several: nobody waits in a ring.
  for (const caseId of isHere ? act.caseIds.toSorted() : []) if (await doOne(tx, act, caseId, by, now)) done += 1;
  await endBulkAct(tx, id, { done });
  await recordAct(tx, {
    at: now,
    actor: `staff:${act.staffId}`,
    action: 'bulk.done',
    subject: `bulk:${act.id}`,
    payload: { done },
  });
}

async function doOne(tx: Tx, { wish, staffId }: BulkAct, caseId: CaseId, by: Actor, now: Date): Promise<boolean> {
  const found = await lockCase(tx, caseId);
  if (found === undefined || obstacleTo(wish, found, by) !== undefined) return false;
  switch (wish.kind) {
    case 'take':
      await claimCase(tx, caseId, staffId, now);
      return true;
    case 'hand-over':
      if (found.state === 'new') await claimCase(tx, caseId, staffId, now);
      await handOverCase(tx, caseId, by, wish.to, now);
      return true;
    case 'close':
      await closeCase(tx, caseId, wish.reason, `staff:${staffId}`, now);
      return true;
  }
}

const payloadSchema = z.object({ id: z.uuid() });

/** The job that does it. */
export const bulkJob = (deps: { readonly db: Db; readonly clock: Clock }): JobHandler => ({
  task: BULK_TASK,
  handle: (payload) => transact(deps.db, (tx) => runBulk(tx, payloadSchema.parse(payload).id, deps.clock.now())),
});
