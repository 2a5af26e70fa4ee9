/** What a form sent, as single lines of text by name. */
import { hash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

export interface Form {
  /** The text of a field; '' when it was not sent. A field sent twice counts as its first. */
  get(name: string): string;
  /** All texts of a field that may be sent several times, such as boxes that were ticked. */
  all(name: string): readonly string[];
  /** Everything that was sent, in its order: each name as often as it has a value. */
  readonly entries: readonly (readonly [name: string, value: string])[];
}

const bodySchema = z.record(z.string(), z.union([z.string(), z.array(z.string())])).catch({});

/** No form sends U+0000 and no text column holds it: it becomes what stands for letters that cannot be shown, as in HTML. */
const withoutNul = (text: string): string => text.replaceAll('\0', '\uFFFD');

/** Reads a parsed body; whatever is not a form is one without fields. */
export function readForm(body: unknown): Form {
  const sent = Object.entries(bodySchema.parse(body ?? {}));
  const fields = new Map(
    sent.map(([name, value]) => [name, typeof value === 'string' ? withoutNul(value) : value.map(withoutNul)] as const),
  );
  return {
    get: (name) => {
      const value = fields.get(name);
      return (typeof value === 'string' ? value : value?.[0]) ?? '';
    },
    all: (name) => [fields.get(name) ?? []].flat(),
    entries: [...fields].flatMap(([name, value]) => [value].flat().map((each) => [name, each] as const)),
  };
}

/** Field that every form of the console carries. */
export const FORM_TOKEN_FIELD = 'form-token';

/** Compares two tokens of any length in constant time. */
export function isSameToken(a: string, b: string): boolean {
  return timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'));
}

/** A path on this site, for going back to after something; '/' for anything that could lead elsewhere. */
export function localPath(text: string): string {
  return /^\/(?![/\\])[\w\-./?=&%]{0,300}$/.test(text) ? text : '/';
}

/** A whole number of up to nine digits in a field or a path, such as a version's; undefined for anything else. */
export const numberIn = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;

/** The draft as the page that was sent had it; 0, which is none, where it does not say. */
export const draftIn = (form: Form): { readonly version: number; readonly revision: number } => ({
  version: numberIn(form.get('version')) ?? 0,
  revision: numberIn(form.get('revision')) ?? 0,
});
