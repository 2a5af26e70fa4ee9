/** The figures room's only entrance: the counts, and the page that shows them. Its styles are in `figures.css`. */
export type { Figures, MonthOfTips, RemovalFigures, TipFigures } from './figures.ts';
export { readFigures, type FiguresRange } from './read-figures.ts';
export { FiguresView } from './views/figures-view.tsx';
export { readProviderFigures, readTakedownFigures, type AllTakedownFigures } from './read-takedown-figures.ts';
export { TakedownView } from './views/takedown-view.tsx';
export { ProviderTimesView } from './views/provider-times-view.tsx';
export { listSnapshots } from './public/public-figures-store.ts';
export { FiguresStepError, type FiguresRefusal, type FiguresSnapshot } from './public/public-figures.ts';
export { PublicFiguresPage } from './public/public-figures-page.tsx';
export { prepareFigures, publishFigures, withdrawFigures } from './public/publish-figures.ts';
export { registerPublicFigures } from './public/serve-public-figures.tsx';
export { countFacts, countRawFacts, countWrongSums, type FactQuery } from './rollup/rollup-store.ts';
export { FIGURE_CODES } from './rollup/fact-store.ts';
export { foldOnce, rebuildSums, startSums } from './rollup/keep-sums.ts';
export type { TakedownGroup } from './takedown-figures.ts';
