/** Wishes to let much leave for a provider, what waits for it, and what it wishes itself. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db, Tx } from '../../platform/db.ts';
import { staffIdSchema, type StaffId } from '../../terms/ids.ts';
import type { QuietHours } from '../takedown/quiet-hours.ts';

const releaseKindSchema = z.enum(['approve', 'resume', 'restore']);
/** `approve`: it may be told. `resume`: it is not paused any more. `restore`: its address works again. */
export type ReleaseKind = z.infer<typeof releaseKindSchema>;

/** A wish that nobody has confirmed or withdrawn. */
export interface ProviderRelease {
  readonly id: string;
  readonly what: ReleaseKind;
  readonly items: number;
  readonly askedBy: StaffId;
  readonly askedAt: Date;
}

/** Locks a provider until the transaction ends. False when there is none. */
export async function lockProvider(tx: Tx, providerId: string): Promise<boolean> {
  const { rows } = await sql`select 1 from provider where id = ${providerId} for update`.execute(tx);
  return rows.length > 0;
}

/** Items that could leave for a provider if nothing of it stood in the way: they wait in its letters, or it is yet to be told. */
export async function countHeldItems(db: Db, providerId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (
      select n.takedown_id from notice n join letter l on l.id = n.letter_id
      where l.provider_id = ${providerId} and l.state in ('gathering', 'leaving') and n.state = 'waiting'
      union
      select r.takedown_id from takedown_rung r join takedown t on t.id = r.takedown_id
      where r.provider_id = ${providerId} and r.told_at is null and not r.is_out and t.state <> 'ended'
    ) held`.execute(db);
  return rows[0]?.count ?? 0;
}

/** The wish that stands for a provider. */
export async function readOpenRelease(db: Db, providerId: string): Promise<ProviderRelease | undefined> {
  const { rows } = await sql<{ id: string; what: string; items: number; asked_by: string; asked_at: Date }>`
    select id, what, items, asked_by, asked_at from provider_release
    where provider_id = ${providerId} and settled_at is null`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { id, items, asked_at: askedAt } = row;
  return { id, items, askedAt, what: releaseKindSchema.parse(row.what), askedBy: staffIdSchema.parse(row.asked_by) };
}

/** Writes a wish. */
export async function insertRelease(
  tx: Tx,
  wish: {
    readonly providerId: string;
    readonly what: ReleaseKind;
    readonly items: number;
    readonly staffId: StaffId;
  },
  now: Date,
): Promise<void> {
  await sql`insert into provider_release (id, provider_id, what, items, asked_by, asked_at)
    values (${randomUUID()}, ${wish.providerId}, ${wish.what}, ${wish.items}, ${wish.staffId}, ${now})`.execute(tx);
}

/** Confirms a wish, or withdraws it. */
export async function settleRelease(
  tx: Tx,
  id: string,
  by: { readonly staffId: StaffId; readonly isConfirmed: boolean },
  now: Date,
): Promise<void> {
  await sql`update provider_release set settled_by = ${by.staffId}, settled_at = ${now}, is_confirmed = ${by.isConfirmed}
    where id = ${id}`.execute(tx);
}

/** Writes when a provider wishes to hear nothing, and how long its items gather. False when there is none. */
export async function updateWishes(
  tx: Tx,
  providerId: string,
  wishes: { readonly quietHours: QuietHours | undefined; readonly groupMinutes: number | undefined },
): Promise<boolean> {
  const quiet = wishes.quietHours === undefined ? null : JSON.stringify(wishes.quietHours);
  const result =
    await sql`update provider set quiet_hours = ${quiet}::jsonb, group_minutes = ${wishes.groupMinutes ?? null}
    where id = ${providerId}`.execute(tx);
  return (result.numAffectedRows ?? 0n) > 0n;
}
