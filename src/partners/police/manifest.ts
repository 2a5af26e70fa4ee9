/**
 * A package's manifest, `manifest.txt`: which files, each by its SHA-256, signed with the hotline's package key. It is a signed
 * note (c2sp.org/signed-note, Ed25519, RFC 8032) around lines that `sha256sum -c` reads too:
 *
 *     fyr-package/1
 *     Hotline Exempel
 *     2026-03-01T12:34:56.000Z
 *     9f86d081...  case-123-sv.pdf
 *
 *     — fyr-package/ab12... Az3grlgtz...
 */
import { createHash } from 'node:crypto';
import { noteOf, openNote, type LedgerSigner, type LedgerVerifier } from '../../ledger/door.ts';

/** One file of a package. */
export interface PackageFile {
  /** Letters, digits, dots and hyphens: it stands in headers and in the manifest as it is. */
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** The name of the manifest among the files. */
export const MANIFEST_NAME = 'manifest.txt';
/** How the package key's name begins. */
export const PACKAGE_KEY_KIND = 'fyr-package';
const FORMAT = 'fyr-package/1';

/** What a manifest says, once its signature is good. */
export interface Manifest {
  readonly hotline: string;
  readonly preparedAt: string;
  readonly hashes: ReadonlyMap<string, string>;
}

/** The signed manifest of these files. @throws RangeError for a name that the format does not allow */
export function manifestOf(
  signer: LedgerSigner,
  made: { readonly hotline: string; readonly preparedAt: Date },
  files: readonly PackageFile[],
): PackageFile {
  const lines = files.map(({ name, bytes }) => {
    if (!isFileName(name)) throw new RangeError('A file of a package has a name of letters, digits, dots and hyphens.');
    return `${sha256(bytes)}  ${name}`;
  });
  const hotline = made.hotline.replace(/\p{Cc}+/gu, ' ').trim();
  const text = [FORMAT, hotline, made.preparedAt.toISOString(), ...lines, ''].join('\n');
  return { name: MANIFEST_NAME, contentType: 'text/plain; charset=utf-8', bytes: Buffer.from(noteOf(signer, text)) };
}

/** The manifest, when this key has signed it; undefined when it has not, or it is none. */
export function openManifest(verifier: LedgerVerifier, bytes: Uint8Array): Manifest | undefined {
  const text = openNote(verifier, Buffer.from(bytes).toString('utf8'));
  const [format, hotline, preparedAt, ...lines] = text?.replace(/\n$/, '').split('\n') ?? [];
  if (format !== FORMAT || hotline === undefined || preparedAt === undefined) return undefined;
  const hashes = new Map<string, string>();
  for (const line of lines) {
    const [, hash, name] = /^([0-9a-f]{64}) {2}(\S+)$/.exec(line) ?? [];
    if (hash === undefined || name === undefined || !isFileName(name) || hashes.has(name)) return undefined;
    hashes.set(name, hash);
  }
  return { hotline, preparedAt, hashes };
}

/** Hexadecimal. */
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const isFileName = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9.-]{0,99}$/.test(name);
