/** What was sent where, and how that stands. */
import { ruleText, type Dispatch } from '../../routing/door.ts';
import { capital, formatsOf } from '../format.ts';
import { codeText } from '../texts/texts.ts';
import type { CaseProps } from './case-props.ts';
import { Moment, type PageContext } from './shell.tsx';

const ORDER = ['police', 'iccam', 'ncmec', 'provider'] as const;

/** One row a dispatch: the police first, then by item. */
export function Dispatches({ page, screen, now }: CaseProps) {
  const { texts } = page;
  const numberOf = (dispatch: Dispatch) => screen.items.find((each) => each.item.id === dispatch.itemId)?.number;
  const rows = screen.dispatches.toSorted(
    (a, b) => ORDER.indexOf(a.destination) - ORDER.indexOf(b.destination) || (numberOf(a) ?? 0) - (numberOf(b) ?? 0),
  );
  return (
    <section aria-labelledby="dispatches">
      <h2 id="dispatches">{texts.dispatches.title}</h2>
      <table class="dispatches">
        <caption class="unseen">{texts.dispatches.caption(rows.length)}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.dispatches.destination}</th>
            <th scope="col">{texts.dispatches.about}</th>
            <th scope="col">{texts.dispatches.why}</th>
            <th scope="col">{texts.dispatches.state}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((dispatch) => (
            <Row key={dispatch.id} page={page} dispatch={dispatch} itemNumber={numberOf(dispatch)} now={now} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  readonly page: PageContext;
  readonly dispatch: Dispatch;
  readonly itemNumber: number | undefined;
  readonly now: Date;
}

function Row({ page, dispatch, itemNumber, now }: RowProps) {
  const { texts, language } = page;
  const { dispatches, proposal } = texts;
  const at = dispatch.endedAt ?? dispatch.plannedAt;
  const { reference, failureCode, attempts } = dispatch;
  return (
    <tr>
      <th scope="row">{capital(texts.destinations[dispatch.destination])}</th>
      <td data-label={dispatches.about}>{itemNumber === undefined ? proposal.perCase : proposal.item(itemNumber)}</td>
      <td data-label={dispatches.why}>
        {ruleText(dispatch.rule, language)} {dispatch.isDsa16 && <span class="badge">{proposal.dsa16}</span>}
        {reference !== undefined && (
          <span class="help reference">
            {dispatches.reference} <code class="address">{reference}</code>
          </span>
        )}
      </td>
      <td data-label={dispatches.state}>
        <span class={`badge ${dispatch.state}`}>{texts.dispatchStates[dispatch.state]}</span>{' '}
        <span class="help">
          <Moment at={at} text={formatsOf(language).time(at, now)} />
          {attempts > 0 && ` · ${dispatches.attempts(attempts)}`}
        </span>
        {failureCode !== undefined && (
          <span class="help">{capital(codeText(texts.failures, failureCode, texts.otherCode))}</span>
        )}
      </td>
    </tr>
  );
}
