/** An item between hotlines: what a sender said of it, what became of what was handed on, and whether its hashes are given to others. */
import type { Question, QuestionSet } from '../../cases/door.ts';
import type { GivenStand, HandedItem } from '../../exchange/door.ts';
import { formatsOf } from '../format.ts';
import { handedTexts } from '../texts/handed.ts';
import { Form, Moment, type PageContext } from './shell.tsx';

interface HandedProps {
  readonly page: PageContext;
  readonly handed: readonly HandedItem[];
  readonly questionSet: QuestionSet;
}

/** One list of facts for each way; nothing where the item has gone none. */
export function HandedFacts({ page, handed, questionSet }: HandedProps) {
  if (handed.length === 0) return null;
  const words = handedTexts(page.language);
  const formats = formatsOf(page.language);
  return (
    <section aria-labelledby="handed">
      <h2 id="handed">{words.title}</h2>
      {handed.map((each) => (
        <div key={`${each.peerId} ${each.direction} ${each.reference}`}>
          <h3>{each.direction === 'in' ? words.from(each.peerName) : words.to(each.peerName)}</h3>
          <dl class="facts">
            <div>
              <dt>{each.direction === 'in' ? words.theyHear : words.weHear}</dt>
              <dd>
                {words.states[each.state]}, <Moment at={each.stateAt} text={formats.moment(each.stateAt)} />
              </dd>
            </div>
            {each.facts !== undefined && <SenderSays page={page} facts={each.facts} questionSet={questionSet} />}
          </dl>
        </div>
      ))}
    </section>
  );
}

/** Their assessment, as the words of our own questions; the address is the item's own. */
function SenderSays({
  page,
  facts,
  questionSet,
}: Pick<HandedProps, 'page' | 'questionSet'> & { facts: NonNullable<HandedItem['facts']> }) {
  const { language, texts } = page;
  const words = handedTexts(language);
  const formats = formatsOf(language);
  const received = new Date(facts.receivedHour);
  const answers: Readonly<Record<string, unknown>> = facts.answers;
  const rows = questionSet.item.flatMap((question): readonly (readonly [string, string])[] => {
    const answer = answers[question.code];
    return typeof answer === 'string' ? [[question.text[language], optionText(question, answer, language)]] : [];
  });
  return (
    <>
      <div>
        <dt>{texts.case.category}</dt>
        <dd>{texts.categories[facts.category]}</dd>
      </div>
      <div>
        <dt>{words.reachedThem}</dt>
        <dd>
          <Moment at={received} text={formats.moment(received)} />
        </dd>
      </div>
      <div>
        <dt>{words.theySay}</dt>
        <dd>{texts.outcomes[facts.outcome]}</dd>
      </div>
      {facts.chain.length > 1 && (
        <div>
          <dt>{words.through}</dt>
          <dd>{words.hotlines(facts.chain.length)}</dd>
        </div>
      )}
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </>
  );
}

const optionText = ({ options }: Question, answer: string, language: PageContext['language']): string =>
  options.find(({ code }) => code === answer)?.text[language] ?? answer;

/** Whether the item's hashes are given to other hotlines, and the button that takes them back. */
export function GivenToHotlines(props: {
  readonly page: PageContext;
  readonly path: string;
  readonly given: GivenStand | undefined;
}) {
  const { page, path, given } = props;
  if (given === undefined) return null;
  const words = handedTexts(page.language);
  const since = given.kind === 'given' ? formatsOf(page.language).moment(given.since) : '';
  const act = { given: ['keep-back', words.keepBack], 'kept-back': ['let-go', words.letGo], withdrawn: undefined }[
    given.kind
  ];
  return (
    <section aria-labelledby="given">
      <h2 id="given">{words.givenTitle}</h2>
      <p>{given.kind === 'given' ? words.given(since) : words.stands[given.kind]}</p>
      {act !== undefined && (
        <Form page={page} action={`${path}/given`}>
          <button type="submit" class="quiet" name="act" value={act[0]}>
            {act[1]}
          </button>
        </Form>
      )}
    </section>
  );
}

/** On the case's page: one line a way, with the item that tells the rest. */
export function HandedOfCase(props: {
  readonly page: PageContext;
  readonly casePath: string;
  readonly handed: readonly HandedItem[];
  readonly numberOf: (itemId: HandedItem['itemId']) => number;
}) {
  const { page, casePath, handed, numberOf } = props;
  if (handed.length === 0) return null;
  const { texts, language } = page;
  const words = handedTexts(language);
  return (
    <section aria-labelledby="handed">
      <h2 id="handed">{words.title}</h2>
      <ul class="rows">
        {handed.map((each) => (
          <li key={`${each.peerId} ${each.direction} ${each.reference}`}>
            <div>
              <b>{each.direction === 'in' ? words.from(each.peerName) : words.to(each.peerName)}</b>{' '}
              <a href={`${casePath}/items/${each.itemId}#handed`}>{texts.proposal.item(numberOf(each.itemId))}</a>
              <p class="help">
                {each.facts !== undefined && `${words.theySay}: ${texts.outcomes[each.facts.outcome].toLowerCase()} · `}
                {each.direction === 'in' ? words.theyHear : words.weHear}: {words.states[each.state].toLowerCase()}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
