/** An analyst's page of one case about the police. */
import {
  deliveryStandingOf,
  type Call,
  type CallOutcome,
  type Delivery,
  type WaitingAnswer,
} from '../../partners/door.ts';
import type { CaseId, TipId } from '../../terms/ids.ts';
import { defangText, formatsOf } from '../format.ts';
import { policeTextsIn } from '../texts/police.ts';
import { PoliceThread, TextArea, type ShownMessage } from './police-thread.tsx';
import { RadioQuestion } from './question.tsx';
import { ErrorSummary, Flash, Form, Moment, Page, type PageContext, type Problem } from './shell.tsx';

/** A delivery with its calls and receipts, in names. */
export interface ShownDelivery {
  readonly delivery: Delivery;
  readonly openCall: Call | undefined;
  /** The visitor has taken the call that goes on. */
  readonly isMine: boolean;
  readonly confirmedBy: string;
  readonly calls: readonly {
    readonly at: Date;
    readonly who: string;
    readonly outcome: CallOutcome | undefined;
    readonly isOpen: boolean;
    readonly said: string | undefined;
  }[];
  readonly receipts: readonly { readonly at: Date; readonly who: string; readonly file: string }[];
}

interface DeskProps {
  readonly page: PageContext;
  readonly caseId: CaseId;
  readonly number: string;
  readonly deliveries: readonly ShownDelivery[];
  readonly phone: string | undefined;
  readonly messages: readonly ShownMessage[];
  /** Whom a question can be passed on to. */
  readonly tips: readonly { readonly id: TipId; readonly word: string }[];
  readonly waiting: readonly (WaitingAnswer & { readonly from: string })[];
  readonly typed: string;
  readonly passing: { readonly messageId: string; readonly text: string } | undefined;
  readonly problems: readonly Problem[];
  readonly word: { readonly text: string; readonly isBad: boolean } | undefined;
}

/** Messages, and beside them what arrived; before them on a small screen while somebody has to call. */
export function PoliceDeskPage(props: DeskProps) {
  const { page, caseId, number, deliveries, messages, typed, problems, word } = props;
  const words = policeTextsIn(page.language);
  const title = words.analyst.title(number);
  const mustCall = deliveries.some(({ delivery, openCall }) =>
    ['overdue', 'taken'].includes(deliveryStandingOf(delivery, openCall)),
  );
  return (
    <Page page={page} title={title} at="GET /" hasProblem={problems.length > 0}>
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <ErrorSummary texts={page.texts} problems={problems} />
      <p class="crumb">
        <a href={`/cases/${caseId}`}>{words.analyst.toCase(number)}</a>
      </p>
      <h1>{title}</h1>
      <div class={mustCall ? 'columns call-first' : 'columns'}>
        {mustCall && <Deliveries {...props} />}
        <div>
          <WaitingAnswers {...props} />
          <PoliceThread
            {...{ page, messages, typed, problems }}
            side="hotline"
            action={`/cases/${caseId}/police/message`}
            below={(message) => <PassOn {...props} message={message} />}
          />
        </div>
        {!mustCall && <Deliveries {...props} />}
      </div>
    </Page>
  );
}

function Deliveries(props: DeskProps) {
  const { delivery } = policeTextsIn(props.page.language);
  return (
    <aside>
      <section aria-labelledby="deliveries">
        <h2 id="deliveries">{delivery.title}</h2>
        {props.deliveries.length === 0 && <p class="empty">{delivery.none}</p>}
        {props.deliveries.map((each) => (
          <DeliveryView key={each.delivery.dispatchId} {...props} shown={each} />
        ))}
      </section>
    </aside>
  );
}

function WaitingAnswers({ page, caseId, waiting }: DeskProps) {
  const { answers } = policeTextsIn(page.language);
  if (waiting.length === 0) return null;
  return (
    <section aria-labelledby="answers">
      <h2 id="answers">{answers.title}</h2>
      <p class="help">{answers.lead}</p>
      <ol class="mailbox">
        {waiting.map(({ tipId, number, postedHour, text, from }) => (
          <li key={`${tipId} ${number}`} class="tipster">
            <p class="help">{answers.from(from, formatsOf(page.language).moment(postedHour))}</p>
            <p class="words">{defangText(text)}</p>
            <Form page={page} action={`/cases/${caseId}/police/release`}>
              <input type="hidden" name="tip" value={tipId} />
              <input type="hidden" name="number" value={number} />
              <button type="submit" class="quiet">
                {answers.release}
              </button>
            </Form>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** A question of the police that has not been passed on can be, to one of the case's tips. */
function PassOn(props: DeskProps & { readonly message: ShownMessage }) {
  const { page, caseId, message, tips, passing, problems } = props;
  const { thread } = policeTextsIn(page.language);
  if (message.author !== 'police' || message.passed !== undefined || tips.length === 0) return null;
  const isOpen = passing?.messageId === message.id;
  const own = isOpen ? problems : [];
  return (
    <details open={isOpen}>
      <summary>{thread.pass}</summary>
      <Form page={page} action={`/cases/${caseId}/police/pass`} class="questions stacked">
        <input type="hidden" name="messageId" value={message.id} />
        <TipChoice id={isOpen ? 'tip' : `tip-${message.id}`} tips={tips} label={thread.passTo} problems={own} />
        <TextArea
          name="question"
          id={isOpen ? 'question' : `question-${message.id}`}
          label={thread.passText}
          help={thread.passHelp}
          value={isOpen ? passing.text : ''}
          problems={own}
        />
        <button type="submit" class="quiet">
          {thread.passSubmit}
        </button>
      </Form>
    </details>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly label: string;
  readonly tips: DeskProps['tips'];
  readonly problems: readonly Problem[];
}

/** Which of the tips; with only one there is nothing to choose. */
function TipChoice({ id, label, tips, problems }: ChoiceProps) {
  const problem = problems.find(({ field }) => field === 'tip');
  return (
    <div class={problem === undefined ? 'field' : 'field wrong'}>
      <label for={id}>{label}</label>
      {problem !== undefined && (
        <p class="problem" id={`${id}-problem`}>
          {problem.text}
        </p>
      )}
      <select
        id={id}
        name="tip"
        aria-invalid={problem === undefined ? undefined : true}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
      >
        {tips.length > 1 && <option value="" />}
        {tips.map((tip) => (
          <option key={tip.id} value={tip.id}>
            {tip.word}
          </option>
        ))}
      </select>
    </div>
  );
}

function DeliveryView(props: DeskProps & { readonly shown: ShownDelivery }) {
  const { page, shown } = props;
  const { delivery, openCall, confirmedBy, receipts } = shown;
  const words = policeTextsIn(page.language).delivery;
  const formats = formatsOf(page.language);
  const standing = deliveryStandingOf(delivery, openCall);
  const { confirmed } = delivery;
  return (
    <article class={`package delivery ${standing}`}>
      <h3>
        {words.started(formats.moment(delivery.startedAt))}{' '}
        {delivery.isWatched && <span class="badge urgent">{words.urgent}</span>}
      </h3>
      <p>
        <span class={`badge ${standing}`}>{words.standings[standing]}</span>
      </p>
      {confirmed !== undefined && (
        <p>{words.confirmedBy(words.confirmed[confirmed.how], confirmedBy, formats.moment(confirmed.at))}</p>
      )}
      {standing === 'awaited' && <p class="help">{words.expected(formats.moment(delivery.expectedBy))}</p>}
      <Calling {...props} />
      <Calls page={page} calls={shown.calls} />
      {receipts.length > 0 && (
        <>
          <h4>{policeTextsIn(page.language).analyst.receipts}</h4>
          <ul class="receipts">
            {receipts.map(({ at, who, file }, index) => (
              <li key={index}>
                <Moment at={at} text={formats.moment(at)} /> {policeTextsIn(page.language).case.receipt(who, file)}
              </li>
            ))}
          </ul>
        </>
      )}
    </article>
  );
}

/** Taking the call, or saying what came of it. */
function Calling({ page, caseId, shown, phone, problems }: DeskProps & { readonly shown: ShownDelivery }) {
  const { delivery, openCall, isMine, calls } = shown;
  const words = policeTextsIn(page.language).delivery;
  const standing = deliveryStandingOf(delivery, openCall);
  if (standing === 'unwatched' || standing === 'confirmed') return null;
  const dispatch = <input type="hidden" name="dispatch" value={delivery.dispatchId} />;
  const number = phone === undefined ? words.noPhone : words.phone(phone);
  if (openCall !== undefined && !isMine) {
    const who = calls.find(({ isOpen }) => isOpen)?.who ?? '–';
    return <p>{words.otherCalls(who, formatsOf(page.language).clock(openCall.takenAt))}</p>;
  }
  if (openCall === undefined)
    return (
      <Form page={page} action={`/cases/${caseId}/police/call`}>
        {dispatch}
        <p>{number}</p>
        <button type="submit" class={standing === 'overdue' ? undefined : 'quiet'}>
          {words.take}
        </button>
      </Form>
    );
  return (
    <Form page={page} action={`/cases/${caseId}/police/call-end`} class="questions stacked">
      {dispatch}
      <p>
        <b>{words.openTitle}</b> {number}
      </p>
      <RadioQuestion
        question={{
          code: 'outcome',
          text: { sv: words.outcome, en: words.outcome },
          options: (['confirmed', 'no-answer', 'call-back'] as const).map((code) => ({
            code,
            text: { sv: words.outcomes[code], en: words.outcomes[code] },
          })),
        }}
        language={page.language}
        answer=""
        problem={problems.find(({ field }) => field === 'outcome')?.text}
      />
      <div class="field">
        <label for="said">{words.said}</label>
        <textarea id="said" name="said" rows={3} />
      </div>
      <button type="submit">{words.end}</button>
    </Form>
  );
}

function Calls({ page, calls }: { page: PageContext; calls: ShownDelivery['calls'] }) {
  const words = policeTextsIn(page.language).delivery;
  if (calls.length === 0) return null;
  return (
    <>
      <h4>{words.calls}</h4>
      <ul class="receipts">
        {calls.map(({ at, who, outcome, isOpen, said }, index) => (
          <li key={index}>
            <Moment at={at} text={formatsOf(page.language).moment(at)} /> {words.took(who)}
            {!isOpen && `: ${outcome === undefined ? words.noOutcome : words.outcomes[outcome]}`}
            {said !== undefined && <span class="help words">{said}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}
