/** What would be done with each of the chosen cases, before it is done; and on the queue, what is about to be. */
import { choiceOf, type BulkAct, type BulkObstacle, type BulkWish, type CaseSummary } from '../../cases/door.ts';
import { CLOSE_REASONS } from '../../terms/outcomes.ts';
import type { StaffId } from '../../terms/ids.ts';
import { formatsOf } from '../format.ts';
import type { QueueProps } from './queue-props.ts';
import { Form, Page, type PageContext } from './shell.tsx';

export interface BulkRow {
  readonly found: CaseSummary;
  readonly obstacle: BulkObstacle | undefined;
}

interface BulkProps {
  readonly page: PageContext;
  readonly wish: BulkWish;
  readonly rows: readonly BulkRow[];
  readonly names: ReadonlyMap<StaffId, string>;
}

function sentenceOf({ page, wish, names }: Pick<BulkProps, 'page' | 'wish' | 'names'>, count: number): string {
  const { bulk } = page.texts.desk;
  switch (wish.kind) {
    case 'take':
      return bulk.take(count);
    case 'hand-over':
      return bulk.handOver(count, names.get(wish.to) ?? '–');
    case 'close':
      return bulk.close(count, page.texts.closeReasons[wish.reason].toLowerCase());
  }
}

/** Each case with what happens to it; those that nothing happens to say why. */
export function BulkPage(props: BulkProps) {
  const { page, wish, rows } = props;
  const { texts } = page;
  const { bulk } = texts.desk;
  const able = rows.filter(({ obstacle }) => obstacle === undefined);
  const choice = choiceOf(wish);
  return (
    <Page page={page} title={bulk.title} at="GET /" isNarrow>
      <h1>{bulk.title}</h1>
      <p class="lead">{able.length === 0 ? bulk.none : sentenceOf(props, able.length)}</p>
      <table>
        <caption class="unseen">{bulk.title}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.queue.number}</th>
            <th scope="col">{texts.queue.category}</th>
            <th scope="col">{bulk.effect}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ found, obstacle }) => (
            <tr key={found.id} class={obstacle === undefined ? undefined : 'past'}>
              <th scope="row">
                <a href={`/cases/${found.id}`}>{found.number}</a>{' '}
                {found.isUrgent && <span class="badge urgent">{texts.queue.urgent}</span>}
              </th>
              <td data-label={texts.queue.category}>{texts.categories[found.category]}</td>
              <td data-label={bulk.effect}>
                {obstacle === undefined ? bulk.effects[wish.kind] : bulk.obstacles[obstacle]}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {able.length > 0 && (
        <Form page={page} action="/queue/bulk" class="buttons">
          <input type="hidden" name="kind" value={wish.kind} />
          {wish.kind === 'hand-over' && <input type="hidden" name="to" value={choice} />}
          {wish.kind === 'close' && <input type="hidden" name="reason" value={choice} />}
          {able.map(({ found }) => (
            <input key={found.id} type="hidden" name="case" value={found.id} />
          ))}
          <button type="submit" data-key="y">
            {bulk.submit(able.length)}
          </button>{' '}
          <a class="button quiet" href="/" data-key="Escape">
            {bulk.cancel}
          </a>
        </Form>
      )}
      <p class="help">{wish.kind === 'take' ? bulk.takeHelp : bulk.undoHelp}</p>
    </Page>
  );
}

/** Stands under the queue's table: what to do with the ticked cases (the boxes belong to this form by their `form` attribute). */
export function BulkBar({ page, people }: Pick<QueueProps, 'page' | 'people'>) {
  const { texts } = page;
  const { bulk } = texts.desk;
  return (
    <Form page={page} action="/queue/bulk/preview" class="bulk" id="bulk">
      <fieldset>
        <legend>{bulk.chosen}</legend>
        <div class="choice">
          <label>
            <input type="radio" name="kind" value="take" checked /> <span>{bulk.kinds.take}</span>
          </label>
        </div>
        <div class="choice">
          <label>
            <input type="radio" name="kind" value="hand-over" /> <span>{bulk.kinds['hand-over']}</span>
          </label>
          <select name="to" aria-label={bulk.to}>
            {people.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <div class="choice">
          <label>
            <input type="radio" name="kind" value="close" /> <span>{bulk.kinds.close}</span>
          </label>
          <select name="reason" aria-label={texts.case.closeReason}>
            {CLOSE_REASONS.map((reason) => (
              <option key={reason} value={reason}>
                {texts.closeReasons[reason]}
              </option>
            ))}
          </select>
        </div>
        <button type="submit" class="quiet" data-key="b">
          {bulk.preview}
        </button>
      </fieldset>
    </Form>
  );
}

/** What the person asked for and can still take back. */
export function WaitingBulk({
  page,
  acts,
  names,
  now,
}: Pick<QueueProps, 'page' | 'names' | 'now'> & { acts: readonly BulkAct[] }) {
  const { bulk } = page.texts.desk;
  return (
    <>
      {acts.map(({ id, wish, caseIds, dueAt }) => (
        <div key={id} class="flash pending" role="status">
          <p>
            {sentenceOf({ page, wish, names }, caseIds.length)}{' '}
            <span class="muted">{bulk.due(formatsOf(page.language).time(dueAt, now))}</span>
          </p>
          <Form page={page} action={`/queue/bulk/${id}/undo`}>
            <button type="submit" class="quiet" data-key="u">
              {bulk.undo}
            </button>
          </Form>
        </div>
      ))}
    </>
  );
}
