/** The board as tables in words: what is shown, and what goes into files, are these. Pure. */
import { TIP_CATEGORIES, type Language } from '../../terms/categories.ts';
import { countryName } from '../../terms/countries.ts';
import { formatsOf, type Formats } from '../format.ts';
import type { RemovalFigures } from '../figures.ts';
import { FIGURES_TEXTS } from '../texts.ts';
import { BOARD_CODES, WITHOUT_COUNTRY, type Board, type BoardCode, type Count } from './board.ts';
import { BOARD_TEXTS, type BoardTexts } from './board-texts.ts';

/** A cell as people read it, and as a program does: a count, a share of 0 to 1, hours; undefined where it is not known. */
export interface Cell {
  readonly text: string;
  readonly value: number | undefined;
}

export interface TableRow {
  readonly key: string;
  readonly label: string;
  readonly cells: readonly Cell[];
}

export interface BoardTable {
  readonly code: BoardCode | 'tips' | 'removal' | 'police';
  readonly heading: string;
  readonly caption: string;
  readonly lead: string;
  /** The first is of the rows' labels. */
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  /** What is said where there are no rows. */
  readonly empty: string;
}

/** In whose words: a provider's name is known to whoever knows providers. */
export interface BoardWords {
  readonly language: Language;
  readonly timeZone: string;
  readonly nameOfProvider: (id: string) => string | undefined;
}

/** Every table, in the order in which it is shown. With a country chosen, those that know none are left out. */
export function tablesOf(board: Board, words: BoardWords): readonly BoardTable[] {
  const formats = formatsOf(words.language, words.timeZone);
  const hasCountry = board.filter.country !== undefined;
  const counted = BOARD_CODES.filter((code) => !hasCountry || !WITHOUT_COUNTRY.has(code)).map((code) =>
    countTable(board.counts[code], code, words, formats),
  );
  const before = ['source', 'contact', 'origin'];
  return [
    ...(hasCountry ? [] : [tipsTable(board, words.language, formats)]),
    ...counted.filter(({ code }) => before.includes(code)),
    ...counted.filter(({ code }) => !before.includes(code) && code !== 'closed' && code !== 'web'),
    ...(hasCountry ? [] : [policeTable(board.police, words.language, formats)]),
    removalTable(board.figures.removal, words.language, formats),
    ...counted.filter(({ code }) => code === 'closed' || code === 'web'),
  ];
}

/** The choice in one sentence: it stands on the page and in every file. */
export function filterSentence({ filter, figures }: Board, { language, timeZone }: BoardWords): string {
  const texts = BOARD_TEXTS[language];
  const formats = formatsOf(language, timeZone);
  const category = TIP_CATEGORIES.find((each) => each === filter.category);
  return texts.filter.said(
    ...([formats.month(filter.fromMonth), formats.month(filter.toMonth)] as const),
    category === undefined ? texts.filter.all : FIGURES_TEXTS[language].categories[category],
    filter.country === undefined ? texts.filter.all : countryName(filter.country, language),
    ...([timeZone, formats.instant(figures.madeAt)] as const),
  );
}

const countCell = (count: number, formats: Formats): Cell => ({ text: formats.count(count), value: count });

function countTable(counts: readonly Count[], code: BoardCode, words: BoardWords, formats: Formats): BoardTable {
  const texts = BOARD_TEXTS[words.language];
  const { heading, lead, column } = texts.sections[code];
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  // Pages, media and sightings are no parts of one whole.
  const isWhole = code !== 'web';
  return {
    ...{ code, heading, lead, caption: texts.inNumbers(heading), empty: texts.empty },
    columns: [column, texts.count, ...(isWhole ? [texts.share] : [])],
    rows: counts.map(({ key, count }) => ({
      ...{ key, label: labelOf(key, code, words, texts) },
      cells: [
        countCell(count, formats),
        ...(isWhole && total > 0 ? [{ text: formats.share(count / total), value: count / total }] : []),
      ],
    })),
  };
}

function labelOf(key: string, code: BoardCode, words: BoardWords, texts: BoardTexts): string {
  if (key === 'rest') return texts.rest;
  if (code === 'country') return key === 'unknown' ? texts.unknownCountry : countryName(key, words.language);
  if (code === 'notice-provider') return words.nameOfProvider(key) ?? texts.unknownProvider;
  return texts.codes[code][key] ?? key;
}

/** Months, the newest first, with a column for each category. */
function tipsTable({ figures }: Board, language: Language, formats: Formats): BoardTable {
  const texts = FIGURES_TEXTS[language];
  const { tips } = figures;
  return {
    ...{
      code: 'tips',
      heading: texts.tipsHeading,
      caption: texts.tipsCaption,
      lead: texts.tipsLead,
      empty: texts.tipsEmpty,
    },
    columns: [texts.month, ...TIP_CATEGORIES.map((each) => texts.categories[each]), texts.total],
    rows: (tips.total === 0 ? [] : tips.months.toReversed()).map(({ month, counts, total }) => ({
      ...{ key: month, label: formats.month(month) },
      cells: [...TIP_CATEGORIES.map((each) => countCell(counts[each], formats)), countCell(total, formats)],
    })),
  };
}

function removalTable(removal: RemovalFigures, language: Language, formats: Formats): BoardTable {
  const texts = FIGURES_TEXTS[language];
  return {
    ...{
      code: 'removal',
      heading: texts.removalHeading,
      caption: texts.removalCaption,
      lead: `${texts.removalLead} ${texts.removalMethod}`,
    },
    ...{ columns: [texts.within, texts.removedShare, texts.stillFollowed], empty: texts.removalEmpty },
    rows: (removal.followed === 0 ? [] : removal.within).map(({ days, share, atRisk }) => ({
      ...{ key: String(days), label: formats.days(days) },
      cells: [
        { text: share === undefined ? texts.unknownYet : formats.share(share), value: share },
        countCell(atRisk, formats),
      ],
    })),
  };
}

const HOUR_MS = 3_600_000;
/** What INHOPE prints of its own (2023: 82 % within three days). */
const POLICE_DAYS = [1, 2, 3];

function policeTable(police: RemovalFigures, language: Language, formats: Formats): BoardTable {
  const [texts, { unknownYet, notYet }] = [BOARD_TEXTS[language], FIGURES_TEXTS[language]];
  const time = (key: string, label: string, ms: number | undefined): TableRow => ({
    ...{ key, label },
    cells: [
      { text: ms === undefined ? notYet : formats.length(ms), value: ms === undefined ? undefined : ms / HOUR_MS },
    ],
  });
  const within = police.within.filter(({ days }) => POLICE_DAYS.includes(days));
  const shares = within.map(({ days, share }) => ({
    ...{ key: `within-${days}`, label: texts.within(formats.days(days)) },
    cells: [{ text: share === undefined ? unknownYet : formats.share(share), value: share }],
  }));
  return {
    ...{
      code: 'police',
      heading: texts.police.heading,
      caption: texts.inNumbers(texts.police.heading),
      lead: texts.police.lead,
      empty: texts.police.empty,
    },
    columns: [texts.police.column, texts.police.value],
    rows:
      police.followed === 0
        ? []
        : [
            time('median', texts.median, police.medianMs),
            time('p90', texts.p90, police.p90Ms),
            ...shares,
            { key: 'waiting', label: texts.waiting, cells: [countCell(police.stillOnline, formats)] },
          ],
  };
}
