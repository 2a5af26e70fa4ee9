/** What is due: letters for whoever takes them up, and, for the clock of a simulation and people who ask, what stands in the way. */
import { sql } from 'kysely';
import { z } from 'zod';
import { KEEP, type Db } from '../../platform/db.ts';

/** When the next takedown or letter is due, whatever the stop switch says. */
export async function readNextDueAt(db: Db): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date | null }>`select least(
      (select min(next_at) from takedown where next_at is not null and state = 'running'),
      (select min(seek_at) from takedown where seek_at is not null and state in ('seeking', 'running')),
      (select min(send_at) from letter where state in ('gathering', 'leaving'))) as at`.execute(db);
  return rows[0]?.at ?? undefined;
}

const threadSchema = z.object({
  messageIds: z.array(z.string()),
  ticket: z
    .string()
    .optional()
    .transform((ticket): string | undefined => ticket),
});
/** Earlier letters to the same provider about the same items: what a reminder refers to. */
export type EarlierLetters = Readonly<z.infer<typeof threadSchema>>;

/** A letter that is due, off everybody else's hands. */
export interface ClaimedLetter {
  readonly id: string;
  readonly providerId: string;
  readonly isUrgent: boolean;
  readonly attempts: number;
  readonly failingSince: Date | undefined;
  readonly writtenAt: Date | undefined;
  /** Of the texts that it was made from; undefined while it was never about to leave. */
  readonly templateVersion: number | undefined;
  /** What it referred to when it was first on its way. */
  readonly earlier: EarlierLetters | undefined;
}

/** A letter that waits. */
export interface WaitingLetter extends ClaimedLetter {
  readonly sendAt: Date;
  /** Why it could not be handed over the last time. */
  readonly failureCode: string | undefined;
}

interface LetterRow {
  readonly id: string;
  readonly provider_id: string;
  readonly is_urgent: boolean;
  readonly attempts: number;
  readonly failing_since: Date | null;
  readonly written_at: Date | null;
  readonly template_version: number | null;
  readonly thread: unknown;
  readonly send_at: Date;
  readonly failure_code: string | null;
}
const LETTER_COLUMNS = sql.raw(
  `l.id, l.provider_id, l.is_urgent, l.attempts, l.failing_since, l.written_at, l.template_version, l.thread, l.send_at,
    l.failure_code`,
);

const toLetter = (row: LetterRow): WaitingLetter => ({
  id: row.id,
  providerId: row.provider_id,
  isUrgent: row.is_urgent,
  attempts: row.attempts,
  failingSince: row.failing_since ?? undefined,
  writtenAt: row.written_at ?? undefined,
  templateVersion: row.template_version ?? undefined,
  earlier: row.thread === null ? undefined : threadSchema.parse(row.thread),
  sendAt: row.send_at,
  failureCode: row.failure_code ?? undefined,
});

/**
 * Closes letters that are due, so that nothing more joins them, and takes them for `leaseMs`: whoever dies with one leaves it
 * to the next. The urgent ones come first; while the stop switch is set there are none.
 */
export async function claimLetters(
  db: Db,
  now: Date,
  limit: number,
  leaseMs: number,
): Promise<readonly ClaimedLetter[]> {
  const { rows } = await sql<LetterRow>`${KEEP}
    with due as (select id from letter where state in ('gathering', 'leaving') and send_at <= ${now}
      and not exists (select 1 from sending_pause where released_at is null)
      order by is_urgent desc, send_at limit ${limit} for update skip locked)
    update letter l set state = 'leaving', send_at = ${new Date(now.getTime() + leaseMs)}
    from due where l.id = due.id returning ${LETTER_COLUMNS}`.execute(db);
  return rows.map(toLetter);
}

/** Letters that wait, those that are due first; up to `until`, where it is given. */
export async function listWaitingLetters(db: Db, limit: number, until?: Date): Promise<readonly WaitingLetter[]> {
  const { rows } = await sql<LetterRow>`select ${LETTER_COLUMNS} from letter l
    where state in ('gathering', 'leaving') and send_at <= coalesce(${until ?? null}::timestamptz, 'infinity')
    order by send_at limit ${limit}`.execute(db);
  return rows.map(toLetter);
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
