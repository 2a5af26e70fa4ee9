import { identityFromSecret, lock, unlock, type Identity } from '../../lib/seal/door.ts';
import { recordAct, recordActs } from '../ledger/door.ts';
import { transact, type Db, type Tx } from '../platform/db.ts';
import type { StaffId } from '../terms/ids.ts';
import { openShares, type DeskIdentities } from './desk-key.ts';
import {
  digestOfToken,
  freshToken,
  idOfDigest,
  isLeftAlone,
  keyFromToken,
  LOCK_AFTER_MS,
  SESSION_MAX_MS,
  type LockedSession,
  type Session,
} from './session.ts';
import {
  deleteOver,
  insertSession,
  lockIdleSessions,
  markSeen,
  readSession,
  type SessionRow,
} from './session-store.ts';

/** A session that has just begun: the cookie is given to the browser and kept nowhere else. */
export interface FreshSession {
  readonly cookie: string;
  readonly expiresAt: Date;
}

/** Noting every request would be a write for every read; a lock after minutes does not need it. */
const SEEN_STEP_MS = 15_000;

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
 * The session that a cookie opens; undefined when it is none, is over or locked, or its person is no longer let in. One that nobody
 * has used for `lockAfterMs` is locked here, before anything opens. `isBackground`: a page asked by itself, and nobody need be there.
 */
export async function openSession(
  db: Db,
  cookie: string,
  now: Date,
  options: { readonly isBackground?: boolean; readonly lockAfterMs?: number } = {},
): Promise<Session | undefined> {
  const { isBackground = false, lockAfterMs = LOCK_AFTER_MS } = options;
  const row = await readRow(db, cookie, now);
  if (row?.wrappedIdentity === undefined) return undefined;
  if (isLeftAlone(row, now, lockAfterMs)) {
    await lockIdle(db, now, lockAfterMs);
    return undefined;
  }
  if (!isBackground && now.getTime() - row.seenAt.getTime() >= SEEN_STEP_MS) {
    await transact(db, (tx) => markSeen(tx, row.tokenDigest, now));
  }
  return toSession(db, row, row.wrappedIdentity, cookie);
}

/** The locked session that a cookie names; undefined when there is none, or it is open or over. */
export async function readLockedSession(db: Db, cookie: string, now: Date): Promise<LockedSession | undefined> {
  const row = await readRow(db, cookie, now);
  if (row === undefined || row.wrappedIdentity !== undefined) return undefined;
  return {
    ...{ id: idOfDigest(row.tokenDigest), staffId: row.staffId, name: row.name, login: row.login },
    formToken: formTokenOf(cookie),
    keepDraft: (text) => lock(keyFromToken(cookie, 'draft'), Buffer.from(text, 'utf8')).toString('base64url'),
  };
}

/** Locks every session that nobody has used for `lockAfterMs`. @returns how many */
export function lockIdle(db: Db, now: Date, lockAfterMs: number): Promise<number> {
  return transact(db, async (tx) => {
    const digests = await lockIdleSessions(tx, new Date(now.getTime() - lockAfterMs), now);
    await recordActs(
      tx,
      digests.map((digest) => ({
        ...{
          at: now,
          actor: 'system',
          action: 'session.locked',
          subject: `session:${idOfDigest(digest)}`,
          payload: {},
        },
      })),
    );
    return digests.length;
  });
}

async function readRow(db: Db, cookie: string, now: Date): Promise<SessionRow | undefined> {
  const tokenDigest = digestOfToken(cookie);
  const row = tokenDigest === undefined ? undefined : await readSession(db, tokenDigest);
  return row === undefined || now >= row.expiresAt ? undefined : row;
}

const formTokenOf = (cookie: string): string => keyFromToken(cookie, 'form').toString('base64url');

function readDraft(cookie: string, sealed: string): string | undefined {
  try {
    return unlock(keyFromToken(cookie, 'draft'), Buffer.from(sealed, 'base64url')).toString('utf8');
  } catch {
    return undefined;
  }
}

function toSession(db: Db, row: SessionRow, wrappedIdentity: Buffer, cookie: string): Session {
  let opened: Promise<DeskIdentities> | undefined;
  const ownIdentity = () => identityFromSecret(unlock(keyFromToken(cookie, 'session'), wrappedIdentity));
  return {
    id: idOfDigest(row.tokenDigest),
    staffId: row.staffId,
    name: row.name,
    role: row.role,
    expiresAt: row.expiresAt,
    formToken: formTokenOf(cookie),
    deskIdentities: (within) => {
      opened ??= openShares(within ?? db, row.staffId, ownIdentity());
      return opened;
    },
    ownIdentity,
    readDraft: (sealed) => readDraft(cookie, sealed),
  };
}

function requireDigest(cookie: string): Buffer {
  const digest = digestOfToken(cookie);
  if (digest === undefined) throw new RangeError('A fresh token is always a token.');
  return digest;
}
