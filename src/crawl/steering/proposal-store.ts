/** Bulks of seeds that wait for a second person. The plan lies shrouded, and is erased when it is decided. */
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { sql } from '../../platform/statement.ts';
import type { Db, Tx } from '../../platform/transact.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { staffIdSchema, type StaffId } from '../../terms/ids.ts';
import { runPlanSchema, type RunPlan } from './run-plan.ts';

/** One that waits. */
export interface RunProposal {
  readonly id: string;
  readonly seeds: number;
  readonly proposedBy: StaffId;
  readonly proposedAt: Date;
}

/** Writes one. @returns its id */
export async function insertProposal(
  tx: Tx,
  serviceKey: ServiceKey,
  proposal: { readonly plan: RunPlan; readonly proposedBy: StaffId; readonly now: Date },
): Promise<string> {
  const { plan, proposedBy, now } = proposal;
  const id = randomUUID();
  const shrouded = serviceKey.shroud('payload', JSON.stringify({ id, plan }));
  await sql`insert into crawl_proposal (id, state, seeds, shrouded, proposed_by, proposed_at)
    values (${id}, 'waiting', ${plan.seeds.length}, ${shrouded}, ${proposedBy}, ${now})`.execute(tx);
  return id;
}

const boxSchema = z.object({ id: z.string(), plan: runPlanSchema });

interface Row {
  readonly id: string;
  readonly seeds: number;
  readonly proposed_by: string;
  readonly proposed_at: Date;
  readonly shrouded: Buffer;
}

const toProposal = (row: Row): RunProposal => ({
  ...{ id: row.id, seeds: row.seeds, proposedBy: staffIdSchema.parse(row.proposed_by), proposedAt: row.proposed_at },
});

/** Those that wait, the oldest first. */
export async function listProposals(db: Db): Promise<readonly RunProposal[]> {
  const { rows } = await sql<Row>`select id, seeds, proposed_by, proposed_at, shrouded from crawl_proposal
    where state = 'waiting' order by proposed_at, id`.execute(db);
  return rows.map(toProposal);
}

/** One that waits, with its plan, locked until the transaction ends; undefined when it waits no more. */
export async function lockProposal(
  tx: Tx,
  serviceKey: ServiceKey,
  id: string,
): Promise<(RunProposal & { readonly plan: RunPlan }) | undefined> {
  const { rows } = await sql<Row>`select id, seeds, proposed_by, proposed_at, shrouded from crawl_proposal
    where id = ${id}::uuid and state = 'waiting' for update`.execute(tx);
  const [row] = rows;
  if (row === undefined) return undefined;
  const box = boxSchema.parse(JSON.parse(serviceKey.unshroud('payload', row.shrouded)));
  if (box.id !== row.id) throw new Error("A row of a proposal holds another one's plan.");
  return { ...toProposal(row), plan: box.plan };
}

/** Writes what was decided, and erases the plan. */
export async function endProposal(
  tx: Tx,
  id: string,
  end: { readonly state: 'confirmed' | 'withdrawn'; readonly by: StaffId; readonly runId?: number; readonly now: Date },
): Promise<void> {
  await sql`update crawl_proposal set state = ${end.state}, decided_by = ${end.by}, decided_at = ${end.now},
    run_id = ${end.runId ?? null}, shrouded = null where id = ${id}::uuid`.execute(tx);
}
