/** The queue: what waits, and taking from it. */
import type { CaseGist, CaseSummary } from '../../cases/door.ts';
import { countryName } from '../../terms/countries.ts';
import { formatsOf } from '../format.ts';
import { queuePath, queryOf, type QueueWish } from '../queue.ts';
import { BulkBar, WaitingBulk } from './bulk.tsx';
import { PauseNotice } from './day.tsx';
import { Mentions } from './notes.tsx';
import { PoliceAlerts } from './police-alerts.tsx';
import { Filters, Kinds, LaneTabs, Views } from './queue-bar.tsx';
import type { QueueProps } from './queue-props.ts';
import { Flash, Form, Moment, Page, type PageContext } from './shell.tsx';

/** How often the page's numbers are asked for again. */
const LIVE_MS = 20_000;

/** Lanes with counts, filters, and a table in working order. */
export function QueuePage(props: QueueProps) {
  const { page, word, wish, cases, counts } = props;
  const { queue, desk } = page.texts;
  const query = queryOf({ ...wish, after: undefined });
  return (
    <Page page={page} title={queue.title} at="GET /">
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <PauseNotice page={page} standing={props.standing} now={props.now} />
      <WaitingBulk page={page} acts={props.bulk} names={props.names} now={props.now} />
      <PoliceAlerts page={page} alerts={props.alerts} />
      <Mentions page={page} mentions={props.mentions} names={props.names} />
      <div class="heading">
        <h1>{queue.title}</h1>
        <NextForm page={page} wish={wish} isEmpty={counts.lanes.waiting === 0} />
      </div>
      <div
        class="bar"
        data-live={`/queue/counts?${query}`}
        data-every={LIVE_MS}
        data-first={wish.after === undefined ? (cases[0]?.number ?? 0) : undefined}
      >
        <LaneTabs {...props} />
        <Filters {...props} />
      </div>
      <Kinds {...props} />
      <Views {...props} />
      <p id="news" class="flash" role="status" hidden>
        {desk.queue.news}{' '}
        <a href={queuePath({ ...wish, after: undefined })} data-key="r">
          {desk.queue.showNews}
        </a>
      </p>
      {cases.length === 0 ? <p class="empty">{emptyWord(props)}</p> : <QueueTable {...props} />}
      <Pages {...props} />
      {canChoose(props) && <BulkBar page={page} people={props.people} />}
    </Page>
  );
}

/** Takes the first of what is shown, or of everything. */
export function NextForm({ page, wish, isEmpty }: { page: PageContext; wish?: QueueWish; isEmpty: boolean }) {
  const { queue } = page.texts;
  return (
    <Form page={page} action="/queue/next" class="inline">
      <input type="hidden" name="category" value={wish?.category ?? ''} />
      <input type="hidden" name="origin" value={wish?.origin ?? ''} />
      <input type="hidden" name="country" value={wish?.country ?? ''} />
      <button type="submit" disabled={isEmpty} aria-describedby="next-help" data-key="n">
        {queue.next}
      </button>
      <p class="help" id="next-help">
        {queue.nextHelp}
      </p>
    </Form>
  );
}

/** What has ended cannot be changed by the dozen. */
const canChoose = ({ wish, cases }: Pick<QueueProps, 'wish' | 'cases'>): boolean =>
  cases.length > 0 && wish.lane !== 'closed' && wish.lane !== 'decided';

function emptyWord({ page, wish }: QueueProps): string {
  const isFiltered = queryOf({ ...wish, lane: 'waiting' }) !== '';
  return isFiltered ? page.texts.desk.queue.nothingFits : page.texts.queue.empty[wish.lane];
}

function Pages({ page, wish, cases, hasMore }: QueueProps) {
  const { queue: words } = page.texts.desk;
  const last = cases.at(-1);
  if (!hasMore && wish.after === undefined) return null;
  return (
    <nav class="pages" aria-label={words.pages}>
      {wish.after !== undefined && (
        <a class="button quiet" href={queuePath({ ...wish, after: undefined })} data-key="p">
          {words.firstPage}
        </a>
      )}
      {hasMore && last !== undefined && (
        <a class="button quiet" href={queuePath({ ...wish, after: last.number })} data-key="m">
          {words.nextPage}
        </a>
      )}
    </nav>
  );
}

/** Nobody has a waiting case, and one's own are one's own. */
const hasOwner = ({ lane }: QueueWish): boolean => lane === 'claimed' || lane === 'decided' || lane === 'closed';

function QueueTable(props: QueueProps) {
  const { page, wish, cases } = props;
  const { queue, desk } = page.texts;
  const isClosed = wish.lane === 'closed';
  return (
    <table class="queue">
      <caption>{isClosed ? desk.queue.endedCaption(cases.length) : queue.caption(cases.length)}</caption>
      <thead>
        <tr>
          {canChoose(props) && (
            <th scope="col">
              <span class="unseen">{desk.bulk.choose}</span>
            </th>
          )}
          <th scope="col">{queue.number}</th>
          <th scope="col">{queue.category}</th>
          <th scope="col">{desk.queue.items}</th>
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
          <Row key={found.id} found={found} hasBox={canChoose(props)} {...props} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ page, found, wish, names, gists, now, hasBox }: QueueProps & { found: CaseSummary; hasBox: boolean }) {
  const { queue, categories, closeReasons, desk } = page.texts;
  const formats = formatsOf(page.language);
  return (
    <tr class={found.isUrgent && found.state !== 'closed' ? 'urgent' : undefined} data-row>
      {hasBox && (
        <td class="choose">
          <input
            type="checkbox"
            name="case"
            value={found.id}
            form="bulk"
            aria-label={desk.bulk.chooseCase(found.number)}
            data-row-key="x"
          />
        </td>
      )}
      <th scope="row">
        <a href={`/cases/${found.id}`}>{found.number}</a>{' '}
        {found.isUrgent && <span class="badge urgent">{queue.urgent}</span>}
        {found.origin !== 'tip' && <span class="badge">{desk.queue.origins[found.origin]}</span>}
      </th>
      <td data-label={queue.category}>{categories[found.category]}</td>
      <td data-label={desk.queue.items}>
        <Gist page={page} gist={gists.get(found.id)} />
      </td>
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
            <button type="submit" class="quiet" aria-label={queue.claimCase(found.number)} data-row-key="c">
              {queue.claim}
            </button>
          </Form>
        )}
      </td>
    </tr>
  );
}

/** What is known without opening the case: how much, where, whether a list knows it. */
function Gist({ page, gist }: { page: PageContext; gist: CaseGist | undefined }) {
  const { queue: words } = page.texts.desk;
  const tips = gist !== undefined && gist.tips > 1 && <span class="badge">{words.tips(gist.tips)}</span>;
  if (gist === undefined || gist.items === 0)
    return (
      <>
        <span class="muted">{words.noItems}</span> {tips}
      </>
    );
  const places = gist.countries.map((code) => countryName(code, page.language));
  return (
    <>
      {words.itemCount(gist.items)}
      {places.length > 0 && <span class="muted"> · {places.join(', ')}</span>}{' '}
      {gist.isKnown && <span class="badge illegal">{words.known}</span>}
      {tips}
    </>
  );
}
