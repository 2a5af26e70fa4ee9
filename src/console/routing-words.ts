/** The routing table's rows in words, as whoever may see them reads them. Pure. */
import { ruleOf, ruleText, type ItemConditions, type RoutingRow } from '../routing/door.ts';
import { countryName } from '../terms/countries.ts';
import type { RoutingTexts } from './texts/routing.ts';
import type { PageContext } from './views/shell.tsx';

/** A row's conditions, each as a few words; none for a row that always fits. */
export function conditionsIn(
  { when }: RoutingRow,
  words: RoutingTexts,
  { texts, language }: PageContext,
): readonly string[] {
  const all: ItemConditions = when;
  const { when: say } = words;
  const names = (list: readonly string[]) => join(list, words.or);
  const inCountries = (codes: readonly string[]) => names(codes.map((code) => countryName(code, language)));
  return [
    all.urgent === undefined ? undefined : say.urgent[all.urgent],
    all.homeCrime === undefined ? undefined : say.homeCrime[all.homeCrime],
    all.categories === undefined
      ? undefined
      : say.categories(names(all.categories.map((code) => texts.categories[code].toLowerCase()))),
    all.origins === undefined ? undefined : say.origins(names(all.origins.map((code) => words.origins[code]))),
    all.outcomes === undefined ? undefined : names(all.outcomes.map((code) => words.outcomes[code])),
    all.judgedBy === undefined ? undefined : say.judgedBy(words.judgedBy[all.judgedBy]),
    all.hits === undefined ? undefined : names(all.hits.map((code) => words.hits[code])),
    all.host === undefined ? undefined : say.host(words.hosts[all.host]),
    all.inhope === undefined ? undefined : say.inhope[all.inhope],
    all.eu === undefined ? undefined : say.eu[all.eu],
    all.countries === undefined ? undefined : say.countries(inCountries(all.countries)),
    all.exceptCountries === undefined ? undefined : say.exceptCountries(inCountries(all.exceptCountries)),
    all.peer === undefined ? undefined : say.peer[all.peer],
    all.proxies === undefined ? undefined : names(all.proxies.map((code) => say.proxies[code])),
    all.ncmec === undefined ? undefined : say.ncmec[all.ncmec],
  ].filter((part) => part !== undefined);
}

/** Whom a row leads to. */
export const destinationsIn = ({ to }: RoutingRow, words: RoutingTexts): string =>
  join(
    to.map((each) => words.to[each]),
    words.and,
  );

/** Why, in the reader's language. */
export const reasonOf = (row: RoutingRow, { language }: PageContext): string => ruleText(ruleOf(row), language, [row]);

/** `a, b and c`. */
function join(parts: readonly string[], last: string): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${last} ${parts.at(-1) ?? ''}`;
}
