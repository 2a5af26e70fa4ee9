/**
 * A value in one line, without control, invisible or direction-changing characters: nothing that stands in a fact can begin
 * a line of its own, in a letter or in a header.
 */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
