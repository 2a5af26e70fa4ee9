/** The desk key: what tips are sealed to. Everybody who is let in holds its private half, sealed to their own key. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  generateIdentity,
  identityFromSecret,
  open,
  recipientFromBytes,
  seal,
  type Identity,
  type Recipient,
} from '../../lib/seal/door.ts';
import { recordAct, type Actor } from '../ledger/door.ts';
import type { Db, Tx } from '../platform/db.ts';
import { deskKeyIdSchema, type DeskKeyId, type StaffId } from '../terms/ids.ts';
import { insertDeskKey, insertShare, listShares, readNewestDeskKey } from './desk-key-store.ts';
import { insertRecoveryShare, listTrusted } from './recovery-store.ts';
import { keyFromToken } from './session.ts';
import { listActiveRecipients } from './staff-store.ts';

/**
 * Private desk keys, opened: the older ones too, because older tips are sealed to them. Kept for one request, never
 * stored.
 */
export type DeskIdentities = ReadonlyMap<DeskKeyId, Identity>;

/** What tips are sealed to now; undefined while there is no supervisor yet. */
export async function newestDeskKey(db: Db): Promise<{ id: DeskKeyId; recipient: Recipient } | undefined> {
  const row = await readNewestDeskKey(db);
  return row === undefined ? undefined : { id: row.id, recipient: recipientFromBytes(row.recipient) };
}

/**
 * Makes a new desk key and seals it to everybody of the hotline who is let in (never to an officer of the police); tips are sealed to it from now on. Nobody's password is
 * needed for it, so it can follow at once when somebody leaves.
 */
export async function makeDeskKey(tx: Tx, actor: Actor, now: Date): Promise<void> {
  const identity = generateIdentity();
  const id = deskKeyIdSchema.parse(randomUUID());
  await insertDeskKey(tx, id, identity.recipient.bytes, now);
  const holders = await listActiveRecipients(tx, 'hotline');
  for (const holder of holders) {
    await insertShare(tx, id, holder.id, seal(identity.secret, [recipientFromBytes(holder.recipient)]));
  }
  for (const recipient of await listTrusted(tx)) {
    const sealedIdentity = seal(identity.secret, [recipientFromBytes(recipient)]);
    await insertRecoveryShare(tx, { deskKeyId: id, recipient, sealedIdentity });
  }
  await recordAct(tx, {
    at: now,
    actor,
    action: 'desk-key.made',
    subject: `desk-key:${id}`,
    payload: { holders: holders.length },
  });
}

/** Opens one person's shares with their own key. */
export async function openShares(db: Db, staffId: StaffId, identity: Identity): Promise<DeskIdentities> {
  const shares = await listShares(db, staffId);
  return new Map(
    shares.map((share) => [share.deskKeyId, identityFromSecret(open(share.sealedIdentity, [identity]))] as const),
  );
}

/** Gives a person these desk keys. */
export async function shareDeskKeys(
  tx: Tx,
  staffId: StaffId,
  recipient: Recipient,
  keys: DeskIdentities,
): Promise<void> {
  for (const [id, identity] of keys) await insertShare(tx, id, staffId, seal(identity.secret, [recipient]));
}

const carriedSchema = z.array(z.object({ id: deskKeyIdSchema, secret: z.base64() }));

/** Desk keys as an invitation carries them: sealed to a key that only the invitation's token yields. */
export function sealToToken(token: string, keys: DeskIdentities): Buffer {
  const carried = [...keys].map(([id, identity]) => ({ id, secret: Buffer.from(identity.secret).toString('base64') }));
  return seal(Buffer.from(JSON.stringify(carried)), [tokenIdentity(token).recipient]);
}

/** The other way round. @throws SealError when the token is not the one they were sealed to. */
export function openWithToken(token: string, box: Uint8Array): DeskIdentities {
  const carried = carriedSchema.parse(JSON.parse(open(box, [tokenIdentity(token)]).toString('utf8')));
  return new Map(carried.map(({ id, secret }) => [id, identityFromSecret(Buffer.from(secret, 'base64'))] as const));
}

const tokenIdentity = (token: string): Identity => identityFromSecret(keyFromToken(token, 'invitation'));
