/** What is due, and what stands in its way: for the clock of a simulation, and for people who ask. */
import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';
import type { ClaimedLetter } from './letter-store.ts';

/** When the next takedown or letter is due, whatever the stop switch says. */
export async function readNextDueAt(db: Db): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date | null }>`select least(
      (select min(next_at) from takedown where next_at is not null and state = 'running'),
      (select min(seek_at) from takedown where seek_at is not null and state in ('seeking', 'running')),
      (select min(send_at) from letter where state in ('gathering', 'leaving'))) as at`.execute(db);
  return rows[0]?.at ?? undefined;
}

/** A letter that waits. */
export interface WaitingLetter extends ClaimedLetter {
  readonly sendAt: Date;
  /** Why it could not be handed over the last time. */
  readonly failureCode: string | undefined;
}

/** Letters that wait, those that are due first; up to `until`, where it is given. */
export async function listWaitingLetters(db: Db, limit: number, until?: Date): Promise<readonly WaitingLetter[]> {
  const { rows } = await sql<{
    id: string;
    provider_id: string;
    is_urgent: boolean;
    attempts: number;
    failing_since: Date | null;
    written_at: Date | null;
    template_version: number | null;
    send_at: Date;
    failure_code: string | null;
  }>`select id, provider_id, is_urgent, attempts, failing_since, written_at, template_version, send_at, failure_code
    from letter where state in ('gathering', 'leaving') and send_at <= coalesce(${until ?? null}::timestamptz, 'infinity')
    order by send_at limit ${limit}`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    providerId: row.provider_id,
    isUrgent: row.is_urgent,
    attempts: row.attempts,
    failingSince: row.failing_since ?? undefined,
    writtenAt: row.written_at ?? undefined,
    templateVersion: row.template_version ?? undefined,
    sendAt: row.send_at,
    failureCode: row.failure_code ?? undefined,
  }));
}

/** Takedowns in each state, and what each waits for. */
export interface TakedownCount {
  readonly state: string;
  readonly attention: string | undefined;
  readonly count: number;
  /** Those whose step or search is due. */
  readonly due: number;
}

/** All takedowns that have not ended, counted. */
export async function countTakedowns(db: Db, now: Date): Promise<readonly TakedownCount[]> {
  const { rows } = await sql<{ state: string; attention: string | null; count: number; due: number }>`
    select state, attention, count(*) as count,
      count(*) filter (where next_at <= ${now} or seek_at <= ${now}) as due
    from takedown where state <> 'ended' group by 1, 2 order by 1, 2`.execute(db);
  return rows.map((row) => ({ ...row, attention: row.attention ?? undefined }));
}
