/** Moving what cases hold from one to another, and the ties between cases. */
import { sql } from 'kysely';
import type { Db, Tx } from '../platform/db.ts';
import { caseIdSchema, type CaseId, type ItemId, type StaffId, type TipId } from '../terms/ids.ts';
import { toSummary, type CaseRow } from './case-store.ts';
import type { CaseSummary } from './case.ts';

/** Moves items, tips, notes and ties; a tip that both had stays once, and a tie between the two is gone. */
export async function moveAll(tx: Tx, from: CaseId, into: CaseId): Promise<void> {
  await sql`update item set case_id = ${into} where case_id = ${from}`.execute(tx);
  await sql`insert into case_tip (case_id, tip_id) select ${into}, tip_id from case_tip where case_id = ${from}
    on conflict do nothing`.execute(tx);
  await sql`delete from case_tip where case_id = ${from}`.execute(tx);
  await sql`update case_note set case_id = ${into} where case_id = ${from}`.execute(tx);
  await sql`insert into case_link (case_id, other_id, linked_by, linked_at)
    select least(${into}::uuid, other), greatest(${into}::uuid, other), linked_by, linked_at
    from (select case when case_id = ${from} then other_id else case_id end as other, linked_by, linked_at
          from case_link where case_id = ${from} or other_id = ${from}) t
    where other <> ${into} on conflict do nothing`.execute(tx);
  await sql`delete from case_link where case_id = ${from} or other_id = ${from}`.execute(tx);
  await sql`update case_file set joined_to = ${into} where id = ${from} or joined_to = ${from}`.execute(tx);
}

/** Moves items of one case to another. */
export async function moveItems(tx: Tx, ids: readonly ItemId[], from: CaseId, into: CaseId): Promise<void> {
  await sql`update item set case_id = ${into} where id = any(${[...ids]}::uuid[]) and case_id = ${from}`.execute(tx);
}

/** Where everything in a case was moved to; undefined when it stands by itself. */
export async function readJoinedTo(db: Db, id: CaseId): Promise<CaseSummary | undefined> {
  const { rows } = await sql<CaseRow>`select c.* from case_file c join case_file f on f.joined_to = c.id
    where f.id = ${id}`.execute(db);
  return rows[0] === undefined ? undefined : toSummary(rows[0]);
}

/** Ties two cases; false when they were. */
export async function insertLink(tx: Tx, one: CaseId, other: CaseId, staffId: StaffId, now: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into case_link (case_id, other_id, linked_by, linked_at)
    values (least(${one}::uuid, ${other}::uuid), greatest(${one}::uuid, ${other}::uuid), ${staffId}, ${now})
    on conflict do nothing`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}

/** Unties them; false when they were not tied. */
export async function deleteLink(tx: Tx, one: CaseId, other: CaseId): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from case_link
    where case_id = least(${one}::uuid, ${other}::uuid) and other_id = greatest(${one}::uuid, ${other}::uuid)`.execute(
    tx,
  );
  return (numAffectedRows ?? 0n) > 0n;
}

/** The cases tied to this one, by number. */
export async function listLinked(db: Db, id: CaseId): Promise<readonly CaseSummary[]> {
  const { rows } = await sql<CaseRow>`select c.* from case_file c where c.id in (
      select other_id from case_link where case_id = ${id} union select case_id from case_link where other_id = ${id}
    ) order by c.number`.execute(db);
  return rows.map(toSummary);
}

/** The case that people call by this number. */
export async function readCaseIdByNumber(db: Db, number: number): Promise<CaseId | undefined> {
  const { rows } = await sql<{ id: string }>`select id from case_file where number = ${number}`.execute(db);
  return rows[0] === undefined ? undefined : caseIdSchema.parse(rows[0].id);
}

/** Ties tips to a case too. */
export async function shareTips(tx: Tx, ids: readonly TipId[], caseId: CaseId): Promise<void> {
  await sql`insert into case_tip (case_id, tip_id) select ${caseId}, t.id from unnest(${[...ids]}::uuid[]) as t (id)
    on conflict do nothing`.execute(tx);
}
