/** Makes what a dispatch to the police waits as: the package, sealed for each way that it takes. */
import type { PublicKey } from 'openpgp';
import {
  formatVerifierKey,
  ledgerSignerFrom,
  noteSignerFrom,
  proveSubjects,
  type LedgerSigner,
} from '../../ledger/door.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { codeOf, type Log } from '../../platform/log.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { listDispatches } from '../../routing/door.ts';
import { listOfficers } from '../../staff/door.ts';
import { PartnerUnavailable, type HotlineIdentity } from '../partner.ts';
import { lockForOfficers } from './account/package-lock.ts';
import { confirmUrlOf, digestOfConfirmToken, freshConfirmToken } from './delivery/confirm-token.ts';
import { ledgerProofsOf, type LedgerProofs } from './ledger-proofs.ts';
import { hotlineMailKey } from './mail-key.ts';
import { PACKAGE_KEY_KIND } from './manifest.ts';
import { packageFiles } from './package-files.ts';
import type { CaseInput, PackageFrame, PolicePackage } from './package.ts';
import { writePayload } from './payload.ts';
import { sealPackage } from './seal-package.ts';
import type { PoliceWay } from './settings.ts';

/** What making a package takes. */
export interface PrepareDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
  readonly hotline: HotlineIdentity;
  readonly log?: Log | undefined;
  /** Where people reach the public site; undefined where that is not known: packages then carry no link. */
  readonly siteUrl: () => string | undefined;
}

/** The key that this hotline signs its packages with. */
export const packageSignerOf = (serviceKey: ServiceKey): LedgerSigner =>
  noteSignerFrom(PACKAGE_KEY_KIND, serviceKey.packageSeed);

/**
 * Makes the package that `contentOf` describes and seals it.
 * @throws PartnerUnavailable `no-police-account` when it could be fetched only, and no officer could open it
 */
export async function preparePayload(
  deps: PrepareDeps,
  to: { readonly way: PoliceWay; readonly policeKey: PublicKey },
  about: { readonly subjects: readonly string[]; readonly contentOf: (frame: PackageFrame) => PolicePackage },
): Promise<Buffer> {
  const { db, serviceKey, hotline } = deps;
  const officers = to.way === 'mail' ? [] : await listOfficers(db);
  if (to.way === 'account' && officers.length === 0) throw new PartnerUnavailable('no-police-account');
  const now = deps.clock.now();
  const signer = packageSignerOf(serviceKey);
  const siteUrl = deps.siteUrl();
  const token = freshConfirmToken();
  const content = about.contentOf({
    ...{ hotline, preparedAt: now, packageKey: formatVerifierKey(signer) },
    confirmUrl: siteUrl === undefined ? undefined : confirmUrlOf(siteUrl, token),
  });
  const proofs = await readProofs(deps, about.subjects);
  const files = await packageFiles(signer, content, proofs);
  const isMailed = to.way !== 'account';
  return writePayload({
    confirmDigest: siteUrl === undefined ? undefined : digestOfConfirmToken(serviceKey, token),
    mail: isMailed
      ? await sealPackage({ content, proofs, files }, to.policeKey, (await hotlineMailKey(deps, now)).privateKey)
      : undefined,
    account: officers.length === 0 ? undefined : lockForOfficers(files, officers, now),
  });
}

/** Whatever the ledger knows of a case by the name of each thing in it. */
export async function subjectsOf(db: Db, input: CaseInput): Promise<readonly string[]> {
  const dispatches = await listDispatches(db, input.id);
  return [
    `case:${input.id}`,
    ...input.items.map(({ id }) => `item:${id}`),
    ...input.tips.flatMap(({ id }) => (id === undefined ? [] : [`tip:${id}`])),
    ...dispatches.map(({ id }) => `dispatch:${id}`),
  ];
}

/** A ledger that does not fit must not keep a case from the police: the package then goes without proofs, and the log says so. */
async function readProofs(deps: PrepareDeps, subjects: readonly string[]): Promise<LedgerProofs | undefined> {
  if (subjects.length === 0) return undefined;
  try {
    const proofs = await proveSubjects(deps.db, subjects);
    const ledgerKey = formatVerifierKey(ledgerSignerFrom(deps.serviceKey.ledgerSeed));
    return proofs === undefined ? undefined : ledgerProofsOf(proofs, ledgerKey);
  } catch (error) {
    deps.log?.error('police.no-proofs', { code: codeOf(error) });
    return undefined;
  }
}
