/** What this room's tests share: an item in the database, assessed or not, and a clock that a test moves. */
import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { serviceKeyFrom, type ServiceKey } from '../platform/service-key.ts';
import type { ItemAnswers } from '../terms/answers.ts';
import { caseIdSchema, itemIdSchema, type CaseId, type ItemId } from '../terms/ids.ts';

/** Of the test's service key, for processes that it starts. */
export const TEST_SECRET = randomBytes(32);
export const testServiceKey = serviceKeyFrom(TEST_SECRET);
export const HOTLINE = { name: 'Hotline Exempel', email: 'desk@fyr.example.org', homeCountry: 'SE' };
/** Answers that come to `illegal-baseline`. */
export const ILLEGAL_ANSWERS: ItemAnswers = {
  ...{ access: 'available', 'baseline-1': 'yes', 'baseline-2': 'yes', 'baseline-3': 'yes' },
  ...{ severity: 'B', age: '7-10', gender: 'female', 'content-type': 'website' },
};

export interface ItemRow {
  readonly url: string;
  readonly ip: string;
  readonly country: string;
  readonly state?: 'new' | 'assessed' | 'gone';
  readonly outcome?: string | null;
}

/** Writes a decided case with one item. */
export async function insertItemRow(
  pool: pg.Pool,
  serviceKey: ServiceKey,
  row: ItemRow,
): Promise<{ caseId: CaseId; itemId: ItemId }> {
  const caseId = caseIdSchema.parse(randomUUID());
  const itemId = itemIdSchema.parse(randomUUID());
  const host = new URL(row.url).hostname;
  await pool.query(
    `insert into case_file (id, state, category, is_urgent, opened_hour) values ($1, 'decided', 'online', false, now())`,
    [caseId],
  );
  await pool.query(
    `insert into item (id, case_id, shrouded_url, url_digest, shrouded_host, host_digest, shrouded_ip, country,
       location_code, state, outcome, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'found', $9, $10, now())`,
    [
      ...[itemId, caseId, serviceKey.shroud('url', row.url), serviceKey.digest('url', `${itemId} ${row.url}`)],
      ...[
        serviceKey.shroud('host', host),
        serviceKey.digest('host', host),
        serviceKey.shroud('ip', row.ip),
        row.country,
      ],
      ...[row.state ?? 'assessed', row.outcome === undefined ? 'illegal-baseline' : row.outcome],
    ],
  );
  return { caseId, itemId };
}

/** A time that a test moves. */
export function openTestClock(start = '2026-03-01T12:00:00Z') {
  let nowMs = Date.parse(start);
  return {
    now: () => new Date(nowMs),
    forward: (ms: number) => void (nowMs += ms),
    set: (at: Date) => void (nowMs = at.getTime()),
  };
}
