/** The figures room's view in the console's frame. */
import { FiguresView, type Figures } from '../../figures/door.ts';
import { publicFiguresTexts } from '../texts/public-figures.ts';
import { Page, type PageContext } from './shell.tsx';

/** Tips by month and category, and time to removal. */
export function FiguresPage({ page, figures }: { page: PageContext; figures: Figures }) {
  return (
    <Page page={page} title={page.texts.figures.title} at="GET /figures">
      <p class="crumb">
        <a href="/figures/takedowns">{page.texts.notices.tabs.times}</a>
        {' · '}
        <a href="/figures/public">{publicFiguresTexts(page.language).toPage}</a>
      </p>
      <FiguresView figures={figures} language={page.language} />
    </Page>
  );
}
