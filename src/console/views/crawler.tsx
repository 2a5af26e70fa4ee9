/** The crawler as it works: read again by the browser every few seconds, without script. */
import type { CrawlState, PaceSample, RunProposal, TroubledHost } from '../../crawl/door.ts';
import type { StaffId } from '../../terms/ids.ts';
import { mayUse } from '../access.ts';
import { formatsOf } from '../format.ts';
import { Hosts } from './crawl-hosts.tsx';
import { Pace } from './crawl-pace.tsx';
import { Runs } from './crawl-runs.tsx';
import { Flash, Moment, Page, type PageContext } from './shell.tsx';

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
        <Runs page={page} runs={state.runs} />
        <Hosts page={page} troubled={props.troubled} now={props.now} />
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
  const count = (n: number) => formatsOf(page.language).count(n);
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
