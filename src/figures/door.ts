/** The figures room's only entrance: the counts, and the page that shows them. Its styles are in `figures.css`. */
export { boardDocument, exportFigures } from './export/export-figures.ts';
export { EXPORT_FORMS, type FigureDocument } from './export/figure-document.ts';
export { BOARD_TEXTS } from './board/board-texts.ts';
export type { Board, BoardFilter } from './board/board.ts';
export type { BoardWords } from './board/board-tables.ts';
export { listFigureCountries, readBoard } from './board/read-board.ts';
export { lastMonths, MONTH_FORM } from './months.ts';
export { FIGURES_TEXTS } from './texts.ts';
export type { Figures, MonthOfTips, RemovalFigures, TipFigures } from './figures.ts';
export { readFigures, type FiguresRange } from './read-figures.ts';
export { FiguresView } from './views/figures-view.tsx';
export { readProviderFigures, readTakedownFigures, type AllTakedownFigures } from './read-takedown-figures.ts';
export { TakedownView } from './views/takedown-view.tsx';
export { ProviderTimesView } from './views/provider-times-view.tsx';
export { listSnapshots, readSnapshot } from './public/snapshot-store.ts';
export { FiguresStepError, isOwnWork, type FiguresRefusal, type Snapshot } from './public/snapshot.ts';
export { MONTH_FIGURES, publicPartOf, type PublicFigures } from './public/public-figures.ts';
export { PublicFiguresPage } from './public/public-figures-page.tsx';
export { changeSnapshot, prepareSnapshot, publishSnapshot, withdrawSnapshot } from './public/publish-snapshot.ts';
export { registerPublicFigures } from './public/serve-public-figures.tsx';
export { prepareReport } from './yearly/prepare-report.ts';
export { reportDocument } from './yearly/report-document.ts';
export {
  checkWriting,
  REPORT_WORDS,
  tidyWriting,
  writeInto,
  YEARLY_REPORT,
  yearsOver,
  type ReportWord,
  type Writing,
  type WritingProblem,
  type YearlyReport,
} from './yearly/yearly-report.ts';
export { ReportView } from './views/report-view.tsx';
export { countFacts, countRawFacts, countWrongSums } from './rollup/rollup-store.ts';
export { foldOnce, rebuildSums, startSums } from './rollup/keep-sums.ts';
export type { TakedownGroup } from './takedown-figures.ts';
