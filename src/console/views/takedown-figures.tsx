/** Time to removal in the console's frame: only here do providers have names. */
import { TakedownView, type AllTakedownFigures } from '../../figures/door.ts';
import { countryName } from '../../terms/countries.ts';
import { NoticeTabs } from './notice-tabs.tsx';
import { Page, type PageContext } from './shell.tsx';

interface Props {
  readonly page: PageContext;
  readonly figures: AllTakedownFigures;
  /** Of providers, by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly timeZone: string;
}

/** Curves and tables by rung, country and provider. */
export function TakedownFiguresPage({ page, figures, names, timeZone }: Props) {
  const { language } = page;
  return (
    <Page page={page} title={page.texts.notices.tabs.times} at="GET /notices">
      <NoticeTabs page={page} at="GET /figures/takedowns" />
      <TakedownView
        figures={figures}
        language={language}
        timeZone={timeZone}
        nameOf={(grouping, group) =>
          grouping === 'country' ? countryName(group, language) : (names.get(group) ?? '–')
        }
      />
    </Page>
  );
}
