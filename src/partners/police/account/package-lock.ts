/** A package as it lies in the account: locked under a key of its own, and that key sealed to each officer. Pure but for chance. */
import { randomBytes } from 'node:crypto';
import { lock, open, seal, unlock, type Identity } from '../../../../lib/seal/door.ts';
import type { Officer } from '../../../staff/door.ts';
import type { PackageFile } from '../manifest.ts';
import { readZip, writeZip, type ZippedFile } from '../zip.ts';
import type { SealedPackageKey } from './account-store.ts';

const KEY_BYTES = 32;

/** The files, locked so that these officers can open them and nobody else. @throws RangeError when there is no officer */
export function lockForOfficers(
  files: readonly PackageFile[],
  officers: readonly Officer[],
  at: Date,
): { readonly lockedFiles: Buffer; readonly keys: readonly SealedPackageKey[] } {
  if (officers.length === 0) throw new RangeError('A package is locked for at least one officer.');
  const key = randomBytes(KEY_BYTES);
  return { lockedFiles: lock(key, writeZip(files, at)), keys: sealKey(key, officers) };
}

/** The package's key for these officers. */
export const sealKey = (key: Uint8Array, officers: readonly Officer[]): readonly SealedPackageKey[] =>
  officers.map(({ id, recipient }) => ({
    ...{ staffId: id, recipient: Buffer.from(recipient.bytes), sealedKey: seal(key, [recipient]) },
  }));

/** The package's key, opened by an officer's own. @throws SealError when it is sealed to somebody else */
export const openKey = (sealedKey: Uint8Array, own: Identity): Buffer => open(sealedKey, [own]);

/** The package as one ZIP, and its files. @throws SealError when the box was altered or the key is another */
export function unlockFiles(
  lockedFiles: Uint8Array,
  key: Uint8Array,
): { readonly zip: Buffer; readonly files: readonly ZippedFile[] } {
  const zip = unlock(key, lockedFiles);
  return { zip, files: readZip(zip) };
}
