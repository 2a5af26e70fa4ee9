/** The tables of notes and of whom they speak to. */
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db, Tx } from '../platform/db.ts';
import {
  caseIdSchema,
  deskKeyIdSchema,
  staffIdSchema,
  type CaseId,
  type DeskKeyId,
  type StaffId,
} from '../terms/ids.ts';

/** A note as it lies there: nobody without the desk key can read it. */
export interface SealedNote {
  readonly id: string;
  readonly staffId: StaffId;
  readonly writtenAt: Date;
  readonly deskKeyId: DeskKeyId;
  readonly sealedText: Buffer;
}

/** Writes one with those it speaks to. */
export async function insertNote(
  tx: Tx,
  note: SealedNote & { readonly caseId: CaseId },
  mentioned: readonly StaffId[],
): Promise<void> {
  await sql`insert into case_note (id, case_id, staff_id, written_at, desk_key_id, sealed_text)
    values (${note.id}, ${note.caseId}, ${note.staffId}, ${note.writtenAt}, ${note.deskKeyId}, ${note.sealedText})`.execute(
    tx,
  );
  await sql`insert into note_mention (note_id, staff_id)
    select ${note.id}, t.id from unnest(${[...mentioned]}::uuid[]) as t (id)`.execute(tx);
}

const noteSchema = z
  .object({
    id: z.uuid(),
    staff_id: staffIdSchema,
    written_at: z.date(),
    desk_key_id: deskKeyIdSchema,
    sealed_text: z.instanceof(Buffer),
  })
  .transform((row): SealedNote => ({
    id: row.id,
    staffId: row.staff_id,
    writtenAt: row.written_at,
    deskKeyId: row.desk_key_id,
    sealedText: row.sealed_text,
  }));

/** The notes of a case, oldest first. */
export async function listNotes(db: Db, caseId: CaseId): Promise<readonly SealedNote[]> {
  const { rows } = await sql`select id, staff_id, written_at, desk_key_id, sealed_text from case_note
    where case_id = ${caseId} order by written_at, id`.execute(db);
  return z.array(noteSchema).parse(rows);
}

/** Somebody wrote to this person, who has not been there since. */
export interface Mention {
  readonly caseId: CaseId;
  readonly number: number;
  readonly by: StaffId;
  readonly at: Date;
}

const mentionSchema = z
  .object({ case_id: caseIdSchema, number: z.int(), staff_id: staffIdSchema, written_at: z.date() })
  .transform((row): Mention => ({ caseId: row.case_id, number: row.number, by: row.staff_id, at: row.written_at }));

/** What speaks to this person and they have not seen, newest first; of a case the newest alone. */
export async function listMentions(db: Db, staffId: StaffId): Promise<readonly Mention[]> {
  const { rows } = await sql`select * from (
      select distinct on (n.case_id) n.case_id, c.number, n.staff_id, n.written_at
      from note_mention m join case_note n on n.id = m.note_id join case_file c on c.id = n.case_id
      where m.staff_id = ${staffId} and m.seen_at is null order by n.case_id, n.written_at desc
    ) t order by written_at desc limit 20`.execute(db);
  return z.array(mentionSchema).parse(rows);
}

/** They have seen the notes of this case. */
export async function markMentionsSeen(tx: Tx, caseId: CaseId, staffId: StaffId, now: Date): Promise<void> {
  await sql`update note_mention m set seen_at = ${now} from case_note n
    where n.id = m.note_id and n.case_id = ${caseId} and m.staff_id = ${staffId} and m.seen_at is null`.execute(tx);
}
