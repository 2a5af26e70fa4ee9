import { recordAct, type Actor } from '../ledger/door.ts';
import type { Clock } from '../platform/clock.ts';
import { transact, type Db, type Tx } from '../platform/db.ts';
import type { StaffId } from '../terms/ids.ts';
import { sealToToken, type DeskIdentities } from './desk-key.ts';
import { deleteUnused, insertInvitation, listWaiting, readInvitationRow, type Invitation } from './invitation-store.ts';
import { digestOfToken, freshToken, idOfDigest, type Session } from './session.ts';
import { mayManage, worksOnCases, type Role } from './staff-member.ts';
import { hasStaff, readAccount } from './staff-store.ts';

const INVITATION_MS = 72 * 3_600_000;

/** Thrown when somebody asks for what their role does not allow. */
export class NotAllowedError extends Error {
  override readonly name = 'NotAllowedError';
  readonly code = 'not-allowed';
}

/** @throws NotAllowedError for somebody who may not let people with this role in and out */
export function requireManager(session: Session, role: Role): void {
  if (!mayManage(session.role, role))
    throw new NotAllowedError(`A person with the role ${session.role} may not do this.`);
}

/**
 * A one-time token for the first supervisor, for whoever starts the server; undefined when somebody is here already.
 * A fresh one withdraws the one before.
 */
export function inviteFirstSupervisor(db: Db, clock: Clock): Promise<string | undefined> {
  return transact(db, async (tx) => {
    if (await hasStaff(tx)) return undefined;
    const now = clock.now();
    await deleteUnused(tx, now);
    return writeInvitation(tx, 'operator', { role: 'supervisor' }, now);
  });
}

/**
 * A one-time token for somebody new, good for 72 hours. It carries the inviter's desk keys, sealed to a key that only
 * the token yields. @throws NotAllowedError
 */
export async function inviteStaff(tx: Tx, session: Session, role: Role, now: Date): Promise<string> {
  requireManager(session, role);
  return writeInvitation(tx, `staff:${session.staffId}`, { role, session }, now);
}

/**
 * A one-time token with which a person who is here already gets a new password, second factor and key, and is let in again if
 * they were shut out; undefined when there is no such person. Until it is used nothing changes. @throws NotAllowedError
 */
export async function inviteAgain(tx: Tx, session: Session, staffId: StaffId, now: Date): Promise<string | undefined> {
  const person = await readAccount(tx, staffId);
  if (person === undefined) return undefined;
  requireManager(session, person.role);
  return writeInvitation(tx, `staff:${session.staffId}`, { role: person.role, session, renews: staffId }, now);
}

/** A one-time token for a supervisor, with these desk keys: nobody who is here invites them. */
export function inviteWithKeys(tx: Tx, keys: DeskIdentities, now: Date): Promise<string> {
  return writeInvitation(tx, 'operator', { role: 'supervisor', keys }, now);
}

async function writeInvitation(
  tx: Tx,
  actor: Actor,
  invitation: {
    readonly role: Role;
    readonly session?: Session;
    readonly keys?: DeskIdentities;
    readonly renews?: StaffId;
  },
  now: Date,
): Promise<string> {
  const { role, session, renews } = invitation;
  const keys = session === undefined ? invitation.keys : await keysFor(tx, role, session);
  const token = freshToken();
  const tokenDigest = digestOfToken(token);
  if (tokenDigest === undefined) throw new RangeError('A fresh token is always a token.');
  await insertInvitation(tx, {
    tokenDigest,
    role,
    renews,
    invitedBy: session?.staffId,
    sealedDeskKeys: keys === undefined ? undefined : sealToToken(token, keys),
    expiresAt: new Date(now.getTime() + INVITATION_MS),
  });
  await recordAct(tx, {
    at: now,
    actor,
    action: 'invitation.made',
    subject: `invitation:${idOfDigest(tokenDigest)}`,
    payload: { role, renews: renews ?? null },
  });
  return token;
}

/** Who does not work on cases gets no desk key: no tip opens to them. */
const keysFor = async (tx: Tx, role: Role, session: Session): Promise<DeskIdentities> =>
  worksOnCases(role) ? session.deskIdentities(tx) : new Map();

/** The invitation that a token opens; undefined when there is none, or it is used or over. */
export async function readInvitation(db: Db, token: string, now: Date): Promise<Invitation | undefined> {
  const digest = digestOfToken(token);
  const row = digest === undefined ? undefined : await readInvitationRow(db, digest);
  return row === undefined || row.usedAt !== undefined || row.expiresAt <= now ? undefined : row;
}

/** The invitations that somebody could still accept. */
export const listInvitations = listWaiting;
