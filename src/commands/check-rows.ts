/** The rows of `fyr check`: one for each target, for a spreadsheet (CSV) or a program (NDJSON). */
import { stringify } from 'csv-stringify/sync';
import { matchTypeOf, toMediaAnswer, type MediaFinding } from '../known/door.ts';

/** One file or address, checked or not. `target` is as the operator named it. */
export type CheckedTarget =
  { readonly target: string; readonly finding: MediaFinding } | { readonly target: string; readonly error: string };

const COLUMNS = [
  ...(['target', 'match', 'category', 'distance', 'matched_by', 'list', 'entry', 'source', 'hits'] as const),
  ...(['size_bytes', 'md5', 'sha1', 'sha256', 'near_state', 'hash_path', 'quality', 'reason', 'error'] as const),
] as const;

type Row = Readonly<Partial<Record<(typeof COLUMNS)[number], string | number>>>;

// A file may be named so that a spreadsheet would take it for a formula (CWE-1236): such cells begin with an apostrophe.
const toText = (cells: readonly (string | number)[]): string => stringify([[...cells]], { escape_formulas: true });

/** The first line of the CSV. */
export const CSV_HEADER = toText(COLUMNS);

/** A line of the CSV: the hit that says most, and how many there are. */
export function toCsvRow(checked: CheckedTarget): string {
  const row: Row = 'error' in checked ? { target: checked.target, error: checked.error } : describe(checked);
  return toText(COLUMNS.map((column) => row[column] ?? ''));
}

function describe({ target, finding }: Extract<CheckedTarget, { finding: MediaFinding }>): Row {
  const hits = finding.exactHits.length > 0 ? finding.exactHits : finding.nearHits;
  const [best] = hits;
  const { near } = finding;
  return {
    target,
    match: matchTypeOf(finding) ?? 'none',
    ...(best === undefined
      ? {}
      : {
          category: best.category,
          distance: best.distance,
          matched_by: best.by,
          list: best.listId,
          entry: best.entryId,
          source: best.source,
        }),
    hits: hits.length,
    size_bytes: finding.sizeBytes,
    ...finding.exact,
    near_state: near.state,
    ...('path' in near ? { hash_path: near.path } : {}),
    ...('quality' in near ? { quality: near.quality } : {}),
    ...('reason' in near ? { reason: near.reason } : {}),
  };
}

/** A line of the NDJSON: the check API's answer, the target before it. */
export function toJsonRow(checked: CheckedTarget): string {
  const { target } = checked;
  const row = 'error' in checked ? { target, error: checked.error } : { target, ...toMediaAnswer(checked.finding) };
  return `${JSON.stringify(row)}\n`;
}
