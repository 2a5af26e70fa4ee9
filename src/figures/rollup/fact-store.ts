/**
 * What each row counts as, said once: the sums are made of these facts, the raw count counts them, and a test holds the two
 * against each other. Whatever a fact rests on is marked by migration 0200 when it changes; a rule that changes here needs the
 * next `FACT_RULES`, so that the sums are made anew.
 *
 * | figure      | of       | month               | value               | detail                                          |
 * |-------------|----------|---------------------|---------------------|-------------------------------------------------|
 * | tip         | tip      | it came             | source              | anonymous, named, unknown                       |
 * | opened      | case     | it was opened       | origin              |                                                 |
 * | closed      | case     | it was closed       | reason              |                                                 |
 * | sent        | dispatch | it left             | destination         | sent, rehearsed (test mode)                     |
 * | police      | case     | it was opened       | hours to the police | sent, rehearsed                                 |
 * | item        | item     | it was first judged | outcome             | known (exact hit of a list), new                |
 * | severity, age, gender, site-type | illegal item | first judged | answer, unknown |                                |
 * | removed     | item     | its time began      | quarters of an hour |                                                 |
 * | back        | takedown | it was decided      |                     |                                                 |
 * | notice      | notice   | it left             | provider's id       | outcome.severity.action.dsa or other.sent or rehearsed |
 * | sighting    | sighting | it was first seen   | exact, near         | confirmed, unconfirmed                          |
 *
 * An item is judged by its newest assessment in the month of its first: a late change mends the figure, and moves it to no
 * other month. What a list decided counts from when the case was first decided, or watched. An item's country is that of where it is
 * kept (migration 0290), a sighting's that of the host that answered.
 */
import { sql, type RawBuilder } from 'kysely';

/** Grows whenever a rule below changes: the sums of another number are made anew. */
export const FACT_RULES = 2;

/** Codes of the figures; stored. */
export const FIGURE_CODES = [
  ...(['tip', 'opened', 'closed', 'sent', 'police', 'item', 'severity', 'age', 'gender', 'site-type'] as const),
  ...(['removed', 'back', 'notice', 'sighting'] as const),
] as const;
export type FigureCode = (typeof FIGURE_CODES)[number];

/** What a fact is about, where it can change. Tips are counted by themselves: they never do. */
export type SubjectKind = 'case' | 'item' | 'sighting';

/** A condition on the id of a kind of subject: all of them, some, or those that are marked. */
export type Scope = (kind: SubjectKind, id: RawBuilder<unknown>) => RawBuilder<unknown>;

/** Every subject. */
export const ALL: Scope = () => sql`true`;

/** A month of the house's calendar. */
const monthIn = (zone: string, at: RawBuilder<unknown>) => sql`to_char(${at} at time zone ${zone}::text, 'YYYY-MM')`;

/** Facts of cases, items and sightings: `subject, figure, month, category, country, value, detail`, one row a fact. */
export function factsOf(zone: string, scope: Scope): RawBuilder<unknown> {
  return sql`${caseFacts(zone, scope)} union all ${itemFacts(zone, scope)} union all ${removalFacts(zone, scope)}
    union all ${noticeFacts(zone, scope)} union all ${sightingFacts(zone, scope)}`;
}

function caseFacts(zone: string, scope: Scope): RawBuilder<unknown> {
  const inScope = scope('case', sql`f.id`);
  const month = (at: RawBuilder<unknown>) => monthIn(zone, at);
  const hours = sql`greatest(0, ceil(extract(epoch from d.ended_at - f.opened_hour) / 3600))`;
  return sql`
    select f.id as subject, 'opened' as figure, ${month(sql`f.opened_hour`)} as month, f.category, '' as country, f.origin as value, '' as detail
    from case_file f where ${inScope}
    union all select f.id, 'closed', ${month(sql`f.closed_at`)}, f.category, '', coalesce(f.close_reason, ''), ''
    from case_file f where f.state = 'closed' and f.closed_at is not null and ${inScope}
    union all select f.id, 'sent', ${month(sql`d.ended_at`)}, f.category, '', d.destination, d.state
    from case_file f join dispatch d on d.case_id = f.id
    where d.state in ('sent', 'rehearsed') and d.ended_at is not null and ${inScope}
    union all select f.id, 'police', ${month(sql`f.opened_hour`)}, f.category, '',
      (case when ${hours} <= 336 then ${hours} else ceil(${hours} / 24) * 24 end)::int::text, d.state
    from case_file f join lateral (
      select ended_at, state from dispatch
      where case_id = f.id and destination = 'police' and state in ('sent', 'rehearsed') and ended_at is not null
      order by ended_at, id limit 1
    ) d on true where ${inScope}`;
}

const NEWEST_ASSESSMENT = sql`lateral (
  select outcome, answers from assessment where item_id = i.id and kind = 'own' order by assessed_at desc, id desc limit 1
)`;

function itemFacts(zone: string, scope: Scope): RawBuilder<unknown> {
  return sql`
    select judged.id, fact.figure, ${monthIn(zone, sql`judged.at`)}, judged.category, judged.country, fact.value, fact.detail
    from (
      select i.id, f.category, coalesce(i.kept_country, '') as country, newest.answers, coalesce(newest.outcome, i.outcome) as outcome,
        coalesce((select min(assessed_at) from assessment where item_id = i.id and kind = 'own'),
          case when i.outcome is not null then least(f.decided_at, (select started_at from watch where item_id = i.id)) end) as at
      from item i join case_file f on f.id = i.case_id left join ${NEWEST_ASSESSMENT} newest on true
      where ${scope('item', sql`i.id`)}
    ) judged cross join lateral (values
      ('item', judged.outcome, case when exists (
        select from item_hit where item_id = judged.id and kind = 'exact' and withdrawn_at is null) then 'known' else 'new' end),
      ('severity', coalesce(judged.answers ->> 'severity', 'unknown'), ''),
      ('age', coalesce(judged.answers ->> 'age', 'unknown'), ''),
      ('gender', coalesce(judged.answers ->> 'gender', 'unknown'), ''),
      ('site-type', coalesce(judged.answers ->> 'site-type', 'unknown'), '')
    ) fact (figure, value, detail)
    where judged.at is not null and judged.outcome is not null and (fact.figure = 'item' or judged.outcome like 'illegal%')`;
}

/** Quarters of an hour to two days, hours to a fortnight, days from there on; rounded up (src/figures/duration-step.ts). */
const STEPS_UP = (steps: RawBuilder<unknown>) =>
  sql`(case when ${steps} <= 192 then ceil(${steps}) when ${steps} <= 1344 then ceil(${steps} / 4) * 4 else ceil(${steps} / 96) * 96 end)::bigint::text`;

function removalFacts(zone: string, scope: Scope): RawBuilder<unknown> {
  const began = sql`least(f.decided_at, w.started_at)`;
  const gone = sql`coalesce(w.gone_at, w.gone_before_at)`;
  const steps = sql`(extract(epoch from greatest(${gone}, ${began}) - ${began}) / 900)`;
  return sql`
    select i.id, 'removed', ${monthIn(zone, began)}, f.category, coalesce(i.kept_country, ''), ${STEPS_UP(steps)}, ''
    from item i join watch w on w.item_id = i.id join case_file f on f.id = i.case_id
    where ${gone} is not null and ${scope('item', sql`i.id`)}
    union all select i.id, 'back', ${monthIn(zone, sql`t.decided_at`)}, f.category, coalesce(i.kept_country, ''), '', ''
    from item i join takedown t on t.item_id = i.id join case_file f on f.id = i.case_id
    where t.round > 1 and ${scope('item', sql`i.id`)}`;
}

/**
 * Reminders are no notices of their own. What a provider says it has removed is `claimed` until a visit finds it gone. Takedowns are
 * joined by their item too: by them, an item's few notices are found through an index.
 */
function noticeFacts(zone: string, scope: Scope): RawBuilder<unknown> {
  return sql`
    select i.id, 'notice', ${monthIn(zone, sql`n.ended_at`)}, f.category, coalesce(i.kept_country, ''), n.provider_id::text, concat_ws('.',
      coalesce(newest.outcome, i.outcome, 'unknown'), coalesce(newest.answers ->> 'severity', 'unknown'),
      case when coalesce(w.gone_at, w.gone_before_at) >= n.ended_at then 'removed' when n.answer = 'removed' then 'claimed'
        else coalesce(n.answer, 'none') end,
      case when t.is_dsa16 then 'dsa' else 'other' end, n.state)
    from notice n join item i on i.id = n.item_id join takedown t on t.id = n.takedown_id and t.item_id = i.id join case_file f on f.id = i.case_id
      left join watch w on w.item_id = i.id left join ${NEWEST_ASSESSMENT} newest on true
    where n.kind = 'first' and n.state in ('sent', 'rehearsed') and n.ended_at is not null and ${scope('item', sql`i.id`)}`;
}

function sightingFacts(zone: string, scope: Scope): RawBuilder<unknown> {
  return sql`
    select s.id, 'sighting', ${monthIn(zone, sql`s.first_seen_at`)}, '', coalesce(s.country, ''), s.kind,
      case when s.is_confirmed then 'confirmed' else 'unconfirmed' end
    from sighting s where ${scope('sighting', sql`s.id`)}`;
}

/**
 * Facts of tips, already added up: `figure, month, category, country, value, detail, total`. Added up by the hour first, so that
 * the zone is worked out for some thousand hours instead of for each tip. (Hours are UTC's: a zone half an hour off moves the tips of
 * one half-hour.)
 */
export function tipFacts(zone: string, from: 'all' | RawBuilder<unknown>): RawBuilder<unknown> {
  const rows = from === 'all' ? sql`tip` : from;
  const tips = from === 'all' ? sql`count(*)` : sql`sum(tips)`;
  return sql`
    select 'tip' as figure, ${monthIn(zone, sql`received_hour`)} as month, category, '' as country, source as value,
      case when came_anonymous then 'anonymous' when came_anonymous is null then 'unknown' else 'named' end as detail, sum(hourly)::bigint as total
    from (select received_hour, category, source, came_anonymous, ${tips} as hourly from ${rows} group by 1, 2, 3, 4) hours
    group by 1, 2, 3, 4, 5, 6`;
}
