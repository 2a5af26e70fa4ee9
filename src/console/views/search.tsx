/** Finding a case by what may be searched. */
import type { CaseSummary, FoundBy } from '../../cases/door.ts';
import { formatsOf } from '../format.ts';
import { Form, Moment, Page, type PageContext } from './shell.tsx';

export interface SearchHit {
  readonly found: CaseSummary;
  readonly by: FoundBy | 'reference';
}

interface SearchProps {
  readonly page: PageContext;
  readonly text: string;
  /** Undefined: nothing has been looked for yet. */
  readonly hits: readonly SearchHit[] | undefined;
  readonly isTooLong: boolean;
}

/** The field with what it takes, and what was found with why. */
export function SearchPage({ page, text, hits, isTooLong }: SearchProps) {
  const { search } = page.texts.desk;
  return (
    <Page page={page} title={search.title} at="GET /search" isNarrow hasProblem={isTooLong}>
      <h1>{search.title}</h1>
      <Form page={page} action="/search" class="search">
        <div class={isTooLong ? 'field wrong' : 'field'}>
          <label for="q">{search.label}</label>
          <p class="help" id="q-help">
            {search.help}
          </p>
          {isTooLong && (
            <p class="problem" id="q-problem">
              {search.tooLong}
            </p>
          )}
          <input
            type="text"
            id="q"
            name="q"
            value={text}
            autofocus
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            aria-describedby={isTooLong ? 'q-help q-problem' : 'q-help'}
          />
        </div>
        <button type="submit">{search.submit}</button>
      </Form>
      {hits !== undefined && <Hits page={page} hits={hits} />}
    </Page>
  );
}

function Hits({ page, hits }: { page: PageContext; hits: readonly SearchHit[] }) {
  const { texts, language } = page;
  const { search } = texts.desk;
  if (hits.length === 0) return <p class="empty">{search.nothing}</p>;
  return (
    <table>
      <caption>{search.caption(hits.length)}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.queue.number}</th>
          <th scope="col">{texts.queue.category}</th>
          <th scope="col">{texts.case.state}</th>
          <th scope="col">{texts.queue.opened}</th>
          <th scope="col">{search.because}</th>
        </tr>
      </thead>
      <tbody>
        {hits.map(({ found, by }) => (
          <tr key={found.id} data-row>
            <th scope="row">
              <a href={`/cases/${found.id}`}>{found.number}</a>
            </th>
            <td data-label={texts.queue.category}>{texts.categories[found.category]}</td>
            <td data-label={texts.case.state}>{texts.caseStates[found.state]}</td>
            <td data-label={texts.queue.opened}>
              <Moment at={found.openedHour} text={formatsOf(language).moment(found.openedHour)} />
            </td>
            <td data-label={search.because}>{search.by[by]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
