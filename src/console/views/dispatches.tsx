/** What was sent where, and how that stands. */
import { ruleText, type Dispatch } from '../../routing/door.ts';
import { formatsOf } from '../format.ts';
import { codeText } from '../texts/texts.ts';
import type { CaseProps } from './case.tsx';
import { Moment, type PageContext } from './shell.tsx';

/** One row a dispatch. */
export function Dispatches({ page, screen, now }: CaseProps) {
  const { texts } = page;
  return (
    <section aria-labelledby="dispatches">
      <h2 id="dispatches">{texts.dispatches.title}</h2>
      {screen.dispatches.length === 0 ? (
        <p class="empty">{texts.dispatches.none}</p>
      ) : (
        <ul class="rows dispatches">
          {screen.dispatches.map((dispatch) => (
            <Row
              key={dispatch.id}
              page={page}
              dispatch={dispatch}
              itemNumber={screen.items.find((each) => each.item.id === dispatch.itemId)?.number}
              now={now}
            />
          ))}
        </ul>
      )}
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
  const formats = formatsOf(language);
  const at = dispatch.endedAt ?? dispatch.plannedAt;
  return (
    <li>
      <div>
        <b>{texts.destinations[dispatch.destination]}</b>{' '}
        <span class="muted">{itemNumber === undefined ? proposal.perCase : proposal.item(itemNumber)}</span>{' '}
        <span class={`badge ${dispatch.state}`}>{texts.dispatchStates[dispatch.state]}</span>
        <p class="help">
          <Moment at={at} text={formats.time(at, now)} />
          {dispatch.isDsa16 && ` · ${proposal.dsa16}`}
          {dispatch.reference !== undefined && ` · ${dispatches.reference(dispatch.reference)}`}
          {dispatch.attempts > 0 && ` · ${dispatches.attempts(dispatch.attempts)}`}
          {dispatch.failureCode !== undefined &&
            ` · ${codeText(texts.failures, dispatch.failureCode, texts.otherCode)}`}
        </p>
        <p class="help">{ruleText(dispatch.rule, language)}</p>
      </div>
    </li>
  );
}
