/**
 * `npm run fyr -- crawl ...`: runs of the crawler at the terminal. A bulk of seeds needs two people, each with their own password
 * and code. Nothing that is printed holds an address.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import {
  readCrawlState,
  readRuns,
  SEEDS_BY_ONE,
  startRun,
  steerRun,
  type RunBudget,
  type RunSummary,
} from '../crawl/door.ts';
import type { House } from '../house.ts';
import { recordAct } from '../ledger/door.ts';
import { transact } from '../platform/db.ts';
import type { StaffId } from '../terms/ids.ts';
import { askWho, type AskDeps } from './ask-who.ts';
import { CommandProblem } from './command-problem.ts';
import { runLine, runReport } from './crawl-report.ts';
import { readSeeds } from './crawl-seeds.ts';
import { openProgress } from './progress.ts';

export const CRAWL_USAGE = `The crawler (docs/crawler.md)

  crawl SEEDS [options]        crawl from these addresses; SEEDS: addresses, or files with one address a line
  crawl status [RUN]           what is queued and found, of all runs or of one
  crawl pause RUN              ask for nothing more of it, and keep everything
  crawl resume RUN [--detach]  go on with a paused run
  crawl stop RUN               end it; what it had still to visit is erased

Options of a run:
  --depth N     links followed from a seed (default 3)     --hosts N    hosts at the most
  --pages N     requests at the most                       --minutes N  time at the most
  --rate N      requests a second at the most              --per-host N pages of one host at the most (default 10000)
  --allow PLACE, --deny PLACE   example.org or example.org/forum/; may be given often
  --render-hosts HOSTS  run pages that need script in a browser (FYR_CHROMIUM), on these domains: a.example.org,b.example.org
  --stay        pages of allowed places only; without --allow: of the seeds' own hosts
  --watch       visit again what was visited, by how often it changes, until the run is stopped
  --detach      only begin the run: \`npm start -- --services=crawl\` works on it
  --as LOGIN --with LOGIN       who you are, both of you: needed for more than ${SEEDS_BY_ONE} seeds
`;

/** What the commands need of the house, and the people at the terminal. */
export interface CrawlCommandDeps extends Pick<House, 'config' | 'clock' | 'db' | 'serviceKey'>, AskDeps {
  /**
   * A crawler that works on what is begun here. It is ready when this has returned, and works when it is told to.
   * @throws Error that says why it cannot, before anything is begun
   */
  readonly openWorker: () => Promise<TerminalCrawler>;
  /** Told when Ctrl-C is pressed; for tests. */
  readonly interrupted?: AbortSignal;
}

/** The crawler that works for a command. */
export interface TerminalCrawler {
  start(): Promise<void>;
  /** Returns when it has ended and what it saw is written down. */
  stop(): Promise<void>;
}

const text = { type: 'string' } as const;
const many = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  ...{ depth: text, hosts: text, pages: text, minutes: text, rate: text, 'per-host': text },
  ...{ 'render-hosts': text, allow: many, deny: many, stay: flag, watch: flag, detach: flag, as: text, with: text },
};
type Values = ReturnType<typeof parse>['values'];

/** Runs one command. @returns the exit code: 0 done, 1 refused, 2 not understood */
export async function runCrawlCommand(
  args: readonly string[],
  deps: CrawlCommandDeps,
  out: NodeJS.WriteStream,
): Promise<number> {
  try {
    const { positionals, values } = parse(args);
    const [command, run] = positionals;
    switch (command) {
      case undefined:
        throw new CommandProblem(CRAWL_USAGE, 2);
      case 'status':
        return await showStatus(deps, run, out);
      case 'pause':
        return await steer(deps, run, 'paused', out);
      case 'stop':
        return await steer(deps, run, 'stopped', out);
      case 'resume':
        return await resume(deps, run, values, out);
      default:
        return await begin(deps, positionals, values, out);
    }
  } catch (error) {
    if (!(error instanceof CommandProblem)) throw error;
    out.write(`${error.message}\n`);
    return error.exitCode;
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw new CommandProblem(`${error instanceof Error ? error.message : 'Not understood.'}\n\n${CRAWL_USAGE}`, 2);
  }
}

function runNumber(given: string | undefined): number {
  const parsed = z.coerce.number().int().positive().max(0x7fffffff).safeParse(given);
  if (!parsed.success) throw new CommandProblem('Which RUN? Its number stands in `crawl status`.', 2);
  return parsed.data;
}

async function showStatus(deps: CrawlCommandDeps, given: string | undefined, out: NodeJS.WriteStream): Promise<number> {
  if (given !== undefined) {
    out.write(runReport(await readRun(deps, runNumber(given))));
    return 0;
  }
  const state = await readCrawlState(deps.db);
  out.write(
    `${state.workers} workers; ${state.queued.toLocaleString('en')} addresses queued on ${state.awakeHosts.toLocaleString('en')} hosts, ` +
      `${state.dueHosts.toLocaleString('en')} of them may be asked now; ${state.rate.toFixed(1)} requests a second.\n`,
  );
  for (const run of state.runs) out.write(runLine(run));
  if (state.runs.length === 0) out.write(`No runs yet.\n\n${CRAWL_USAGE}`);
  return 0;
}

async function readRun({ db }: CrawlCommandDeps, id: number): Promise<RunSummary> {
  const [run] = await readRuns(db, { id });
  if (run === undefined) throw new CommandProblem('There is no run of this number: `crawl status` shows them.', 1);
  return run;
}

const STEERED = { running: 'goes on', paused: 'is paused', stopped: 'is stopped' } as const;

async function steer(
  deps: CrawlCommandDeps,
  given: string | undefined,
  to: keyof typeof STEERED,
  out: NodeJS.WriteStream,
): Promise<number> {
  const runId = runNumber(given);
  const { state } = await readRun(deps, runId);
  if (!(await steerRun(deps.db, runId, to)))
    throw new CommandProblem(`Run ${runId} is ${state}: this cannot be done.`, 1);
  await record(deps, `crawl.${to}`, runId, {}, undefined);
  out.write(`Run ${runId} ${STEERED[to]}.\n`);
  return 0;
}

async function resume(
  deps: CrawlCommandDeps,
  run: string | undefined,
  values: Values,
  out: NodeJS.WriteStream,
): Promise<number> {
  const worker = await openWorker(deps, values);
  await steer(deps, run, 'running', out);
  return follow(deps, runNumber(run), worker, out);
}

/** None where another process is to work on the run. */
const openWorker = (deps: CrawlCommandDeps, { detach = false }: Values) => (detach ? undefined : deps.openWorker());

function record(
  { db, clock }: CrawlCommandDeps,
  action: string,
  runId: number,
  payload: Readonly<Record<string, number>>,
  by: StaffId | undefined,
): Promise<void> {
  const actor = by === undefined ? 'operator' : (`staff:${by}` as const);
  return transact(db, (tx) => recordAct(tx, { at: clock.now(), actor, action, subject: `crawl:${runId}`, payload }));
}

const DEFAULT_DEPTH = 3;
const DEFAULT_PER_HOST = 10_000;

function budgetOf(values: Values): RunBudget {
  const limit = (name: 'depth' | 'hosts' | 'pages' | 'minutes' | 'rate', least: number, isWhole: boolean) => {
    const given = values[name];
    if (given === undefined) return undefined;
    const parsed = z.coerce.number().min(least).max(1e9).safeParse(given);
    if (parsed.success && (!isWhole || Number.isInteger(parsed.data))) return parsed.data;
    throw new CommandProblem(`--${name} is a ${isWhole ? 'whole ' : ''}number of at least ${least}.`, 2);
  };
  return {
    maxDepth: limit('depth', 0, true) ?? DEFAULT_DEPTH,
    maxHosts: limit('hosts', 1, true),
    maxPages: limit('pages', 1, true),
    maxMinutes: limit('minutes', 0.01, false),
    rate: limit('rate', 0.001, false),
  };
}

async function begin(
  deps: CrawlCommandDeps,
  given: readonly string[],
  values: Values,
  out: NodeJS.WriteStream,
): Promise<number> {
  const budget = budgetOf(values);
  const perHost = z.coerce
    .number()
    .int()
    .positive()
    .safeParse(values['per-host'] ?? DEFAULT_PER_HOST);
  if (!perHost.success) throw new CommandProblem('--per-host is a whole number of at least 1.', 2);
  const seeds = await readSeeds(given);
  const keepsToAllowed = values.stay ?? false;
  const allow = [...(values.allow ?? []), ...(keepsToAllowed && values.allow === undefined ? hostsOf(seeds) : [])].map(
    placeOf,
  );
  const renderedHosts = renderedHostsOf(deps, values['render-hosts']);
  const worker = await openWorker(deps, values);
  const [askedBy, agreedBy] = await twoPeople(deps, seeds.length, values, out);
  const { runId } = await transact(deps.db, async (tx) => {
    const started = await startRun(tx, deps.serviceKey, {
      ...{ seeds, budget, isWatch: values.watch ?? false, askedBy, agreedBy, now: deps.clock.now() },
      rules: {
        allow,
        deny: (values.deny ?? []).map(placeOf),
        keepsToAllowed,
        maxPagesPerHost: perHost.data,
        renderedHosts,
      },
    });
    await recordAct(tx, {
      ...{ at: deps.clock.now(), action: 'crawl.started', subject: `crawl:${started.runId}` },
      actor: askedBy === undefined ? 'operator' : `staff:${askedBy}`,
      payload: { seeds: seeds.length, agreedBy: agreedBy ?? '' },
    });
    return started;
  });
  out.write(`Run ${runId}: ${seeds.length.toLocaleString('en')} seeds.\n`);
  return follow(deps, runId, worker, out);
}

const hostsOf = (seeds: readonly string[]): readonly string[] => [
  ...new Set(seeds.map((seed) => new URL(seed).hostname)),
];

function renderedHostsOf({ config }: CrawlCommandDeps, given: string | undefined): string[] {
  if (given === undefined) return [];
  if (config.crawl.chromiumPath === undefined)
    throw new CommandProblem('--render-hosts needs playwright-core and a Chromium: FYR_CHROMIUM is not set.', 1);
  const hosts = given.split(',').map((host) => host.trim().toLowerCase());
  if (hosts.every((host) => /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/.test(host))) return hosts;
  throw new CommandProblem('--render-hosts takes domains with commas between: a.example.org,b.example.org.', 2);
}

function placeOf(place: string): string {
  if (/^[a-z0-9_.:[\]-]+(?:\/\S*)?$/i.test(place) && !place.includes('://')) return place;
  throw new CommandProblem('--allow and --deny take a domain or a part of one: example.org or example.org/forum/.', 2);
}

/** Who asks and who agrees; a few seeds need nobody's name. @throws CommandProblem when it is one person twice */
async function twoPeople(
  deps: CrawlCommandDeps,
  seeds: number,
  values: Values,
  out: NodeJS.WriteStream,
): Promise<readonly [StaffId | undefined, StaffId | undefined]> {
  const { as: first, with: second } = values;
  if (seeds > SEEDS_BY_ONE && (first === undefined || second === undefined)) {
    throw new CommandProblem(
      `${seeds} seeds are a bulk: more than ${SEEDS_BY_ONE} need two people at the terminal, --as LOGIN --with LOGIN.`,
      1,
    );
  }
  if (first === undefined) return [undefined, undefined];
  if (first === second) throw new CommandProblem('--as and --with must be two people.', 1);
  out.write(`${seeds.toLocaleString('en')} seeds.\n`);
  const askedBy = await askWho(deps, first);
  return [askedBy, second === undefined ? undefined : await askWho(deps, second)];
}

const LOOK_MS = 250;

/** Works on the run and shows how it goes, until it has ended or Ctrl-C pauses it. */
async function follow(
  deps: CrawlCommandDeps,
  runId: number,
  worker: TerminalCrawler | undefined,
  out: NodeJS.WriteStream,
): Promise<number> {
  if (worker === undefined) {
    out.write('`npm start -- --services=crawl` works on it; `crawl status` shows how it goes.\n');
    return 0;
  }
  const interrupted = deps.interrupted ?? onInterrupt();
  await worker.start();
  try {
    const run = await watchRun(deps, runId, interrupted, out);
    if (run.state === 'running' && (await steerRun(deps.db, runId, 'paused'))) {
      out.write(`Run ${runId} is paused; \`crawl resume ${runId}\` goes on with it.\n`);
    }
  } finally {
    await worker.stop();
  }
  out.write(runReport(await readRun(deps, runId)));
  return 0;
}

async function watchRun(
  deps: CrawlCommandDeps,
  runId: number,
  interrupted: AbortSignal,
  out: NodeJS.WriteStream,
): Promise<RunSummary> {
  let run = await readRun(deps, runId);
  // A run with a limit of visits has a measure; any other is as long as what it finds.
  const progress = openProgress(out, 'Crawling', undefined);
  while (run.state === 'running' && !interrupted.aborted) {
    const { totals } = run;
    progress.update(
      totals.visits,
      `${(totals.offered - totals.over).toLocaleString('en')} queued, ${run.hosts.toLocaleString('en')} hosts, ` +
        `${totals.media.toLocaleString('en')} media, ${totals.sightings.toLocaleString('en')} sightings`,
    );
    await sleep(LOOK_MS, undefined, { signal: interrupted }).catch(() => undefined);
    run = await readRun(deps, runId);
  }
  progress.end();
  return run;
}

/** Aborts at the first Ctrl-C; a second one ends the process as usual. */
function onInterrupt(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  process.once('SIGTERM', () => controller.abort());
  return controller.signal;
}
