import { recordAct, type Actor } from '../../ledger/door.ts';
import type { Db, Tx } from '../../platform/db.ts';
import type { StaffId } from '../../terms/ids.ts';
import { insertPause, readPause, releasePauses, skipPause } from './pause-store.ts';

/** Who stops or releases, and why; without a person it is whoever runs the command line. */
export interface StopAct {
  readonly staffId: StaffId | undefined;
  readonly reason: string;
}
const REASON_LIMIT = 500;

const actorOf = (staffId: StaffId | undefined): Actor => (staffId === undefined ? 'operator' : `staff:${staffId}`);

/** The stop switch: no letter leaves any process from now on. @throws RangeError without a reason, or with one that is too long */
export async function stopSending(tx: Tx, act: StopAct, now: Date): Promise<void> {
  const reason = act.reason.trim();
  if (reason === '' || reason.length > REASON_LIMIT)
    throw new RangeError(`A reason is needed to stop all sending, of at most ${REASON_LIMIT} characters.`);
  if ((await readPause(tx)) !== undefined) return;
  const id = await insertPause(tx, { ...act, reason }, now);
  await recordAct(tx, {
    ...{ at: now, actor: actorOf(act.staffId), action: 'sending.stopped', subject: `pause:${id}` },
    payload: {},
  });
}

/** Letters leave again, and the timetables go on from where they stood. False when nothing had been stopped. */
export async function releaseSending(tx: Tx, staffId: StaffId | undefined, now: Date): Promise<boolean> {
  const pause = await readPause(tx);
  const since = await releasePauses(tx, staffId, now);
  if (pause === undefined || since === undefined) return false;
  await skipPause(tx, since, now);
  await recordAct(tx, {
    ...{ at: now, actor: actorOf(staffId), action: 'sending.released', subject: `pause:${pause.id}` },
    payload: {},
  });
  return true;
}

/** True while no letter may leave. */
export const isSendingPaused = async (db: Db): Promise<boolean> => (await readPause(db)) !== undefined;
