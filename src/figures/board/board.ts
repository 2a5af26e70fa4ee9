/** All figures of a period, as counts by code: what the page, the files and the yearly report are made of (DOMAIN.md, "Figures a hotline prints"). Pure. */
import { TIP_SOURCES } from '../../terms/categories.ts';
import { ITEM_OUTCOMES } from '../../terms/outcomes.ts';
import type { Figures, RemovalFigures } from '../figures.ts';
import type { FactCount } from '../rollup/rollup-store.ts';

/** What whoever asks may choose. Months are `YYYY-MM`, both included; a country or category leaves out every other. */
export interface BoardFilter {
  readonly fromMonth: string;
  readonly toMonth: string;
  readonly category?: string | undefined;
  readonly country?: string | undefined;
}

/** One bar: a code (or a country, or a provider's id), and how many. */
export interface Count {
  readonly key: string;
  readonly count: number;
}

/** In the order in which they are shown. */
export const BOARD_CODES = [
  ...([
    'source',
    'contact',
    'origin',
    'outcome',
    'known',
    'severity',
    'age',
    'gender',
    'site-type',
    'country',
  ] as const),
  ...(['sent', 'notice-provider', 'notice-type', 'notice-action', 'closed', 'web'] as const),
] as const;
export type BoardCode = (typeof BOARD_CODES)[number];

/** Nothing of a country is known of these: with a country chosen they are left out instead of shown as if they were of it. */
export const WITHOUT_COUNTRY: ReadonlySet<BoardCode> = new Set(['source', 'contact', 'origin', 'sent', 'closed']);

export interface Board {
  readonly filter: BoardFilter;
  /** Tips by month, and time to removal. */
  readonly figures: Figures;
  readonly counts: Readonly<Record<BoardCode, readonly Count[]>>;
  /** Notices and dispatches of the test mode: nothing of them has left. */
  readonly rehearsed: number;
  /** From when a case was opened until the police had it. */
  readonly police: RemovalFigures;
}

/** Codes with an order of their own; what is not named here comes by its count. */
const ORDERS: Partial<Readonly<Record<BoardCode, readonly string[]>>> = {
  source: TIP_SOURCES,
  contact: ['anonymous', 'named', 'unknown'],
  outcome: ITEM_OUTCOMES,
  known: ['known', 'new'],
  severity: ['A', 'B', 'C', 'unknown'],
  age: ['0-2', '3-6', '7-10', '11-13', '14-15', '16-17', 'unknown'],
  gender: ['female', 'male', 'both', 'unknown'],
  web: ['pages', 'media', 'exact', 'near', 'notices', 'back'],
};

/** Most bars of one chart; the rest is added up under the key `rest`. */
const MOST_BARS = 25;

/** Facts by figure, value and detail, and items by country, to counts by code. */
export function countsOf(
  facts: readonly FactCount[],
  countries: readonly FactCount[],
  crawled: { readonly pages: number; readonly media: number },
): { readonly counts: Board['counts']; readonly rehearsed: number } {
  const of = (figure: string) => facts.filter((fact) => fact.figure === figure);
  const sent = of('sent').filter(({ detail }) => detail === 'sent');
  const notices = of('notice').map((fact) => ({ ...fact, ...readNotice(fact.detail) }));
  const left = notices.filter(({ isRehearsed }) => !isRehearsed);
  const total = (rows: readonly FactCount[]) => rows.reduce((sum, row) => sum + row.total, 0);
  const web = [
    ...[
      { key: 'pages', count: crawled.pages },
      { key: 'media', count: crawled.media },
    ],
    ...by(of('sighting'), ({ value }) => value),
    ...[
      { key: 'notices', count: total(left) },
      { key: 'back', count: total(of('back')) },
    ],
  ];
  const value = (rows: readonly FactCount[]) => by(rows, (row) => row.value);
  const unordered: Record<BoardCode, readonly Count[]> = {
    source: value(of('tip')),
    contact: by(of('tip'), ({ detail }) => detail),
    origin: value(of('opened')),
    outcome: value(of('item')),
    known: by(
      of('item').filter((fact) => fact.value.startsWith('illegal')),
      ({ detail }) => detail,
    ),
    ...{ severity: value(of('severity')), age: value(of('age')), gender: value(of('gender')) },
    'site-type': value(of('site-type')),
    country: by(countries, ({ country }) => (country === '' ? 'unknown' : country)),
    sent: value(sent),
    'notice-provider': value(left),
    'notice-type': by(left, ({ type }) => type),
    'notice-action': by(left, ({ action }) => action),
    closed: value(of('closed')),
    web: web.some(({ count }) => count > 0) ? web : [],
  };
  const counts = Object.fromEntries(BOARD_CODES.map((code) => [code, inOrder(code, unordered[code])]));
  return {
    counts: { ...unordered, ...counts },
    rehearsed: total(notices.filter(({ isRehearsed }) => isRehearsed)) + total(of('sent')) - total(sent),
  };
}

/** What a notice's detail says (src/figures/rollup/fact-store.ts). `type` is an outcome, with the severity where it is known. */
export function readNotice(detail: string): {
  readonly type: string;
  readonly action: string;
  readonly isDsa: boolean;
  readonly isRehearsed: boolean;
} {
  const [outcome = '', severity = '', action = '', law, mode] = detail.split('.');
  const type = severity === 'unknown' || !outcome.startsWith('illegal') ? outcome : `${outcome}.${severity}`;
  return { type, action, isDsa: law === 'dsa', isRehearsed: mode === 'rehearsed' };
}

/** Counts of equal keys, added up. */
export function by<T extends { readonly total: number }>(
  rows: readonly T[],
  keyOf: (row: T) => string,
): readonly Count[] {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0) + row.total);
  return [...sums].map(([key, count]) => ({ key, count }));
}

function inOrder(code: BoardCode, counts: readonly Count[]): readonly Count[] {
  const order = ORDERS[code];
  const byCount = counts.toSorted((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
  if (order !== undefined && counts.length > 0) {
    const fixed = order.map((key) => ({ key, count: counts.find((each) => each.key === key)?.count ?? 0 }));
    return [
      ...fixed.filter(({ key, count }) => count > 0 || key !== 'unknown'),
      ...byCount.filter(({ key }) => !order.includes(key)),
    ];
  }
  if (byCount.length <= MOST_BARS) return byCount;
  const rest = byCount.slice(MOST_BARS).reduce((sum, { count }) => sum + count, 0);
  return [...byCount.slice(0, MOST_BARS), { key: 'rest', count: rest }];
}
