/** The hotline's figures: a page for what was chosen. */
import {
  boardDocument,
  EXPORT_FORMS,
  exportFigures,
  lastMonths,
  listFigureCountries,
  MONTH_FORM,
  readBoard,
  type Board,
  type BoardFilter,
  type BoardWords,
} from '../../figures/door.ts';
import { readProviderNames } from '../../notices/door.ts';
import { tipCategorySchema } from '../../terms/categories.ts';
import { countryCodeSchema } from '../../terms/countries.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { notFound } from './case.ts';
import { FiguresPage } from '../views/figures.tsx';

/** All routes of the figures. */
export function addFigures(screens: Screens): void {
  screens.staff('GET /figures', async (visit) => {
    const { deps, page } = visit;
    const { filter, isWrong } = chosenFigures(visit.query, visit.now, deps.config.timeZone);
    const countries = await listFigureCountries(deps.db, deps.config.timeZone);
    return FiguresPage({ page, countries, isWrong, ...(await readShown(visit, filter)) });
  });
  screens.staff('GET /figures/file/:form', takeFile);
}

/** What the page shows for the same choice, as a file. */
async function takeFile(visit: StaffVisit): Promise<Answer> {
  const form = EXPORT_FORMS.find((each) => each === visit.params.get('form'));
  const { deps, now, query } = visit;
  const { filter, isWrong } = chosenFigures(query, now, deps.config.timeZone);
  if (form === undefined || isWrong) return notFound(visit);
  const { board, words } = await readShown(visit, filter);
  const bytes = await exportFigures(boardDocument(board, words, deps.config.hotline.name), form);
  return { download: { name: `figures-${filter.fromMonth}-${filter.toMonth}.${form}`, bytes } };
}

/** The figures, and the words that they are shown in. */
async function readShown(
  { deps, now, language }: StaffVisit,
  filter: BoardFilter,
): Promise<{ readonly board: Board; readonly words: BoardWords }> {
  const { db, serviceKey, config } = deps;
  const board = await readBoard(db, now, config.timeZone, filter);
  const ids = board.counts['notice-provider'].map(({ key }) => key).filter((key) => key !== 'rest');
  const names = await readProviderNames(db, serviceKey, ids);
  return { board, words: { language, timeZone: config.timeZone, nameOfProvider: (id) => names.get(id) } };
}

const DEFAULT_MONTHS = 24;
const MOST_MONTHS = 600;

/** What an address asks for; without a period, or with one that is none (`isWrong`), the last 24 months. */
export function chosenFigures(
  query: ReadonlyMap<string, string>,
  now: Date,
  timeZone: string,
): { readonly filter: BoardFilter; readonly isWrong: boolean } {
  const months = lastMonths(now, timeZone, DEFAULT_MONTHS);
  const byDefault = { fromMonth: months.at(0) ?? '', toMonth: months.at(-1) ?? '' };
  const [from, to] = [query.get('from'), query.get('to')];
  const isAsked = from !== undefined || to !== undefined;
  const period = { fromMonth: from ?? byDefault.fromMonth, toMonth: to ?? byDefault.toMonth };
  const isPeriod = MONTH_FORM.test(period.fromMonth) && MONTH_FORM.test(period.toMonth) && isInOrder(period);
  const filter = {
    ...(isPeriod ? period : byDefault),
    category: tipCategorySchema.safeParse(query.get('category')).data,
    country: countryCodeSchema.safeParse(query.get('country')).data,
  };
  return { filter, isWrong: isAsked && !isPeriod };
}

function isInOrder({ fromMonth, toMonth }: BoardFilter): boolean {
  const indexOf = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
  const length = indexOf(toMonth) - indexOf(fromMonth);
  return length >= 0 && length < MOST_MONTHS;
}
