/** The words of the page about takedowns, in every language of the house. */
import type { Language } from '../terms/categories.ts';
import type { TakedownGrouping } from './takedown-store.ts';

/** Whole sentences with places for numbers, because word order differs by language. */
export interface TakedownTexts {
  readonly heading: string;
  readonly lead: string;
  readonly method: string;
  readonly groupings: Readonly<
    Record<TakedownGrouping, { heading: string; lead: string; column: string; caption: string; empty: string }>
  >;
  readonly rungs: Readonly<Record<string, string>>;
  readonly unknownCountry: string;
  readonly description: (groups: string) => string;
  readonly followed: string;
  readonly gone: string;
  readonly stillOnline: string;
  readonly median: string;
  readonly p90: string;
  readonly notYet: string;
  /** An interval whose end is not known yet. */
  readonly atLeast: (from: string) => string;
  readonly between: (from: string, to: string) => string;
  readonly rest: (count: number) => string;
  readonly axis: string;
  readonly daysAxis: string;
}

const sv: TakedownTexts = {
  heading: 'Borttagning: hur fort, och hos vem',
  lead: 'Hur länge anmält material ligger kvar, per steg i stegen, land och leverantör.',
  method:
    'Det som ännu ligger kvar räknas med så länge det har följts (Kaplan–Meier). Inom parentes ett intervall som i 19 fall av 20 rymmer det sanna värdet: få anmälningar ger breda intervall.',
  groupings: {
    rung: {
      heading: 'Per steg',
      lead: 'Från det att steget fick veta till borttagning, eller tills nästa steg fick veta.',
      column: 'Steg',
      caption: 'Tid till borttagning per steg',
      empty: 'Ingen anmälan har gått till en leverantör under perioden.',
    },
    country: {
      heading: 'Per land',
      lead: 'Från beslutet till borttagning, efter det land där materialet låg.',
      column: 'Land',
      caption: 'Tid till borttagning per land',
      empty: 'Inget har beslutats under perioden.',
    },
    provider: {
      heading: 'Per leverantör',
      lead: 'Från det att leverantören fick veta till borttagning.',
      column: 'Leverantör',
      caption: 'Tid till borttagning per leverantör',
      empty: 'Ingen leverantör har fått någon anmälan under perioden.',
    },
  },
  rungs: {
    owner: 'Webbplatsen själv',
    hosting: 'Värd',
    proxy: 'CDN eller proxy',
    upstream: 'Nätet bakom värden',
    registrar: 'Registrar',
  },
  unknownCountry: 'Okänt',
  description: (groups) =>
    `Kurvor över andelen som ligger kvar efter ett antal dygn: ${groups}. Talen finns i tabellen under.`,
  followed: 'Följda',
  gone: 'Borta',
  stillOnline: 'Kvar',
  median: 'Hälften borta efter',
  p90: 'Nio av tio borta efter',
  notYet: 'inte än',
  atLeast: (from) => `minst ${from}`,
  between: (from, to) => `${from} till ${to}`,
  rest: (count) => `och ${count} till med färre`,
  axis: 'Kvar online',
  daysAxis: 'Dygn',
};

const en: TakedownTexts = {
  heading: 'Takedowns: how fast, and by whom',
  lead: 'How long reported material stays, by rung of the ladder, country and provider.',
  method:
    'What is still online counts for as long as it has been followed (Kaplan–Meier). In brackets, an interval that holds the true value 19 times in 20: few notices make it wide.',
  groupings: {
    rung: {
      heading: 'By rung',
      lead: 'From when the rung was told until removal, or until the next rung was told.',
      column: 'Rung',
      caption: 'Time to removal by rung',
      empty: 'No notice has gone to a provider in the period.',
    },
    country: {
      heading: 'By country',
      lead: 'From the decision until removal, by the country that hosted it.',
      column: 'Country',
      caption: 'Time to removal by country',
      empty: 'Nothing was decided in the period.',
    },
    provider: {
      heading: 'By provider',
      lead: 'From when the provider was told until removal.',
      column: 'Provider',
      caption: 'Time to removal by provider',
      empty: 'No provider has been told of anything in the period.',
    },
  },
  rungs: {
    owner: 'The site itself',
    hosting: 'Host',
    proxy: 'CDN or proxy',
    upstream: 'Network behind the host',
    registrar: 'Registrar',
  },
  unknownCountry: 'Unknown',
  description: (groups) =>
    `Curves of the share still online after a number of days: ${groups}. The numbers are in the table below.`,
  followed: 'Followed',
  gone: 'Gone',
  stillOnline: 'Not gone',
  median: 'Half gone after',
  p90: 'Nine of ten gone after',
  notYet: 'not yet',
  atLeast: (from) => `at least ${from}`,
  between: (from, to) => `${from} to ${to}`,
  rest: (count) => `and ${count} more with fewer`,
  axis: 'Still online',
  daysAxis: 'Days',
};

/** The texts in a language. */
export const TAKEDOWN_TEXTS: Readonly<Record<Language, TakedownTexts>> = { sv, en };
