import { z } from 'zod';
import type { Db } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { recogniseAddresses } from '../terms/web-address.ts';
import type { CaseSummary } from './case.ts';
import { readCaseSummary } from './case-store.ts';
import { addressDigest } from './item-store.ts';
import { findByAddress, findByHost, findById, findByNumber } from './search-store.ts';

/** Why a case was found. */
export type FoundBy = 'number' | 'id' | 'address' | 'host';

export interface CaseFound {
  readonly found: CaseSummary;
  readonly by: FoundBy;
}

const MOST_FOUND = 50;

/**
 * Cases by a number that people say aloud, an id of a case, item or tip, an address (also one written so that it cannot be
 * opened), or a host. Addresses are found through their keyed digests, so only whole ones; words of tips are sealed and are
 * not searched. The strongest reason first, each case once.
 */
export async function searchCases(db: Db, serviceKey: ServiceKey, text: string): Promise<readonly CaseFound[]> {
  const reasons = await reasonsFor(db, serviceKey, text.trim());
  const known = new Set<string>();
  const result: CaseFound[] = [];
  for (const { ids, by } of reasons) {
    for (const id of ids) {
      if (known.has(id)) continue;
      known.add(id);
      const found = await readCaseSummary(db, id);
      if (found !== undefined) result.push({ found, by });
    }
  }
  return result.slice(0, MOST_FOUND);
}

async function reasonsFor(db: Db, serviceKey: ServiceKey, text: string) {
  const number = /^#?\s*(\d{1,15})$/.exec(text)?.[1];
  if (number !== undefined) return [{ ids: await findByNumber(db, Number(number)), by: 'number' as const }];
  const id = z.uuid().safeParse(text.toLowerCase());
  if (id.success) return [{ ids: await findById(db, id.data), by: 'id' as const }];
  const { addresses } = recogniseAddresses(text);
  const found = [];
  for (const address of addresses) {
    found.push({ ids: await findByAddress(db, addressDigest(serviceKey, address)), by: 'address' as const });
    const host = serviceKey.digest('host', address.host);
    found.push({ ids: await findByHost(db, host, MOST_FOUND), by: 'host' as const });
  }
  return found.toSorted((a, b) => Number(a.by === 'host') - Number(b.by === 'host'));
}
