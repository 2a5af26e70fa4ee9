/** Changes of retention that wait for a second person. */
import type { Generated } from 'kysely';
import type { Db, Tx } from '../platform/db.ts';
import { staffIdSchema, type StaffId } from '../terms/ids.ts';

type ProposalTables = {
  retention_proposal: {
    id: Generated<number>;
    days: number;
    proposed_by: string;
    proposed_at: Date;
    ended_at: Date | null;
  };
};

const tables = (db: Db) => db.$extendTables<ProposalTables>();

/** One that waits. */
export interface RetentionProposal {
  readonly id: number;
  readonly days: number;
  readonly proposedBy: StaffId;
  readonly proposedAt: Date;
}

/** Writes one; false while another waits. */
export async function insertProposal(tx: Tx, proposal: Omit<RetentionProposal, 'id'>): Promise<boolean> {
  const { days, proposedBy, proposedAt } = proposal;
  const result = await tables(tx)
    .insertInto('retention_proposal')
    .values({ days, proposed_by: proposedBy, proposed_at: proposedAt, ended_at: null })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** The one that waits; undefined when none does. */
export async function readProposal(db: Db): Promise<RetentionProposal | undefined> {
  const row = await tables(db)
    .selectFrom('retention_proposal')
    .selectAll()
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { id: row.id, days: row.days, proposedBy: staffIdSchema.parse(row.proposed_by), proposedAt: row.proposed_at };
}

/** Ends the waiting of one; false when it has ended already. */
export async function endProposal(tx: Tx, id: number, at: Date): Promise<boolean> {
  const result = await tables(tx)
    .updateTable('retention_proposal')
    .set({ ended_at: at })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
