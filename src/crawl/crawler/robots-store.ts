/** robots.txt files that were read, kept for the worker that has the host next. */
import { KEEP, sql } from '../../platform/statement.ts';
import type { Db, Tx } from '../../platform/transact.ts';
import type { ServiceKey } from '../../platform/service-key.ts';

/** A file as it was read. An empty one: there is none, all is allowed. */
export interface KeptRobots {
  readonly origin: string;
  readonly file: Uint8Array;
  /** From now. */
  readonly forMs: number;
}

/** Longer files are read again by whoever comes next. */
export const KEPT_FILE_BYTES = 64 * 1024;

/** Writes a file over the one before. */
export async function saveRobots(tx: Tx, serviceKey: ServiceKey, hostId: number, kept: KeptRobots): Promise<void> {
  const box = serviceKey.shroud('payload', `${kept.origin} ${Buffer.from(kept.file).toString('latin1')}`);
  await sql`${KEEP}
    insert into crawl_robots (origin, host_id, until, box)
    values (${serviceKey.digest('host', kept.origin)}, ${hostId}, clock_timestamp() + ${kept.forMs}::float8 * interval '1 ms', ${box})
    on conflict (origin) do update set until = excluded.until, box = excluded.box`.execute(tx);
}

/** The files of these hosts that still hold. @throws Error when one was altered or shrouded under another key */
export async function readRobots(
  db: Db,
  serviceKey: ServiceKey,
  hostIds: readonly number[],
): Promise<readonly KeptRobots[]> {
  const { rows } = await sql<{ box: Buffer; forMs: number }>`${KEEP}
    select box, (extract(epoch from until - clock_timestamp()) * 1000)::float8 as "forMs" from crawl_robots
    where host_id = any(${`{${hostIds.join()}}`}::bigint[]) and until > clock_timestamp()`.execute(db);
  return rows.map(({ box, forMs }) => {
    const text = serviceKey.unshroud('payload', box);
    const space = text.indexOf(' ');
    return { origin: text.slice(0, space), file: Buffer.from(text.slice(space + 1), 'latin1'), forMs };
  });
}

/** Erases what holds no longer, some at a time. */
export async function forgetRobots(tx: Tx): Promise<void> {
  await sql`delete from crawl_robots where origin in (
    select origin from crawl_robots where until < clock_timestamp() limit 1000 for update skip locked)`.execute(tx);
}
