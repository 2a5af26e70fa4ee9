import { SealError } from '../../../../lib/seal/door.ts';
import { recordAct } from '../../../ledger/door.ts';
import { transact, type Db, type Tx } from '../../../platform/db.ts';
import { listOfficers, type Session } from '../../../staff/door.ts';
import { noteConfirmed } from '../delivery/note-confirmed.ts';
import {
  insertPackageKeys,
  insertReceipt,
  listPackages,
  listReaders,
  readPackage,
  readPackageKey,
  type AccountPackage,
  type PackageId,
} from './account-store.ts';
import { openKey, sealKey, unlockFiles } from './package-lock.ts';

/** What an officer is given, or why not. `not-for-you`: it was sealed before they had an account, and no colleague has let them in. */
export type FetchResult =
  | { readonly kind: 'file'; readonly name: string; readonly bytes: Buffer }
  | { readonly kind: 'no-package' }
  | { readonly kind: 'not-for-you' };

/** A package opened for one request: its names of files, and the package itself. */
export interface OpenedPackage {
  readonly package: AccountPackage;
  readonly zip: Buffer;
  readonly files: readonly { readonly name: string; readonly bytes: Buffer }[];
}

/** Opens a package with the officer's own key, which only their session has. Notes nothing: nothing has been handed over. */
export async function openPackage(
  db: Db,
  session: Session,
  id: PackageId,
): Promise<OpenedPackage | 'no-package' | 'not-for-you'> {
  const found = await readPackage(db, id);
  if (found === undefined || session.role !== 'police') return 'no-package';
  const key = await keyOf(db, session, id);
  return key === undefined ? 'not-for-you' : { package: found, ...unlockFiles(found.lockedFiles, key) };
}

/** Hands one file (or `zip`, all of them) to an officer, with a receipt on the record before anything is handed over. */
export async function fetchFile(
  db: Db,
  session: Session,
  wanted: { readonly id: PackageId; readonly file: string },
  now: Date,
): Promise<FetchResult> {
  const opened = await openPackage(db, session, wanted.id);
  if (typeof opened === 'string') return { kind: opened };
  const isZip = wanted.file === 'zip';
  const bytes = isZip ? opened.zip : opened.files.find(({ name }) => name === wanted.file)?.bytes;
  if (bytes === undefined) return { kind: 'no-package' };
  await transact(db, (tx) => noteReceipt(tx, session, opened.package, wanted.file, now));
  return { kind: 'file', name: isZip ? zipName(opened) : wanted.file, bytes };
}

/** `case-123.zip`, as its JSON is called. */
const zipName = ({ files }: OpenedPackage): string =>
  `${/^(.+)\.json$/.exec(files.find(({ name }) => /^(case-\d+|urgent-tip)\.json$/.test(name))?.name ?? '')?.[1] ?? 'package'}.zip`;

async function noteReceipt(tx: Tx, session: Session, found: AccountPackage, file: string, now: Date): Promise<void> {
  await insertReceipt(tx, { packageId: found.id, staffId: session.staffId, file, receivedAt: now });
  await recordAct(tx, {
    at: now,
    actor: `staff:${session.staffId}`,
    action: 'police.package-fetched',
    subject: `dispatch:${found.dispatchId}`,
    payload: { packageId: found.id, file },
  });
  await noteConfirmed(tx, found.dispatchId, { how: 'download', staffId: session.staffId }, now);
}

const MOST_HANDED_ON = 1_000;

/** Lets all colleagues who have an account now open what this officer can open. @returns how many packages somebody can open anew */
export async function handOnPackages(db: Db, session: Session, now: Date): Promise<number> {
  const officers = await listOfficers(db);
  const packages = await listPackages(db, MOST_HANDED_ON);
  const readers = await listReaders(
    db,
    packages.map(({ id }) => id),
  );
  let handedOn = 0;
  for (const found of packages) {
    const missing = officers.filter(
      ({ id, recipient }) =>
        !readers.some(
          (each) => each.packageId === found.id && each.staffId === id && each.recipient.equals(recipient.bytes),
        ),
    );
    const key = missing.length === 0 ? undefined : await keyOf(db, session, found.id);
    if (key === undefined) continue;
    await transact(db, async (tx) => {
      await insertPackageKeys(tx, found.id, sealKey(key, missing));
      const act = { at: now, actor: `staff:${session.staffId}`, action: 'police.package-handed-on' } as const;
      await recordAct(tx, { ...act, subject: `dispatch:${found.dispatchId}`, payload: { to: missing.length } });
    });
    handedOn += 1;
  }
  return handedOn;
}

/** The package's key, where it is sealed to the key that this officer has now. */
async function keyOf(db: Db, session: Session, id: PackageId): Promise<Buffer | undefined> {
  const sealedKey = await readPackageKey(db, id, session.staffId);
  if (sealedKey === undefined) return undefined;
  try {
    return openKey(sealedKey, session.ownIdentity());
  } catch (error) {
    // Their key was renewed since: what was sealed to the old one is lost to them until a colleague hands it on.
    if (error instanceof SealError) return undefined;
    throw error;
  }
}
