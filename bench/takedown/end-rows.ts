/** How the house's tables stand at the end of a month. */
import type pg from 'pg';

/** One item, and its newest takedown. */
export interface ItemEnd {
  readonly state: string;
  readonly takedown: string;
  readonly reason: string;
  /** Some visit has seen it. */
  readonly wasSeen: boolean;
}

/** By item. */
export async function readItemEnds(pool: pg.Pool): Promise<ReadonlyMap<string, ItemEnd>> {
  const { rows } = await pool.query<{
    id: string;
    state: string;
    takedown: string | null;
    reason: string | null;
    was_seen: boolean;
  }>(
    `select i.id, i.state, t.state as takedown, coalesce(t.end_reason, t.attention) as reason,
       coalesce((select w.shrouded_fingerprint is not null from watch w where w.item_id = i.id), false) as was_seen
     from item i left join (select distinct on (item_id) item_id, state, end_reason, attention from takedown order by item_id, round desc) t
       on t.item_id = i.id`,
  );
  return new Map(
    rows.map((row) => [
      row.id,
      { state: row.state, takedown: row.takedown ?? 'none', reason: row.reason ?? '', wasSeen: row.was_seen },
    ]),
  );
}

/** All notices; `isTried`: their letter has been on its way. */
export async function readNoticeRows(
  pool: pg.Pool,
): Promise<readonly { readonly id: string; readonly state: string; readonly isTried: boolean }[]> {
  const { rows } = await pool.query<{ id: string; state: string; tried: boolean }>(
    'select n.id, n.state, l.attempts > 0 as tried from notice n join letter l on l.id = n.letter_id',
  );
  return rows.map((row) => ({ id: row.id, state: row.state, isTried: row.tried }));
}
