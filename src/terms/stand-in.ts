/**
 * What a browser that seals a form sends in place of an answer while the form is walked through: that there is one, and nothing of it.
 * The server shows and judges pages by these; the browser puts the answers back. Shared by both sides.
 */

const MARK = '*';
/** More than any limit of a field, and no more than a request may carry. */
const MOST = 60_000;

/**
 * The stand-in for an answer: empty for none; as long as the answer itself only when that is longer than `most`, so that the person can
 * be told how much to cut; an e-mail address with its @ where it has one.
 */
export function standInFor(answer: string, field: { readonly most: number; readonly isEmail: boolean }): string {
  if (answer === '') return '';
  if (answer.length > field.most) return MARK.repeat(Math.min(answer.length, MOST));
  return field.isEmail && answer.includes('@') ? `${MARK}@` : MARK;
}

/** True for what `standInFor` makes of an answer. */
export const isStandIn = (text: string): boolean => /^\*+@?$/.test(text);
