/** One run's report, and a proposed run as the second person sees it. */
import type { RunPlan, RunProposal, RunSummary } from '../../crawl/door.ts';
import type { StaffId } from '../../terms/ids.ts';
import { defang, defangHost, formatsOf } from '../format.ts';
import { durationText, sizeText } from '../measures.ts';
import { codeText } from '../texts/texts.ts';
import { RunStateBadge, Steer } from './crawl-runs.tsx';
import { Flash, Form, Page, type PageContext } from './shell.tsx';

type Budget = RunSummary['budget'];
type Rows = readonly (readonly [string, string])[];

interface CrawlRunProps {
  readonly page: PageContext;
  readonly word: { readonly text: string; readonly isBad: boolean } | undefined;
  readonly run: RunSummary;
  readonly names: ReadonlyMap<StaffId, string>;
}

/** What a run was asked for and what it came to: counts alone. */
export function CrawlRunPage({ page, word, run, names }: CrawlRunProps) {
  const { report: words } = page.texts.crawler;
  return (
    <Page page={page} title={words.title(run.id)} at="GET /crawler">
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <div class="crawl">
        <Crumb page={page} />
        <div class="heading">
          <h1>
            {words.title(run.id)} <RunStateBadge page={page} run={run} />
          </h1>
          <div class="act">
            <Steer page={page} run={run} />
          </div>
        </div>
        <Facts title={words.came} id="came" rows={totalRows(page, run)} />
        <Facts title={words.facts} id="asked" rows={askedRows(page, run, names)} />
        <Reasons page={page} run={run} />
      </div>
    </Page>
  );
}

const Crumb = ({ page }: { page: PageContext }) => (
  <p class="crumb">
    <a href="/crawler">{page.texts.crawler.report.back}</a>
  </p>
);

function Facts({ title, id, rows }: { title: string; id: string; rows: Rows }) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <dl class="facts wide">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function totalRows(page: PageContext, run: RunSummary): Rows {
  const { report: words } = page.texts.crawler;
  const count = (n: number) => formatsOf(page.language).count(n);
  const { totals } = run;
  const average = totals.visits / Math.max(1, run.runningMs / 1000);
  return [
    [words.sightings, count(totals.sightings)],
    [words.pages, count(totals.pages)],
    [words.media, count(totals.media)],
    [words.sitemaps, count(totals.sitemaps)],
    [words.hosts, count(run.hosts)],
    [words.unchanged, count(totals.unchanged)],
    [words.visits, `${count(totals.visits)} (${words.average(count(Math.round(average * 10) / 10))})`],
    [words.bytes, sizeText(totals.bytes)],
    [words.queued, count(totals.offered - totals.over)],
  ];
}

function askedRows(page: PageContext, run: RunSummary, names: ReadonlyMap<StaffId, string>): Rows {
  const { report: words } = page.texts.crawler;
  const formats = formatsOf(page.language);
  const nameOf = (id: StaffId | undefined) => (id === undefined ? undefined : (names.get(id) ?? '–'));
  const [asked, agreed] = [nameOf(run.askedBy), nameOf(run.agreedBy)];
  const by = asked === undefined ? words.terminal : agreed === undefined ? asked : words.withSecond(asked, agreed);
  const ended = run.endedAt === undefined ? [] : [[words.ended, formats.moment(run.endedAt)] as const];
  return [
    [words.seeds, formats.count(run.seeds)],
    [words.by, by],
    [words.begun, `${formats.moment(run.createdAt)} (${durationText(run.runningMs)})`],
    ...ended,
    ...limitRows(page, run.budget, run.isWatch),
  ];
}

function limitRows(page: PageContext, budget: Budget, isWatch: boolean): Rows {
  const { report: words } = page.texts.crawler;
  const count = (n: number) => formatsOf(page.language).count(n);
  const limits = [
    budget.maxHosts === undefined ? undefined : words.hostsLimit(count(budget.maxHosts)),
    budget.maxPages === undefined ? undefined : words.pagesLimit(count(budget.maxPages)),
    budget.maxMinutes === undefined ? undefined : words.minutesLimit(count(budget.maxMinutes)),
    budget.rate === undefined ? undefined : words.rateLimit(count(budget.rate)),
  ].filter((limit) => limit !== undefined);
  return [
    [words.depth, budget.maxDepth === undefined ? words.noLimit : count(budget.maxDepth)],
    [words.limits, limits.length === 0 ? words.noLimit : limits.join(', ')],
    [words.watch, isWatch ? words.watchYes : words.watchNo],
  ];
}

function Reasons({ page, run }: { page: PageContext; run: RunSummary }) {
  const { report: words, reasons } = page.texts.crawler;
  const rows = Object.entries(run.reasons).sort(([, a], [, b]) => b - a);
  return (
    <section aria-labelledby="errors">
      <h2 id="errors">{words.errors}</h2>
      {rows.length === 0 ? (
        <p class="empty">{words.noErrors}</p>
      ) : (
        <table>
          <caption class="unseen">{words.errorsCaption}</caption>
          <thead>
            <tr>
              <th scope="col">{words.reason}</th>
              <th scope="col" class="number">
                {words.count}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([code, n]) => (
              <tr key={code}>
                <th scope="row">{codeText(reasons, code, page.texts.otherCode)}</th>
                <td class="number" data-label={words.count}>
                  {formatsOf(page.language).count(n)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

interface ProposalProps {
  readonly page: PageContext;
  readonly word: { readonly text: string; readonly isBad: boolean } | undefined;
  readonly proposal: RunProposal & { readonly plan: RunPlan };
  readonly isOwn: boolean;
  readonly names: ReadonlyMap<StaffId, string>;
}

/** All that the second person says yes to: every seed, defanged, with limits and places. */
export function CrawlProposalPage({ page, word, proposal, isOwn, names }: ProposalProps) {
  const { crawler } = page.texts;
  const { plan } = proposal;
  const words = crawler.proposals;
  const formats = formatsOf(page.language);
  const rows: Rows = [
    [words.who, `${names.get(proposal.proposedBy) ?? '–'}, ${formats.moment(proposal.proposedAt)}`],
    ...limitRows(page, { ...NO_BUDGET, ...plan.budget }, plan.isWatch),
    [crawler.form.allow, plan.rules.allow.map(defangHost).join(', ') || '–'],
    [crawler.form.deny, plan.rules.deny.map(defangHost).join(', ') || '–'],
    [crawler.form.rendered, plan.rules.renderedHosts?.map(defangHost).join(', ') ?? '–'],
  ];
  return (
    <Page page={page} title={words.of(proposal.seeds)} at="GET /crawler">
      <Flash text={word?.text} isBad={word?.isBad ?? false} />
      <div class="crawl">
        <Crumb page={page} />
        <h1>{words.of(proposal.seeds)}</h1>
        <Facts title={crawler.report.facts} id="asked" rows={rows} />
        {isOwn && <p class="todo-note">{words.own}</p>}
        <Form page={page} action={`/crawler/proposals/${proposal.id}`} class="inline">
          {!isOwn && (
            <button type="submit" name="decision" value="confirm">
              {words.confirm}
            </button>
          )}{' '}
          <button type="submit" class="quiet" name="decision" value="withdraw">
            {words.withdraw}
          </button>
        </Form>
        <section aria-labelledby="seeds">
          <h2 id="seeds">{words.seeds}</h2>
          <ol>
            {plan.seeds.map((seed) => (
              <li key={seed}>
                <code class="address">{defang(seed)}</code>
              </li>
            ))}
          </ol>
        </section>
      </div>
    </Page>
  );
}

const NO_BUDGET: Budget = {
  ...{ maxDepth: undefined, maxHosts: undefined, maxPages: undefined, maxMinutes: undefined, rate: undefined },
};
