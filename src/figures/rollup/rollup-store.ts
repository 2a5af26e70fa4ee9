/** The sums: read, folded into, made anew, and held against the rows (docs/decisions/figures-from-sums.md). */
import { sql, type RawBuilder } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import { ALL, FACT_RULES, factsOf, tipFacts, type FigureCode, type Scope, type SubjectKind } from './fact-store.ts';

/** What a count can be told apart by. */
export const FACT_DIMENSIONS = ['figure', 'month', 'category', 'country', 'value', 'detail'] as const;
export type FactDimension = (typeof FACT_DIMENSIONS)[number];

/** Which facts, in which months of which zone (`YYYY-MM`, both included). A country or category leaves out every other. */
export interface FactQuery {
  readonly figures: readonly FigureCode[];
  readonly zone: string;
  readonly fromMonth: string;
  readonly toMonth: string;
  readonly category?: string | undefined;
  readonly country?: string | undefined;
  /** The rest is added up and comes back as ''. */
  readonly by: readonly FactDimension[];
}

/** How many facts. */
export interface FactCount extends Readonly<Record<FactDimension, string>> {
  readonly total: number;
}

const KEY = sql`figure, month, category, country, value, detail`;
const MARKED: Scope = (kind, id) => sql`${id} in (select subject from figure_mark where kind = ${kind})`;

/**
 * The sums, and with them what is marked and not yet folded in: what these subjects count as now, less what is counted of them.
 * One statement sees one moment, so the count is exact in every one.
 */
const exactFacts = (zone: string): RawBuilder<unknown> => sql`
  select ${KEY}, total from figure_sum
  union all select ${KEY}, total from (${tipFacts(zone, sql`figure_tip_change`)}) came
  union all select ${KEY}, 1 from (${factsOf(zone, MARKED)}) fresh
  union all select ${KEY}, -1 from (select distinct subject from figure_mark) marked
    join figure_counted using (subject) cross join unnest(sums) as one (id) join figure_sum using (id)`;

const rawFacts = (zone: string): RawBuilder<unknown> => sql`
  select ${KEY}, total from (${tipFacts(zone, 'all')}) tips union all select ${KEY}, 1 from (${factsOf(zone, ALL)}) rest`;

const areSumsOf = (zone: string) =>
  sql`exists (select from figure_state where is_built and zone = ${zone} and version = ${FACT_RULES})`;

function chosen(query: FactQuery, facts: RawBuilder<unknown>): RawBuilder<unknown> {
  const { figures, fromMonth, toMonth, category, country, by } = query;
  const columns = FACT_DIMENSIONS.map((each) =>
    by.includes(each) ? sql`${sql.ref(each)} as ${sql.ref(each)}` : sql`'' as ${sql.ref(each)}`,
  );
  return sql`select ${sql.join(columns)}, sum(total)::bigint as total from (${facts}) facts
    where figure = any(${[...figures]}::text[]) and month between ${fromMonth} and ${toMonth}
      and (${category ?? null}::text is null or category = ${category ?? null})
      and (${country ?? null}::text is null or country = ${country ?? null})
    group by 1, 2, 3, 4, 5, 6 having sum(total) <> 0`;
}

/**
 * Counts facts from the sums; from the rows themselves while the sums are being made anew or are of another zone: that takes
 * longer, and is as right. @throws the database's error for a time zone that is not known
 */
export async function countFacts(db: Db, query: FactQuery): Promise<readonly FactCount[]> {
  const isBuilt = areSumsOf(query.zone);
  // The last row says that the sums could be used, in the moment in which they were.
  const { rows } = await sql<FactCount & { isEnd: boolean }>`
    select *, false as "isEnd" from (${chosen(query, exactFacts(query.zone))}) counted where ${isBuilt}
    union all select '', '', '', '', '', '', 0, true where ${isBuilt}`.execute(db);
  if (rows.some(({ isEnd }) => isEnd)) return rows.flatMap(({ isEnd, ...count }) => (isEnd ? [] : [count]));
  return await countRawFacts(db, query);
}

/** Counts the rows themselves. @throws the database's error for a time zone that is not known */
export async function countRawFacts(db: Db, query: FactQuery): Promise<readonly FactCount[]> {
  const { rows } = await chosen(query, rawFacts(query.zone)).$castTo<FactCount>().execute(db);
  return rows;
}

/** How many sums, read as readers read them, are not what the rows come to: none, unless somebody's hand was in the database. */
export async function countWrongSums(db: Db): Promise<number> {
  const { rows: states } = await sql<{ zone: string }>`select zone from figure_state where is_built`.execute(db);
  const [state] = states;
  if (state === undefined) return 0;
  const grouped = (facts: RawBuilder<unknown>) =>
    sql`select ${KEY}, sum(total) as total from (${facts}) facts group by ${KEY} having sum(total) <> 0`;
  const { rows } = await sql<{ wrong: number }>`
    select count(*) as wrong from (${grouped(exactFacts(state.zone))}) kept full join (${grouped(rawFacts(state.zone))}) raw
      using (${KEY}) where kept.total is distinct from raw.total`.execute(db);
  return rows[0]?.wrong ?? 0;
}

/** One at a time folds or rebuilds; readers do not wait. Before the transaction's first look at a row, so that it sees what the last one wrote. */
export async function lockSums(tx: Tx): Promise<void> {
  await sql`lock table figure_state in share row exclusive mode`.execute(tx);
}

/** Whether the sums are of this zone and of these rules, or on their way to be. */
export async function areSumsCurrent(tx: Tx, zone: string): Promise<boolean> {
  const { rows } = await sql`
    select from figure_state where zone = ${zone} and version = ${FACT_RULES}`.execute(tx);
  return rows.length > 0;
}

/**
 * Begins the sums anew, in a transaction that sees one moment (repeatable read, after `lockSums`): tips are added up, everything else is marked,
 * and folding does the rest. What comes meanwhile makes its own marks.
 */
export async function restartSums(tx: Tx, zone: string): Promise<void> {
  await sql`update figure_state set zone = ${zone}, version = ${FACT_RULES}, is_built = false`.execute(tx);
  for (const table of ['figure_counted', 'figure_sum', 'figure_mark', 'figure_tip_change'])
    await sql`delete from ${sql.table(table)}`.execute(tx);
  await sql`insert into figure_sum (${KEY}, total) ${tipFacts(zone, 'all')}`.execute(tx);
  await sql`insert into figure_mark (kind, subject) select 'case', id from case_file
    union all select 'item', id from item union all select 'sighting', id from sighting`.execute(tx);
}

/** The zone of the sums. */
export async function readZone(tx: Tx): Promise<string> {
  const { rows } = await sql<{ zone: string }>`select zone from figure_state`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error('The figures have lost their state.');
  return row.zone;
}

/** Whoever has the lock folds some changes of tips into the sums. @returns how many there were */
export async function foldTips(tx: Tx, zone: string, limit: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with taken as (
      delete from figure_tip_change where id in (select id from figure_tip_change order by id limit ${limit}) returning *
    ), folded as (
      insert into figure_sum (${KEY}, total) ${tipFacts(zone, sql`taken`)}
      on conflict on constraint figure_sum_key do update set total = figure_sum.total + excluded.total
    )
    select count(*) as count from taken`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Whoever has the lock takes the oldest marks away, to count their subjects anew. */
export async function takeMarks(tx: Tx, limit: number): Promise<ReadonlyMap<SubjectKind, readonly string[]>> {
  const { rows } = await sql<{ kind: SubjectKind; subjects: string[] }>`
    with taken as (delete from figure_mark where id in (select id from figure_mark order by id limit ${limit}) returning kind, subject)
    select kind, array_agg(distinct subject) as subjects from taken group by kind`.execute(tx);
  return new Map(rows.map(({ kind, subjects }) => [kind, subjects]));
}

/**
 * Counts these subjects anew: what they come to now goes into the sums, what was counted of them out. Done twice it changes nothing.
 * A subject that is gone counts as nothing.
 */
export async function recount(
  tx: Tx,
  zone: string,
  subjects: ReadonlyMap<SubjectKind, readonly string[]>,
): Promise<void> {
  const some: Scope = (kind, id) => sql`${id} = any(${[...(subjects.get(kind) ?? [])]}::uuid[])`;
  const all = [...subjects.values()].flat();
  await sql`
    with fresh as materialized (${factsOf(zone, some)}),
    net as (
      select ${KEY}, sum(n) as n from (
        select ${KEY}, 1 as n from fresh
        union all select ${KEY}, -1 from figure_counted cross join unnest(sums) as one (id) join figure_sum using (id)
          where subject = any(${all}::uuid[])
      ) changes group by ${KEY}
    ), kept as (
      insert into figure_sum (${KEY}, total) select ${KEY}, n from net
      on conflict on constraint figure_sum_key do update set total = figure_sum.total + excluded.total
      returning id, ${KEY}
    ), counted as (
      select subject, array_agg(id order by id) as sums from fresh join kept using (${KEY}) group by subject
    ), gone as (
      delete from figure_counted where subject = any(${all}::uuid[]) and subject not in (select subject from counted)
    )
    insert into figure_counted (subject, sums) select subject, sums from counted
    on conflict (subject) do update set sums = excluded.sums`.execute(tx);
}

/** Whoever has the lock, and has found nothing left to fold, says that the sums are whole. */
export async function markBuilt(tx: Tx): Promise<void> {
  await sql`update figure_state set is_built = true where not is_built`.execute(tx);
}
