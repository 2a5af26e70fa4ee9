/** The end of a shift: nothing is left in one's hands, and the console is left behind. */
import type { CaseSummary } from '../../cases/door.ts';
import type { Standing } from '../../wellbeing/door.ts';
import { Flash, Form, Page, type PageContext } from './shell.tsx';

interface EndProps {
  readonly page: PageContext;
  readonly word: { readonly text: string; readonly isBad: boolean } | undefined;
  readonly standing: Standing;
  readonly mine: readonly CaseSummary[];
}

/** What is still in hand, giving it back, a word, and out. */
export function EndPage({ page, word, standing, mine }: EndProps) {
  const { texts } = page;
  const { day } = texts.desk;
  return (
    <Page page={page} title={day.end} at="GET /day" isNarrow>
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <h1>{day.end}</h1>
      <p class="lead">{day.today(standing.items, standing.minutes)}</p>
      {mine.length === 0 ? (
        <p>{day.nothingInHand}</p>
      ) : (
        <section class="panel" aria-labelledby="in-hand">
          <h2 id="in-hand">{day.inHand(mine.length)}</h2>
          <ul class="rows">
            {mine.map(({ id, number, isUrgent }) => (
              <li key={id}>
                <div>
                  <a href={`/cases/${id}`}>{texts.case.title(number)}</a>{' '}
                  {isUrgent && <span class="badge urgent">{texts.queue.urgent}</span>}
                </div>
                <a class="button quiet" href={`/cases/${id}/arrange`}>
                  {texts.desk.arrange.handOver}
                </a>
              </li>
            ))}
          </ul>
          <Form page={page} action="/day/give-back">
            <button type="submit" class="quiet" data-key="g">
              {day.giveBack}
            </button>
          </Form>
        </section>
      )}
      <section class="panel" aria-labelledby="after">
        <h2 id="after">{day.after}</h2>
        <p>{day.afterText}</p>
        <Form page={page} action="/log-out">
          <button type="submit" data-key="s">
            {texts.frame.logOut}
          </button>
        </Form>
      </section>
    </Page>
  );
}
