/** The switch by which what is decided illegal becomes a seed, and the run that stands for it. */
import { sql } from '../../platform/statement.ts';
import type { Db, Tx } from '../../platform/transact.ts';
import { staffIdSchema, type StaffId } from '../../terms/ids.ts';

/** How the switch stands; off until a supervisor turns it on. */
export interface FromCases {
  /** The standing run; undefined: off. */
  readonly runId: number | undefined;
  readonly changedBy: StaffId | undefined;
  readonly changedAt: Date | undefined;
}

/** Reads it; an ended run is no standing one. */
export async function readFromCases(db: Db): Promise<FromCases> {
  const { rows } = await sql<{ run_id: number | null; changed_by: string; changed_at: Date }>`
    select r.id as run_id, f.changed_by, f.changed_at from crawl_from_cases f
    left join crawl_run r on r.id = f.run_id and r.state in ('running', 'paused')`.execute(db);
  const [row] = rows;
  return {
    runId: row?.run_id ?? undefined,
    changedBy: row === undefined ? undefined : staffIdSchema.parse(row.changed_by),
    changedAt: row?.changed_at,
  };
}

/** Writes it. */
export async function writeFromCases(
  tx: Tx,
  to: { readonly runId: number | undefined; readonly by: StaffId; readonly now: Date },
): Promise<void> {
  await sql`insert into crawl_from_cases (run_id, changed_by, changed_at) values (${to.runId ?? null}, ${to.by}, ${to.now})
    on conflict (is_only) do update set run_id = excluded.run_id, changed_by = excluded.changed_by,
      changed_at = excluded.changed_at`.execute(tx);
}

/** Waits for whoever else is turning the switch. */
export async function lockFromCases(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${SWITCH_LOCK})`.execute(tx);
}

const SWITCH_LOCK = 0x66797291;
