import { randomUUID } from 'node:crypto';
import type { Identity } from '../../lib/seal/door.ts';
import { recordAct, type Actor } from '../ledger/door.ts';
import { isUniqueViolation, transact, type Db, type Tx } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { staffIdSchema, type StaffId } from '../terms/ids.ts';
import { choiceProblem, type ChoiceProblem } from './choose-password.ts';
import { makeCredentials } from './credentials.ts';
import { deleteShares } from './desk-key-store.ts';
import { makeDeskKey, openWithToken, shareDeskKeys } from './desk-key.ts';
import { markUsed, type Invitation } from './invitation-store.ts';
import { readInvitation } from './invite-staff.ts';
import { beginSession, type FreshSession } from './open-session.ts';
import { deleteOidcLink } from './oidc-store.ts';
import { deletePasskeysOf } from './passkey-store.ts';
import { idOfDigest } from './session.ts';
import { deleteSessionsOf } from './session-store.ts';
import { isLogin, normaliseLogin, normaliseName } from './staff-member.ts';
import { insertStaff, lockStaff, readAccount, replaceCredentials, type Credentials } from './staff-store.ts';
import { totpStepOf } from './totp.ts';

/** What a person fills in. For a renewal name and login stay as they are and what is given here is not looked at. */
export interface Acceptance {
  readonly token: string;
  readonly name: string;
  readonly login: string;
  readonly password: string;
  readonly totpSecret: string;
  /** A code of that secret: proof that the app holds it. */
  readonly code: string;
}

/** What the form says beside a field: codes, so that no answer quotes what was typed. */
export type AcceptProblem = 'name-form' | 'login-form' | 'login-taken' | ChoiceProblem | 'code-wrong';

/** A refusal leaves the invitation usable, so that a person can mend the form and send it again. */
export type AcceptResult =
  | ({ readonly kind: 'accepted'; readonly staffId: StaffId } & FreshSession)
  | { readonly kind: 'refused'; readonly problems: readonly AcceptProblem[] }
  /** Used, over, withdrawn, or never made. */
  | { readonly kind: 'no-invitation' };

/** A password made of `hotlineName` and little more is refused: everybody knows the name. */
export interface AcceptDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly hotlineName: string;
}

interface Person {
  readonly id: StaffId;
  readonly name: string;
  readonly login: string;
}

/** Makes (or renews) a person from an invitation and begins their first session. The first one also makes the desk key. */
export async function acceptInvitation(deps: AcceptDeps, given: Acceptance, now: Date): Promise<AcceptResult> {
  const invitation = await readInvitation(deps.db, given.token, now);
  if (invitation === undefined) return { kind: 'no-invitation' };
  const person = await personOf(deps.db, invitation, given);
  const step = totpStepOf(given.totpSecret, given.code, now);
  const problems = await problemsOf(deps, person, given.password, step);
  if (problems.length > 0 || step === undefined) return { kind: 'refused', problems };
  const made = await makeCredentials(deps.serviceKey, { ...given, totpLastStep: step });
  try {
    return await transact(deps.db, async (tx): Promise<AcceptResult> => {
      if (!(await markUsed(tx, invitation.tokenDigest, now))) return { kind: 'no-invitation' };
      const isFirst = invitation.invitedBy === undefined && invitation.sealedDeskKeys === undefined;
      if (isFirst && (await lockStaff(tx)) > 0) return { kind: 'no-invitation' };
      await writePerson(tx, { invitation, person, ...made, token: given.token }, now);
      return { kind: 'accepted', staffId: person.id, ...(await beginSession(tx, person.id, made.identity, now)) };
    });
  } catch (error) {
    if (isUniqueViolation(error, 'staff_login_key')) return { kind: 'refused', problems: ['login-taken'] };
    throw error;
  }
}

async function personOf(db: Db, invitation: Invitation, given: Acceptance): Promise<Person> {
  const known = invitation.renews === undefined ? undefined : await readAccount(db, invitation.renews);
  if (known !== undefined) return known;
  return {
    id: staffIdSchema.parse(randomUUID()),
    name: normaliseName(given.name) ?? '',
    login: normaliseLogin(given.login),
  };
}

async function problemsOf(
  deps: AcceptDeps,
  person: Person,
  password: string,
  step: number | undefined,
): Promise<readonly AcceptProblem[]> {
  const problems: (AcceptProblem | undefined)[] = [
    person.name === '' ? 'name-form' : undefined,
    isLogin(person.login) ? undefined : 'login-form',
    await choiceProblem(password, [person.login, person.name, deps.hotlineName]),
    step === undefined ? 'code-wrong' : undefined,
  ];
  return problems.filter((problem) => problem !== undefined);
}

async function writePerson(
  tx: Tx,
  made: {
    readonly invitation: Invitation;
    readonly person: Person;
    readonly credentials: Credentials;
    readonly identity: Identity;
    readonly token: string;
  },
  now: Date,
): Promise<void> {
  const { invitation, person, credentials, identity } = made;
  const actor: Actor = `staff:${person.id}`;
  if (invitation.renews === undefined) {
    await insertStaff(tx, { ...person, ...credentials, role: invitation.role, createdAt: now });
  } else {
    await replaceCredentials(tx, person.id, invitation.role, credentials);
    await deleteShares(tx, person.id);
    // Whoever was invited again may have lost them, or lost them to somebody.
    await deletePasskeysOf(tx, person.id);
    await deleteOidcLink(tx, person.id);
    await deleteSessionsOf(tx, person.id);
  }
  await recordAct(tx, {
    at: now,
    actor,
    action: invitation.renews === undefined ? 'staff.joined' : 'staff.renewed',
    subject: `staff:${person.id}`,
    payload: { role: invitation.role, invitation: idOfDigest(invitation.tokenDigest) },
  });
  if (invitation.sealedDeskKeys === undefined) await makeDeskKey(tx, actor, now);
  else await shareDeskKeys(tx, person.id, identity.recipient, openWithToken(made.token, invitation.sealedDeskKeys));
}
