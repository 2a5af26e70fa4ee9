/** Words between the hotline and the police, sealed to the desk and to each officer who has an account at that moment. */
import { open, seal, SealError, type Identity, type Recipient } from '../../../../lib/seal/door.ts';
import type { Db } from '../../../platform/db.ts';
import { listOfficers, newestDeskKey, type Session } from '../../../staff/door.ts';

/** A text for the desk alone. @throws Error when there is no desk key */
export async function sealToDesk(db: Db, text: string): Promise<Buffer> {
  return seal(bytesOf(text), [await deskRecipient(db)]);
}

/** A text for both sides of a case's thread. @throws Error when there is no desk key */
export async function sealToBoth(db: Db, text: string): Promise<Buffer> {
  const officers = await listOfficers(db);
  return seal(bytesOf(text), [await deskRecipient(db), ...officers.map(({ recipient }) => recipient)]);
}

/** The text, opened with what this session has; undefined when it was sealed before this person could read it. */
export async function openText(session: Session, sealed: Uint8Array): Promise<string | undefined> {
  const own: readonly Identity[] =
    session.role === 'police' ? [session.ownIdentity()] : [...(await session.deskIdentities()).values()];
  try {
    return open(sealed, own).toString('utf8');
  } catch (error) {
    if (error instanceof SealError && error.code === 'not-for-us') return undefined;
    throw error;
  }
}

async function deskRecipient(db: Db): Promise<Recipient> {
  const desk = await newestDeskKey(db);
  if (desk === undefined) throw new Error('Nobody is at the hotline yet: there is no desk key to seal to.');
  return desk.recipient;
}

const bytesOf = (text: string): Buffer => Buffer.from(text.toWellFormed(), 'utf8');
