/**
 * The password once more, for acts that let somebody in or change where things go (an invitation, a key of one of the interfaces, a
 * secret, a partner's settings), and before an account, a factor or one's own other sessions are taken away (OWASP ASVS 5.0, 7.5).
 * What stops something at once asks for nothing, because wrong tries of somebody else make a person wait: ending a colleague's
 * sessions, revoking a key, turning a partner or a webhook off, the stop switch.
 */
import { provePassword, type NotProved } from '../staff/door.ts';
import type { StaffVisit } from './screens.ts';
import { onceMoreTexts } from './texts/once-more.ts';
import type { Problem } from './views/shell.tsx';

/** Why not: the form's password is not the person's, or too many were wrong. A wrong one is counted, and on the record. */
export async function passwordProblem(
  { deps, session, form, now }: StaffVisit,
  field = 'password',
): Promise<NotProved | undefined> {
  const proved = await provePassword(deps, session, form.get(field), now);
  return proved === 'right' ? undefined : proved;
}

/** The same at the form's field. */
export async function passwordProblems(visit: StaffVisit, field = 'password'): Promise<readonly Problem[]> {
  const code = await passwordProblem(visit, field);
  return code === undefined ? [] : [{ field, text: notProvedText(visit, code) }];
}

/** In words. */
export const notProvedText = ({ language }: StaffVisit, code: NotProved): string =>
  onceMoreTexts(language).notDone[code];
