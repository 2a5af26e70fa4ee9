/** The stop switch's table; its newest row decides. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { KEEP, type Db, type Tx } from '../../platform/db.ts';
import { staffIdSchema, type StaffId } from '../../terms/ids.ts';

/** A pause that stands. */
export interface SendingPause {
  readonly id: string;
  readonly setAt: Date;
  /** Undefined: from the command line. */
  readonly setBy: StaffId | undefined;
  readonly reason: string;
}

/** The pause that stands; undefined while letters leave. */
export async function readPause(db: Db): Promise<SendingPause | undefined> {
  const { rows } = await sql<{ id: string; set_at: Date; set_by: string | null; reason: string }>`${KEEP}
    select id, set_at, set_by, reason from sending_pause where released_at is null order by set_at desc limit 1`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const setBy = row.set_by === null ? undefined : staffIdSchema.parse(row.set_by);
  return { id: row.id, setAt: row.set_at, setBy, reason: row.reason };
}

/** Writes a pause. */
export async function insertPause(
  tx: Tx,
  pause: { readonly staffId: StaffId | undefined; readonly reason: string },
  now: Date,
): Promise<string> {
  const id = randomUUID();
  await sql`insert into sending_pause (id, set_at, set_by, reason)
    values (${id}, ${now}, ${pause.staffId ?? null}, ${pause.reason})`.execute(tx);
  return id;
}

/** Ends all pauses that stand. @returns since when letters had not left; undefined when none stood */
export async function releasePauses(tx: Tx, staffId: StaffId | undefined, now: Date): Promise<Date | undefined> {
  const { rows } = await sql<{ set_at: Date }>`
    update sending_pause set released_at = ${now}, released_by = ${staffId ?? null} where released_at is null
    returning set_at`.execute(tx);
  const times = rows.map((row) => row.set_at.getTime());
  return times.length === 0 ? undefined : new Date(Math.min(...times));
}

/** The timetables of all takedowns that ran do not count the time of a pause. */
export async function skipPause(tx: Tx, since: Date, now: Date): Promise<void> {
  await sql`update takedown set standstill_ms = standstill_ms
      + greatest(0, extract(epoch from ${now}::timestamptz - greatest(${since}::timestamptz, decided_at)) * 1000)::bigint,
      next_at = least(next_at, ${now}::timestamptz)
    where state in ('seeking', 'running')`.execute(tx);
}
