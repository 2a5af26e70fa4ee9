/** The crawler as it works: read again by the browser every few seconds, without script. */
import type { CrawlState, PaceSample, RunProposal, RunSummary, TroubledHost } from '../../crawl/door.ts';
import type { StaffId } from '../../terms/ids.ts';
import { mayUse } from '../access.ts';
import { defangHost, formatsOf } from '../format.ts';
import { durationText } from '../measures.ts';
import { Pace } from './crawl-pace.tsx';
import { Flash, Form, Moment, Page, type PageContext } from './shell.tsx';

/** Between two readings of the page. */
const REFRESH_S = 5;

export interface CrawlerProps {
  readonly page: PageContext;
  readonly word: { readonly text: string; readonly isBad: boolean } | undefined;
  readonly state: CrawlState;
  readonly pace: readonly PaceSample[];
  readonly troubled: readonly TroubledHost[];
  readonly proposals: readonly RunProposal[];
  readonly names: ReadonlyMap<StaffId, string>;
  /** The visitor wants the page to hold still. */
  readonly isStill: boolean;
  readonly now: Date;
}

/** Figures of this moment, the pace, proposals, runs, hosts in trouble. */
export function CrawlerPage(props: CrawlerProps) {
  const { page, word, state, isStill, proposals } = props;
  const { crawler } = page.texts;
  const isAtWork = state.runs.some((run) => run.state === 'running');
  const isLive = isAtWork && !isStill;
  return (
    <Page page={page} title={crawler.title} at="GET /crawler" {...(isLive ? { refreshS: REFRESH_S } : {})}>
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <div class="crawl">
        <div class="heading">
          <h1>{crawler.title}</h1>
          <p>
            {mayStart(page) && (
              <a class="button" href="/crawler/new">
                {crawler.newRun}
              </a>
            )}{' '}
            <a class="button quiet" href="/crawler/settings">
              {crawler.settings}
            </a>
          </p>
        </div>
        <p class="lead">{crawler.lead}</p>
        <p class="help">
          {!isAtWork && crawler.nothingRuns}
          {isLive && crawler.live} {isAtWork && <StillLink page={page} isStill={isStill} />}
        </p>
        <Now {...props} isAtWork={isAtWork} />
        <Pace page={page} pace={props.pace} />
        {proposals.length > 0 && <Proposals {...props} />}
        <Runs {...props} />
        <Hosts {...props} />
      </div>
    </Page>
  );
}

const mayStart = ({ person }: PageContext): boolean => person !== undefined && mayUse('GET /crawler/new', person.role);

function StillLink({ page, isStill }: { page: PageContext; isStill: boolean }) {
  const { crawler } = page.texts;
  return isStill ? <a href="/crawler">{crawler.resumePage}</a> : <a href="/crawler?still=1">{crawler.pausePage}</a>;
}

function Now({ page, state, isAtWork }: CrawlerProps & { isAtWork: boolean }) {
  const { now: words } = page.texts.crawler;
  const { count } = formatsOf(page.language);
  const figures: readonly (readonly [string, string, string?])[] = [
    [words.rate, count(Math.round(state.rate * 10) / 10)],
    [words.workers, count(state.workers)],
    [words.queued, count(state.queued)],
    [words.hosts, count(state.awakeHosts), `${count(state.dueHosts)} ${words.due}`],
  ];
  return (
    <section aria-labelledby="now">
      <h2 id="now">{words.title}</h2>
      {isAtWork && state.workers === 0 && <p class="todo-note">{words.noWorker}</p>}
      <dl class="figures-now">
        {figures.map(([name, value, more]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {value} {more !== undefined && <span class="help">{more}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Proposals({ page, proposals, names }: CrawlerProps) {
  const { proposals: words } = page.texts.crawler;
  return (
    <section aria-labelledby="proposals">
      <h2 id="proposals">{words.title}</h2>
      <ul class="rows">
        {proposals.map((proposal) => (
          <li key={proposal.id}>
            <div>
              <b>{words.of(proposal.seeds)}</b>
              <p class="help">
                {words.who} {names.get(proposal.proposedBy) ?? '–'},{' '}
                <Moment at={proposal.proposedAt} text={formatsOf(page.language).moment(proposal.proposedAt)} />
              </p>
            </div>
            {mayStart(page) && (
              <a class="button quiet" href={`/crawler/proposals/${proposal.id}`}>
                {words.look}
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Runs({ page, state }: CrawlerProps) {
  const { runs: words } = page.texts.crawler;
  const { count } = formatsOf(page.language);
  const columns = [words.pages, words.media, words.sightings, words.queued];
  return (
    <section aria-labelledby="runs">
      <h2 id="runs">{words.title}</h2>
      {state.runs.length === 0 ? (
        <p class="empty">{words.none}</p>
      ) : (
        <table>
          <caption>{words.caption(state.runs.length)}</caption>
          <thead>
            <tr>
              <th scope="col">{words.run}</th>
              <th scope="col">{words.state}</th>
              {columns.map((name) => (
                <th key={name} scope="col" class="number">
                  {name}
                </th>
              ))}
              <th scope="col" class="number">
                {words.time}
              </th>
              <th scope="col">
                <span class="unseen">{words.steer}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {state.runs.map((run) => (
              <tr key={run.id}>
                <th scope="row">
                  <a href={`/crawler/runs/${run.id}`}>{run.id}</a>
                </th>
                <td data-label={words.state}>
                  <RunStateBadge page={page} run={run} />
                </td>
                {[run.totals.pages, run.totals.media, run.totals.sightings, run.totals.offered - run.totals.over].map(
                  (value, n) => (
                    <td key={columns[n]} class="number" data-label={columns[n]}>
                      {count(value)}
                    </td>
                  ),
                )}
                <td class="number" data-label={words.time}>
                  {durationText(run.runningMs)}
                </td>
                <td class="act">
                  <Steer page={page} run={run} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** A run's state in words, with why it ended. */
export function RunStateBadge({ page, run }: { page: PageContext; run: RunSummary }) {
  const { runs: words } = page.texts.crawler;
  return (
    <>
      <span class={`badge ${run.state}`}>{words.states[run.state]}</span>{' '}
      {run.reason !== undefined && <span class="muted">{words.ends[run.reason]}</span>}
    </>
  );
}

/** Pause, resume and stop, for those who may, where the run's state allows it. */
export function Steer({ page, run }: { page: PageContext; run: RunSummary }) {
  const { runs: words } = page.texts.crawler;
  const isOpen = run.state === 'running' || run.state === 'paused';
  if (!isOpen || page.person === undefined || !mayUse('POST /crawler/runs/:runId', page.person.role)) return null;
  const choices =
    run.state === 'running'
      ? ([['paused', words.pause, words.pauseRun(run.id)]] as const)
      : ([['running', words.resume, words.resumeRun(run.id)]] as const);
  return (
    <>
      {[...choices, ['stopped', words.stop, words.stopRun(run.id)] as const].map(([to, word, label]) => (
        <Form key={to} page={page} action={`/crawler/runs/${run.id}`}>
          <button type="submit" class="quiet" name="to" value={to} aria-label={label}>
            {word}
          </button>
        </Form>
      ))}
    </>
  );
}

function Hosts({ page, troubled, now }: CrawlerProps) {
  const { hosts: words } = page.texts.crawler;
  const formats = formatsOf(page.language);
  return (
    <section aria-labelledby="hosts">
      <h2 id="hosts">{words.title}</h2>
      {troubled.length === 0 ? (
        <p class="empty">{words.none}</p>
      ) : (
        <table>
          <caption>{words.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{words.host}</th>
              <th scope="col" class="number">
                {words.failures}
              </th>
              <th scope="col" class="number">
                {words.delay}
              </th>
              <th scope="col">{words.next}</th>
            </tr>
          </thead>
          <tbody>
            {troubled.map(({ host, failures, delayMs, nextAt }, n) => (
              <tr key={host ?? n}>
                <th scope="row">
                  {host === undefined ? (
                    <span class="muted">{words.unnamed}</span>
                  ) : (
                    <code class="address">{defangHost(host)}</code>
                  )}
                </th>
                <td class="number" data-label={words.failures}>
                  {formats.count(failures)}
                </td>
                <td class="number" data-label={words.delay}>
                  {words.seconds(formats.count(Math.round(delayMs / 100) / 10))}
                </td>
                <td data-label={words.next}>
                  {nextAt === undefined || nextAt <= now ? (
                    '–'
                  ) : (
                    <Moment at={nextAt} text={formats.time(nextAt, now)} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
