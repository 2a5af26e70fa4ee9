/** Whether a row's conditions hold for a case's facts. Pure; a condition that is not given always holds. */
import { isInEu } from '../terms/countries.ts';
import type { ItemFacts, RoutingFacts } from './facts.ts';
import type { CaseRow, ItemConditions, ItemRow } from './table.ts';

/** A case without address. */
export const fitsCase = ({ when }: CaseRow, facts: RoutingFacts): boolean => fitsSource(when, facts);

function fitsSource(when: CaseRow['when'], facts: RoutingFacts): boolean {
  return (
    isAsAsked(when.homeCrime, facts.isHomeCrime) &&
    isAmong(when.categories, facts.category) &&
    isAmong(when.origins, facts.origin)
  );
}

/** An illegal item of a case. */
export function fitsItem({ when }: ItemRow, item: ItemFacts, facts: RoutingFacts): boolean {
  return (
    fitsSource(when, facts) &&
    isAsAsked(when.urgent, facts.isUrgent) &&
    isAmong(when.outcomes, item.outcome ?? item.listOutcome) &&
    (when.judgedBy === undefined || (when.judgedBy === 'list') === (item.outcome === undefined)) &&
    isAmong(when.hits, item.knownHit) &&
    isAmong(when.proxies, item.proxy) &&
    (when.ncmec === undefined || when.ncmec === ncmecWish(item, facts)) &&
    fitsHost(when, item, facts)
  );
}

function fitsHost(when: ItemConditions, item: ItemFacts, facts: RoutingFacts): boolean {
  const { hostCountry } = item;
  const abroad = abroadOf(item, facts);
  const place = hostCountry === undefined ? 'unknown' : abroad === undefined ? 'home' : 'abroad';
  return (
    (when.host === undefined || when.host === place) &&
    isAskedOf(when.inhope, abroad, (country) => facts.inhopeCountries.has(country)) &&
    isAskedOf(when.eu, hostCountry, isInEu) &&
    isAskedOf(when.peer, abroad, (country) => item.peerCountries?.has(country) === true) &&
    isAmong(when.countries, hostCountry) &&
    (when.exceptCountries === undefined || hostCountry === undefined || !when.exceptCountries.includes(hostCountry))
  );
}

/** The host's country where it is known and not the home country. */
export const abroadOf = ({ hostCountry }: ItemFacts, { homeCountry }: RoutingFacts) =>
  hostCountry === homeCountry ? undefined : hostCountry;

/** Whether the settings ask for the item to be reported to NCMEC, or an analyst did; undefined: nobody. */
function ncmecWish({ hostCountry }: ItemFacts, { ncmec }: RoutingFacts): 'settings' | 'chosen' | undefined {
  switch (ncmec.kind) {
    case 'none':
    case 'asked':
      return undefined;
    case 'countries':
      return hostCountry !== undefined && ncmec.countries.has(hostCountry) ? 'settings' : undefined;
    case 'all':
      return ncmec.rule === 'ncmec' ? 'settings' : 'chosen';
  }
}

const isAsAsked = (asked: 'yes' | 'no' | undefined, is: boolean): boolean =>
  asked === undefined || (asked === 'yes') === is;

/** Of what is not known, neither yes nor no holds. */
const isAskedOf = <T>(asked: 'yes' | 'no' | undefined, of: T | undefined, test: (of: T) => boolean): boolean =>
  asked === undefined || (of !== undefined && isAsAsked(asked, test(of)));

const isAmong = <T>(some: readonly NoInfer<T>[] | undefined, one: T | undefined): boolean =>
  some === undefined || (one !== undefined && some.includes(one));
