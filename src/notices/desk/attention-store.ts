/**
 * What of the notices waits for a person.
 *
 * | kind         | is                                                                                              |
 * |--------------|-------------------------------------------------------------------------------------------------|
 * | appeal       | a provider objects; everything stands still for the item                                        |
 * | need-more    | a provider needs more from us                                                                   |
 * | reply        | a provider wrote by e-mail, in words of its own                                                 |
 * | approval     | a contact that was found by itself may be told only after approval                              |
 * | no-contact   | nobody could be told: nobody is known, or nobody can be reached; the case is with the analysts  |
 * | host-changed | the host is not the one decided on, or its name is gone; the case is with the analysts          |
 * | exhausted    | everybody on the ladder has been told for a day, or fell away, and the item is online           |
 */
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import { caseIdSchema, type CaseId, type StaffId } from '../../terms/ids.ts';

/** In the order in which they are shown: what stands still comes first. */
export const ATTENTION_KINDS = [
  'appeal',
  'need-more',
  'reply',
  'approval',
  'no-contact',
  'host-changed',
  'exhausted',
] as const;
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

/** A case with what of one kind waits in it. */
export interface AttentionCase {
  readonly caseId: CaseId;
  readonly number: number;
  readonly items: number;
  readonly isUrgent: boolean;
  /** The decision about the first of them. */
  readonly decidedAt: Date;
}

/** One kind with how much there is, and the cases that wait longest. */
export interface AttentionGroup {
  readonly kind: AttentionKind;
  readonly items: number;
  readonly cases: readonly AttentionCase[];
  /** How many cases more there are than are listed. */
  readonly more: number;
}

const DAY = sql`interval '24 hours'`;

/** Everything that waits, at most `limit` cases of a kind; the urgent ones, then the oldest. */
export async function listAttention(db: Db, now: Date, limit: number): Promise<readonly AttentionGroup[]> {
  const { rows } = await sql<{
    kind: string;
    case_id: string;
    number: number;
    items: number;
    is_urgent: boolean;
    decided_at: Date;
    all_items: number;
    all_cases: number;
  }>`
    with waiting as (
      select t.case_id, t.is_urgent, t.decided_at,
        case when t.attention = 'no-contact' and t.first_told_at is not null then 'exhausted' else t.attention end as kind
      from takedown t where t.attention is not null and t.attention <> 'hold' and t.state <> 'ended'
      union all
      select t.case_id, t.is_urgent, t.decided_at, 'exhausted'
      from takedown t where t.state = 'running' and t.attention is null and t.first_told_at < ${now}::timestamptz - ${DAY}
        and not exists (select 1 from takedown_rung r join provider p on p.id = r.provider_id
          where r.takedown_id = t.id and not r.is_out and p.standing <> 'refused' and p.delivery = 'working'
            and not (r.rung = 'owner' and r.source in ('rdap', 'ripe'))
            and (r.told_at is null or r.told_at > ${now}::timestamptz - ${DAY}))
      union all
      select t.case_id, t.is_urgent, t.decided_at,
        case when t.end_reason in ('host-changed', 'host-gone') then 'host-changed' else 'no-contact' end
      from case_file c join takedown t on t.case_id = c.id
      where c.state in ('new', 'claimed') and t.state = 'ended'
        and (t.end_reason in ('host-changed', 'host-gone')
          or (t.first_told_at is null and (t.end_reason = 'no-contact' or t.end_reason like 'smtp-%')))
        and not exists (select 1 from takedown later where later.item_id = t.item_id and later.round > t.round)
    ), by_case as (
      select kind, case_id, count(*) as items, bool_or(is_urgent) as is_urgent, min(decided_at) as decided_at
      from waiting group by 1, 2
    ), placed as (
      select *, sum(items) over kinds as all_items, count(*) over kinds as all_cases,
        row_number() over (partition by kind order by is_urgent desc, decided_at, case_id) as place
      from by_case window kinds as (partition by kind)
    )
    select p.kind, p.case_id, c.number, p.items, p.is_urgent, p.decided_at, p.all_items::bigint, p.all_cases
    from placed p join case_file c on c.id = p.case_id where p.place <= ${limit} order by p.kind, p.place`.execute(db);
  const groups = Map.groupBy(rows, (row) => row.kind);
  return ATTENTION_KINDS.flatMap((kind): AttentionGroup[] => {
    const found = groups.get(kind) ?? [];
    const [first] = found;
    if (first === undefined) return [];
    return [
      {
        ...{ kind, items: first.all_items, more: first.all_cases - found.length },
        cases: found.map((row) => ({
          caseId: caseIdSchema.parse(row.case_id),
          number: row.number,
          items: row.items,
          isUrgent: row.is_urgent,
          decidedAt: row.decided_at,
        })),
      },
    ];
  });
}

/** How many takedowns have a step due, or a search, up to `until`. */
export async function countDueSteps(db: Db, until: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from takedown
    where (next_at <= ${until} and state = 'running') or (seek_at <= ${until} and state in ('seeking', 'running'))`.execute(
    db,
  );
  return rows[0]?.count ?? 0;
}

/** Mails that nobody could match to a letter and nobody has read. */
export async function countUnmatched(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from provider_answer
    where letter_id is null and seen_at is null and kind <> 'auto-reply'`.execute(db);
  return rows[0]?.count ?? 0;
}

/** A person has read a mail that nobody could match. False when somebody had already, or there is none. */
export async function markSeen(tx: Tx, answerId: string, staffId: StaffId, now: Date): Promise<boolean> {
  const result = await sql`
    update provider_answer set seen_by = ${staffId}, seen_at = ${now}
    where id = ${answerId} and letter_id is null and seen_at is null`.execute(tx);
  return (result.numAffectedRows ?? 0n) > 0n;
}
