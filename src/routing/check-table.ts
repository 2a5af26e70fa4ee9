/** What is wrong with a table, row by row and column by column. Pure. An empty list means that it may be used. */
import type { z } from 'zod';
import { SHIPPED_ROWS } from './shipped-table.ts';
import { isSameRow, routingRowSchema, TABLE_LIMITS, type ItemRow, type RoutingRow } from './table.ts';

/**
 * | code           | meaning                                                                                    |
 * |----------------|--------------------------------------------------------------------------------------------|
 * | not-allowed    | the column takes one of `allowed` (none listed: not this at all)                           |
 * | missing        | the column cannot be empty                                                                 |
 * | length         | words take 3 to 300 characters on one line                                                 |
 * | not-a-country  | `value` is no assigned code of ISO 3166-1                                                  |
 * | shipped-words  | Fyr's reason is for Fyr's row as it is: one that says something else needs words of its own |
 * | id-twice       | another row has this id                                                                    |
 * | person-alone   | a row that leads to a person leads nowhere else                                            |
 * | person-forever | nothing that the person can do would ever end the waiting                                  |
 * | nowhere        | `value` is a destination that is never open under the row's conditions                     |
 * | never          | the conditions contradict each other                                                       |
 * | too-many-rows  | nobody can read as many                                                                    |
 */
export type TableFaultCode =
  | 'not-allowed'
  | 'missing'
  | 'length'
  | 'not-a-country'
  | 'shipped-words'
  | 'id-twice'
  | 'person-alone'
  | 'person-forever'
  | 'nowhere'
  | 'never'
  | 'too-many-rows';

/** `row`: its id, or its number where it has none that can be read. `column`: as in the schema; of the reason `key`, `sv` or `en`. */
export interface TableFault {
  readonly row: string;
  readonly column: string;
  readonly code: TableFaultCode;
  readonly allowed: readonly string[];
  readonly value?: string;
}

/** Reads one row, for example from a form. */
export function readRow(
  value: unknown,
  name: string,
): { readonly row: RoutingRow } | { readonly faults: readonly TableFault[] } {
  const read = routingRowSchema.safeParse(value);
  if (!read.success) return { faults: distinct(read.error.issues.flatMap((issue) => faultsOf(issue, name))) };
  const faults = checkRow(read.data);
  return faults.length > 0 ? { faults } : { row: read.data };
}

/** All faults of rows that may come from anywhere. */
export function checkRows(rows: readonly unknown[]): readonly TableFault[] {
  const seen = new Set<string>();
  const faults = rows.slice(0, TABLE_LIMITS.rows).flatMap((value, index): readonly TableFault[] => {
    const read = readRow(value, idOf(value) ?? String(index + 1));
    if ('faults' in read) return read.faults;
    const { id } = read.row;
    const isTwice = seen.has(id);
    seen.add(id);
    return isTwice ? [fault(id, 'id', 'id-twice')] : [];
  });
  return rows.length > TABLE_LIMITS.rows ? [...faults, fault('', 'id', 'too-many-rows')] : faults;
}

function idOf(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
    ? value.id
    : undefined;
}

const fault = (row: string, column: string, code: TableFaultCode, more: Partial<TableFault> = {}): TableFault => ({
  ...{ row, column, code, allowed: [], ...more },
});

/** What an administrator's row is called: random, and never given twice. */
const OWN_ID = /^own-[a-z0-9]{6}$/;

function checkRow(row: RoutingRow): readonly TableFault[] {
  const { id, why } = row;
  const shipped = SHIPPED_ROWS.find((each) => each.id === id);
  const isFyrs = 'key' in why && shipped !== undefined && isSameRow(row, shipped);
  const isNamed = shipped !== undefined || OWN_ID.test(id);
  const faults = [
    ...(isNamed ? [] : [fault(id, 'id', 'not-allowed', { allowed: SHIPPED_ROWS.map((each) => each.id) })]),
    ...('key' in why && !isFyrs ? [fault(id, 'sv', 'shipped-words')] : []),
  ];
  return row.about === 'case' ? faults : [...faults, ...checkItemRow(row)];
}

function checkItemRow(row: ItemRow): readonly TableFault[] {
  const { id, when, to } = row;
  const never = contradictionIn(row);
  if (never !== undefined) return [fault(id, never, 'never')];
  if (to.includes('person')) {
    if (to.length > 1) return [fault(id, 'to', 'person-alone')];
    const canEnd = when.judgedBy === 'list' || when.proxies?.every((proxy) => proxy === 'origin-unknown') === true;
    return canEnd ? [] : [fault(id, 'to', 'person-forever')];
  }
  return to.filter((each) => isNeverOpen(each, row)).map((value) => fault(id, 'to', 'nowhere', { value }));
}

/** The column whose condition no item can meet together with the others; undefined: there may be such items. */
function contradictionIn({ when }: ItemRow): string | undefined {
  const { host, inhope, eu, peer, countries, exceptCountries, judgedBy, hits } = when;
  if (host !== undefined && host !== 'abroad') {
    if (inhope !== undefined) return 'inhope';
    if (peer === 'yes') return 'peer';
  }
  if (host === 'unknown' && eu !== undefined) return 'eu';
  if (host === 'unknown' && countries !== undefined) return 'countries';
  if (countries?.every((country) => exceptCountries?.includes(country)) === true) return 'exceptCountries';
  // What a list alone has judged is an exact hit.
  return judgedBy === 'list' && hits?.includes('exact-trusted') === false ? 'hits' : undefined;
}

function isNeverOpen(to: ItemRow['to'][number], { when }: ItemRow): boolean {
  const isNotAbroad = when.host === 'home' || when.host === 'unknown';
  switch (to) {
    case 'iccam':
      return isNotAbroad || when.inhope === 'no';
    case 'hotline':
      return isNotAbroad || when.peer === 'no';
    case 'provider-proxy':
      return when.proxies?.every((proxy) => proxy === 'none') === true;
    case 'provider-host':
      return when.proxies?.every((proxy) => proxy === 'origin-not-found') === true;
    default:
      return false;
  }
}

type Issue = z.core.$ZodIssue;

/** What zod found, by column. */
function faultsOf(issue: Issue, row: string): readonly TableFault[] {
  const [first, second] = issue.path;
  const column = String((first === 'when' || first === 'why' ? second : first) ?? first ?? 'id');
  const isCountry = column === 'countries' || column === 'exceptCountries';
  switch (issue.code) {
    case 'invalid_value':
      return [fault(row, column, 'not-allowed', { allowed: issue.values.map(String) })];
    case 'unrecognized_keys':
      return issue.keys.map((key) => fault(row, key, 'not-allowed'));
    case 'invalid_union':
      return first === 'why'
        ? wordFaults(issue, row)
        : [fault(row, column, 'not-allowed', { allowed: ['item', 'case'] })];
    case 'too_small':
      return [fault(row, column, column === 'sv' || column === 'en' ? 'length' : 'missing')];
    case 'too_big':
    case 'invalid_format':
      return [fault(row, column, isCountry ? 'not-a-country' : column === 'id' ? 'not-allowed' : 'length')];
    case 'invalid_type':
      return [fault(row, column, 'missing')];
    default:
      return [fault(row, column, isCountry ? 'not-a-country' : 'not-allowed')];
  }
}

/** Of a reason in own words, what is wrong with the words. */
function wordFaults(issue: Extract<Issue, { code: 'invalid_union' }>, row: string): readonly TableFault[] {
  const ofWords = issue.errors.at(-1) ?? [];
  return ofWords.flatMap((each) => faultsOf({ ...each, path: ['why', ...each.path] }, row));
}

function distinct(faults: readonly TableFault[]): readonly TableFault[] {
  return faults.filter(
    (one, index) => faults.findIndex((other) => other.column === one.column && other.code === one.code) === index,
  );
}
