import { recipientFromBytes, type Recipient } from '../../lib/seal/door.ts';
import type { Db } from '../platform/db.ts';
import type { StaffId } from '../terms/ids.ts';
import { listActiveRecipients } from './staff-store.ts';

/** An officer of the police who is let in, with the key that what they may read is sealed to. */
export interface Officer {
  readonly id: StaffId;
  readonly recipient: Recipient;
}

/** Everybody of the police who is let in. */
export async function listOfficers(db: Db): Promise<readonly Officer[]> {
  const rows = await listActiveRecipients(db, 'police');
  return rows.map(({ id, recipient }) => ({ id, recipient: recipientFromBytes(recipient) }));
}
