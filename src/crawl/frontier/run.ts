/**
 * A run: seeds, what may be visited, and what it may cost.
 *
 * | state     | meaning                                         | moves to                                                  |
 * |-----------|-------------------------------------------------|-----------------------------------------------------------|
 * | `running` | workers visit its addresses                     | `paused`, `stopped` by a person; `done` by `endOf`          |
 * | `paused`  | nothing of it is asked for; everything is kept  | `running`, `stopped` by a person                          |
 * | `stopped` | ended by a person; its addresses are erased     | –                                                         |
 * | `done`    | ended by itself; its addresses are erased       | –                                                         |
 *
 * Whatever the state becomes, the workers see it within a quarter of a second; what is under way then is finished.
 */
import * as z from 'zod';

/** For rows read back. */
export const runStateSchema = z.enum(['running', 'paused', 'stopped', 'done']);
export type RunState = z.infer<typeof runStateSchema>;
/** Why a run ended. */
export const runEndSchema = z.enum(['complete', 'pages', 'time', 'stopped']);
export type RunEnd = z.infer<typeof runEndSchema>;

/** What a run may cost; undefined means no limit. */
export interface RunBudget {
  /** Links followed from a seed. */
  readonly maxDepth: number | undefined;
  readonly maxHosts: number | undefined;
  /** Visits to pages, media and sitemaps, together. */
  readonly maxPages: number | undefined;
  /** Of running: pauses do not count. */
  readonly maxMinutes: number | undefined;
  /** Requests a second, all workers together. */
  readonly rate: number | undefined;
}

/** Which addresses belong to a run (src/crawl/scope); shrouded where it is stored, as it names hosts. */
export const runRulesSchema = z.object({
  allow: z.array(z.string()),
  deny: z.array(z.string()),
  /** Pages of allowed places only, in place of wherever links lead. */
  keepsToAllowed: z.boolean(),
  maxPagesPerHost: z.number(),
  /** Domains, subdomains included, whose pages may be run in a browser when they are empty without script; absent: none. */
  renderedHosts: z.array(z.string()).optional(),
  /** Test networks only. */
  mayVisitPrivateHosts: z.boolean().optional(),
});
export type RunRules = z.infer<typeof runRulesSchema>;

/** Counts of a run. Sizes in bytes. */
export interface RunTotals {
  /** Addresses taken in, and those that are over: equal when nothing is left. */
  readonly offered: number;
  readonly over: number;
  readonly visits: number;
  readonly pages: number;
  readonly media: number;
  readonly sitemaps: number;
  readonly unchanged: number;
  readonly sightings: number;
  readonly bytes: number;
  /** Visits a second, of the last ten seconds or so. */
  readonly rate: number;
}

/** A run that has not ended, as workers see it. */
export interface OpenRun {
  readonly id: number;
  readonly state: 'running' | 'paused';
  readonly budget: RunBudget;
  readonly rules: RunRules;
  /** Visited addresses are visited again, by observed change; such a run ends by its budget or a person alone. */
  readonly isWatch: boolean;
  readonly runningMs: number;
  readonly totals: RunTotals;
}

/** Whether a running run has come to its end, and why. */
export function endOf(run: Pick<OpenRun, 'state' | 'budget' | 'isWatch' | 'runningMs' | 'totals'>): RunEnd | undefined {
  if (run.state !== 'running') return undefined;
  const { budget, totals } = run;
  if (budget.maxPages !== undefined && totals.visits >= budget.maxPages) return 'pages';
  if (budget.maxMinutes !== undefined && run.runningMs >= budget.maxMinutes * 60_000) return 'time';
  return !run.isWatch && totals.offered === totals.over ? 'complete' : undefined;
}

const MOVES: Readonly<Record<'running' | 'paused' | 'stopped', readonly RunState[]>> = {
  running: ['paused'],
  paused: ['running'],
  stopped: ['running', 'paused'],
};

/** The states from which a person may move a run to `to`. */
export const statesBefore = (to: 'running' | 'paused' | 'stopped'): readonly RunState[] => MOVES[to];
