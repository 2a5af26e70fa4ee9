/** Looking acts up for people. Without a subject only so many of the newest are looked through: the log has no index by who and what. */
import { sql } from 'kysely';
import type { Db } from '../platform/db.ts';

/** An act with its place, as people look at it. */
export interface FoundAct {
  readonly position: number;
  readonly happenedAt: Date;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
}

/** What is looked for; whatever is undefined may be anything. */
export interface ActWish {
  readonly actor: string | undefined;
  /** A whole action, or the first part of one with its dot: `case.` */
  readonly action: string | undefined;
  readonly subject: string | undefined;
  /** Only before this position, for the next page. */
  readonly before: number | undefined;
}

/** Found, newest first, and from where one may look on; undefined: the log's beginning was reached. */
export interface ActPage {
  readonly acts: readonly FoundAct[];
  readonly before: number | undefined;
}

/** Looked through at a time. */
const SCAN_LIMIT = 100_000;

/** Acts that have their place. Those of the last second may still wait for it. */
export async function searchActs(db: Db, wish: ActWish, limit: number, scan: number = SCAN_LIMIT): Promise<ActPage> {
  const { actor, action, subject, before } = wish;
  const within = sql`${before === undefined ? sql`true` : sql`position < ${before}`}
    ${subject === undefined ? sql`` : sql`and subject = ${subject}`}`;
  const wanted = sql`${actor === undefined ? sql`true` : sql`actor = ${actor}`}
    ${action === undefined ? sql`` : action.endsWith('.') ? sql`and starts_with(action, ${action})` : sql`and action = ${action}`}`;
  const { rows } = await sql<FoundAct & { lowest: number }>`
    with recent as materialized (
      select position, happened_at, actor, action, subject from ledger_entry
      where ${within} order by position desc limit ${scan})
    select position, happened_at as "happenedAt", actor, action, subject from recent
    where ${wanted} order by position desc limit ${limit + 1}`.execute(db);
  const acts = rows.slice(0, limit);
  if (rows.length > limit) return { acts, before: acts.at(-1)?.position };
  const lowest = await sql<{ lowest: number | null; count: number }>`
    select min(position) as lowest, count(*) as count from (
      select position from ledger_entry where ${within} order by position desc limit ${scan}) recent`.execute(db);
  const [row] = lowest.rows;
  return { acts, before: row?.count === scan && row.lowest !== null ? row.lowest : undefined };
}
