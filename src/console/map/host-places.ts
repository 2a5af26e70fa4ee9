/** The hosts of a case by country: what the map and the table beneath it are made of. Pure. */
import type { CountryCode } from '../../terms/countries.ts';

/** An item with its place in the case (from 1), as far as it matters here. */
export interface HostedItem {
  readonly number: number;
  readonly country: CountryCode | undefined;
  /** Its network in words. */
  readonly network?: string | undefined;
}

/** One country, and the items that are hosted there. */
export interface HostPlace {
  /** Undefined: not found, or not looked for yet. */
  readonly country: CountryCode | undefined;
  /** Their numbers in the case, ascending. */
  readonly items: readonly number[];
  /** Each once, in the order of the items. */
  readonly networks: readonly string[];
}

/** Countries by how many items they host, the most first, then by code; those that nobody knows last. */
export function hostPlacesOf(items: readonly HostedItem[]): readonly HostPlace[] {
  const byCountry = Map.groupBy(items, ({ country }) => country);
  return [...byCountry]
    .map(([country, hosted]) => ({
      country,
      items: hosted.map(({ number }) => number).toSorted((a, b) => a - b),
      networks: [...new Set(hosted.flatMap(({ network }) => network ?? []))],
    }))
    .toSorted(
      (a, b) =>
        Number(a.country === undefined) - Number(b.country === undefined) ||
        b.items.length - a.items.length ||
        ((a.country ?? '') < (b.country ?? '') ? -1 : 1),
    );
}

/** Numbers as people write them: 1, 2, 3 and 7 are `1–3, 7`. */
export function rangesOf(numbers: readonly number[]): string {
  const ranges: (readonly [number, number])[] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === number - 1) ranges[ranges.length - 1] = [last[0], number];
    else ranges.push([number, number]);
  }
  return ranges
    .flatMap(([from, to]) => (to === from + 1 ? [`${from}`, `${to}`] : [from === to ? `${from}` : `${from}–${to}`]))
    .join(', ');
}
