/** What was sent where, and how that stands. */
import { ruleText, type Dispatch, type RoutingTable } from '../../routing/door.ts';
import { capital, formatsOf } from '../format.ts';
import { routingTexts } from '../texts/routing.ts';
import { codeText } from '../texts/texts.ts';
import type { CaseProps } from './case-props.ts';
import { tableName } from './routing.tsx';
import { Moment, type PageContext } from './shell.tsx';

const ORDER = ['police', 'iccam', 'ncmec', 'hotline', 'provider'] as const;

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
            <Row
              key={dispatch.id}
              page={page}
              dispatch={dispatch}
              rows={screen.tables.get(dispatch.by?.version ?? 0)?.rows}
              numbers={numbersOf(screen, dispatch)}
              now={now}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  readonly page: PageContext;
  readonly dispatch: Dispatch;
  /** Of the table that decided. */
  readonly rows: RoutingTable['rows'] | undefined;
  /** Of the items that it is about; empty: the case as a whole. */
  readonly numbers: readonly number[];
  readonly now: Date;
}

/** The police are told of the case as a whole, also where the package names its items. */
function numbersOf({ items, covers }: CaseProps['screen'], { id, itemId, destination }: Dispatch): readonly number[] {
  const covered = destination === 'iccam' ? (covers.get(id) ?? []) : [];
  const ids = itemId === undefined ? covered : [itemId];
  return items.filter(({ item }) => ids.includes(item.id)).map(({ number }) => number);
}

function aboutText(numbers: readonly number[], { proposal }: PageContext['texts']): string {
  const [first, second] = numbers;
  if (first === undefined) return proposal.perCase;
  return second === undefined ? proposal.item(first) : proposal.items(numbers.join(', '));
}

function Row({ page, dispatch, rows, numbers, now }: RowProps) {
  const { texts, language } = page;
  const { dispatches, proposal } = texts;
  const at = dispatch.endedAt ?? dispatch.plannedAt;
  const { reference, failureCode, attempts, by } = dispatch;
  return (
    <tr>
      <th scope="row">{capital(texts.destinations[dispatch.destination])}</th>
      <td data-label={dispatches.about}>{aboutText(numbers, texts)}</td>
      <td data-label={dispatches.why}>
        {ruleText(dispatch.rule, language, rows)} {dispatch.isDsa16 && <span class="badge">{proposal.dsa16}</span>}
        {by !== undefined && <DecidedBy page={page} by={by} />}
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

/** Which version of the routing table decided; where the row can be read, the way there. */
function DecidedBy({ page, by }: { readonly page: PageContext; readonly by: NonNullable<Dispatch['by']> }) {
  const words = routingTexts(page.language);
  const text = words.decidedBy(tableName(words, by.version));
  return (
    <span class="help">{by.version === 0 ? text : <a href={`/routing/${by.version}#row-${by.row}`}>{text}</a>}</span>
  );
}
