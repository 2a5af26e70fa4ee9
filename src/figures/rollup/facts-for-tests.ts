/** Rows that figures count, written at random: whatever the house does to them, by the same tables. */
import { randomUUID } from 'node:crypto';
import type { Pool } from '../../platform/db.ts';
import { TIP_CATEGORIES, TIP_SOURCES } from '../../terms/categories.ts';
import { ITEM_OUTCOMES } from '../../terms/outcomes.ts';

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Ids {
  readonly deskKey: string;
  readonly staff: string;
  readonly providers: readonly string[];
}

/** What tips, assessments and notices hang on. */
export async function insertGround(pool: Pool): Promise<Ids> {
  const ids = { deskKey: randomUUID(), staff: randomUUID(), providers: [randomUUID(), randomUUID()] };
  await pool.query(`insert into desk_key values ($1, '\\x00', now())`, [ids.deskKey]);
  await pool.query(
    `insert into staff (id, name, login, role, password_salt, password_check, recipient, sealed_identity, shrouded_totp, created_at)
     values ($1, 'a', 'a', 'analyst', '', '', '', '', '', now())`,
    [ids.staff],
  );
  await pool.query(
    `insert into provider (id, contact_digest, shrouded_contact, channel, source, standing, added_at)
     select id, uuid_send(id), '', 'mail', 'rdap', 'approved', now() from unnest($1::uuid[]) id`,
    [ids.providers],
  );
  return ids;
}

type Step = (at: Date) => Promise<unknown>;

/** One step each; every one may find nothing to do. `pick` gives a number from 0 up to the one below. */
export function stepsOf(pool: Pool, ids: Ids, pick: (below: number) => number): Readonly<Record<string, Step>> {
  const one = <T>(list: readonly T[], other: T): T => list[pick(list.length)] ?? other;
  const country = () => one(['SE', 'NL', 'US', null], null);
  const category = () => one(TIP_CATEGORIES, 'other');
  const someId = (table: string, column = 'id') =>
    `(select ${column} from ${table} order by md5(${column}::text || '${pick(1_000)}') limit 1)`;
  const query = (text: string, values: readonly unknown[] = []) => pool.query(text, [...values]);
  return {
    tips: (at) =>
      query(
        `insert into tip (id, submission_digest, received_hour, source, category, language, is_urgent, wants_answer, has_contact,
           desk_key_id, recipient, sealed_report, shrouded_addresses, mailbox_digest, came_anonymous)
         select id, uuid_send(id), date_trunc('hour', $1::timestamptz), $2, $3, 'sv', false, false, $4, $5, '', '', '', uuid_send(id), $6
         from (select gen_random_uuid() as id from generate_series(1, $7)) t`,
        [
          at,
          one(TIP_SOURCES, 'form'),
          category(),
          pick(2) === 0,
          ids.deskKey,
          one([true, false, null], null),
          1 + pick(4),
        ],
      ),
    'a tip erased': () =>
      query(
        `update tip set has_contact = false, sealed_key_desk = null, erased_at = now() where id = ${someId('tip')}`,
      ),
    'a tip gone by hand': () => query(`delete from tip where id = ${someId('tip')}`),
    'a tip changed by hand': () => query(`update tip set category = $1 where id = ${someId('tip')}`, [category()]),
    'a case': (at) =>
      query(
        `insert into case_file (id, state, category, is_urgent, opened_hour, origin) values (gen_random_uuid(), 'new', $1, false, $2, $3)`,
        [category(), at, one(['tip', 'sighting', 'partner'], 'tip')],
      ),
    'a case of another category': () =>
      query(`update case_file set category = $1 where id = ${someId('case_file')}`, [category()]),
    'a case decided': (at) =>
      query(`update case_file set state = 'decided', decided_at = $1 where id = ${someId('case_file')}`, [at]),
    'a case closed': (at) =>
      query(
        `update case_file set state = 'closed', closed_at = $1, close_reason = $2 where id = ${someId('case_file')}`,
        [...[at, one(['removed', 'not-illegal'], 'removed')]],
      ),
    'a case opened again': () =>
      query(
        `update case_file set state = 'new', closed_at = null, close_reason = null, decided_at = null where id = ${someId('case_file')}`,
      ),
    items: () =>
      query(
        `insert into item (id, case_id, shrouded_url, url_digest, shrouded_host, host_digest, country, state, created_at)
         select t.id, c.id, '', uuid_send(t.id), '', '', $1, 'new', now()
         from (select gen_random_uuid() as id from generate_series(1, 3)) t (id) cross join ${someId('case_file')} c`,
        [country()],
      ),
    'an item located': (at) =>
      query(`update item set country = $1, located_at = $2 where id = ${someId('item')}`, [
        country(),
        one([at, null], null),
      ]),
    'an origin found': (at) =>
      query(
        `insert into item_origin (item_id, staff_id, said, way, shrouded_host, country, noted_at)
         select item.id, $1, 'found', 'other', '', $2, $3 from ${someId('item')} item`,
        [ids.staff, country(), at],
      ),
    'an origin located': () =>
      query(`update item_origin set country = $1 where item_id = ${someId('item')} and said = 'found'`, [country()]),
    'no origin': (at) =>
      query(
        `insert into item_origin (item_id, staff_id, said, noted_at) select item.id, $1, $2, $3 from ${someId('item')} item`,
        [ids.staff, one(['not-found', 'taken-back'], 'not-found'), at],
      ),
    'an item decided by a list': () =>
      query(`update item set outcome = 'illegal-baseline' where id = ${someId('item')}`),
    'an assessment': (at) =>
      query(
        `insert into assessment (id, item_id, staff_id, question_set, answers, outcome, assessed_at, kind)
         select gen_random_uuid(), item.id, $1, 'x@1', $2, $3, $4, $5 from ${someId('item')} item`,
        [
          ...[ids.staff, JSON.stringify({ age: one(['0-2', '7-10'], '0-2'), severity: one(['A', 'B'], 'A') })],
          ...[one(ITEM_OUTCOMES, 'not-found'), at, one(['own', 'own', 'second'], 'own')],
        ],
      ),
    'a hit': (at) =>
      query(
        `insert into item_hit (item_id, list_id, entry_id, sighting_id, kind, category, source, is_trusted, distance, shrouded_page, seen_at)
         select item.id, 1, $2, gen_random_uuid(), $3, 'x', 'x', false, 0, '', $1 from ${someId('item')} item on conflict do nothing`,
        [at, pick(3), one(['exact', 'near'], 'near')],
      ),
    'hits withdrawn': (at) => query(`update item_hit set withdrawn_at = $1 where entry_id = $2`, [at, pick(3)]),
    'cases joined': () =>
      query(`update item set case_id = ${someId('case_file')} where case_id = ${someId('case_file')}`),
    'a case split': () => query(`update item set case_id = ${someId('case_file')} where id = ${someId('item')}`),
    'a dispatch': (at) =>
      query(
        `insert into dispatch (id, idempotency_key, case_id, destination, rule, state, planned_at, ended_at)
         select gen_random_uuid(), gen_random_uuid(), c.id, $1, 'x', $2::text, $3::timestamptz, case when $2::text in ('sent', 'rehearsed') then $3::timestamptz end
         from ${someId('case_file')} c`,
        [one(['police', 'iccam', 'provider'], 'police'), one(['planned', 'sent', 'rehearsed'], 'sent'), at],
      ),
    'a dispatch that left': (at) =>
      query(
        `update dispatch set state = 'sent', ended_at = $1 where state = 'planned' and id = ${someId('dispatch')}`,
        [at],
      ),
    'a watch': (at) =>
      query(
        `insert into watch (item_id, host_digest, state, started_at)
         select item.id, '', 'watching', $1 from ${someId('item')} item on conflict do nothing`,
        [at],
      ),
    'an item gone': (at) =>
      query(
        `update watch set state = 'gone', gone_at = greatest(started_at, $1) where item_id = ${someId('watch', 'item_id')}`,
        [at],
      ),
    'an item back': () =>
      query(`update watch set gone_at = null, gone_before_at = null where item_id = ${someId('watch', 'item_id')}`),
    'a takedown': (at) =>
      query(
        `insert into takedown (id, item_id, round, case_id, state, is_urgent, is_dsa16, decided_at, shrouded_facts)
         select gen_random_uuid(), id, 1 + (select count(*) from takedown where item_id = item.id), case_id, 'running', false, $1, $2, ''
         from item where id = ${someId('item')}`,
        [pick(2) === 0, at],
      ),
    'a notice': (at) => insertNotice(pool, one(ids.providers, ''), one(['waiting', 'sent', 'rehearsed'], 'sent'), at),
    'a notice answered': () =>
      query(`update notice set answer = $1 where id = ${someId('notice')}`, [
        one(['removed', 'handling', 'appeal'], 'appeal'),
      ]),
    'a notice that left': (at) =>
      query(`update notice set state = 'sent', ended_at = $1 where state = 'waiting' and id = ${someId('notice')}`, [
        at,
      ]),
    'a sighting': (at) =>
      query(
        `insert into sighting (id, url_digest, host_digest, list_id, entry_id, kind, distance, category, is_trusted, is_confirmed,
           country, first_seen_at, last_seen_at, shrouded)
         values (gen_random_uuid(), $1, '', 1, 1, 'exact', 0, 'x', false, $2, $3, $4, $4, '')
         on conflict on constraint sighting_once do update set is_confirmed = excluded.is_confirmed, country = excluded.country`,
        [Buffer.from([pick(6)]), pick(2) === 0, country(), at],
      ),
  };
}

/** A first notice about some takedown, in a letter of its own. */
async function insertNotice(pool: Pool, providerId: string, state: string, at: Date): Promise<void> {
  const letterId = randomUUID();
  await pool.query(
    `insert into letter (id, provider_id, is_urgent, state, send_at, token_digest, token_expires_at)
     values ($1::uuid, $2, false, 'sent', $3, uuid_send($1::uuid), $3)`,
    [letterId, providerId, at],
  );
  await pool.query(
    `insert into notice (id, takedown_id, item_id, provider_id, letter_id, rung, step, kind, state, planned_at, ended_at)
     select gen_random_uuid(), t.id, t.item_id, $2, $1::uuid, 'hosting', (select count(*) from notice), 'first', $3::text, $4::timestamptz,
       case when $3::text <> 'waiting' then $4::timestamptz end
     from takedown t order by md5(t.id::text || ($1::uuid)::text) limit 1`,
    [letterId, providerId, state, at],
  );
}
