/** Fills every table of any schema with rows that its constraints allow, by trying: for tests of upgrades, which must not know the tables. */
import type pg from 'pg';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly hasDefault: boolean;
  readonly isIdentity: boolean;
}

interface Reference {
  readonly columns: readonly string[];
  readonly table: string;
  readonly targets: readonly string[];
}

interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly references: readonly Reference[];
  /** Texts that the table's checks mention: the allowed values are among them. */
  readonly words: readonly string[];
}

const TRIES = 120;
const ROWS = 3;

/** @returns the tables that have rows now */
export async function populate(
  pool: pg.Pool,
  random: () => number,
  leftEmpty: readonly string[] = [],
): Promise<ReadonlySet<string>> {
  const tables = (await describe(pool)).filter(({ name }) => !leftEmpty.includes(name));
  const filled = new Set<string>();
  // What refers to others comes after them; some rounds find the order.
  for (let round = 0; round < 6; round += 1) {
    for (const table of tables) {
      const isReady = table.references.every(({ table: other }) => filled.has(other) || other === table.name);
      if (!filled.has(table.name) && (isReady || round > 2) && (await fill(pool, table, random)))
        filled.add(table.name);
    }
  }
  return filled;
}

async function fill(pool: pg.Pool, table: Table, random: () => number): Promise<boolean> {
  let rows = 0;
  for (let tries = 0; tries < TRIES && rows < ROWS; tries += 1) {
    const values = await rowOf(pool, table, random);
    const names = [...values.keys()];
    const places = names.map(
      (name, at) => `$${at + 1}::${table.columns.find((column) => column.name === name)?.type ?? 'text'}`,
    );
    const text =
      names.length === 0
        ? `insert into ${table.name} default values`
        : `insert into ${table.name} (${names.map((name) => `"${name}"`).join(', ')}) values (${places.join(', ')})`;
    // What a check refuses is tried again with other values.
    if (
      await pool.query(text, [...values.values()]).then(
        () => true,
        () => false,
      )
    )
      rows += 1;
  }
  return rows > 0;
}

async function rowOf(pool: pg.Pool, table: Table, random: () => number): Promise<Map<string, unknown>> {
  const row = new Map<string, unknown>();
  for (const column of table.columns) {
    if (column.isIdentity) continue;
    const isLeftOut = (!column.isRequired && random() < 0.4) || (column.hasDefault && random() < 0.6);
    if (!isLeftOut) row.set(column.name, valueOf(column.type, table.words, random));
  }
  for (const { columns, table: other, targets } of table.references) {
    if (!columns.some((column) => row.has(column))) continue;
    const list = targets.map((target) => `"${target}"`).join(', ');
    const { rows } = await pool.query<Record<string, unknown>>(
      `select ${list} from ${other} order by random() limit 1`,
    );
    columns.forEach((column, at) => {
      const value = rows[0]?.[targets[at] ?? ''];
      if (value !== undefined) row.set(column, value);
    });
  }
  return row;
}

function valueOf(type: string, words: readonly string[], random: () => number): unknown {
  const word = () => words[Math.floor(random() * words.length)] ?? `w${Math.floor(random() * 1e6)}`;
  const bytes = (count: number) => Buffer.from(Array.from({ length: count }, () => Math.floor(random() * 256)));
  if (type.endsWith('[]')) return [];
  if (type === 'uuid') return `${bytes(4).toString('hex')}-0000-4000-8000-${bytes(6).toString('hex')}`;
  if (type === 'text') return word();
  if (type === 'bytea') return bytes(32);
  if (type === 'boolean') return random() < 0.5;
  if (type === 'jsonb' || type === 'json') return '{}';
  if (type.startsWith('timestamp') || type === 'date') return new Date(1.7e12 + Math.floor(random() * 1e10));
  if (type === 'interval') return '1 hour';
  return Math.floor(random() * (random() < 0.5 ? 2 : 100));
}

async function describe(pool: pg.Pool): Promise<readonly Table[]> {
  const { rows } = await pool.query<{
    name: string;
    columns: Column[];
    references: Reference[] | null;
    checks: string | null;
  }>(
    `select quote_ident(c.relname) as name,
       (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null), 'isRequired', a.attnotnull,
          'hasDefault', a.atthasdef, 'isIdentity', a.attidentity <> '' or a.attgenerated <> '') order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
       (select json_agg(json_build_object('table', quote_ident(r.relname),
          'columns', (select json_agg(a.attname order by k.at) from unnest(f.conkey) with ordinality k (num, at)
             join pg_attribute a on a.attrelid = c.oid and a.attnum = k.num),
          'targets', (select json_agg(a.attname order by k.at) from unnest(f.confkey) with ordinality k (num, at)
             join pg_attribute a on a.attrelid = r.oid and a.attnum = k.num)))
        from pg_constraint f join pg_class r on r.oid = f.confrelid where f.conrelid = c.oid and f.contype = 'f') as references,
       (select string_agg(pg_get_constraintdef(k.oid), ' ') from pg_constraint k where k.conrelid = c.oid and k.contype = 'c') as checks
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'migration' order by c.oid`,
  );
  return rows.map(({ name, columns, references, checks }) => ({
    ...{ name, columns, references: references ?? [] },
    words: [...(checks ?? '').matchAll(/'([^']+)'::text/g)].flatMap(([, word]) => (word === undefined ? [] : [word])),
  }));
}
