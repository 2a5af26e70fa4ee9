/** The sessions' table. */
import type { Db, Tx } from '../platform/db.ts';
import { staffIdSchema, type StaffId } from '../terms/ids.ts';
import { roleSchema, type Role } from './staff-member.ts';

type SessionTables = {
  session: {
    token_digest: Buffer;
    staff_id: string;
    wrapped_identity: Buffer | null;
    locked_at: Date | null;
    created_at: Date;
    seen_at: Date;
    expires_at: Date;
  };
  staff: { id: string; name: string; login: string; role: string; disabled_at: Date | null };
};

const tables = (db: Db) => db.$extendTables<SessionTables>();

/** A session with whose it is. */
export interface SessionRow {
  readonly tokenDigest: Buffer;
  readonly staffId: StaffId;
  readonly name: string;
  readonly login: string;
  readonly role: Role;
  /** undefined: the session is locked. */
  readonly wrappedIdentity: Buffer | undefined;
  readonly seenAt: Date;
  readonly expiresAt: Date;
}

/** Writes a new session. */
export async function insertSession(
  tx: Tx,
  session: { tokenDigest: Buffer; staffId: StaffId; wrappedIdentity: Buffer; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await tables(tx)
    .insertInto('session')
    .values({
      token_digest: session.tokenDigest,
      staff_id: session.staffId,
      wrapped_identity: session.wrappedIdentity,
      locked_at: null,
      created_at: session.createdAt,
      seen_at: session.createdAt,
      expires_at: session.expiresAt,
    })
    .execute();
}

/** The session with this digest, of a person who is let in. */
export async function readSession(db: Db, tokenDigest: Buffer): Promise<SessionRow | undefined> {
  const row = await tables(db)
    .selectFrom('session')
    .innerJoin('staff', 'staff.id', 'session.staff_id')
    .select(['token_digest', 'staff_id', 'name', 'login', 'role', 'wrapped_identity', 'seen_at', 'expires_at'])
    .where('token_digest', '=', tokenDigest)
    .where('staff.disabled_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    tokenDigest: row.token_digest,
    staffId: staffIdSchema.parse(row.staff_id),
    name: row.name,
    login: row.login,
    role: roleSchema.parse(row.role),
    wrappedIdentity: row.wrapped_identity ?? undefined,
    seenAt: row.seen_at,
    expiresAt: row.expires_at,
  };
}

/** Notes that a session is in use; one that was locked meanwhile stays as it is. */
export async function markSeen(tx: Tx, tokenDigest: Buffer, at: Date): Promise<void> {
  await tables(tx)
    .updateTable('session')
    .set({ seen_at: at })
    .where('token_digest', '=', tokenDigest)
    .where('locked_at', 'is', null)
    .execute();
}

/** Takes a session's wrapped key away; false when it has none. */
export async function lockSession(tx: Tx, tokenDigest: Buffer, at: Date): Promise<boolean> {
  const result = await tables(tx)
    .updateTable('session')
    .set({ wrapped_identity: null, locked_at: at })
    .where('token_digest', '=', tokenDigest)
    .where('locked_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** The same for every session that nobody has used since `idleSince`; the digests of those that were open until now. */
export async function lockIdleSessions(tx: Tx, idleSince: Date, at: Date): Promise<readonly Buffer[]> {
  const rows = await tables(tx)
    .updateTable('session')
    .set({ wrapped_identity: null, locked_at: at })
    .where('locked_at', 'is', null)
    .where('seen_at', '<=', idleSince)
    .returning('token_digest')
    .execute();
  return rows.map((row) => row.token_digest);
}

/** Gives a locked session a wrapped key again; false when it has one or is gone. */
export async function reopenSession(tx: Tx, tokenDigest: Buffer, wrappedIdentity: Buffer, at: Date): Promise<boolean> {
  const result = await tables(tx)
    .updateTable('session')
    .set({ wrapped_identity: wrappedIdentity, locked_at: null, seen_at: at })
    .where('token_digest', '=', tokenDigest)
    .where('locked_at', 'is not', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** One person's sessions that are not over, newest first. */
export async function listOpen(
  db: Db,
  staffId: StaffId,
  now: Date,
): Promise<
  readonly { tokenDigest: Buffer; createdAt: Date; seenAt: Date; expiresAt: Date; lockedAt: Date | undefined }[]
> {
  const rows = await tables(db)
    .selectFrom('session')
    .select(['token_digest', 'created_at', 'seen_at', 'expires_at', 'locked_at'])
    .where('staff_id', '=', staffId)
    .where('expires_at', '>', now)
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map((row) => ({
    tokenDigest: row.token_digest,
    createdAt: row.created_at,
    seenAt: row.seen_at,
    expiresAt: row.expires_at,
    lockedAt: row.locked_at ?? undefined,
  }));
}

/** Ends one session; false when there was none. */
export async function deleteSession(tx: Tx, tokenDigest: Buffer): Promise<boolean> {
  const result = await tables(tx).deleteFrom('session').where('token_digest', '=', tokenDigest).executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Ends all of one person's sessions. Says how many. */
export async function deleteSessionsOf(tx: Tx, staffId: StaffId): Promise<number> {
  const result = await tables(tx).deleteFrom('session').where('staff_id', '=', staffId).executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** Forgets everybody's sessions that are over, and the wrapped keys with them. */
export async function deleteOver(tx: Tx, now: Date): Promise<void> {
  await tables(tx).deleteFrom('session').where('expires_at', '<=', now).execute();
}
