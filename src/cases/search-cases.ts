import { z } from 'zod';
import type { Db } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import type { CaseId } from '../terms/ids.ts';
import { recogniseAddresses } from '../terms/web-address.ts';
import type { CaseSummary } from './case.ts';
import { readCaseIdByNumber } from './arrange-store.ts';
import { readCaseSummaries } from './case-store.ts';
import { addressDigest } from './item-store.ts';
import { findByAddress, findByHost, findById } from './search-store.ts';

/** Why a case was found. */
export type FoundBy = 'number' | 'id' | 'address' | 'host';

interface CaseFound {
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
  const because = new Map<CaseId, FoundBy>();
  for (const { ids, by } of reasons) for (const id of ids) if (!because.has(id)) because.set(id, by);
  const cases = await readCaseSummaries(db, [...because.keys()].slice(0, MOST_FOUND));
  return cases.flatMap((found) => {
    const by = because.get(found.id);
    return by === undefined ? [] : [{ found, by }];
  });
}

/** The number in what somebody writes to name a case by it: `17`, `#17`; undefined for anything else. */
export function caseNumberIn(text: string): number | undefined {
  const digits = /^#?\s*(\d{1,15})$/.exec(text.trim())?.[1];
  return digits === undefined ? undefined : Number(digits);
}

async function reasonsFor(db: Db, serviceKey: ServiceKey, text: string) {
  const number = caseNumberIn(text);
  if (number !== undefined) {
    const numbered = await readCaseIdByNumber(db, number);
    return numbered === undefined ? [] : [{ ids: [numbered], by: 'number' as const }];
  }
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
