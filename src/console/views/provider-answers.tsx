/** What providers answered about a case's items, and the decision that an answer waits for. */
import type { AnswerWords, ShownAnswer, TakedownToLookAt } from '../../notices/door.ts';
import { defangText, formatsOf } from '../format.ts';
import type { CaseProps } from './case-props.ts';
import { Form, Moment } from './shell.tsx';

/** The section; nothing at all while nobody has answered. */
export function ProviderAnswersView(props: CaseProps) {
  const { page, screen } = props;
  const { answers, takedowns, mayLook } = screen.providers;
  const { texts } = page;
  if (answers.length === 0 && takedowns.length === 0) return null;
  return (
    <section aria-labelledby="answers">
      <h2 id="answers">{texts.answers.title}</h2>
      {takedowns.length > 0 && <Waiting {...props} />}
      <ul class="rows">
        {answers.map((answer) => (
          <AnswerRow key={answer.id} {...props} answer={answer} />
        ))}
      </ul>
      {!mayLook && <p class="help">{texts.answers.hidden}</p>}
    </section>
  );
}

const numberOf = ({ screen }: CaseProps, itemId: string): number =>
  screen.items.find(({ item }) => item.id === itemId)?.number ?? 0;

function Waiting(props: CaseProps) {
  const { texts } = props.page;
  const { takedowns, mayLook } = props.screen.providers;
  return (
    <div class="waiting">
      <h3>{texts.answers.lookTitle}</h3>
      {takedowns.map((takedown) => (
        <div key={takedown.takedownId}>
          <p>{texts.answers.look[takedown.why](numberOf(props, takedown.itemId))}</p>
          {mayLook && <Decision {...props} takedown={takedown} />}
        </div>
      ))}
      {mayLook && <p class="help">{texts.answers.endHelp}</p>}
    </div>
  );
}

function Decision(props: CaseProps & { readonly takedown: TakedownToLookAt }) {
  const { page, screen, takedown } = props;
  const { texts } = page;
  const number = numberOf(props, takedown.itemId);
  const path = `/cases/${screen.view.id}/takedowns/${takedown.takedownId}`;
  return (
    <div class="decisions">
      <Form page={page} action={`${path}/resume`} class="inline">
        <button type="submit" class="quiet" aria-label={texts.answers.resumeItem(number)}>
          {texts.answers.resume}
        </button>
      </Form>
      <Form page={page} action={`${path}/end`} class="inline">
        <button type="submit" class="quiet" aria-label={texts.answers.endItem(number)}>
          {texts.answers.end}
        </button>
      </Form>
    </div>
  );
}

function AnswerRow(props: CaseProps & { readonly answer: ShownAnswer }) {
  const { page, answer, now } = props;
  const { texts, language } = page;
  const formats = formatsOf(language);
  const numbers = answer.itemIds.map((itemId) => numberOf(props, itemId)).toSorted((a, b) => a - b);
  const facts = [
    texts.answers.about(numbers.join(', ')),
    texts.answers.via[answer.via],
    ...(answer.untilAt === undefined ? [] : [texts.answers.until(formats.time(answer.untilAt, now))]),
    ...(answer.ticket === undefined ? [] : [texts.answers.ticket(defangText(answer.ticket))]),
  ];
  return (
    <li>
      <div>
        <b>{texts.answers.kinds[answer.kind]}</b> {answer.provider ?? texts.answers.unknownProvider}{' '}
        <Moment at={answer.receivedAt} text={formats.time(answer.receivedAt, now)} />
        <p class="help">{facts.join(' · ')}</p>
        {answer.words !== undefined && <Words {...props} words={answer.words} />}
      </div>
    </li>
  );
}

/** A provider may quote an address: nothing here can be opened. */
function Words({ page, words }: CaseProps & { readonly words: AnswerWords }) {
  const { texts } = page;
  const { text = '', otherName = '', otherEmail = '', from = '' } = words;
  const other = [otherName, otherEmail].filter((part) => part !== '').join(', ');
  return (
    <>
      {from !== '' && (
        <p class="help">
          {texts.answers.from}: {defangText(from)}
        </p>
      )}
      {other !== '' && (
        <p>
          {texts.answers.other} {defangText(other)}
        </p>
      )}
      {text !== '' && <p class="words">{defangText(text)}</p>}
    </>
  );
}
