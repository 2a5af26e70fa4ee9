/** The tables of API keys and of what they have used. */
import type { Selectable } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';
import type { StaffId } from '../../terms/ids.ts';
import { keyUseSchema, type ApiKey } from './api-key.ts';

type CheckKeyTable = {
  id: string;
  use: string;
  name: string;
  secret_digest: Buffer;
  quota_per_minute: number;
  quota_per_day: number;
  created_by: string | null;
  created_at: Date;
  revoked_at: Date | null;
};
type CheckKeyDayTable = { key_id: string; day: string; taken: number };

const tables = (db: Db) => db.$extendTables<{ check_key: CheckKeyTable; check_key_day: CheckKeyDayTable }>();

/** A key and what its secret is compared with. */
export interface StoredKey extends ApiKey {
  readonly secretDigest: Buffer;
}

/** Writes a new key. */
export async function insertKey(
  tx: Tx,
  key: Omit<StoredKey, 'revokedAt'> & { readonly staffId: StaffId | undefined },
): Promise<void> {
  await tables(tx)
    .insertInto('check_key')
    .values({
      id: key.id,
      use: key.use,
      name: key.name,
      secret_digest: key.secretDigest,
      quota_per_minute: key.quotaPerMinute,
      quota_per_day: key.quotaPerDay,
      created_by: key.staffId ?? null,
      created_at: key.createdAt,
      revoked_at: null,
    })
    .execute();
}

/** Ends a key; false when there is none that still works. */
export async function markKeyRevoked(tx: Tx, id: string, at: Date): Promise<boolean> {
  const result = await tables(tx)
    .updateTable('check_key')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Keys that work. */
export async function readWorkingKeys(db: Db): Promise<readonly StoredKey[]> {
  const rows = await tables(db).selectFrom('check_key').selectAll().where('revoked_at', 'is', null).execute();
  return rows.map(toKey);
}

/** Every key, oldest first, with the units taken on `day` (`2026-03-02`). */
export async function readKeysWithUse(
  db: Db,
  day: string,
): Promise<readonly (ApiKey & { readonly takenToday: number })[]> {
  const rows = await tables(db)
    .selectFrom('check_key')
    .leftJoin('check_key_day', (join) =>
      join.onRef('check_key_day.key_id', '=', 'check_key.id').on('check_key_day.day', '=', day),
    )
    .selectAll('check_key')
    .select('check_key_day.taken')
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...withoutDigest(toKey(row)), takenToday: row.taken ?? 0 }));
}

/** Takes up to `wanted` units of the day's quota for this process alone; returns how many it got, 0 when none are left. */
export async function takeUnits(
  tx: Tx,
  take: { readonly keyId: string; readonly day: string; readonly quota: number; readonly wanted: number },
): Promise<number> {
  const { keyId, day, quota, wanted } = take;
  await tables(tx)
    .insertInto('check_key_day')
    .values({ key_id: keyId, day, taken: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await tables(tx)
    .selectFrom('check_key_day')
    .select('taken')
    .where('key_id', '=', keyId)
    .where('day', '=', day)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const got = Math.max(0, Math.min(wanted, quota - row.taken));
  if (got > 0) await addTaken(tx, keyId, day, got);
  return got;
}

/** Gives back what a process has not spent. */
export async function returnUnits(tx: Tx, keyId: string, day: string, units: number): Promise<void> {
  await addTaken(tx, keyId, day, -units);
}

async function addTaken(tx: Tx, keyId: string, day: string, units: number): Promise<void> {
  await tables(tx)
    .updateTable('check_key_day')
    .set((eb) => ({ taken: eb('taken', '+', units) }))
    .where('key_id', '=', keyId)
    .where('day', '=', day)
    .execute();
}

function withoutDigest({ id, use, name, quotaPerMinute, quotaPerDay, createdAt, revokedAt }: StoredKey): ApiKey {
  return { id, use, name, quotaPerMinute, quotaPerDay, createdAt, revokedAt };
}

function toKey(row: Selectable<CheckKeyTable>): StoredKey {
  return {
    id: row.id,
    use: keyUseSchema.parse(row.use),
    name: row.name,
    secretDigest: row.secret_digest,
    quotaPerMinute: row.quota_per_minute,
    quotaPerDay: row.quota_per_day,
    createdAt: row.created_at,
    revokedAt: row.revoked_at ?? undefined,
  };
}
