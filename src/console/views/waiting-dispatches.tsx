/** What has been tried and has not got through yet: why, since when, and one button that tries all of it. */
import type { WaitingDispatch } from '../../routing/door.ts';
import type { CaseId } from '../../terms/ids.ts';
import { mayUse } from '../access.ts';
import { capital, formatsOf } from '../format.ts';
import { codeText } from '../texts/texts.ts';
import { Form, Moment, type PageContext } from './shell.tsx';

interface WaitingProps {
  readonly page: PageContext;
  readonly waiting: { readonly total: number; readonly oldest: readonly WaitingDispatch[] };
  readonly caseNumbers: ReadonlyMap<CaseId, number>;
}

/** A table, the oldest first. */
export function WaitingDispatches({ page, waiting, caseNumbers }: WaitingProps) {
  const { texts, language } = page;
  const { partners } = texts;
  const formats = formatsOf(language);
  const { total, oldest } = waiting;
  if (total === 0) return <p class="empty">{partners.noneWaiting}</p>;
  return (
    <>
      <p class="help">{partners.waitingLead}</p>
      {mayUse('POST /partners/retry', page.person?.role) && (
        <Form page={page} action="/partners/retry">
          <button type="submit" class="quiet">
            {partners.retry}
          </button>
        </Form>
      )}
      <table>
        <caption>{partners.waitingCaption(oldest.length, total)}</caption>
        <thead>
          <tr>
            <th scope="col">{partners.case}</th>
            <th scope="col">{partners.destination}</th>
            <th scope="col">{partners.why}</th>
            <th scope="col">{partners.waitsSince}</th>
            <th scope="col" class="number">
              {partners.tries}
            </th>
          </tr>
        </thead>
        <tbody>
          {oldest.map((dispatch) => (
            <tr key={dispatch.id}>
              <th scope="row">
                <a href={`/cases/${dispatch.caseId}`}>{caseNumbers.get(dispatch.caseId) ?? '–'}</a>
              </th>
              <td data-label={partners.destination}>{capital(texts.destinations[dispatch.destination])}</td>
              <td data-label={partners.why}>
                {codeText(texts.failures, dispatch.failureCode ?? 'unknown', texts.otherCode)}
              </td>
              <td data-label={partners.waitsSince}>
                <Moment at={dispatch.plannedAt} text={formats.moment(dispatch.plannedAt)} />
              </td>
              <td class="number" data-label={partners.tries}>
                {formats.count(dispatch.attempts)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
