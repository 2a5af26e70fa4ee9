/** The published figures for programs: CSV (RFC 4180) and JSON, with their licence. Pure. */
import { stringify } from 'csv-stringify/sync';
import type { PublicFigures } from './public-figures.ts';

/** What may be done with them: https://creativecommons.org/licenses/by/4.0/ */
export const LICENCE = { name: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/' } as const;

/** Everything, with the hotline as its source. A hidden number is null. */
export const figuresJson = (figures: PublicFigures, source: string): string =>
  `${JSON.stringify({ source, licence: LICENCE, smallestShown: 5, ...figures }, undefined, 2)}\n`;

/** Tips by month and category, long: one row each; a hidden number is empty. `all` is the sum. */
export function figuresCsv(figures: PublicFigures, source: string): string {
  const licence = `${LICENCE.name} ${LICENCE.url}`;
  const rows = figures.months.flatMap(({ month, counts, total }) => [
    ...figures.categories.map((category, at) => [month, category, counts[at] ?? '', source, licence]),
    [month, 'all', total ?? '', source, licence],
  ]);
  return stringify([['month', 'category', 'tips', 'source', 'licence'], ...rows], { escape_formulas: true });
}
