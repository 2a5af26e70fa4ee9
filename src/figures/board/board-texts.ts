/** The words of all figures beside tips by month and time to removal (src/figures/texts.ts), in both languages of the house. */
import type { Language } from '../../terms/categories.ts';
import type { BoardCode } from './board.ts';
import { boardCodesEn, boardCodesSv } from './board-codes.ts';

/** A chart and its table. */
interface SectionTexts {
  readonly heading: string;
  readonly lead: string;
  /** Of the table's first column. */
  readonly column: string;
}

export interface BoardTexts {
  readonly sections: Readonly<Record<BoardCode, SectionTexts>>;
  /** A code in words; a code that this version does not know stands as it is. */
  readonly codes: Readonly<Record<BoardCode, Readonly<Record<string, string>>>>;
  /** What a table is called. */
  readonly inNumbers: (heading: string) => string;
  readonly count: string;
  readonly share: string;
  readonly sum: string;
  readonly empty: string;
  readonly rest: string;
  readonly unknownCountry: string;
  readonly unknownProvider: string;
  readonly chart: (heading: string, total: string, top: string, topCount: string) => string;
  readonly police: {
    readonly heading: string;
    readonly lead: string;
    readonly empty: string;
    readonly column: string;
    readonly value: string;
  };
  readonly median: string;
  readonly p90: string;
  readonly within: (days: string) => string;
  readonly waiting: string;
  readonly rehearsed: (count: string) => string;
  readonly filter: {
    readonly heading: string;
    readonly from: string;
    readonly to: string;
    readonly category: string;
    readonly country: string;
    readonly all: string;
    readonly show: string;
    readonly wrong: string;
    readonly withoutCountry: string;
    readonly exports: string;
    readonly exportNote: string;
    readonly contents: string;
    readonly said: (
      from: string,
      to: string,
      category: string,
      country: string,
      timeZone: string,
      at: string,
    ) => string;
  };
}

const en: BoardTexts = {
  sections: {
    source: { heading: 'Tips by source', lead: 'How tips reached the hotline.', column: 'Source' },
    contact: {
      heading: 'Anonymous tips',
      lead: 'Whether contact details came with the tip, also where they have been erased since.',
      column: 'Sender',
    },
    origin: {
      heading: 'Cases by origin',
      lead: 'What cases were opened for. Partners’ reports are cases without a tip.',
      column: 'Origin',
    },
    outcome: {
      heading: 'What was found',
      lead: 'Each address once, by its newest assessment, in the month of its first.',
      column: 'Outcome',
    },
    known: {
      heading: 'New or known',
      lead: 'Illegal material: known where it was an exact hit of a known list.',
      column: 'Material',
    },
    severity: {
      heading: 'Severity',
      lead: 'Illegal material by its gravest content (IWF’s A, B and C).',
      column: 'Severity',
    },
    age: { heading: 'Age', lead: 'Illegal material by the age of the youngest child, as assessed.', column: 'Age' },
    gender: {
      heading: 'Gender',
      lead: 'Illegal material by the gender of the children, as assessed.',
      column: 'Gender',
    },
    'site-type': {
      heading: 'Kind of site',
      lead: 'Illegal material by the kind of site it was on.',
      column: 'Kind of site',
    },
    country: {
      heading: 'Where it was hosted',
      lead: 'Everything that was judged, by the country of its host.',
      column: 'Country',
    },
    sent: { heading: 'Sent on', lead: 'What has left the hotline, by destination.', column: 'Destination' },
    'notice-provider': {
      heading: 'Notices by provider',
      lead: 'First notices that have left, one for each address.',
      column: 'Provider',
    },
    'notice-type': {
      heading: 'Notices by type of content',
      lead: 'The same notices by what they were about.',
      column: 'Type',
    },
    'notice-action': {
      heading: 'What providers did',
      lead: 'The same notices by what came of them.',
      column: 'Action',
    },
    closed: {
      heading: 'How cases ended',
      lead: 'Cases by why they were closed, in the month in which they were.',
      column: 'Reason',
    },
    web: {
      heading: 'Seen on the web',
      lead: 'Pages and media of crawls that began in the period; what was recognised, noticed, and came back after removal.',
      column: 'What',
    },
  },
  codes: boardCodesEn,
  inNumbers: (heading) => `${heading}, in numbers`,
  ...{ count: 'Number', share: 'Share', sum: 'All', empty: 'Nothing in this period.', rest: 'All others' },
  ...{ unknownCountry: 'Not known', unknownProvider: 'A provider without a name' },
  chart: (heading, total, top, topCount) =>
    `${heading}: bars, one for each row of the table below. ${total} in all; most: ${top}, ${topCount}.`,
  police: {
    heading: 'Time to the police',
    lead: 'From when a case was opened until the police had it. What has not left yet counts for as long as it has waited.',
    empty: 'Nothing was for the police in this period.',
    column: 'Time',
    value: 'Value',
  },
  ...{ median: 'Half had left after', p90: 'Nine of ten had left after', within: (days) => `Within ${days}` },
  waiting: 'Waiting',
  rehearsed: (count) => `${count} dispatches and notices of the test mode are not counted: they have not left.`,
  filter: {
    ...{
      heading: 'What is shown',
      from: 'From',
      to: 'To',
      category: 'Category',
      country: 'Hosted in',
      all: 'All',
      show: 'Show',
    },
    wrong: 'That period ends before it begins, or is longer than fifty years. The last 24 months are shown.',
    withoutCountry:
      'With a country chosen, what has no country is left out: sources, senders, origins, dispatches, endings and the police.',
    ...{ exports: 'Take it with you', exportNote: 'Each file holds what is shown here, with the choice above.' },
    contents: 'On this page',
    said: (from, to, category, country, timeZone, at) =>
      `${from} to ${to}. Category: ${category}. Hosted in: ${country}. Months in the time zone ${timeZone}. Made on ${at}.`,
  },
};

const sv: BoardTexts = {
  sections: {
    source: { heading: 'Tips efter källa', lead: 'Hur tipsen nådde hotlinen.', column: 'Källa' },
    contact: {
      heading: 'Anonyma tips',
      lead: 'Om kontaktuppgifter kom med tipset, även där de har raderats sedan dess.',
      column: 'Avsändare',
    },
    origin: {
      heading: 'Ärenden efter ursprung',
      lead: 'Vad ärendena öppnades för. Partners rapporter är ärenden utan tips.',
      column: 'Ursprung',
    },
    outcome: {
      heading: 'Vad som hittades',
      lead: 'Varje adress en gång, efter den nyaste bedömningen, i månaden för den första.',
      column: 'Resultat',
    },
    known: {
      heading: 'Nytt eller känt',
      lead: 'Olagligt material: känt när det var en exakt träff i en lista över känt material.',
      column: 'Material',
    },
    severity: {
      heading: 'Allvar',
      lead: 'Olagligt material efter det grövsta innehållet (IWF:s A, B och C).',
      column: 'Allvar',
    },
    age: {
      heading: 'Ålder',
      lead: 'Olagligt material efter det yngsta barnets ålder, enligt bedömningen.',
      column: 'Ålder',
    },
    gender: { heading: 'Kön', lead: 'Olagligt material efter barnens kön, enligt bedömningen.', column: 'Kön' },
    'site-type': {
      heading: 'Slag av webbplats',
      lead: 'Olagligt material efter vilket slags webbplats det låg på.',
      column: 'Slag av webbplats',
    },
    country: { heading: 'Var det låg', lead: 'Allt som bedömts, efter värdens land.', column: 'Land' },
    sent: { heading: 'Skickat vidare', lead: 'Det som har lämnat hotlinen, efter mottagare.', column: 'Mottagare' },
    'notice-provider': {
      heading: 'Anmälningar per leverantör',
      lead: 'Första anmälningar som har lämnat hotlinen, en per adress.',
      column: 'Leverantör',
    },
    'notice-type': {
      heading: 'Anmälningar per innehållstyp',
      lead: 'Samma anmälningar efter vad de gällde.',
      column: 'Typ',
    },
    'notice-action': {
      heading: 'Vad leverantörerna gjorde',
      lead: 'Samma anmälningar efter vad de ledde till.',
      column: 'Åtgärd',
    },
    closed: {
      heading: 'Hur ärenden slutade',
      lead: 'Ärenden efter varför de stängdes, i månaden då det skedde.',
      column: 'Skäl',
    },
    web: {
      heading: 'Sett på webben',
      lead: 'Sidor och media i genomsökningar som började under perioden; vad som kändes igen, anmäldes och kom tillbaka.',
      column: 'Vad',
    },
  },
  codes: boardCodesSv,
  inNumbers: (heading) => `${heading}, i siffror`,
  ...{ count: 'Antal', share: 'Andel', sum: 'Alla', empty: 'Inget under perioden.', rest: 'Alla andra' },
  ...{ unknownCountry: 'Inte känt', unknownProvider: 'En leverantör utan namn' },
  chart: (heading, total, top, topCount) =>
    `${heading}: staplar, en för varje rad i tabellen under. Sammanlagt ${total}; flest: ${top}, ${topCount}.`,
  police: {
    heading: 'Tid till polisen',
    lead: 'Från att ett ärende öppnades tills polisen hade det. Det som inte har skickats än räknas så länge det har väntat.',
    empty: 'Inget var till polisen under perioden.',
    column: 'Tid',
    value: 'Värde',
  },
  ...{ median: 'Hälften hade skickats efter', p90: 'Nio av tio hade skickats efter', within: (days) => `Inom ${days}` },
  waiting: 'Väntar',
  rehearsed: (count) => `${count} utskick och anmälningar i testläge räknas inte: de har inte lämnat hotlinen.`,
  filter: {
    ...{
      heading: 'Vad som visas',
      from: 'Från',
      to: 'Till',
      category: 'Kategori',
      country: 'Värdland',
      all: 'Alla',
      show: 'Visa',
    },
    wrong: 'Den perioden slutar innan den börjar, eller är längre än femtio år. De senaste 24 månaderna visas.',
    withoutCountry:
      'När ett land är valt utelämnas det som inte har något land: källor, avsändare, ursprung, utskick, avslut och polisen.',
    ...{ exports: 'Ta med', exportNote: 'Varje fil innehåller det som visas här, med valet ovan.' },
    contents: 'På den här sidan',
    said: (from, to, category, country, timeZone, at) =>
      `${from} till ${to}. Kategori: ${category}. Värdland: ${country}. Månader i tidszonen ${timeZone}. Framtagen ${at}.`,
  },
};

/** The words in a language. */
export const BOARD_TEXTS: Readonly<Record<Language, BoardTexts>> = { en, sv };
