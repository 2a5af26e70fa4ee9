/** The month's own rows: decided cases by the thousand, and what its people change; the house's tables are read for the checks. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { ServiceKey } from '../../src/platform/service-key.ts';
import {
  caseIdSchema,
  itemIdSchema,
  staffIdSchema,
  type CaseId,
  type ItemId,
  type StaffId,
} from '../../src/terms/ids.ts';

/** A person who may set holds. */
export async function insertPerson(pool: pg.Pool): Promise<StaffId> {
  const id = staffIdSchema.parse(randomUUID());
  await pool.query(
    `insert into staff (id, name, login, role, password_salt, password_check, recipient, sealed_identity, shrouded_totp, created_at)
     values ($1, 'A', 'analyst-of-the-month', 'analyst', '', '', '', '', '', now())`,
    [id],
  );
  return id;
}

/** An item that has been assessed, as a row. */
export interface AssessedItem {
  readonly url: string;
  readonly host: string;
  readonly ip: string;
  readonly isUrgent: boolean;
  readonly decidedAt: Date;
  readonly itemId: ItemId;
  readonly caseId: CaseId;
}

/** Ids for a case with one item. */
export const newIds = (): { readonly itemId: ItemId; readonly caseId: CaseId } => ({
  itemId: itemIdSchema.parse(randomUUID()),
  caseId: caseIdSchema.parse(randomUUID()),
});

/** Writes decided cases with one item each; what is there already stays. @returns the cases' numbers, in the order given */
export async function insertDecided(
  pool: pg.Pool,
  serviceKey: ServiceKey,
  items: readonly AssessedItem[],
): Promise<readonly number[]> {
  const caseIds = items.map(({ caseId }) => caseId);
  await pool.query(
    `insert into case_file (id, state, category, is_urgent, opened_hour, decided_at)
     select id, 'decided', 'online', urgent, date_trunc('hour', at), at
     from unnest($1::uuid[], $2::bool[], $3::timestamptz[]) as t (id, urgent, at) on conflict do nothing`,
    [caseIds, items.map((item) => item.isUrgent), items.map((item) => item.decidedAt)],
  );
  await pool.query(
    `insert into item (id, case_id, shrouded_url, url_digest, shrouded_host, host_digest, shrouded_ip, country, location_code,
       state, outcome, created_at)
     select id, case_id, url, url_digest, host, host_digest, ip, 'NL', 'found', 'assessed', 'illegal-baseline', at
     from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[], $8::timestamptz[])
       as t (id, case_id, url, url_digest, host, host_digest, ip, at) on conflict do nothing`,
    [
      ...[items.map(({ itemId }) => itemId), caseIds],
      items.map(({ url }) => serviceKey.shroud('url', url)),
      items.map(({ url }) => serviceKey.digest('url', url)),
      items.map(({ host }) => serviceKey.shroud('host', host)),
      items.map(({ host }) => serviceKey.digest('host', host)),
      items.map(({ ip }) => serviceKey.shroud('ip', ip)),
      items.map(({ decidedAt }) => decidedAt),
    ],
  );
  const { rows } = await pool.query<{ id: string; number: number }>(
    'select id, number from case_file where id = any($1::uuid[])',
    [caseIds],
  );
  const numbers = new Map(rows.map((row) => [row.id, row.number]));
  return caseIds.map((id) => numbers.get(id) ?? 1);
}

/** An analyst says what an item is, which waits to be assessed (`new`) or has been. @returns its round; undefined when it is not so */
export async function assessItem(
  pool: pg.Pool,
  itemId: ItemId,
  from: 'new' | 'assessed',
  outcome: 'illegal-baseline' | 'not-illegal' | 'not-found',
): Promise<number | undefined> {
  const { rows } = await pool.query<{ round: number }>(
    `update item set state = 'assessed', outcome = $3 where id = $1 and state = $2 returning round`,
    [itemId, from, outcome],
  );
  return rows[0]?.round;
}

/** Its case is decided once more. */
export async function markDecidedAgain(pool: pg.Pool, caseId: CaseId): Promise<void> {
  await pool.query(`update case_file set state = 'decided' where id = $1`, [caseId]);
}

/** Takedowns that an appeal has stopped for at least so long. */
export async function listAppeals(pool: pg.Pool, before: Date): Promise<readonly { id: string; item_id: string }[]> {
  const { rows } = await pool.query<{ id: string; item_id: string }>(
    `select id, item_id from takedown where attention = 'appeal' and state = 'stopped' and stopped_at <= $1`,
    [before],
  );
  return rows;
}

/** The field's silent hours hold for every contact, from the first moment on. */
export async function keepQuiet(pool: pg.Pool, quietHours: object): Promise<void> {
  await pool.query(`update provider set quiet_hours = $1 where quiet_hours is null`, [JSON.stringify(quietHours)]);
}

/** What is due when, in milliseconds; Infinity: never. One question in place of one to each part of the house. */
export interface Due {
  readonly hasEvents: boolean;
  readonly takedownsMs: number;
  readonly lettersMs: number;
  readonly visitsMs: number;
}

/** Asks the house's tables. */
export async function readDue(pool: pg.Pool): Promise<Due> {
  const { rows } = await pool.query<{ events: boolean; steps: Date | null; letters: Date | null; visits: Date | null }>(
    {
      name: 'due',
      text: `select exists (select 1 from outbox) as events,
      least((select min(next_at) from takedown where next_at is not null and state = 'running'),
        (select min(seek_at) from takedown where seek_at is not null and state in ('seeking', 'running'))) as steps,
      (select min(send_at) from letter where state in ('gathering', 'leaving')) as letters,
      (select min(next_visit_at) from watch where next_visit_at is not null) as visits`,
    },
  );
  const [row] = rows;
  const ms = (at: Date | null | undefined) => at?.getTime() ?? Infinity;
  return {
    hasEvents: row?.events === true,
    ...{ takedownsMs: ms(row?.steps), lettersMs: ms(row?.letters), visitsMs: ms(row?.visits) },
  };
}
