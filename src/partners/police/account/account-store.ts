/** The packages that the police fetch, who can open them, and who has fetched what. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Db, Tx } from '../../../platform/db.ts';
import {
  caseIdSchema,
  dispatchIdSchema,
  staffIdSchema,
  type CaseId,
  type DispatchId,
  type StaffId,
} from '../../../terms/ids.ts';

type AccountTables = {
  police_package: {
    id: string;
    dispatch_id: string;
    case_id: string;
    is_urgent: boolean;
    arrived_at: Date;
    locked_files: Buffer;
  };
  police_package_key: { package_id: string; staff_id: string; recipient: Buffer; sealed_key: Buffer };
  police_receipt: { id: string; package_id: string; staff_id: string; file: string; received_at: Date };
};
const tables = (db: Db) => db.$extendTables<AccountTables>();

/** A package's id stands in the officer's address bar. */
export const packageIdSchema = z.uuid().brand<'PackageId'>();
export type PackageId = z.infer<typeof packageIdSchema>;

/** What is known of a package without opening it. */
export interface AccountPackage {
  readonly id: PackageId;
  readonly dispatchId: DispatchId;
  readonly caseId: CaseId;
  readonly isUrgent: boolean;
  readonly arrivedAt: Date;
}

/** A key to a package, sealed to one officer. */
export interface SealedPackageKey {
  readonly staffId: StaffId;
  /** The officer's key that it is sealed to, 32 bytes. */
  readonly recipient: Buffer;
  readonly sealedKey: Buffer;
}

/** Puts a package where the police fetch it; false when this dispatch's is there already. */
export async function insertPackage(
  tx: Tx,
  given: Omit<AccountPackage, 'id'> & { readonly lockedFiles: Buffer; readonly keys: readonly SealedPackageKey[] },
): Promise<boolean> {
  const id = packageIdSchema.parse(randomUUID());
  const result = await tables(tx)
    .insertInto('police_package')
    .values({
      ...{ id, dispatch_id: given.dispatchId, case_id: given.caseId },
      ...{ is_urgent: given.isUrgent, arrived_at: given.arrivedAt, locked_files: given.lockedFiles },
    })
    .onConflict((conflict) => conflict.column('dispatch_id').doNothing())
    .executeTakeFirst();
  if ((result.numInsertedOrUpdatedRows ?? 0n) === 0n) return false;
  await insertPackageKeys(tx, id, given.keys);
  return true;
}

/** Lets officers open a package; who could already, still can, with the key that they have now. */
export async function insertPackageKeys(tx: Tx, id: PackageId, keys: readonly SealedPackageKey[]): Promise<void> {
  if (keys.length === 0) return;
  await tables(tx)
    .insertInto('police_package_key')
    .values(
      keys.map(({ staffId, recipient, sealedKey }) => ({
        ...{ package_id: id, staff_id: staffId, recipient, sealed_key: sealedKey },
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['package_id', 'staff_id']).doUpdateSet((eb) => ({
        recipient: eb.ref('excluded.recipient'),
        sealed_key: eb.ref('excluded.sealed_key'),
      })),
    )
    .execute();
}

/** The newest packages, of one case where it is given. */
export async function listPackages(db: Db, limit: number, caseId?: CaseId): Promise<readonly AccountPackage[]> {
  const rows = await tables(db)
    .selectFrom('police_package')
    .select(['id', 'dispatch_id', 'case_id', 'is_urgent', 'arrived_at'])
    .$if(caseId !== undefined, (query) => query.where('case_id', '=', caseId ?? ''))
    .orderBy('arrived_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(toPackage);
}

/** One package with its locked files. */
export async function readPackage(
  db: Db,
  id: PackageId,
): Promise<(AccountPackage & { readonly lockedFiles: Buffer }) | undefined> {
  const row = await tables(db).selectFrom('police_package').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : { ...toPackage(row), lockedFiles: row.locked_files };
}

/** The key of a package as it is sealed to one officer; undefined when it is not. */
export async function readPackageKey(db: Db, id: PackageId, staffId: StaffId): Promise<Buffer | undefined> {
  const row = await tables(db)
    .selectFrom('police_package_key')
    .select('sealed_key')
    .where('package_id', '=', id)
    .where('staff_id', '=', staffId)
    .executeTakeFirst();
  return row?.sealed_key;
}

/** To which officers' keys these packages are sealed. */
export async function listReaders(
  db: Db,
  ids: readonly PackageId[],
): Promise<readonly { readonly packageId: PackageId; readonly staffId: StaffId; readonly recipient: Buffer }[]> {
  if (ids.length === 0) return [];
  const rows = await tables(db)
    .selectFrom('police_package_key')
    .select(['package_id', 'staff_id', 'recipient'])
    .where('package_id', 'in', ids)
    .execute();
  return rows.map((row) => ({
    packageId: packageIdSchema.parse(row.package_id),
    staffId: staffIdSchema.parse(row.staff_id),
    recipient: row.recipient,
  }));
}

/** A download. */
export interface Receipt {
  readonly packageId: PackageId;
  readonly staffId: StaffId;
  readonly file: string;
  readonly receivedAt: Date;
}

/** Notes a download. */
export async function insertReceipt(tx: Tx, receipt: Receipt): Promise<void> {
  await tables(tx)
    .insertInto('police_receipt')
    .values({
      ...{ id: randomUUID(), package_id: receipt.packageId, staff_id: receipt.staffId },
      ...{ file: receipt.file, received_at: receipt.receivedAt },
    })
    .execute();
}

/** All downloads of these packages, the newest first. */
export async function listReceipts(db: Db, ids: readonly PackageId[]): Promise<readonly Receipt[]> {
  if (ids.length === 0) return [];
  const rows = await tables(db)
    .selectFrom('police_receipt')
    .selectAll()
    .where('package_id', 'in', ids)
    .orderBy('received_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    packageId: packageIdSchema.parse(row.package_id),
    staffId: staffIdSchema.parse(row.staff_id),
    file: row.file,
    receivedAt: row.received_at,
  }));
}

function toPackage(row: Omit<AccountTables['police_package'], 'locked_files'>): AccountPackage {
  return {
    id: packageIdSchema.parse(row.id),
    dispatchId: dispatchIdSchema.parse(row.dispatch_id),
    caseId: caseIdSchema.parse(row.case_id),
    isUrgent: row.is_urgent,
    arrivedAt: row.arrived_at,
  };
}
