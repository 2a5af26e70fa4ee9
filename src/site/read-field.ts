/** What a form's body says, whatever was sent. */

/** What was typed, made safe to keep and to show again: whole characters, one kind of line end, no control characters. */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trim();
}

/** One field of a form's body, cleaned; a field sent several times is taken line by line, a missing one is empty. */
export function readField(body: unknown, name: string): string {
  if (typeof body !== 'object' || body === null) return '';
  const value: unknown = Object.hasOwn(body, name) ? Reflect.get(body, name) : undefined;
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return cleanText(value.filter((part) => typeof part === 'string').join('\n'));
  return '';
}
