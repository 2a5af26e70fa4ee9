/** Finding cases by what may be searched: ids, and keyed digests of addresses and hosts. No words of tips. */
import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';
import { caseIdSchema, type CaseId } from '../terms/ids.ts';

const idsOf = ({ rows }: { readonly rows: readonly { readonly id: string }[] }): readonly CaseId[] =>
  rows.map((row) => caseIdSchema.parse(row.id));

/** The cases with this id, or of the item or tip with it. */
export async function findById(db: Db, id: string): Promise<readonly CaseId[]> {
  return idsOf(
    await sql<{ id: string }>`select id from case_file where id = ${id}
      union select case_id from item where id = ${id}
      union select case_id from case_tip where tip_id = ${id}`.execute(db),
  );
}

/** The case of the item with this address. */
export async function findByAddress(db: Db, urlDigest: Buffer): Promise<readonly CaseId[]> {
  return idsOf(await sql<{ id: string }>`select case_id as id from item where url_digest = ${urlDigest}`.execute(db));
}

/** The newest cases that have an item on this host. */
export async function findByHost(db: Db, hostDigest: Buffer, limit: number): Promise<readonly CaseId[]> {
  return idsOf(
    await sql<{ id: string }>`select id from case_file
      where id in (select case_id from item where host_digest = ${hostDigest})
      order by number desc limit ${limit}`.execute(db),
  );
}
