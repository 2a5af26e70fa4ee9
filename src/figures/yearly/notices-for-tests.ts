/** Notices in the house's own tables, as figures count them. */
import type { Pool } from '../../platform/db.ts';

/** Some notices that are alike. `answer`: what the provider said, if it did; `isGone`: a visit found the item gone afterwards. */
export interface NoticesForTests {
  readonly providerId: string;
  readonly staffId: string;
  readonly count: number;
  readonly severity: 'A' | 'B' | 'C';
  readonly at: Date;
  readonly answer?: 'removed' | 'handling' | 'appeal';
  readonly isGone?: boolean;
  readonly isDsa?: boolean;
  readonly state?: 'sent' | 'rehearsed' | 'waiting';
}

/** Each in a case with an item of its own. */
export async function insertNotices(pool: Pool, notices: NoticesForTests): Promise<void> {
  const { providerId, staffId, count, severity, at, answer, isGone = false, isDsa = true, state = 'sent' } = notices;
  await pool.query(
    `with ids as materialized (
       select gen_random_uuid() as id, gen_random_uuid() as case_id, gen_random_uuid() as letter_id from generate_series(1, $1::int)
     ), cases as (
       insert into case_file (id, state, category, is_urgent, opened_hour, origin)
       select case_id, 'new', 'online', false, $2, 'tip' from ids
     ), items as (
       insert into item (id, case_id, shrouded_url, url_digest, shrouded_host, host_digest, country, state, created_at)
       select id, case_id, '', uuid_send(id), '', '', 'NL', 'new', $2 from ids
     ), judged as (
       insert into assessment (id, item_id, staff_id, question_set, answers, outcome, assessed_at, kind)
       select gen_random_uuid(), id, $3, 'x@1', jsonb_build_object('severity', $4::text), 'illegal-baseline', $2, 'own' from ids
     ), watches as (
       insert into watch (item_id, host_digest, state, started_at, gone_at)
       select id, '', 'gone', $2, $2 from ids where $5::bool
     ), takedowns as (
       insert into takedown (id, item_id, round, case_id, state, is_urgent, is_dsa16, decided_at, shrouded_facts)
       select id, id, 1, case_id, 'running', false, $6, $2, '' from ids
     ), letters as (
       insert into letter (id, provider_id, is_urgent, state, send_at, token_digest, token_expires_at)
       select letter_id, $7::uuid, false, 'sent', $2, uuid_send(letter_id), $2 from ids
     )
     insert into notice (id, takedown_id, item_id, provider_id, letter_id, rung, step, kind, state, planned_at, ended_at, answer)
     select gen_random_uuid(), id, id, $7::uuid, letter_id, 'hosting', 1, 'first', $8::text, $2,
       case when $8::text <> 'waiting' then $2::timestamptz end, $9 from ids`,
    [count, at, staffId, severity, isGone, isDsa, providerId, state, answer ?? null],
  );
}
