/**
 * The password once more, for acts that let somebody in: an invitation, a key of one of the interfaces. Ending what was let in
 * asks for nothing: stopping must never wait for a password.
 */
import { provePassword, type NotProved } from '../staff/door.ts';
import type { StaffVisit } from './screens.ts';
import { onceMoreTexts } from './texts/once-more.ts';
import type { Problem } from './views/shell.tsx';

/** Why not: the form's password is not the person's, or too many were wrong. A wrong one is counted, and on the record. */
export async function passwordProblem({ deps, session, form, now }: StaffVisit): Promise<NotProved | undefined> {
  const proved = await provePassword(deps, session, form.get('password'), now);
  return proved === 'right' ? undefined : proved;
}

/** The same at the form's field. */
export async function passwordProblems(visit: StaffVisit): Promise<readonly Problem[]> {
  const code = await passwordProblem(visit);
  return code === undefined ? [] : [{ field: 'password', text: onceMoreTexts(visit.language).notDone[code] }];
}
