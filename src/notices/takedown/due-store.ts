/** What is due, and what stands in its way: for the clock of a simulation, and for people who ask. */
import { sql } from 'kysely';
import type { Db } from '../../platform/db.ts';

/** When the next takedown or letter is due, whatever the stop switch says. */
export async function readNextDueAt(db: Db): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date | null }>`select least(
      (select min(next_at) from takedown where next_at is not null and state = 'running'),
      (select min(seek_at) from takedown where seek_at is not null and state in ('seeking', 'running')),
      (select min(send_at) from letter where state in ('gathering', 'leaving'))) as at`.execute(db);
  return rows[0]?.at ?? undefined;
}

/** Letters that wait, by provider. */
export interface WaitingLetters {
  readonly providerId: string;
  readonly letters: number;
  readonly items: number;
  readonly urgentItems: number;
  readonly dueItems: number;
  /** When the first of them is due. */
  readonly firstSendAt: Date;
  readonly failureCode: string | undefined;
}

/** All letters that wait, by provider, those that are due first. */
export async function listWaitingLetters(db: Db, now: Date): Promise<readonly WaitingLetters[]> {
  const { rows } = await sql<{
    provider_id: string;
    letters: number;
    items: number;
    urgent_items: number;
    due_items: number;
    first_send_at: Date;
    failure_code: string | null;
  }>`select l.provider_id, count(distinct l.id) as letters, count(n.id) as items,
      count(n.id) filter (where l.is_urgent) as urgent_items,
      count(n.id) filter (where l.send_at <= ${now}) as due_items,
      min(l.send_at) as first_send_at, max(l.failure_code) as failure_code
    from letter l join notice n on n.letter_id = l.id and n.state = 'waiting'
    where l.state in ('gathering', 'leaving') group by l.provider_id order by min(l.send_at)`.execute(db);
  return rows.map((row) => ({
    providerId: row.provider_id,
    letters: row.letters,
    items: row.items,
    urgentItems: row.urgent_items,
    dueItems: row.due_items,
    firstSendAt: row.first_send_at,
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
