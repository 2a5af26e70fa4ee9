/** Tying a person of the hotline to their account at the identity provider. */
import { recordAct } from '../ledger/door.ts';
import { isUniqueViolation, transact, type Tx } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import type { LogInDeps } from './log-in.ts';
import { deleteOidcLink, writeOidcLink } from './oidc-store.ts';
import type { VouchedFor } from './oidc.ts';
import { provePassword, type NotProved } from './prove-password.ts';
import { useProofOnce, type OidcProof } from './second-factor.ts';
import type { Session } from './session.ts';

/** What is kept of an account there. Issuer and subject together name it (OpenID Connect Core, 5.7). */
export const subjectDigestOf = (serviceKey: ServiceKey, { issuer, subject }: VouchedFor): Buffer =>
  serviceKey.digest('token', `oidc/${JSON.stringify([issuer, subject])}`);

export type LinkResult = 'oidc-linked' | 'oidc-taken' | 'oidc-old' | NotProved;

/** Ties them, once they have given their password. On the record. `oidc-old`: the proof was used before. */
export async function linkOidc(
  deps: LogInDeps,
  session: Session,
  given: { readonly password: string; readonly proof: OidcProof },
  now: Date,
): Promise<LinkResult> {
  const proved = await provePassword(deps, session, given.password, now);
  if (proved !== 'right') return proved;
  try {
    return await transact(deps.db, async (tx): Promise<LinkResult> => {
      if (!(await useProofOnce(tx, given.proof.token, now))) return 'oidc-old';
      await writeOidcLink(tx, session.staffId, given.proof.subjectDigest, now);
      await record(tx, session, 'oidc.linked', now);
      return 'oidc-linked';
    });
  } catch (error) {
    if (isUniqueViolation(error, 'staff_oidc_subject_digest_key')) return 'oidc-taken';
    throw error;
  }
}

/** Unties them, once they have given their password. On the record. */
export async function unlinkOidc(
  deps: LogInDeps,
  session: Session,
  password: string,
  now: Date,
): Promise<'oidc-unlinked' | 'oidc-not-linked' | NotProved> {
  const proved = await provePassword(deps, session, password, now);
  if (proved !== 'right') return proved;
  return transact(deps.db, async (tx) => {
    if (!(await deleteOidcLink(tx, session.staffId))) return 'oidc-not-linked';
    await record(tx, session, 'oidc.unlinked', now);
    return 'oidc-unlinked';
  });
}

const record = (tx: Tx, { staffId }: Session, action: string, at: Date) =>
  recordAct(tx, { at, actor: `staff:${staffId}`, action, subject: `staff:${staffId}`, payload: {} });
