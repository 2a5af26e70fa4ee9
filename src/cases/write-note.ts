/** Notes of analysts to each other, sealed like the tips they may quote. */
import { randomUUID } from 'node:crypto';
import { open, seal, type Identity } from '../../lib/seal/door.ts';
import { recordAct } from '../ledger/door.ts';
import type { Db, Tx } from '../platform/db.ts';
import { listStaff, newestDeskKey, worksOnCases } from '../staff/door.ts';
import type { CaseId, DeskKeyId, StaffId } from '../terms/ids.ts';
import { CaseStateError } from './case-state-error.ts';
import { readCaseSummary } from './case-store.ts';
import { insertNote, listNotes } from './note-store.ts';
import { mentionsIn } from './note.ts';

/** A note that was opened. `text` undefined: none of the reader's keys opens it. */
export interface Note {
  readonly id: string;
  readonly staffId: StaffId;
  readonly writtenAt: Date;
  readonly text: string | undefined;
}

/**
 * Writes a note about a case, whoever has it, sealed to the desk; those whom it names are told. @throws CaseStateError `no-such-case`
 */
export async function writeNote(
  tx: Tx,
  note: { readonly caseId: CaseId; readonly staffId: StaffId; readonly text: string; readonly now: Date },
): Promise<void> {
  const { caseId, staffId, text, now } = note;
  const deskKey = await newestDeskKey(tx);
  if (deskKey === undefined || (await readCaseSummary(tx, caseId)) === undefined)
    throw new CaseStateError('no-such-case');
  const people = (await listStaff(tx)).filter(({ role, disabledAt }) => worksOnCases(role) && disabledAt === undefined);
  const sealedText = seal(Buffer.from(text.toWellFormed(), 'utf8'), [deskKey.recipient]);
  const mentioned = mentionsIn(text, people).filter((id) => id !== staffId);
  const row = { id: randomUUID(), caseId, staffId, writtenAt: now, deskKeyId: deskKey.id, sealedText };
  await insertNote(tx, row, mentioned);
  await recordAct(tx, {
    at: now,
    actor: `staff:${staffId}`,
    action: 'note.written',
    subject: `case:${caseId}`,
    payload: { sealedText, mentioned: mentioned.length },
  });
}

/** The notes of a case in clear, oldest first. The keys are opened only when there is a note. */
export async function readNotes(
  db: Db,
  caseId: CaseId,
  deskIdentities: () => Promise<ReadonlyMap<DeskKeyId, Identity>>,
): Promise<readonly Note[]> {
  const sealed = await listNotes(db, caseId);
  if (sealed.length === 0) return [];
  const keys = await deskIdentities();
  return sealed.map(({ deskKeyId, sealedText, ...note }) => {
    const key = keys.get(deskKeyId);
    return { ...note, text: key === undefined ? undefined : open(sealedText, [key]).toString('utf8') };
  });
}
