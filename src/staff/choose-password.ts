/** Whether a password may be chosen: the one door for every place where somebody chooses one. */
import { isCommonPassword } from './common-password.ts';
import { passwordProblem, type PasswordProblem } from './password.ts';

/** Codes; their words are in the console's catalogues. */
export type ChoiceProblem = PasswordProblem | 'password-common';

/** Why the person with these names may not choose `password`; undefined when they may. The list is read last: it costs the most. */
export async function choiceProblem(password: string, names: readonly string[]): Promise<ChoiceProblem | undefined> {
  const problem = passwordProblem(password, names);
  if (problem !== undefined) return problem;
  return (await isCommonPassword(password)) ? 'password-common' : undefined;
}
