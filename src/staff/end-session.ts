import { recordAct } from '../ledger/door.ts';
import type { Db, Tx } from '../platform/db.ts';
import { idOfDigest, type Session, type SessionSummary } from './session.ts';
import { deleteSession, listOpen } from './session-store.ts';

/** A person's own sessions, newest first. */
export async function listSessions(db: Db, session: Session, now: Date): Promise<readonly SessionSummary[]> {
  const rows = await listOpen(db, session.staffId, now);
  return rows.map((row) => ({
    id: idOfDigest(row.tokenDigest),
    createdAt: row.createdAt,
    seenAt: row.seenAt,
    expiresAt: row.expiresAt,
    isLocked: row.lockedAt !== undefined,
  }));
}

/** Ends one of the person's own sessions; false when they have none with this id. */
export async function endSession(
  tx: Tx,
  session: Pick<Session, 'staffId'>,
  sessionId: string,
  now: Date,
): Promise<boolean> {
  const rows = await listOpen(tx, session.staffId, now);
  const row = rows.find((candidate) => idOfDigest(candidate.tokenDigest) === sessionId);
  if (row === undefined || !(await deleteSession(tx, row.tokenDigest))) return false;
  await recordAct(tx, {
    at: now,
    actor: `staff:${session.staffId}`,
    action: 'session.ended',
    subject: `session:${sessionId}`,
    payload: {},
  });
  return true;
}

/** Ends all of the person's sessions but the one at hand; each on the record. @returns how many */
export async function endOtherSessions(tx: Tx, session: Pick<Session, 'id' | 'staffId'>, now: Date): Promise<number> {
  const others = (await listOpen(tx, session.staffId, now))
    .map((row) => idOfDigest(row.tokenDigest))
    .filter((id) => id !== session.id);
  for (const id of others) await endSession(tx, session, id, now);
  return others.length;
}

/** Ends the session at hand, a locked one too. */
export async function logOut(tx: Tx, session: Pick<Session, 'id' | 'staffId'>, now: Date): Promise<void> {
  await endSession(tx, session, session.id, now);
}
