/** The invitations' table. */
import type { Db, Tx } from '../platform/db.ts';
import { staffIdSchema, type StaffId } from '../terms/ids.ts';
import { roleSchema, type Role } from './staff-member.ts';

type InvitationTable = {
  token_digest: Buffer;
  role: string;
  invited_by: string | null;
  sealed_desk_keys: Buffer | null;
  expires_at: Date;
  used_at: Date | null;
  staff_id: string | null;
};

const tables = (db: Db) => db.$extendTables<{ invitation: InvitationTable }>();

/** An invitation as it stands in the database. */
export interface Invitation {
  readonly tokenDigest: Buffer;
  readonly role: Role;
  /** undefined: the first supervisor, invited by whoever starts the server. */
  readonly invitedBy: StaffId | undefined;
  /** Whose credentials it renews; undefined for somebody new. */
  readonly renews: StaffId | undefined;
  readonly sealedDeskKeys: Buffer | undefined;
  readonly expiresAt: Date;
  readonly usedAt: Date | undefined;
}

/** Writes a new invitation. */
export async function insertInvitation(tx: Tx, invitation: Omit<Invitation, 'usedAt'>): Promise<void> {
  await tables(tx)
    .insertInto('invitation')
    .values({
      token_digest: invitation.tokenDigest,
      role: invitation.role,
      invited_by: invitation.invitedBy ?? null,
      sealed_desk_keys: invitation.sealedDeskKeys ?? null,
      expires_at: invitation.expiresAt,
      used_at: null,
      staff_id: invitation.renews ?? null,
    })
    .execute();
}

/** The invitation with this digest. */
export async function readInvitationRow(db: Db, tokenDigest: Buffer): Promise<Invitation | undefined> {
  const row = await tables(db)
    .selectFrom('invitation')
    .selectAll()
    .where('token_digest', '=', tokenDigest)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    tokenDigest: row.token_digest,
    role: roleSchema.parse(row.role),
    invitedBy: row.invited_by === null ? undefined : staffIdSchema.parse(row.invited_by),
    renews: row.staff_id === null ? undefined : staffIdSchema.parse(row.staff_id),
    sealedDeskKeys: row.sealed_desk_keys ?? undefined,
    expiresAt: row.expires_at,
    usedAt: row.used_at ?? undefined,
  };
}

/** Uses an invitation up and forgets the keys that it carried; false when it was used before or is over. */
export async function markUsed(tx: Tx, tokenDigest: Buffer, now: Date): Promise<boolean> {
  const result = await tables(tx)
    .updateTable('invitation')
    .set({ used_at: now, sealed_desk_keys: null })
    .where('token_digest', '=', tokenDigest)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Withdraws every invitation that nobody has used. Says how many could still have been. */
export async function deleteUnused(tx: Tx, now: Date): Promise<number> {
  const gone = await tables(tx).deleteFrom('invitation').where('used_at', 'is', null).returning('expires_at').execute();
  return gone.filter((row) => row.expires_at > now).length;
}

/** The invitations that somebody could still accept. */
export async function listWaiting(
  db: Db,
  now: Date,
): Promise<readonly { role: Role; expiresAt: Date; renews: StaffId | undefined }[]> {
  const rows = await tables(db)
    .selectFrom('invitation')
    .select(['role', 'expires_at', 'staff_id'])
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('expires_at')
    .execute();
  return rows.map((row) => ({
    role: roleSchema.parse(row.role),
    expiresAt: row.expires_at,
    renews: row.staff_id === null ? undefined : staffIdSchema.parse(row.staff_id),
  }));
}
