/** One provider: who it is, what it was told, what it answered, how fast it acts, and what people decide about it. */
import { ProviderTimesView } from '../../figures/door.ts';
import type { ShownLetter } from '../../notices/door.ts';
import { defangText, formatsOf } from '../format.ts';
import { codeText } from '../texts/texts.ts';
import { NoticeTabs } from './notice-tabs.tsx';
import { ProviderAside } from './provider-aside.tsx';
import type { ProviderProps } from './provider-props.ts';
import { ProviderBadges } from './providers.tsx';
import { ErrorSummary, Flash, Moment, Page, type PageContext } from './shell.tsx';

/** What happened on the left, who it is and what can be decided on the right. */
export function ProviderPage(props: ProviderProps) {
  const { page, word, problems, provider, times } = props;
  const texts = page.texts.providers;
  const { name } = provider.contact;
  return (
    <Page page={page} title={name} at="GET /notices" hasProblem={problems.length > 0}>
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <ErrorSummary texts={page.texts} problems={problems} />
      <NoticeTabs page={page} at="GET /providers" />
      <div class="heading">
        <h1>{name}</h1>
        <ProviderBadges page={page} provider={provider} />
      </div>
      <div class="columns provider">
        <div>
          <OpenCases {...props} />
          <History {...props} />
          <section aria-labelledby="times">
            <h2 id="times">{texts.times}</h2>
            {times === undefined ? (
              <p class="empty">{texts.noTimes}</p>
            ) : (
              <ProviderTimesView figures={times} name={name} language={page.language} timeZone={props.timeZone} />
            )}
            <p class="after">
              <a href="/figures/takedowns">{texts.allTimes}</a>
            </p>
          </section>
        </div>
        <aside>
          <ProviderAside {...props} />
        </aside>
      </div>
    </Page>
  );
}

function OpenCases({ page, openCases, now }: ProviderProps) {
  const { providers, ladders } = page.texts;
  const formats = formatsOf(page.language);
  const { cases, more } = openCases;
  return (
    <section aria-labelledby="open">
      <h2 id="open">{providers.openCases}</h2>
      {cases.length === 0 ? (
        <p class="empty">{providers.noOpen}</p>
      ) : (
        <table>
          <caption class="unseen">{providers.openCaption(cases.length)}</caption>
          <thead>
            <tr>
              <th scope="col">{providers.case}</th>
              <th scope="col" class="number">
                {providers.itemCount}
              </th>
              <th scope="col">{providers.as}</th>
              <th scope="col">{providers.toldAt}</th>
            </tr>
          </thead>
          <tbody>
            {cases.map(({ caseId, number, items, isUrgent, rungs, toldAt }) => (
              <tr key={caseId} class={isUrgent ? 'urgent' : undefined}>
                <th scope="row">
                  <a href={`/cases/${caseId}`}>{number}</a>{' '}
                  {isUrgent && <span class="badge urgent">{page.texts.case.urgent}</span>}
                </th>
                <td data-label={providers.itemCount} class="number">
                  {formats.count(items)}
                </td>
                <td data-label={providers.as}>{rungs.map((rung) => ladders.rungs[rung]).join(', ')}</td>
                <td data-label={providers.toldAt}>
                  {toldAt === undefined ? (
                    <span class="muted">{providers.notTold}</span>
                  ) : (
                    <Moment at={toldAt} text={formats.time(toldAt, now)} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {more > 0 && <p class="muted after">{providers.moreOpen(more)}</p>}
    </section>
  );
}

function History({ page, letters, now }: ProviderProps) {
  const { providers } = page.texts;
  return (
    <section aria-labelledby="history">
      <h2 id="history">{providers.history}</h2>
      {letters.length === 0 ? (
        <p class="empty">{providers.noHistory}</p>
      ) : (
        <table>
          <caption class="unseen">{providers.historyCaption(letters.length)}</caption>
          <thead>
            <tr>
              <th scope="col">{providers.when}</th>
              <th scope="col" class="number">
                {providers.itemCount}
              </th>
              <th scope="col">{providers.letterState}</th>
              <th scope="col">{providers.answers}</th>
            </tr>
          </thead>
          <tbody>
            {letters.map((letter) => (
              <LetterRow key={letter.id} page={page} letter={letter} now={now} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function LetterRow({ page, letter, now }: { page: PageContext; letter: ShownLetter; now: Date }) {
  const { texts } = page;
  const { providers, answers } = texts;
  const formats = formatsOf(page.language);
  const said = letter.answers.map(({ kind, count }) => `${answers.kinds[kind]}${count === 1 ? '' : ` (${count})`}`);
  return (
    <tr class={letter.state === 'cancelled' ? 'past' : undefined}>
      <th scope="row">
        <Moment at={letter.at} text={formats.time(letter.at, now)} />{' '}
        {letter.isUrgent && <span class="badge urgent">{texts.case.urgent}</span>}
      </th>
      <td data-label={providers.itemCount} class="number">
        {formats.count(letter.items)}
      </td>
      <td data-label={providers.letterState}>
        <span class={`badge ${letter.state}`}>{providers.letterStates[letter.state]}</span>
        {letter.failureCode !== undefined && (
          <span class="help"> {codeText(texts.failures, letter.failureCode, texts.otherCode)}</span>
        )}
      </td>
      <td data-label={providers.answers}>
        {said.length === 0 ? <span class="muted">{providers.noAnswer}</span> : said.join(', ')}
        {letter.ticket !== undefined && <span class="help"> {providers.ticket(defangText(letter.ticket))}</span>}
      </td>
    </tr>
  );
}
