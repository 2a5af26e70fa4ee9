/** Making and opening what a person logs in with: a password that seals their own key, and a second factor. */
import { generateIdentity, identityFromSecret, open, seal, type Identity } from '../../lib/seal/door.ts';
import { isSameSecret, type ServiceKey } from '../platform/service-key.ts';
import { derivePassword, freshSalt, isOutdatedSalt } from './password.ts';
import type { Credentials } from './staff-store.ts';

/** Fresh credentials with a fresh identity. Slow on purpose (argon2id): outside a transaction where it can be. */
export async function makeCredentials(
  serviceKey: ServiceKey,
  given: { readonly password: string; readonly totpSecret: string; readonly totpLastStep: number },
): Promise<{ credentials: Credentials; identity: Identity }> {
  const identity = generateIdentity();
  const sealed = await sealUnderPassword(identity, given.password);
  return {
    identity,
    credentials: {
      ...sealed,
      recipient: Buffer.from(identity.recipient.bytes),
      shroudedTotp: serviceKey.shroud('totp', given.totpSecret),
      totpLastStep: given.totpLastStep,
    },
  };
}

/** Seals an identity to a key derived from the password with a fresh salt at today's cost. */
export async function sealUnderPassword(
  identity: Identity,
  password: string,
): Promise<Pick<Credentials, 'passwordSalt' | 'passwordCheck' | 'sealedIdentity'>> {
  const passwordSalt = freshSalt();
  const { check, key } = await derivePassword(password, passwordSalt);
  return {
    passwordSalt,
    passwordCheck: check,
    sealedIdentity: seal(identity.secret, [identityFromSecret(key).recipient]),
  };
}

/**
 * The person's identity when the password is right. For nobody's credentials (undefined) the same work is done for
 * nothing, so that the answer takes as long for a login that nobody has.
 */
export async function openWithPassword(
  credentials: Credentials | undefined,
  password: string,
): Promise<{ identity: Identity; isOutdated: boolean } | undefined> {
  const { check, key } = await derivePassword(password, credentials?.passwordSalt ?? freshSalt());
  if (!isSameSecret(check, credentials?.passwordCheck ?? Buffer.alloc(check.length)) || credentials === undefined) {
    return undefined;
  }
  return {
    identity: identityFromSecret(open(credentials.sealedIdentity, [identityFromSecret(key)])),
    isOutdated: isOutdatedSalt(credentials.passwordSalt),
  };
}
