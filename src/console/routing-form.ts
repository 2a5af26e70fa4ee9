/** One row of the routing table as a form: what its fields are called, what they say, and what a sent form means. */
import { PROXY_STANDS, SHIPPED_ROWS, type ItemConditions, type RoutingRow, type TableFault } from '../routing/door.ts';
import { CASE_ORIGINS } from '../cases/door.ts';
import { TIP_CATEGORIES } from '../terms/categories.ts';
import type { Form } from './form.ts';
import type { RoutingTexts } from './texts/routing.ts';
import type { Problem } from './views/shell.tsx';

/** Conditions of which one is chosen, in the form's order; the others are ticked or typed. */
export const CHOICES = {
  homeCrime: ['yes', 'no'],
  urgent: ['yes', 'no'],
  judgedBy: ['person', 'list'],
  host: ['home', 'abroad', 'unknown'],
  inhope: ['yes', 'no'],
  eu: ['yes', 'no'],
  peer: ['yes', 'no'],
  ncmec: ['settings', 'chosen'],
} as const;
/** Conditions of which several can be ticked. */
export const TICKS = {
  categories: TIP_CATEGORIES,
  origins: CASE_ORIGINS,
  outcomes: ['illegal-baseline', 'illegal-national'],
  hits: ['none', 'near', 'exact-trusted'],
  proxies: PROXY_STANDS,
} as const;
const COUNTRY_LISTS = ['countries', 'exceptCountries'] as const;
export type ChoiceName = keyof typeof CHOICES;
export type TickName = keyof typeof TICKS;

/** What the fields hold: texts as typed, and what is ticked. */
export interface RowFields {
  readonly get: (name: string) => string;
  readonly all: (name: string) => readonly string[];
}

/** A row as its form shows it; undefined: a new one. */
export function fieldsOfRow(row: RoutingRow | undefined, after: string): RowFields {
  const when: ItemConditions = row?.when ?? {};
  const own = row !== undefined && 'sv' in row.why ? row.why : { sv: '', en: '' };
  const texts: Readonly<Record<string, string | undefined>> = {
    ...{
      about: row?.about ?? 'item',
      after,
      ...own,
      ...Object.fromEntries(keysOf(CHOICES).map((name) => [name, when[name]])),
    },
    ...Object.fromEntries(COUNTRY_LISTS.map((name) => [name, when[name]?.join(' ')])),
  };
  const ticked: Readonly<Record<string, readonly string[] | undefined>> = {
    ...Object.fromEntries(keysOf(TICKS).map((name) => [name, when[name]])),
    to: row?.to,
  };
  return { get: (name) => texts[name] ?? '', all: (name) => ticked[name] ?? [] };
}

/** What a sent form says, for `readRow` to judge: nothing is put right here but spaces and small letters in countries. */
export function rowInForm(id: string, form: Form): unknown {
  const given = (name: string, value: string | readonly string[]) =>
    value.length === 0 ? [] : [[name, value] as const];
  const when = Object.fromEntries([
    ...keysOf(CHOICES).flatMap((name) => given(name, form.get(name))),
    ...keysOf(TICKS).flatMap((name) => given(name, form.all(name))),
    ...COUNTRY_LISTS.flatMap((name) =>
      given(
        name,
        form
          .get(name)
          .toUpperCase()
          .split(/[\s,;]+/)
          .filter((code) => code !== ''),
      ),
    ),
  ]);
  const [sv, en] = [form.get('sv').trim(), form.get('en').trim()];
  const shipped = SHIPPED_ROWS.find((row) => row.id === id);
  const why = sv === '' && en === '' && shipped !== undefined ? shipped.why : { sv, en };
  return { id, about: form.get('about'), when, to: form.all('to'), why };
}

/** Faults as problems of the fields that they are in. */
export function problemsIn(faults: readonly TableFault[], words: RoutingTexts): readonly Problem[] {
  const columns: Readonly<Record<string, string>> = words.columns;
  const destinations: Readonly<Record<string, string>> = words.to;
  return faults.map(({ column, code, allowed, value }) => {
    const said = code === 'not-allowed' ? allowed.join(', ') : (destinations[value ?? ''] ?? '');
    return { field: column, text: words.faults[code](columns[column] ?? column, said) };
  });
}

const keysOf = <T extends object>(object: T) =>
  Object.keys(object).filter((key): key is Extract<keyof T, string> => key in object);
