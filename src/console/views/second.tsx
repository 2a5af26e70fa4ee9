/** Second opinions: which wait, giving one without seeing the first, and both side by side where they differ. */
import type { ItemHit, QuestionSet, Said, WaitingSecond, Item } from '../../cases/door.ts';
import { countryName } from '../../terms/countries.ts';
import type { StaffId } from '../../terms/ids.ts';
import type { ItemScreen } from '../case-screen.ts';
import { defang, defangHost, formatsOf } from '../format.ts';
import { AssessmentForm } from './assessment-form.tsx';
import { KnownHits } from './known-hits.tsx';
import { ErrorSummary, Flash, Moment, Page, type PageContext, type Problem } from './shell.tsx';

interface SecondListProps {
  readonly page: PageContext;
  readonly word: { readonly text: string; readonly isBad: boolean } | undefined;
  readonly waiting: readonly WaitingSecond[];
  readonly now: Date;
}

/** What its reader may be the second for. */
export function SecondListPage({ page, word, waiting, now }: SecondListProps) {
  const { texts, language } = page;
  const { second } = texts.desk;
  const formats = formatsOf(language);
  return (
    <Page page={page} title={second.title} at="GET /" isNarrow>
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <h1>{second.title}</h1>
      <p class="lead">
        {second.lead} <a href="/second/agreement">{texts.desk.agreement.title}</a>
      </p>
      {waiting.length === 0 ? (
        <p class="empty">{second.none}</p>
      ) : (
        <table>
          <caption>{second.caption(waiting.length)}</caption>
          <thead>
            <tr>
              <th scope="col">{texts.queue.number}</th>
              <th scope="col">{second.asked}</th>
              <th scope="col">
                <span class="unseen">{texts.case.assess}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {waiting.map(({ itemId, number, isUrgent, askedAt }, index) => (
              <tr key={itemId} data-row class={isUrgent ? 'urgent' : undefined}>
                <th scope="row">
                  {number} {isUrgent && <span class="badge urgent">{texts.queue.urgent}</span>}
                </th>
                <td data-label={second.asked}>
                  <Moment at={askedAt} text={formats.age(askedAt, now)} />
                </td>
                <td class="act">
                  <a
                    class="button quiet"
                    href={`/second/${itemId}`}
                    aria-label={second.assess(number)}
                    data-key={index === 0 ? 'n' : undefined}
                  >
                    {texts.case.assess}
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Page>
  );
}

interface SecondProps {
  readonly page: PageContext;
  readonly item: Item;
  readonly number: number;
  readonly hits: readonly ItemHit[];
  readonly questionSet: QuestionSet;
  readonly given: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/** The facts and the form; nothing of what the first person said. */
export function SecondPage({ page, item, number, hits, questionSet, given, problems }: SecondProps) {
  const { texts, language } = page;
  const { second } = texts.desk;
  return (
    <Page page={page} title={second.of(number)} hasProblem={problems.length > 0}>
      <ErrorSummary texts={texts} problems={problems} />
      <p class="crumb">
        <a href="/second" data-key="Escape">
          {second.title}
        </a>
      </p>
      <h1>{second.of(number)}</h1>
      <p class="whole-address">
        <code class="address">{defang(item.url)}</code>
      </p>
      <p class="help">{texts.item.copyHint}</p>
      <div class="columns">
        <div>
          <KnownHits page={page} hits={hits} isOpen />
          <AssessmentForm
            page={page}
            action={`/second/${item.id}`}
            presets={questionSet.presets.item}
            hasMore={false}
            {...{ questionSet, given, problems }}
          />
        </div>
        <aside>
          <section aria-labelledby="facts">
            <h2 id="facts">{texts.item.facts}</h2>
            <dl class="facts">
              <div>
                <dt>{texts.case.host}</dt>
                <dd class="address">{defangHost(item.host)}</dd>
              </div>
              <div>
                <dt>{texts.case.country}</dt>
                <dd>{item.country === undefined ? texts.case.unknown : countryName(item.country, language)}</dd>
              </div>
            </dl>
            <p class="help">{second.help}</p>
          </section>
        </aside>
      </div>
    </Page>
  );
}

interface DifferingProps {
  readonly page: PageContext;
  readonly item: ItemScreen;
  readonly questionSet: QuestionSet;
  readonly names: ReadonlyMap<StaffId, string>;
}

/** What both said, the answers that differ first among the rest marked; whoever has the case settles it below. */
export function Differing({ page, item, questionSet, names }: DifferingProps) {
  const { texts, language } = page;
  const { second: words } = texts.desk;
  const { second } = item;
  if (second?.second === undefined) return null;
  const both = [second.first, second.second] as const;
  const answerOf = ({ answers }: Said, code: string) => {
    const known: Readonly<Record<string, string | undefined>> = answers;
    const options = questionSet.item.find((question) => question.code === code)?.options ?? [];
    return options.find((option) => option.code === known[code])?.text[language] ?? '–';
  };
  const rows = questionSet.item
    .map(({ code, text }) => ({ code, text: text[language], said: both.map((each) => answerOf(each, code)) }))
    .filter(({ said }) => said.some((answer) => answer !== '–'));
  return (
    <section aria-labelledby="differing">
      <h2 id="differing">{words.differing}</h2>
      <p class="todo-note">{words.settle}</p>
      <table class="differing">
        <caption class="unseen">{words.differing}</caption>
        <thead>
          <tr>
            <th scope="col">{words.question}</th>
            {both.map(({ staffId }) => (
              <th scope="col" key={staffId}>
                {names.get(staffId) ?? '–'}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ code, text, said }) => (
            <tr key={code} class={said[0] === said[1] ? undefined : 'differs'}>
              <th scope="row">{text}</th>
              <td>{said[0]}</td>
              <td>{said[1]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
