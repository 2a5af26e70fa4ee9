/** Which statements a connection prepares once, and under what name. */
import { createHash } from 'node:crypto';
import { KEEP_MARK } from './statement.ts';

const names = new Map<string, string>();

/** A name of at most 63 bytes, equal for equal texts, of a statement that begins with `KEEP`; undefined for others. */
export function preparedName(text: string): string | undefined {
  if (!text.startsWith(KEEP_MARK)) return undefined;
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = createHash('sha256').update(text).digest('hex').slice(0, 32);
  names.set(text, name);
  return name;
}
