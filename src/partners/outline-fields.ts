import type { OutlinedField } from './partner.ts';

/** Whatever would leave, field by field and named as in its JSON: `case.number`, `items[0].url`. What is not there is left out. */
export function fieldsOf(content: unknown): readonly OutlinedField[] {
  return flatten('', content);
}

function flatten(field: string, value: unknown): readonly OutlinedField[] {
  if (value instanceof Date) return [{ field, value: value.toISOString() }];
  if (Array.isArray(value)) return value.flatMap((each: unknown, index) => flatten(`${field}[${index}]`, each));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, each]: [string, unknown]) =>
      flatten(field === '' ? name : `${field}.${name}`, each),
    );
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? [{ field, value: String(value) }]
    : [];
}
