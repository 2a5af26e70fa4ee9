/** The figures room's only entrance: the counts, and the page that shows them. Its styles are in `figures.css`. */
export type { Figures, MonthOfTips, RemovalFigures, TipFigures } from './figures.ts';
export { readFigures, type FiguresRange } from './read-figures.ts';
export { FiguresView } from './views/figures-view.tsx';
export { readProviderFigures, readTakedownFigures, type AllTakedownFigures } from './read-takedown-figures.ts';
export { TakedownView } from './views/takedown-view.tsx';
export { ProviderTimesView } from './views/provider-times-view.tsx';
export type { TakedownGroup } from './takedown-figures.ts';
