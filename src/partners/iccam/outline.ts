/** A report to ICCAM as a person reads it before it leaves: every field in its order, by ICCAM's own names. Pure. */
import type { OutlinedField } from '../partner.ts';
import type { IccamReport } from './report.ts';

/** Nested fields are named by their path, as `urls[0].assessment.classification`; what is empty is left out of nothing: it shows as empty. */
export function outlineReport(report: IccamReport): readonly OutlinedField[] {
  return fieldsOf('', report);
}

function fieldsOf(path: string, value: unknown): readonly OutlinedField[] {
  if (Array.isArray(value)) {
    return value.length === 0
      ? [{ field: path, value: '' }]
      : value.flatMap((each: unknown, index) => fieldsOf(`${path}[${index}]`, each));
  }
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, each]: [string, unknown]) =>
      fieldsOf(path === '' ? name : `${path}.${name}`, each),
    );
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return [{ field: path, value: isPlain ? String(value) : '' }];
}
