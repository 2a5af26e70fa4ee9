/** The cases' own table and their ties to tips. With item-store.ts, this room's only SQL. */
import { sql, type Selectable } from 'kysely';
import type { Db, Tx } from '../platform/db.ts';
import { caseAnswersSchema, type CaseAnswers } from '../terms/answers.ts';
import { tipCategorySchema, type TipCategory } from '../terms/categories.ts';
import { caseIdSchema, staffIdSchema, tipIdSchema, type CaseId, type StaffId, type TipId } from '../terms/ids.ts';
import { closeReasonSchema, type CloseReason } from '../terms/outcomes.ts';
import { caseOriginSchema, caseStateSchema, type CaseOrigin, type CaseState, type CaseSummary } from './case.ts';

type CaseTable = {
  id: string;
  number: number;
  state: string;
  category: string;
  is_urgent: boolean;
  opened_hour: Date;
  claimed_by: string | null;
  claimed_at: Date | null;
  decided_at: Date | null;
  closed_at: Date | null;
  close_reason: string | null;
  case_facts: unknown;
  origin: string;
  partner: string | null;
  gathering_digest: Buffer | null;
  group_id: string | null;
};

const tables = (db: Db) => db.$extendTables<{ case_file: CaseTable; case_tip: { case_id: string; tip_id: string } }>();

/** Writes a new case; its number is the database's next. */
export async function insertCase(
  tx: Tx,
  fresh: {
    id: CaseId;
    category: TipCategory;
    isUrgent: boolean;
    openedHour: Date;
    groupId?: string | undefined;
    gatheringDigest?: Buffer;
    partner?: string;
    origin?: CaseOrigin;
  },
): Promise<void> {
  const gathers: CaseOrigin = fresh.gatheringDigest === undefined ? 'tip' : 'sighting';
  const origin = fresh.origin ?? (fresh.partner === undefined ? gathers : 'partner');
  await sql`insert into case_file (id, state, category, is_urgent, opened_hour, origin, partner, gathering_digest, group_id)
    values (${fresh.id}, 'new', ${fresh.category}, ${fresh.isUrgent}, ${fresh.openedHour}, ${origin},
      ${fresh.partner ?? null}, ${fresh.gatheringDigest ?? null}, ${fresh.groupId ?? null})`.execute(tx);
}

/**
 * The newest case that gathers sightings under this digest, is not closed and has fewer than `mostItems`: one that could not be
 * read on one screen helps nobody.
 */
export async function findGatheringCase(db: Db, digest: Buffer, mostItems: number): Promise<CaseId | undefined> {
  const row = await tables(db)
    .selectFrom('case_file')
    .select('id')
    .where('gathering_digest', '=', digest)
    .where('state', '<>', 'closed')
    .where(sql<boolean>`(select count(*) from item where item.case_id = case_file.id) < ${mostItems}`)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : caseIdSchema.parse(row.id);
}

/** Ties a tip to a case; false when it was tied already. */
export async function insertCaseTip(tx: Tx, caseId: CaseId, tipId: TipId): Promise<boolean> {
  const result = await tables(tx)
    .insertInto('case_tip')
    .values({ case_id: caseId, tip_id: tipId })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/**
 * The oldest open case of a group of tips that say the same, while it has fewer than `mostTips`; undefined when there is none. Locks the
 * group until the transaction ends, so that two of them that come at once do not both open one.
 */
export async function findCaseOfGroup(tx: Tx, groupId: string, mostTips: number): Promise<CaseId | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${groupId}, 0))`.execute(tx);
  const row = await tables(tx)
    .selectFrom('case_file')
    .select('id')
    .where('group_id', '=', groupId)
    .where('state', '<>', 'closed')
    .where(sql<boolean>`(select count(*) from case_tip where case_tip.case_id = case_file.id) < ${mostTips}`)
    .orderBy('number')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : caseIdSchema.parse(row.id);
}

/** The cases a tip belongs to. */
export async function listCasesOfTip(db: Db, tipId: TipId): Promise<readonly CaseId[]> {
  const rows = await tables(db)
    .selectFrom('case_tip')
    .select('case_id')
    .where('tip_id', '=', tipId)
    .orderBy('case_id')
    .execute();
  return rows.map((row) => caseIdSchema.parse(row.case_id));
}

/** The tips of a case. */
export async function listTipsOfCase(db: Db, caseId: CaseId): Promise<readonly TipId[]> {
  const rows = await tables(db)
    .selectFrom('case_tip')
    .select('tip_id')
    .where('case_id', '=', caseId)
    .orderBy('tip_id')
    .execute();
  return rows.map((row) => tipIdSchema.parse(row.tip_id));
}

/** One case; undefined when there is none with this id. */
export async function readCaseSummary(db: Db, id: CaseId): Promise<CaseSummary | undefined> {
  const row = await tables(db).selectFrom('case_file').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toSummary(row);
}

/** These cases in the order in which they are asked for, each once; one that is not there is left out. */
export async function readCaseSummaries(db: Db, ids: readonly CaseId[]): Promise<readonly CaseSummary[]> {
  if (ids.length === 0) return [];
  const rows = await tables(db)
    .selectFrom('case_file')
    .selectAll()
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .execute();
  const found = new Map(rows.map(toSummary).map((each) => [each.id, each]));
  return [...new Set(ids)].flatMap((id) => found.get(id) ?? []);
}

/** One case, locked until the transaction ends. */
export async function lockCase(tx: Tx, id: CaseId): Promise<CaseSummary | undefined> {
  const row = await tables(tx).selectFrom('case_file').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row === undefined ? undefined : toSummary(row);
}

/** How many cases stand in each state. */
export async function countCases(db: Db): Promise<Readonly<Record<CaseState, number>>> {
  const rows = await tables(db)
    .selectFrom('case_file')
    .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute();
  const counts = { new: 0, claimed: 0, decided: 0, closed: 0 };
  for (const row of rows) counts[caseStateSchema.parse(row.state)] = row.count;
  return counts;
}

export interface CaseChange {
  readonly state?: CaseState;
  readonly isUrgent?: boolean;
  readonly claimedBy?: StaffId | null;
  readonly claimedAt?: Date | null;
  readonly decidedAt?: Date | null;
  readonly closedAt?: Date | null;
  readonly closeReason?: CloseReason | null;
  readonly answers?: CaseAnswers;
}

/** Changes the named columns of a case. */
export async function updateCase(tx: Tx, id: CaseId, change: CaseChange): Promise<void> {
  const columns = {
    state: change.state,
    is_urgent: change.isUrgent,
    claimed_by: change.claimedBy,
    claimed_at: change.claimedAt,
    decided_at: change.decidedAt,
    closed_at: change.closedAt,
    close_reason: change.closeReason,
    case_facts: change.answers === undefined ? undefined : JSON.stringify(change.answers),
  };
  const given = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
  await tables(tx).updateTable('case_file').set(given).where('id', '=', id).execute();
}

/** A row of the cases' table, read back. */
export type CaseRow = Selectable<CaseTable>;

/** What the queue shows of it. */
export function toSummary(row: CaseRow): CaseSummary {
  return {
    id: caseIdSchema.parse(row.id),
    origin: caseOriginSchema.parse(row.origin),
    partner: row.partner ?? undefined,
    number: row.number,
    state: caseStateSchema.parse(row.state),
    category: tipCategorySchema.parse(row.category),
    isUrgent: row.is_urgent,
    openedHour: row.opened_hour,
    claimedBy: row.claimed_by === null ? undefined : staffIdSchema.parse(row.claimed_by),
    decidedAt: row.decided_at ?? undefined,
    closedAt: row.closed_at ?? undefined,
    closeReason: row.close_reason === null ? undefined : closeReasonSchema.parse(row.close_reason),
    answers: caseAnswersSchema.parse(row.case_facts),
  };
}
