/** Hosts that are slow or fail, of those that still have something to visit. */
import { sql } from '../../platform/statement.ts';
import type { Db } from '../../platform/transact.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { frontierKeysFrom, hostOf } from '../frontier/frontier-keys.ts';

/** The name is in clear: for a screen, defanged, and nowhere else. */
export interface TroubledHost {
  /** Undefined where nothing that waits names it. */
  readonly host: string | undefined;
  /** In a row. */
  readonly failures: number;
  /** Between two requests, as it is now. */
  readonly delayMs: number;
  readonly nextAt: Date | undefined;
}

interface Row {
  readonly failures: number;
  readonly delay_ms: number;
  readonly next_at: Date | null;
  readonly run_id: number | null;
  readonly key: string | null;
  readonly box: Buffer | null;
}

/**
 * The most troubled first: failures in a row, then the longest delay. A delay up to `plainDelayMs`, which every host has, is no trouble.
 * @throws Error when an address was altered
 */
export async function readTroubledHosts(
  db: Db,
  serviceKey: ServiceKey,
  { limit, plainDelayMs }: { readonly limit: number; readonly plainDelayMs: number },
): Promise<readonly TroubledHost[]> {
  const { rows } = await sql<Row>`
    select h.failures, h.delay_ms, case when isfinite(h.next_at) then h.next_at end as next_at, u.run_id, u.key, u.box
    from (select id, failures, delay_ms, next_at from crawl_host where wake_at is not null and (failures > 0 or delay_ms > ${plainDelayMs})
      order by failures desc, delay_ms desc, id limit ${limit}) h
    left join lateral (select run_id, key, box from crawl_url c where c.host_id = h.id and c.state = 0 and c.box is not null limit 1) u on true
    order by h.failures desc, h.delay_ms desc, h.id`.execute(db);
  const keys = frontierKeysFrom(serviceKey);
  return rows.map(({ failures, delay_ms, next_at, run_id, key, box }) => {
    const [found] = run_id === null || key === null || box === null ? [] : keys.openAll([{ runId: run_id, key, box }]);
    return {
      ...{ failures, delayMs: delay_ms, nextAt: next_at ?? undefined },
      host: found === undefined ? undefined : hostOf(found.url),
    };
  });
}
