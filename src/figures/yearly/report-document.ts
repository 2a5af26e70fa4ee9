/** A yearly report in words: what the console shows and what goes into files are the same. Pure. */
import type { Language } from '../../terms/categories.ts';
import { BOARD_TEXTS } from '../board/board-texts.ts';
import type { FigureDocument, FigureTable } from '../export/figure-document.ts';
import { formatsOf } from '../format.ts';
import { REPORT_TEXTS } from './report-texts.ts';
import { REPORT_WORDS, type YearlyReport } from './yearly-report.ts';

/** The key of a table's last row: the sum of those above it. */
export const SUM_ROW = 'sum';

/** The whole report in a language; `hotline` is who publishes it. Sections in which nothing is written are left out. */
export function reportDocument(report: YearlyReport, language: Language, hotline: string): FigureDocument {
  const texts = REPORT_TEXTS[language];
  const { year, madeOn, timeZone, total, words } = report;
  const formats = formatsOf(language, timeZone);
  const sections = REPORT_WORDS.map((word) => ({
    heading: texts.sections[word],
    paragraphs: words[word][language].split(/\n+/).filter((line) => line.trim() !== ''),
  }));
  return {
    ...{ title: texts.title(year), author: hotline, language, layout: 'portrait' },
    remarks: [
      texts.law(hotline),
      texts.counted(year, formats.day(madeOn), timeZone),
      total === null ? texts.few : texts.total(formats.count(total)),
      texts.hidden,
    ],
    tables: tablesIn(report, language),
    sections: sections.filter(({ paragraphs }) => paragraphs.length > 0),
    // The files of a report are the same on every day.
    madeAt: new Date(`${madeOn}T00:00:00Z`),
  };
}

function tablesIn(report: YearlyReport, language: Language): readonly FigureTable[] {
  const texts = REPORT_TEXTS[language];
  const { codes } = BOARD_TEXTS[language];
  const { count } = formatsOf(language, report.timeZone);
  const rowOf = (key: string, label: string, number: number | null) => ({
    ...{ key, label },
    cells: [number === null ? { text: texts.hiddenMark, value: undefined } : { text: count(number), value: number }],
  });
  const lists = [
    {
      ...{ code: 'providers' as const, lead: '' },
      rows: report.providers.map(({ name, count: number }, at) => rowOf(`${at}`, name || texts.unnamed, number)),
    },
    {
      ...{ code: 'types' as const, lead: '' },
      rows: report.types.map(({ key, count: number }) => rowOf(key, codes['notice-type'][key] ?? key, number)),
    },
    {
      ...{ code: 'actions' as const, lead: texts.actionsLead },
      rows: report.actions.map(({ key, count: number }) => rowOf(key, codes['notice-action'][key] ?? key, number)),
    },
  ];
  return lists.map(({ code, lead, rows }) => ({
    ...{ heading: texts.tables[code].heading, lead, empty: texts.empty },
    columns: [texts.tables[code].column, texts.count],
    rows: rows.length === 0 ? [] : [...rows, rowOf(SUM_ROW, texts.sum, report.total)],
  }));
}
