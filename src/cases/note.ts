/** Notes about a case: what is said to whom. Pure. */
import type { StaffId } from '../terms/ids.ts';

export const MAX_NOTE_LENGTH = 4_000;

/**
 * Whom a note speaks to: every `@login` of somebody who is let in, also at the end of a sentence. An e-mail address speaks to nobody.
 */
export function mentionsIn(
  text: string,
  people: readonly { readonly id: StaffId; readonly login: string }[],
): readonly StaffId[] {
  const named = new Set(
    [...text.matchAll(/(?<![\w@.])@([a-z0-9][a-z0-9._@-]*)/gi)].flatMap(([, login = '']) => {
      const whole = login.toLowerCase();
      return [whole, whole.replace(/[._@-]+$/, '')];
    }),
  );
  return people.filter(({ login }) => named.has(login)).map(({ id }) => id);
}
