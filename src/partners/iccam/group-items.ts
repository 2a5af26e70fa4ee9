/**
 * Which items of a case go into one report: a page with the media that stand on it, in one hosting country. Pure.
 *
 * | item                                              | goes into                                              |
 * |---------------------------------------------------|--------------------------------------------------------|
 * | a page (website)                                  | a report of its own, as its source                     |
 * | media that the crawler saw on a page of the case  | that page's report                                     |
 * | other media                                       | the report of the first page on the same host          |
 * | media without such a page                         | one report for all that stood on the same page, or none |
 *
 * Order is kept, so that the same items always make the same reports.
 */
import type { ItemAnswers } from '../../terms/answers.ts';

/** What grouping asks of an item. */
export interface GroupedItem {
  readonly country: string;
  readonly url: string;
  readonly host: string;
  readonly answers: ItemAnswers;
  /** The page on which the crawler saw it; undefined where nobody knows. */
  readonly pageUrl: string | undefined;
}

/** One report: the source first. */
export interface ReportGroup<T extends GroupedItem> {
  readonly country: string;
  /** The page where the media stood, when it is not in the report itself. */
  readonly referrer: string | undefined;
  readonly items: readonly T[];
}

/** Addresses in one report: one that nobody could read at once helps nobody. */
export const MOST_ADDRESSES = 100;

/** The reports that these items make. */
export function groupItems<T extends GroupedItem>(items: readonly T[]): readonly ReportGroup<T>[] {
  return [...Map.groupBy(items, ({ country }) => country)].flatMap(([country, inCountry]) =>
    groupInCountry(country, inCountry),
  );
}

function groupInCountry<T extends GroupedItem>(country: string, items: readonly T[]): readonly ReportGroup<T>[] {
  const pages = items.filter(({ answers }) => answers['content-type'] !== 'media');
  const pageOf = (item: T): T | undefined =>
    pages.find(({ url }) => url === item.pageUrl) ?? pages.find(({ host }) => host === item.host);
  const groups = new Map<string, { readonly referrer: string | undefined; readonly items: T[] }>();
  const add = (key: string, referrer: string | undefined, item: T): void => {
    const group = groups.get(key) ?? { referrer, items: [] };
    group.items.push(item);
    groups.set(key, group);
  };
  for (const page of pages) add(`page ${page.url}`, undefined, page);
  for (const item of items.filter((each) => !pages.includes(each))) {
    const page = pageOf(item);
    const referrer = page === undefined && item.pageUrl !== item.url ? item.pageUrl : undefined;
    add(page === undefined ? `media ${referrer ?? ''}` : `page ${page.url}`, referrer, item);
  }
  return [...groups.values()].flatMap(({ referrer, items: all }) =>
    Array.from({ length: Math.ceil(all.length / MOST_ADDRESSES) }, (_, index) => ({
      ...{ country, referrer },
      items: all.slice(index * MOST_ADDRESSES, (index + 1) * MOST_ADDRESSES),
    })),
  );
}
