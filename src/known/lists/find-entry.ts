import type { Db } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { findByDigest } from './entry-store.ts';
import { entryKeysFrom, type LookUpKind } from './shrouded-entry.ts';

/** Where an entry stands, withdrawn ones included: for a person who asks whether and where a hash is listed. */
export interface FoundEntry {
  readonly listId: number;
  readonly entryNumber: number;
  readonly listedAt: Date | undefined;
  readonly withdrawnAt: Date | undefined;
}

/** Entries of any list and state that have this hash: by keyed digest in the database, then compared in full. */
export async function findEntries(
  deps: { readonly db: Db; readonly serviceKey: ServiceKey },
  kind: LookUpKind,
  hash: Uint8Array,
): Promise<readonly FoundEntry[]> {
  const keys = entryKeysFrom(deps.serviceKey);
  const rows = await findByDigest(deps.db, kind, keys.lookUp(kind, hash));
  return rows
    .filter((row) => keys.unshroud(row.keyDigest, row.shrouded).hashes[kind]?.equals(hash) === true)
    .map(({ listId, number, listedAt, withdrawnAt }) => ({ listId, entryNumber: number, listedAt, withdrawnAt }));
}
