import type { LedgerVerifier } from '../../ledger/door.ts';
import { checkLedgerProofs, ledgerProofsSchema } from './ledger-proofs.ts';
import { MANIFEST_NAME, openManifest, sha256, type Manifest } from './manifest.ts';
import { policePackageSchema } from './package.ts';

/** What a check of a package's files found. Whole when there is no problem. */
export interface PackageReport {
  readonly manifest: Manifest | undefined;
  /** Each in one sentence, the gravest first. */
  readonly problems: readonly string[];
  /** How many acts of the ledger are proved. */
  readonly provedActs: number;
}

/**
 * Whether files are the package that the hotline signed: the manifest's signature by `verifier`, each file's hash, nothing missing
 * and nothing added, the JSON by its schema, and each of the ledger's proofs. Needs nothing but the public key.
 */
export function verifyPackage(
  verifier: LedgerVerifier,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): PackageReport {
  const signed = files.find(({ name }) => name === MANIFEST_NAME);
  if (signed === undefined) return { manifest: undefined, problems: [`${MANIFEST_NAME} is not there.`], provedActs: 0 };
  const manifest = openManifest(verifier, signed.bytes);
  if (manifest === undefined)
    return { manifest, problems: [`${MANIFEST_NAME} is not signed with this key.`], provedActs: 0 };
  const others = files.filter(({ name }) => name !== MANIFEST_NAME);
  const proofs = others.find(({ name }) => name === 'ledger-proofs.json');
  const read = proofs === undefined ? undefined : ledgerProofsSchema.safeParse(parseJson(proofs.bytes));
  const problems = [
    ...hashProblems(manifest, others),
    ...others.filter(({ name }) => /^(case-\d+|urgent-tip)\.json$/.test(name)).flatMap(schemaProblems),
    ...(read === undefined
      ? []
      : read.success
        ? checkLedgerProofs(read.data)
        : ['ledger-proofs.json is not as its format says.']),
  ];
  return { manifest, problems, provedActs: problems.length === 0 ? (read?.data?.entries.length ?? 0) : 0 };
}

function hashProblems(
  manifest: Manifest,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): readonly string[] {
  const names = files.map(({ name }) => name);
  return [
    ...files.flatMap(({ name, bytes }) => {
      const expected = manifest.hashes.get(name);
      if (expected === undefined) return [`${name} is not in the manifest.`];
      return sha256(bytes) === expected ? [] : [`${name} was altered.`];
    }),
    ...[...manifest.hashes.keys()].filter((name) => !names.includes(name)).map((name) => `${name} is missing.`),
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name} is there twice.`),
  ];
}

function schemaProblems({ name, bytes }: { readonly name: string; readonly bytes: Uint8Array }): readonly string[] {
  return policePackageSchema.safeParse(parseJson(bytes)).success ? [] : [`${name} is not as its format says.`];
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}
