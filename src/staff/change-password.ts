import { recordAct } from '../ledger/door.ts';
import { transact } from '../platform/db.ts';
import { choiceProblem, type ChoiceProblem } from './choose-password.ts';
import { sealUnderPassword } from './credentials.ts';
import { endOtherSessions } from './end-session.ts';
import type { LogInDeps } from './log-in.ts';
import { openByPassword, type NotProved } from './prove-password.ts';
import type { Session } from './session.ts';
import { readAccount, updatePassword } from './staff-store.ts';

/** `password-same`: the new one is the present one. `password-changed-meanwhile`: it is no longer the one that was given. */
export type ChangeProblem = ChoiceProblem | NotProved | 'password-same' | 'password-changed-meanwhile';

export type ChangePasswordResult =
  | { readonly kind: 'changed'; readonly endedSessions: number }
  | { readonly kind: 'refused'; readonly problem: ChangeProblem };

/** A password made of `hotlineName` and little more is refused: everybody knows the name. */
export interface ChangePasswordDeps extends LogInDeps {
  readonly hotlineName: string;
}

/**
 * Gives a person another password of their own, once they have given the present one; their key is sealed anew and stays the same. Their
 * other sessions end with it: whoever knew the old password is out. The second factor stays. On the record (ASVS 5.0, 6.2.2, 6.2.3, 7.4.3).
 * The present one is looked at last of all, so that a slip in the new one costs no try.
 */
export async function changePassword(
  deps: ChangePasswordDeps,
  session: Session,
  given: { readonly present: string; readonly chosen: string },
  now: Date,
): Promise<ChangePasswordResult> {
  const { login = '', name = '' } = (await readAccount(deps.db, session.staffId)) ?? {};
  const problem =
    (await choiceProblem(given.chosen, [login, name, deps.hotlineName])) ??
    (given.chosen.normalize('NFKC') === given.present.normalize('NFKC') ? 'password-same' : undefined);
  if (problem !== undefined) return { kind: 'refused', problem };
  const opened = await openByPassword(deps, session, given.present, now);
  if (typeof opened === 'string') return { kind: 'refused', problem: opened };
  const sealed = await sealUnderPassword(opened.identity, given.chosen);
  return transact(deps.db, async (tx): Promise<ChangePasswordResult> => {
    if (!(await updatePassword(tx, opened.account, sealed)))
      return { kind: 'refused', problem: 'password-changed-meanwhile' };
    const endedSessions = await endOtherSessions(tx, session, now);
    await recordAct(tx, {
      ...{ at: now, actor: `staff:${session.staffId}`, action: 'password.changed' },
      ...{ subject: `staff:${session.staffId}`, payload: { sessions: endedSessions } },
    });
    return { kind: 'changed', endedSessions };
  });
}
