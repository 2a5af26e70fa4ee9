import { identityFromSecret, lock, unlock, type Identity } from '../../lib/seal/door.ts';
import { recordAct } from '../ledger/door.ts';
import { transact, type Db, type Tx } from '../platform/db.ts';
import type { StaffId } from '../terms/ids.ts';
import { openShares, type DeskIdentities } from './desk-key.ts';
import {
  digestOfToken,
  freshToken,
  idOfDigest,
  isSessionOver,
  keyFromToken,
  SESSION_MAX_MS,
  type Session,
} from './session.ts';
import { deleteOver, insertSession, markSeen, readSession, type SessionRow } from './session-store.ts';

/** A session that has just begun: the cookie is given to the browser and kept nowhere else. */
export interface FreshSession {
  readonly cookie: string;
  readonly expiresAt: Date;
}

/** Noting every request would be a write for every read; half-hour idleness does not need it. */
const SEEN_STEP_MS = 60_000;

/** Begins a session: the person's key is wrapped under a key that only the cookie yields. */
export async function beginSession(tx: Tx, staffId: StaffId, identity: Identity, now: Date): Promise<FreshSession> {
  const cookie = freshToken();
  const tokenDigest = requireDigest(cookie);
  const expiresAt = new Date(now.getTime() + SESSION_MAX_MS);
  await deleteOver(tx, now);
  await insertSession(tx, {
    tokenDigest,
    staffId,
    wrappedIdentity: lock(keyFromToken(cookie, 'session'), identity.secret),
    createdAt: now,
    expiresAt,
  });
  await recordAct(tx, {
    at: now,
    actor: `staff:${staffId}`,
    action: 'session.begun',
    subject: `session:${idOfDigest(tokenDigest)}`,
    payload: {},
  });
  return { cookie, expiresAt };
}

/**
 * The session that a cookie opens; undefined when it is none, is over, or its person is no longer let in. `isBackground`: a page asked
 * by itself, and nobody need be there.
 */
export async function openSession(
  db: Db,
  cookie: string,
  now: Date,
  { isBackground = false }: { readonly isBackground?: boolean } = {},
): Promise<Session | undefined> {
  const tokenDigest = digestOfToken(cookie);
  if (tokenDigest === undefined) return undefined;
  const row = await readSession(db, tokenDigest);
  if (row === undefined || isSessionOver(row, now)) return undefined;
  if (!isBackground && now.getTime() - row.seenAt.getTime() >= SEEN_STEP_MS) {
    await transact(db, (tx) => markSeen(tx, tokenDigest, now));
  }
  return toSession(db, row, cookie);
}

function toSession(db: Db, row: SessionRow, cookie: string): Session {
  let opened: Promise<DeskIdentities> | undefined;
  const ownIdentity = () => identityFromSecret(unlock(keyFromToken(cookie, 'session'), row.wrappedIdentity));
  return {
    id: idOfDigest(row.tokenDigest),
    staffId: row.staffId,
    name: row.name,
    role: row.role,
    expiresAt: row.expiresAt,
    formToken: keyFromToken(cookie, 'form').toString('base64url'),
    deskIdentities: () => {
      opened ??= openShares(db, row.staffId, ownIdentity());
      return opened;
    },
    ownIdentity,
  };
}

function requireDigest(cookie: string): Buffer {
  const digest = digestOfToken(cookie);
  if (digest === undefined) throw new RangeError('A fresh token is always a token.');
  return digest;
}
