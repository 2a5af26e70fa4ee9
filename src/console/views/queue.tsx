/** The queue: what waits, and taking from it. */
import type { CaseSummary } from '../../cases/door.ts';
import { TIP_CATEGORIES } from '../../terms/categories.ts';
import type { CaseId, StaffId } from '../../terms/ids.ts';
import { formatsOf } from '../format.ts';
import { LANES, QUEUE_LIMIT, type Lane, type QueueWish } from '../queue.ts';
import { PoliceAlerts, type ShownAlerts } from './police-alerts.tsx';
import { Flash, Form, Moment, Page, type PageContext } from './shell.tsx';

interface QueueProps {
  readonly page: PageContext;
  readonly word: { readonly text: string; readonly isBad: boolean } | undefined;
  readonly wish: QueueWish;
  readonly cases: readonly CaseSummary[];
  readonly hasMore: boolean;
  readonly counts: Readonly<Record<Lane, number>>;
  readonly tipCounts: ReadonlyMap<CaseId, number>;
  readonly names: ReadonlyMap<StaffId, string>;
  readonly now: Date;
  readonly alerts: ShownAlerts;
}

/** Lanes with counts, a filter, and a table in working order. */
export function QueuePage(props: QueueProps) {
  const { page, word, wish, cases, hasMore, counts } = props;
  const { queue } = page.texts;
  return (
    <Page page={page} title={queue.title} at="GET /">
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <PoliceAlerts page={page} alerts={props.alerts} />
      <div class="heading">
        <h1>{queue.title}</h1>
        <Form page={page} action="/queue/next" class="inline">
          <input type="hidden" name="category" value={wish.category ?? ''} />
          <button type="submit" disabled={counts.waiting === 0} aria-describedby="next-help">
            {queue.next}
          </button>
          <p class="help" id="next-help">
            {queue.nextHelp}
          </p>
        </Form>
      </div>
      <div class="bar">
        <nav class="lanes" aria-label={queue.lanes}>
          <ul>
            {LANES.map((lane) => (
              <li key={lane}>
                <a href={pathOf({ ...wish, lane })} aria-current={lane === wish.lane ? 'page' : undefined}>
                  {queue.lane[lane]} <span class="count">{counts[lane]}</span>
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <form method="get" action="/" class="filter">
          <input type="hidden" name="lane" value={wish.lane} />
          <label for="category">{queue.category}</label>
          <select id="category" name="category">
            <option value="">{queue.allCategories}</option>
            {TIP_CATEGORIES.map((category) => (
              <option key={category} value={category} selected={category === wish.category}>
                {page.texts.categories[category]}
              </option>
            ))}
          </select>
          <button type="submit" class="quiet">
            {queue.filter}
          </button>
        </form>
      </div>
      {cases.length === 0 ? <p class="empty">{queue.empty[wish.lane]}</p> : <QueueTable {...props} />}
      {hasMore && <p class="help">{queue.more(QUEUE_LIMIT)}</p>}
    </Page>
  );
}

function pathOf({ lane, category }: QueueWish): string {
  const query = new URLSearchParams({
    ...(lane === 'waiting' ? {} : { lane }),
    ...(category === undefined ? {} : { category }),
  });
  return query.size === 0 ? '/' : `/?${query.toString()}`;
}

/** Nobody has a waiting case, and one's own are one's own. */
const hasOwner = ({ lane }: QueueWish): boolean => lane !== 'waiting' && lane !== 'mine';

function QueueTable(props: QueueProps) {
  const { page, wish, cases } = props;
  const { queue } = page.texts;
  const isClosed = wish.lane === 'closed';
  return (
    <table class="queue">
      <caption>{isClosed ? queue.closedCaption(cases.length) : queue.caption(cases.length)}</caption>
      <thead>
        <tr>
          <th scope="col">{queue.number}</th>
          <th scope="col">{queue.category}</th>
          <th scope="col">{queue.opened}</th>
          <th scope="col">{isClosed ? queue.ended : queue.age}</th>
          {hasOwner(wish) && <th scope="col">{queue.who}</th>}
          <th scope="col">
            <span class="unseen">{queue.claim}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {cases.map((found) => (
          <Row key={found.id} found={found} {...props} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ page, found, wish, names, now, tipCounts }: QueueProps & { found: CaseSummary }) {
  const { queue, categories, closeReasons } = page.texts;
  const formats = formatsOf(page.language);
  const tips = tipCounts.get(found.id) ?? 0;
  return (
    <tr class={found.isUrgent && found.state !== 'closed' ? 'urgent' : undefined}>
      <th scope="row">
        <a href={`/cases/${found.id}`}>{found.number}</a>{' '}
        {found.isUrgent && <span class="badge urgent">{queue.urgent}</span>}
        {tips > 1 && <span class="badge">{queue.tips(tips)}</span>}{' '}
        {found.origin === 'sighting' && <span class="badge">{page.texts.crawler.hits.queue}</span>}
      </th>
      <td data-label={queue.category}>{categories[found.category]}</td>
      <td data-label={queue.opened}>
        <Moment at={found.openedHour} text={formats.moment(found.openedHour)} />
      </td>
      <td data-label={wish.lane === 'closed' ? queue.ended : queue.age} class="number">
        {found.closeReason === undefined ? formats.age(found.openedHour, now) : closeReasons[found.closeReason]}
      </td>
      {hasOwner(wish) && (
        <td data-label={queue.who}>{found.claimedBy === undefined ? '–' : (names.get(found.claimedBy) ?? '–')}</td>
      )}
      <td class="act">
        {found.state === 'new' && (
          <Form page={page} action={`/cases/${found.id}/claim`}>
            <button type="submit" class="quiet" aria-label={queue.claimCase(found.number)}>
              {queue.claim}
            </button>
          </Form>
        )}
      </td>
    </tr>
  );
}
