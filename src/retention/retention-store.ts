/** The rule, and what is erased by it: this room's only SQL. */
import { sql } from 'kysely';
import type pg from 'pg';
import { ERASABLE } from '../backup/door.ts';
import type { Db, Tx } from '../platform/db.ts';
import { tipIdSchema, type StaffId, type TipId } from '../terms/ids.ts';
import { DEFAULT_RETENTION_DAYS } from './retention.ts';

type RuleTable = {
  days: number;
  proposed_by: string;
  proposed_at: Date;
  confirmed_by: string;
  confirmed_at: Date;
};

const tables = (db: Db) => db.$extendTables<{ retention_rule: RuleTable & { id: number } }>();

/** The days that hold now. */
export async function readRetentionDays(db: Db): Promise<number> {
  const row = await tables(db)
    .selectFrom('retention_rule')
    .select('days')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.days ?? DEFAULT_RETENTION_DAYS;
}

/** What time the database's machine has. */
export async function readDatabaseTime(db: Db): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('The database did not say what time it is.');
  return row.now;
}

/** Writes a rule that two people have agreed on. The database refuses one by a single person. */
export async function insertRule(
  tx: Tx,
  rule: { readonly days: number; readonly proposedBy: StaffId; readonly confirmedBy: StaffId; readonly at: Date },
): Promise<void> {
  const { days, proposedBy, confirmedBy, at } = rule;
  await sql`insert into retention_rule (days, proposed_by, proposed_at, confirmed_by, confirmed_at)
    values (${days}, ${proposedBy}, ${at}, ${confirmedBy}, ${at})`.execute(tx);
}

/** A tip is due when every case it belongs to is closed, the last of them before `before`. */
const IS_DUE = (before: Date) => sql`t.erased_at is null and exists (select from case_tip c where c.tip_id = t.id)
  and not exists (select from case_tip c join case_file f on f.id = c.case_id
    where c.tip_id = t.id and (f.state <> 'closed' or f.closed_at >= ${before}))`;

/** How many tips are due. */
export async function countDue(db: Db, before: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from tip t where ${IS_DUE(before)}`.execute(
    db,
  );
  return rows[0]?.count ?? 0;
}

/** Locks tips that are due; whoever writes to their mailbox in this moment comes first, and they are erased the next time. */
export async function lockDue(tx: Tx, before: Date, limit: number): Promise<readonly TipId[]> {
  const { rows } = await sql<{ id: string }>`
    select t.id from tip t where ${IS_DUE(before)} limit ${limit} for update skip locked`.execute(tx);
  return rows.map((row) => tipIdSchema.parse(row.id));
}

/**
 * Takes away all copies of these tips' keys (their addresses for mails go with them: migration 0195), and what the desk noted and wrote with the
 * police about their cases, which is sealed to people instead of to a tip. What stays is sealed to keys that are nowhere any more.
 */
export async function eraseTips(tx: Tx, tipIds: readonly TipId[], at: Date): Promise<void> {
  const ids = sql`${[...tipIds]}::uuid[]`;
  const ownCases = sql`(select case_id from case_tip where tip_id = any(${ids})
    except select c.case_id from case_tip c join tip t on t.id = c.tip_id where t.erased_at is null and t.id <> all(${ids}))`;
  await sql`update tip set sealed_key_desk = null, sealed_key_mailbox = null, sealed_contact = null, urgent_package = null,
    has_contact = false, erased_at = ${at} where id = any(${ids})`.execute(tx);
  await sql`update dispatch set payload = null where payload is not null and case_id in ${ownCases}`.execute(tx);
  await sql`delete from police_package_key where package_id in
    (select id from police_package where case_id in ${ownCases})`.execute(tx);
  await sql`delete from note_mention where note_id in
    (select id from case_note where case_id in ${ownCases})`.execute(tx);
  await sql`delete from case_note where case_id in ${ownCases}`.execute(tx);
  await sql`delete from police_message where case_id in ${ownCases}`.execute(tx);
  await sql`update police_call set sealed_note = null where sealed_note is not null and dispatch_id in
    (select dispatch_id from police_delivery where case_id in ${ownCases})`.execute(tx);
}

/** What is erased in these lies on in their files until they are written anew: whatever a backup keeps in its keys file alone. */
const SCRUBBED = Object.keys(ERASABLE);
/** A larger table is not locked for a night's cleaning: its old pages are used again by new rows (docs/keys.md). */
const SCRUB_MOST_BYTES = 1e9;

/**
 * Writes the tables anew, so that what was erased is not in their files any more, and ends the write-ahead log's old files. Each table is
 * locked meanwhile, a second for some hundred thousand tips; one that is in use for longer is left for the next time. Functions of the owner do
 * both (migration 0275): a role that erases owns nothing.
 */
export async function scrubFiles(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query(`set lock_timeout = '2s'`);
    for (const table of SCRUBBED) {
      const { rows } = await client.query<{ size: number }>(`select pg_total_relation_size($1) as size`, [table]);
      if ((rows[0]?.size ?? 0) < SCRUB_MOST_BYTES)
        await client.query('select scrub_table($1)', [table.slice('public.'.length)]);
    }
    await client.query('select end_old_log()');
  } finally {
    await client.query('reset lock_timeout').catch(() => undefined);
    client.release();
  }
}
