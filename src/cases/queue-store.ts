/** The queue: lanes of cases in working order, a page at a time. Nothing is read here that is not shown (bench/console.ts). */
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { KEEP, type Db } from '../platform/db.ts';
import type { TipCategory } from '../terms/categories.ts';
import { countryCodeSchema, type CountryCode } from '../terms/countries.ts';
import { caseIdSchema, type CaseId, type StaffId } from '../terms/ids.ts';
import { toSummary, type CaseRow } from './case-store.ts';
import type { CaseOrigin, CaseState, CaseSummary } from './case.ts';

/**
 * What the queue is asked for. Open cases come urgent first, then the oldest; with `closed` as the only state, those that
 * ended last come first.
 */
export interface QueueFilter {
  readonly states: readonly CaseState[];
  readonly category?: TipCategory | undefined;
  readonly origin?: CaseOrigin | undefined;
  /** At least one item is hosted there. */
  readonly country?: CountryCode | undefined;
  readonly isUrgent?: boolean | undefined;
  readonly claimedBy?: StaffId | undefined;
  /** Without what this person has passed over. */
  readonly notSkippedBy?: StaffId | undefined;
  /** Only what stands after the case of this number, in the same order. */
  readonly after?: number | undefined;
  readonly limit: number;
}

type Condition = RawBuilder<unknown>;

/** Cases in order. */
export async function listQueue(db: Db, filter: QueueFilter): Promise<readonly CaseSummary[]> {
  const isEnded = filter.states.length > 0 && filter.states.every((state) => state === 'closed');
  const conditions = conditionsOf(filter);
  if (filter.after !== undefined) {
    const after = await placeAfter(db, filter.after, isEnded);
    if (after === undefined) return [];
    conditions.push(after);
  }
  const order = isEnded ? sql`closed_at desc, number desc` : sql`(not is_urgent), opened_hour, number`;
  const { rows } = await sql<CaseRow>`select * from case_file
    where ${sql.join(conditions, sql` and `)} order by ${order} limit ${filter.limit}`.execute(db);
  return rows.map(toSummary);
}

/** As a range, which the indexes' expression answers: of an equality with a constant PostgreSQL makes `is_urgent`, and then reads all that waits. */
const IS_URGENT = sql`(not is_urgent) <= false`;
const IS_NOT_URGENT = sql`(not is_urgent) >= true`;

/** One state as an equality: only then is the order of its index the order that is asked for. */
function conditionsOf(filter: QueueFilter): Condition[] {
  const { states, category, origin, country, isUrgent, claimedBy, notSkippedBy } = filter;
  const [only] = states;
  return [
    states.length === 1 ? sql`state = ${sql.lit(only ?? '')}` : sql`state = any(${[...states]}::text[])`,
    ...(category === undefined ? [] : [sql`category = ${category}`]),
    ...(origin === undefined ? [] : [sql`origin = ${origin}`]),
    ...(isUrgent === undefined ? [] : [isUrgent ? IS_URGENT : IS_NOT_URGENT]),
    ...(claimedBy === undefined ? [] : [sql`claimed_by = ${claimedBy}`]),
    ...(notSkippedBy === undefined
      ? []
      : [sql`not exists (select 1 from case_skip s where s.case_id = case_file.id and s.staff_id = ${notSkippedBy})`]),
    ...(country === undefined
      ? []
      : [sql`exists (select 1 from item i where i.case_id = case_file.id and i.kept_country = ${country})`]),
  ];
}

async function placeAfter(db: Db, number: number, isEnded: boolean): Promise<Condition | undefined> {
  const { rows } = await sql<{ is_urgent: boolean; opened_hour: Date; closed_at: Date | null }>`
    select is_urgent, opened_hour, closed_at from case_file where number = ${number}`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  return isEnded
    ? sql`(closed_at, number) < (${row.closed_at}::timestamptz, ${number}::bigint)`
    : sql`((not is_urgent), opened_hour, number) >
        (${!row.is_urgent}::boolean, ${row.opened_hour}::timestamptz, ${number}::bigint)`;
}

/** Nobody works through more than this in a day; beyond it a count says that there are more, and counts no further. */
export const MOST_COUNTED = 200;

/** How many cases fit each of these filters, each at most `MOST_COUNTED` and one more. */
export async function countQueues(db: Db, filters: readonly Omit<QueueFilter, 'limit'>[]): Promise<readonly number[]> {
  if (filters.length === 0) return [];
  const counts = filters.map(
    (filter) => sql`(select count(*) from (select 1 from case_file
      where ${sql.join(conditionsOf({ ...filter, limit: 0 }), sql` and `)} limit ${sql.lit(MOST_COUNTED + 1)}) t)`,
  );
  const { rows } = await sql<{ counts: number[] }>`select array[${sql.join(counts)}]::int[] as counts`.execute(db);
  return rows[0]?.counts ?? [];
}

/** What a row of the queue says of a case's items. */
export interface CaseGist {
  readonly items: number;
  /** Of those nobody has assessed. */
  readonly toDo: number;
  /** Where they are kept, each once: at their origin where one was found behind a CDN or proxy. */
  readonly countries: readonly CountryCode[];
  /** Known lists say something of at least one. */
  readonly isKnown: boolean;
  readonly tips: number;
}

const gistSchema = z.object({
  id: caseIdSchema,
  items: z.int(),
  to_do: z.int(),
  countries: z.array(countryCodeSchema),
  is_known: z.boolean(),
  tips: z.int(),
});

/** The same for several cases; one without items is in the map too. */
export async function readCaseGists(db: Db, ids: readonly CaseId[]): Promise<ReadonlyMap<CaseId, CaseGist>> {
  const { rows } = await sql`${KEEP}
    select c.id, coalesce(i.items, 0)::int as items, coalesce(i.to_do, 0)::int as to_do,
      coalesce(i.countries, '{}') as countries, coalesce(i.is_known, false) as is_known,
      (select count(*)::int from case_tip t where t.case_id = c.id) as tips
    from unnest(${[...ids]}::uuid[]) as c (id)
    left join lateral (
      select count(*) as items, count(*) filter (where state = 'new') as to_do,
        array_agg(distinct kept_country order by kept_country) filter (where kept_country is not null) as countries,
        bool_or(exists (select 1 from item_hit h where h.item_id = item.id)) as is_known
      from item where case_id = c.id
    ) i on true`.execute(db);
  return new Map(
    z
      .array(gistSchema)
      .parse(rows)
      .map(({ id, items, to_do: toDo, countries, is_known: isKnown, tips }) => [
        id,
        { items, toDo, countries, isKnown, tips },
      ]),
  );
}

/** The countries in which items are kept, found by stepping through the index: as many steps as there are countries. */
export async function listItemCountries(db: Db): Promise<readonly CountryCode[]> {
  const { rows } = await sql<{ country: string }>`with recursive step as (
      (select min(kept_country) as country from item)
      union all select (select min(kept_country) from item where kept_country > step.country) from step where step.country is not null
    ) select country from step where country is not null`.execute(db);
  return rows.map((row) => countryCodeSchema.parse(row.country));
}
