/** Where cases go, in which mode, and what was refused. */
import type { FeedbackState, PartnerHealth, PartnerMode } from '../../partners/door.ts';
import type { Destination, Dispatch, DispatchState, WaitingDispatch } from '../../routing/door.ts';
import type { CaseId } from '../../terms/ids.ts';
import { capital, formatsOf, type Formats } from '../format.ts';
import { mayUse } from '../access.ts';
import { ncmecTexts } from '../texts/ncmec.ts';
import { codeText } from '../texts/texts.ts';
import { PartnerLinks } from './partner-links.tsx';
import { Flash, Form, Moment, Page, type PageContext } from './shell.tsx';
import { WaitingDispatches } from './waiting-dispatches.tsx';

const DESTINATIONS = ['police', 'iccam', 'ncmec', 'hotline', 'provider'] as const satisfies readonly Destination[];
const SETTLED = ['sent', 'rehearsed', 'refused', 'cancelled'] as const satisfies readonly DispatchState[];
const DISPATCH_STATES = ['planned', 'held', 'under-way', ...SETTLED] as const satisfies readonly DispatchState[];

interface PartnersProps {
  readonly page: PageContext;
  readonly modes: Readonly<Record<Destination, PartnerMode>>;
  readonly counts: readonly {
    readonly destination: Destination;
    readonly state: DispatchState;
    readonly count: number;
  }[];
  readonly refused: readonly Dispatch[];
  /** What has been tried in vain. */
  readonly waiting: { readonly total: number; readonly oldest: readonly WaitingDispatch[] };
  /** How many a person has just had tried again. */
  readonly retried: number | undefined;
  /** What is said to the source of a list, counted like the dispatches; undefined while nothing ever was. */
  readonly feedback: readonly {
    readonly state: FeedbackState;
    readonly code: string | undefined;
    readonly count: number;
  }[];
  readonly feedbackMode: PartnerMode;
  /** By the partner's name, which is also its destination's. */
  readonly health: ReadonlyMap<string, PartnerHealth>;
  /** Partners whose settings the visitor may change. */
  readonly configurable: ReadonlySet<string>;
  readonly caseNumbers: ReadonlyMap<CaseId, number>;
}

/** Counts by destination and state, then the newest refusals in words. */
export function PartnersPage(props: PartnersProps) {
  const { page, refused } = props;
  const { partners } = page.texts;
  return (
    <Page page={page} title={partners.title} at="GET /partners">
      <Flash text={props.retried === undefined ? undefined : partners.retried(props.retried)} isBad={false} />
      <h1>{partners.title}</h1>
      <p class="lead">{partners.lead}</p>
      <Counts {...props} />
      <h2>{partners.waiting}</h2>
      <WaitingDispatches {...props} />
      <Feedback {...props} />
      <h2>{partners.refused}</h2>
      {refused.length === 0 ? <p class="empty">{partners.noneRefused}</p> : <Refused {...props} />}
      <PartnerLinks page={page} />
    </Page>
  );
}

function Counts({ page, modes, counts, health, configurable }: PartnersProps) {
  const { partners, destinations, dispatchStates } = page.texts;
  const formats = formatsOf(page.language);
  const countOf = (destination: Destination, state: DispatchState) =>
    counts.find((row) => row.destination === destination && row.state === state)?.count ?? 0;
  return (
    <table>
      <caption>{partners.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{partners.destination}</th>
          <th scope="col">{partners.mode}</th>
          <th scope="col">{partners.health}</th>
          {DISPATCH_STATES.map((state) => (
            <th key={state} scope="col" class="number">
              {dispatchStates[state]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {DESTINATIONS.map((destination) => (
          <tr key={destination}>
            <th scope="row">
              {configurable.has(destination) ? (
                <a href={destination === 'hotline' ? '/partners/exchange' : `/partners/${destination}`}>
                  {capital(destinations[destination])}
                </a>
              ) : (
                capital(destinations[destination])
              )}
            </th>
            <td data-label={partners.mode}>
              <span class={`badge ${modes[destination]}`}>{partners[modes[destination]]}</span>
            </td>
            <td data-label={partners.health}>
              <Health page={page} health={health.get(destination)} />
            </td>
            {DISPATCH_STATES.map((state) => (
              <Count key={state} label={dispatchStates[state]} of={countOf(destination, state)} formats={formats} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** On a telephone, where each is a line of its own, a nought is left out. */
function Count(props: { readonly label: string; readonly of: number; readonly formats: Formats }) {
  return (
    <td class={props.of === 0 ? 'number none' : 'number'} data-label={props.label}>
      {props.formats.count(props.of)}
    </td>
  );
}

const FEEDBACK_STATES: readonly FeedbackState[] = ['waiting', 'settled', 'rehearsed', 'refused'];

/** Feedback to NCMEC's hash sharing: how it stands, and in words why something waits or was refused. */
function Feedback({ page, feedback, feedbackMode, health, configurable }: PartnersProps) {
  const words = ncmecTexts(page.language).feedback;
  const formats = formatsOf(page.language);
  const { failures, partners } = page.texts;
  const troubles = feedback.filter(({ state, code }) => code !== undefined && state !== 'rehearsed');
  const countOf = (state: FeedbackState) =>
    feedback.filter((row) => row.state === state).reduce((sum, { count }) => sum + count, 0);
  return (
    <section aria-labelledby="feedback" class="after">
      <h2 id="feedback">
        {configurable.has('ncmec-hashes') ? <a href="/partners/ncmec-hashes">{words.title}</a> : words.title}
      </h2>
      <p>
        <span class={`badge ${feedbackMode}`}>{partners[feedbackMode]}</span>{' '}
        <Health page={page} health={health.get('ncmec-hashes')} />
      </p>
      <p>{FEEDBACK_STATES.map((state) => `${words[state]}: ${formats.count(countOf(state))}`).join(' · ')}</p>
      {troubles.length > 0 && (
        <ul class="rows">
          {troubles.map(({ state, code, count }) => (
            <li key={`${state}.${code ?? ''}`}>
              {words[state]} ({formats.count(count)}): {codeText(failures, code ?? 'unknown', page.texts.otherCode)}
            </li>
          ))}
        </ul>
      )}
      {troubles.length > 0 && mayUse('POST /partners/feedback/retry', page.person?.role) && (
        <Form page={page} action="/partners/feedback/retry">
          <button type="submit" class="quiet">
            {partners.retryFeedback}
          </button>
        </Form>
      )}
    </section>
  );
}

/** When the partner's system last took something; or since when it has not, and why. */
function Health({ page, health }: { page: PageContext; health: PartnerHealth | undefined }) {
  const { partners, failures } = page.texts;
  const formats = formatsOf(page.language);
  if (health?.failingSince !== undefined) {
    const why = codeText(failures, health.failureCode ?? 'unknown', page.texts.otherCode);
    return <span class="badge illegal">{partners.failing(formats.moment(health.failingSince), why)}</span>;
  }
  const at = health?.lastSuccessAt;
  return at === undefined ? <>–</> : <Moment at={at} text={formats.moment(at)} />;
}

function Refused({ page, refused, caseNumbers }: PartnersProps) {
  const { texts, language } = page;
  const { partners } = texts;
  return (
    <table>
      <caption>{partners.refusedCaption(refused.length)}</caption>
      <thead>
        <tr>
          <th scope="col">{partners.case}</th>
          <th scope="col">{partners.destination}</th>
          <th scope="col">{partners.why}</th>
          <th scope="col">{partners.when}</th>
        </tr>
      </thead>
      <tbody>
        {refused.map((dispatch) => (
          <tr key={dispatch.id}>
            <th scope="row">
              <a href={`/cases/${dispatch.caseId}`}>{caseNumbers.get(dispatch.caseId) ?? '–'}</a>
            </th>
            <td data-label={partners.destination}>{texts.destinations[dispatch.destination]}</td>
            <td data-label={partners.why}>
              {codeText(texts.failures, dispatch.failureCode ?? 'unknown', texts.otherCode)}
            </td>
            <td data-label={partners.when}>
              {dispatch.endedAt !== undefined && (
                <Moment at={dispatch.endedAt} text={formatsOf(language).moment(dispatch.endedAt)} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
