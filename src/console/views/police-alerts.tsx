/** On the console's start: urgent cases that the police have not confirmed, loudly, and what they have asked. */
import type { CaseId } from '../../terms/ids.ts';
import { formatsOf } from '../format.ts';
import { policeTextsIn } from '../texts/police.ts';
import type { PageContext } from './shell.tsx';

/** All that asks for a person. */
export interface ShownAlerts {
  readonly phone: string | undefined;
  readonly calls: readonly {
    readonly caseId: CaseId;
    readonly number: string;
    readonly since: Date;
    readonly round: number;
    /** Who is calling, and since when. */
    readonly taken: { readonly who: string; readonly at: Date } | undefined;
  }[];
  readonly questions: readonly { readonly caseId: CaseId; readonly number: string; readonly count: number }[];
}

/** Nothing, while nothing asks for a person. */
export function PoliceAlerts({ page, alerts }: { page: PageContext; alerts: ShownAlerts }) {
  return (
    <>
      <Calls page={page} alerts={alerts} />
      <Questions page={page} alerts={alerts} />
    </>
  );
}

function Calls({ page, alerts }: { page: PageContext; alerts: ShownAlerts }) {
  const words = policeTextsIn(page.language);
  const formats = formatsOf(page.language);
  const { calls, phone } = alerts;
  if (calls.length === 0) return null;
  return (
    <section class="calls" role="alert" aria-labelledby="calls">
      <h2 id="calls">{words.alerts.title(calls.length)}</h2>
      <p class="phone">{phone === undefined ? words.delivery.noPhone : words.delivery.phone(phone)}</p>
      <p>{words.alerts.lead}</p>
      <ul>
        {calls.map(({ caseId, number, since, round, taken }) => (
          <li key={`${caseId} ${since.toISOString()}`}>
            <span>{words.alerts.row(number, formats.moment(since), round)}</span>
            {taken !== undefined && <span>{words.delivery.otherCalls(taken.who, formats.clock(taken.at))}</span>}
            <a href={`/cases/${caseId}/police`} aria-label={`${words.alerts.open} ${number}`}>
              {words.alerts.open}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Questions({ page, alerts }: { page: PageContext; alerts: ShownAlerts }) {
  const words = policeTextsIn(page.language).alerts;
  const { questions } = alerts;
  if (questions.length === 0) return null;
  const count = questions.reduce((sum, each) => sum + each.count, 0);
  return (
    <section class="unread" aria-label={words.questions(count)}>
      <p>
        <b>{words.questions(count)}</b>{' '}
        {questions.map((each, index) => (
          <span key={each.caseId}>
            {index > 0 && ' · '}
            <a href={`/cases/${each.caseId}/police`}>{words.question(each.number, each.count)}</a>
          </span>
        ))}
      </p>
    </section>
  );
}
