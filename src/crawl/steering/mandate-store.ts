/** Hosts whose robots.txt is not asked, each with the reason that a supervisor gave. Hosts and reasons lie shrouded. */
import * as z from 'zod';
import { sql } from '../../platform/statement.ts';
import type { Db, Tx } from '../../platform/transact.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { staffIdSchema, type StaffId } from '../../terms/ids.ts';

/** One exception; its subdomains are meant too. */
export interface RobotsException {
  readonly host: string;
  readonly reason: string;
  readonly setBy: StaffId;
  readonly setAt: Date;
}

const boxSchema = z.object({ host: z.string(), reason: z.string() });

/** Sets one, over an earlier one of the same host. */
export async function setException(tx: Tx, serviceKey: ServiceKey, exception: RobotsException): Promise<void> {
  const { host, reason, setBy, setAt } = exception;
  const shrouded = serviceKey.shroud('payload', JSON.stringify({ host, reason }));
  await sql`insert into crawl_mandate (host_digest, shrouded, set_by, set_at)
    values (${digestOf(serviceKey, host)}, ${shrouded}, ${setBy}, ${setAt})
    on conflict (host_digest) do update set shrouded = excluded.shrouded, set_by = excluded.set_by, set_at = excluded.set_at`.execute(
    tx,
  );
}

/** Takes one back; false when there was none. */
export async function dropException(tx: Tx, serviceKey: ServiceKey, host: string): Promise<boolean> {
  const result = await sql`delete from crawl_mandate where host_digest = ${digestOf(serviceKey, host)}`.execute(tx);
  return (result.numAffectedRows ?? 0n) > 0n;
}

/** All of them, the newest first. */
export async function listExceptions(db: Db, serviceKey: ServiceKey): Promise<readonly RobotsException[]> {
  const { rows } = await sql<{ shrouded: Buffer; set_by: string; set_at: Date }>`
    select shrouded, set_by, set_at from crawl_mandate order by set_at desc, host_digest`.execute(db);
  return rows.map(({ shrouded, set_by, set_at }) => ({
    ...boxSchema.parse(JSON.parse(serviceKey.unshroud('payload', shrouded))),
    ...{ setBy: staffIdSchema.parse(set_by), setAt: set_at },
  }));
}

const digestOf = (serviceKey: ServiceKey, host: string): Buffer => serviceKey.digest('host', `robots ${host}`);
