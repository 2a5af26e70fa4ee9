/** The crawler's pages: how it works now, a run's report, beginning and steering runs, bulks by two people. */
import { z } from 'zod';
import {
  endProposal,
  insertProposal,
  listProposals,
  lockProposal,
  readCrawlState,
  readPace,
  readRunPlan,
  readRuns,
  readTroubledHosts,
  SEEDS_BY_ONE,
  startRun,
  steerRun,
  type PlanProblem,
  type RunPlan,
} from '../../crawl/door.ts';
import { recordAct } from '../../ledger/door.ts';
import { transact, type Tx } from '../../platform/db.ts';
import { readStaffNames } from '../../staff/door.ts';
import type { StaffId } from '../../terms/ids.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { CrawlFormPage } from '../views/crawl-form.tsx';
import { CrawlProposalPage, CrawlRunPage } from '../views/crawl-run.tsx';
import { CrawlerPage } from '../views/crawler.tsx';
import type { Problem } from '../views/shell.tsx';
import { notFound } from './case.ts';

const RUNS = 15;
const HOSTS = 10;
const PACE_MS = 3_600_000;

/** Everything under `/crawler` but its settings. */
export function addCrawler(screens: Screens): void {
  screens.staff('GET /crawler', crawlerPage);
  screens.staff('GET /crawler/new', (visit) => formPage(visit, []));
  screens.staff('POST /crawler/runs', begin);
  screens.staff('GET /crawler/runs/:runId', runPage);
  screens.staff('POST /crawler/runs/:runId', steer);
  screens.staff('GET /crawler/proposals/:proposalId', proposalPage);
  screens.staff('POST /crawler/proposals/:proposalId', decideProposal);
}

async function crawlerPage(visit: StaffVisit): Promise<Answer> {
  const { db, serviceKey, config } = visit.deps;
  const [state, pace, troubled, proposals, names] = await Promise.all([
    readCrawlState(db, RUNS),
    readPace(db, PACE_MS),
    readTroubledHosts(db, serviceKey, { limit: HOSTS, plainDelayMs: config.crawl.delayMs }),
    listProposals(db),
    readStaffNames(visit.deps.db),
  ]);
  const isStill = visit.query.get('still') === '1' || visit.query.has('done') || visit.query.has('not');
  const { page, now } = visit;
  return CrawlerPage({ page, word: crawlerWord(visit), state, pace, troubled, proposals, names, isStill, now });
}

/** What the address says was done, or not, in words. */
export function crawlerWord({
  texts,
  query,
}: StaffVisit): { readonly text: string; readonly isBad: boolean } | undefined {
  const find = (words: Readonly<Record<string, string>>, code: string | undefined) =>
    code !== undefined && Object.hasOwn(words, code) ? words[code] : undefined;
  const bad = find(texts.crawler.not, query.get('not'));
  if (bad !== undefined) return { text: bad, isBad: true };
  const good = find(texts.crawler.done, query.get('done'));
  return good === undefined ? undefined : { text: good, isBad: false };
}

function formPage(visit: StaffVisit, problems: readonly PlanProblem[]): Answer {
  const { page, texts, form } = visit;
  const words = texts.crawler.form;
  const told = problems.map(({ field, code, line }): Problem => {
    const text = words.problems[code];
    return { field, text: line === undefined ? text : words.line(line, text) };
  });
  const given = (name: string) => (name === 'depth' && visit.request.method === 'GET' ? '3' : form.get(name));
  const rendered = CrawlFormPage({ page: { ...page, path: '/crawler/new' }, given, problems: told });
  return told.length === 0 ? rendered : { status: 400, page: rendered };
}

async function begin(visit: StaffVisit): Promise<Answer> {
  const { deps, form, session, now } = visit;
  const read = readRunPlan((name) => form.get(name));
  if ('problems' in read) return formPage(visit, read.problems);
  const { plan } = read;
  if (plan.seeds.length <= SEEDS_BY_ONE) {
    const runId = await transact(deps.db, (tx) => startPlanned(visit, tx, plan, session.staffId, undefined));
    return { goTo: `/crawler/runs/${runId}?done=started` };
  }
  await transact(deps.db, async (tx) => {
    const id = await insertProposal(tx, deps.serviceKey, { plan, proposedBy: session.staffId, now });
    await recordAct(tx, {
      ...{ at: now, actor: `staff:${session.staffId}`, action: 'crawl.proposed', subject: `crawl-proposal:${id}` },
      payload: { seeds: plan.seeds.length },
    });
  });
  return { goTo: '/crawler?done=proposed' };
}

async function startPlanned(
  { deps, now }: StaffVisit,
  tx: Tx,
  plan: RunPlan,
  askedBy: StaffId,
  agreedBy: StaffId | undefined,
): Promise<number> {
  const { seeds, rules, isWatch } = plan;
  const { maxDepth, maxHosts, maxPages, maxMinutes, rate } = plan.budget;
  const budget = { maxDepth, maxHosts, maxPages, maxMinutes, rate };
  const { runId } = await startRun(tx, deps.serviceKey, { seeds, budget, rules, isWatch, askedBy, agreedBy, now });
  await recordAct(tx, {
    ...{ at: now, actor: `staff:${agreedBy ?? askedBy}`, action: 'crawl.started', subject: `crawl:${runId}` },
    payload: { seeds: seeds.length, askedBy, agreedBy: agreedBy ?? '' },
  });
  return runId;
}

const runIdOf = (visit: StaffVisit): number | undefined =>
  z.coerce.number().int().positive().max(0x7fffffff).safeParse(visit.params.get('runId')).data;

async function runPage(visit: StaffVisit): Promise<Answer> {
  const runId = runIdOf(visit);
  const [run] = runId === undefined ? [] : await readRuns(visit.deps.db, { id: runId });
  if (run === undefined) return notFound(visit);
  return CrawlRunPage({ page: visit.page, word: crawlerWord(visit), run, names: await readStaffNames(visit.deps.db) });
}

const steeringSchema = z.enum(['running', 'paused', 'stopped']);

async function steer(visit: StaffVisit): Promise<Answer> {
  const { deps, session, now, form } = visit;
  const runId = runIdOf(visit);
  const to = steeringSchema.safeParse(form.get('to'));
  if (runId === undefined || !to.success) return notFound(visit);
  if (!(await steerRun(deps.db, runId, to.data))) return { goTo: '/crawler?not=state' };
  await transact(deps.db, (tx) =>
    recordAct(tx, {
      ...{ at: now, actor: `staff:${session.staffId}`, action: `crawl.${to.data}`, subject: `crawl:${runId}` },
      payload: {},
    }),
  );
  return { goTo: `/crawler?done=${to.data}` };
}

const proposalIdOf = (visit: StaffVisit): string | undefined => z.uuid().safeParse(visit.params.get('proposalId')).data;

async function proposalPage(visit: StaffVisit): Promise<Answer> {
  const { deps, session, page } = visit;
  const id = proposalIdOf(visit);
  const proposal =
    id === undefined ? undefined : await transact(deps.db, (tx) => lockProposal(tx, deps.serviceKey, id));
  if (proposal === undefined) return notFound(visit);
  const isOwn = proposal.proposedBy === session.staffId;
  return CrawlProposalPage({
    page,
    word: crawlerWord(visit),
    proposal,
    isOwn,
    names: await readStaffNames(visit.deps.db),
  });
}

async function decideProposal(visit: StaffVisit): Promise<Answer> {
  const { deps, session, now, form } = visit;
  const id = proposalIdOf(visit);
  if (id === undefined) return notFound(visit);
  const isConfirming = form.get('decision') === 'confirm';
  return transact(deps.db, async (tx): Promise<Answer> => {
    const proposal = await lockProposal(tx, deps.serviceKey, id);
    if (proposal === undefined) return { goTo: '/crawler?not=gone' };
    if (!isConfirming) {
      await endProposal(tx, id, { state: 'withdrawn', by: session.staffId, now });
      await recordAct(tx, {
        ...{ at: now, actor: `staff:${session.staffId}`, action: 'crawl.withdrawn', subject: `crawl-proposal:${id}` },
        payload: {},
      });
      return { goTo: '/crawler?done=withdrawn' };
    }
    if (proposal.proposedBy === session.staffId) return { goTo: `/crawler/proposals/${id}?not=own` };
    const runId = await startPlanned(visit, tx, proposal.plan, proposal.proposedBy, session.staffId);
    await endProposal(tx, id, { state: 'confirmed', by: session.staffId, runId, now });
    return { goTo: `/crawler/runs/${runId}?done=started` };
  });
}
