/** Finds what is shrouded under an older service key, in whatever table it lies, and writes it anew under the newest. */
import type pg from 'pg';
import type { ServiceKey } from './service-key.ts';

interface ByteTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly blocks: number;
}

/** Pages of the table that are looked at in one step: some thousand rows. */
const STEP_BLOCKS = 64;

/**
 * One walk through every table, a few pages a step, beside a working house. A row that is changed in that moment is left to
 * the next walk. @returns how many boxes were moved; 0 says that no box of an older key is left
 */
export async function reshroudOnce(pool: pg.Pool, serviceKey: ServiceKey): Promise<number> {
  let moved = 0;
  for (const table of await listByteTables(pool)) {
    // The rows that a step writes anew come to lie further on, and are met there as those of the newest key.
    for (let block = 0; block <= table.blocks; block += STEP_BLOCKS)
      for (const column of table.columns) moved += await reshroudStep(pool, serviceKey, table.name, column, block);
  }
  return moved;
}

async function listByteTables(pool: pg.Pool): Promise<readonly ByteTable[]> {
  const { rows } = await pool.query<ByteTable>(
    `select quote_ident(c.relname) as name, array_agg(quote_ident(a.attname)) as columns,
       pg_relation_size(c.oid) / current_setting('block_size')::int as blocks
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and a.atttypid = 'bytea'::regtype
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not a.attisdropped group by c.oid order by 1`,
  );
  return rows;
}

async function reshroudStep(
  pool: pg.Pool,
  serviceKey: ServiceKey,
  table: string,
  column: string,
  block: number,
): Promise<number> {
  const range = `ctid >= '(${block},0)'::tid and ctid < '(${block + STEP_BLOCKS},0)'::tid`;
  const { rows } = await pool.query<{ at: string; box: Buffer }>(
    `select ctid::text as at, ${column} as box from ${table} where ${range} and ${column} is not null`,
  );
  const found = rows.flatMap(({ at, box }) => {
    const fresh = serviceKey.reshroud(box);
    return fresh === undefined ? [] : [{ at, box, fresh }];
  });
  if (found.length === 0) return 0;
  const { rowCount } = await pool.query(
    `update ${table} t set ${column} = v.fresh from unnest($1::text[], $2::bytea[], $3::bytea[]) v (at, box, fresh)
     where t.ctid = v.at::tid and t.${column} = v.box`,
    [found.map((each) => each.at), found.map((each) => each.box), found.map((each) => each.fresh)],
  );
  // Those that slipped away count too: another walk has to look for them.
  return Math.max(rowCount ?? 0, found.length);
}
