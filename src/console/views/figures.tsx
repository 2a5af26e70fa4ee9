/** The figures room's view in the console's frame, with what may be chosen. */
import {
  BOARD_TEXTS,
  EXPORT_FORMS,
  FIGURES_TEXTS,
  FiguresView,
  type Board,
  type BoardFilter,
  type BoardWords,
} from '../../figures/door.ts';
import { TIP_CATEGORIES } from '../../terms/categories.ts';
import { countryName } from '../../terms/countries.ts';
import { publicFiguresTexts } from '../texts/public-figures.ts';
import { yearlyReportTexts } from '../texts/yearly-report.ts';
import { Page, type PageContext } from './shell.tsx';

interface FiguresProps {
  readonly page: PageContext;
  readonly board: Board;
  readonly words: BoardWords;
  /** Countries to choose from, by code. */
  readonly countries: readonly string[];
  /** What was asked for was no period: the last months are shown. */
  readonly isWrong: boolean;
}

/** All figures of the period, category and country that were chosen. */
export function FiguresPage(props: FiguresProps) {
  const { page, board, words } = props;
  return (
    <Page page={page} title={page.texts.figures.title} at="GET /figures">
      <p class="crumb">
        <a href="/figures/takedowns">{page.texts.notices.tabs.times}</a>
        {' · '}
        <a href="/figures/public">{publicFiguresTexts(page.language).toPage}</a>
        {' · '}
        <a href="/figures/reports">{yearlyReportTexts(page.language).title}</a>
      </p>
      <FiguresView board={board} words={words}>
        <Choice {...props} />
      </FiguresView>
    </Page>
  );
}

function queryOf({ fromMonth, toMonth, category, country }: BoardFilter): string {
  const query = new URLSearchParams({ from: fromMonth, to: toMonth });
  if (category !== undefined) query.set('category', category);
  if (country !== undefined) query.set('country', country);
  return query.toString();
}

function Files({ filter, texts }: { filter: BoardFilter; texts: (typeof BOARD_TEXTS)['en']['filter'] }) {
  return (
    <p class="figures-files">
      <span>{texts.exports}:</span>
      {EXPORT_FORMS.map((form) => (
        <a key={form} href={`/figures/file/${form}?${queryOf(filter)}`} title={texts.exportNote}>
          {form.toUpperCase()}
        </a>
      ))}
    </p>
  );
}

function Choice({ page, board, countries, isWrong }: FiguresProps) {
  const texts = BOARD_TEXTS[page.language].filter;
  const { filter } = board;
  const named = countries.map((code) => [code, countryName(code, page.language)] as const);
  return (
    <>
      {isWrong && (
        <p class="flash bad" role="alert">
          {texts.wrong}
        </p>
      )}
      <form method="get" action="/figures" class="figures-choice" aria-label={texts.heading}>
        <label>
          {texts.from}
          <input
            type="month"
            name="from"
            value={filter.fromMonth}
            placeholder="2026-01"
            pattern="\d{4}-\d{2}"
            required
          />
        </label>
        <label>
          {texts.to}
          <input type="month" name="to" value={filter.toMonth} placeholder="2026-12" pattern="\d{4}-\d{2}" required />
        </label>
        <label>
          {texts.category}
          <select name="category">
            <option value="">{texts.all}</option>
            {TIP_CATEGORIES.map((each) => (
              <option key={each} value={each} selected={each === filter.category}>
                {FIGURES_TEXTS[page.language].categories[each]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {texts.country}
          <select name="country">
            <option value="">{texts.all}</option>
            {named
              .toSorted(([, a], [, b]) => a.localeCompare(b, page.language))
              .map(([code, name]) => (
                <option key={code} value={code} selected={code === filter.country}>
                  {name}
                </option>
              ))}
          </select>
        </label>
        <button type="submit">{texts.show}</button>
      </form>
      <Files filter={filter} texts={texts} />
      {filter.country !== undefined && <p class="help">{texts.withoutCountry}</p>}
    </>
  );
}
