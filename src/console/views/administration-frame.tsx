/** The frame of the pages that the house is kept by. */
import type { ComponentChildren } from 'preact';
import { mayUse, type StaffRoute } from '../access.ts';
import type { Word } from '../attempt.ts';
import { administrationTexts, type AdministrationTexts } from '../texts/administration.ts';
import { ErrorSummary, Flash, Page, type PageContext, type Problem } from './shell.tsx';

const PAGES = [
  ['GET /lists', 'lists'],
  ['GET /check-keys', 'keys'],
  ['GET /retention', 'retention'],
  ['GET /health', 'health'],
  ['GET /ledger/acts', 'acts'],
] as const satisfies readonly (readonly [StaffRoute, keyof AdministrationTexts])[];

/** Ways to all of them that this person may see; also on the ledger's page and the staff's. */
export function AdministrationTabs({ page, at }: { page: PageContext; at?: StaffRoute }) {
  const texts = administrationTexts(page.language);
  const role = page.person?.role;
  return (
    <nav class="lanes" aria-label={texts.title}>
      <ul>
        {PAGES.filter(([route]) => mayUse(route, role)).map(([route, word]) => (
          <li key={route}>
            <a href={route.slice('GET '.length)} aria-current={route === at ? 'page' : undefined}>
              {texts[word]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Tabs, news, heading. */
export function AdministrationPage(props: {
  readonly page: PageContext;
  readonly at: StaffRoute;
  readonly title: string;
  readonly lead: string;
  readonly word: Word;
  readonly problems?: readonly Problem[];
  readonly children: ComponentChildren;
}) {
  const { page, at, title, lead, word, problems = [], children } = props;
  return (
    <Page page={page} title={title} at="GET /ledger" hasProblem={problems.length > 0}>
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <ErrorSummary texts={page.texts} problems={problems} />
      <div class="bar">
        <AdministrationTabs page={page} at={at} />
      </div>
      <h1>{title}</h1>
      <p class="lead">{lead}</p>
      {children}
    </Page>
  );
}
