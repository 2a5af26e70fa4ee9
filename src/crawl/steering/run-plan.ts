/** A run as people ask for it, read from a form or from where it waits for a second person. Pure. */
import * as z from 'zod';
import { recogniseAddresses } from '../../terms/web-address.ts';
import { runRulesSchema } from '../frontier/run.ts';

const limitSchema = z.number().optional();

/** Seeds are canonical addresses in clear: in memory only. */
export const runPlanSchema = z.object({
  seeds: z.array(z.string()).min(1),
  budget: z.object({
    maxDepth: limitSchema,
    maxHosts: limitSchema,
    maxPages: limitSchema,
    maxMinutes: limitSchema,
    rate: limitSchema,
  }),
  rules: runRulesSchema,
  isWatch: z.boolean(),
});
export type RunPlan = z.infer<typeof runPlanSchema>;

/** Fields of the form. */
export type PlanField =
  'seeds' | 'depth' | 'hosts' | 'pages' | 'minutes' | 'rate' | 'per-host' | 'allow' | 'deny' | 'render-hosts';
/** What is not right with one of them: `line` counts from 1. */
export interface PlanProblem {
  readonly field: PlanField;
  readonly code:
    'none' | 'not-an-address' | 'private-host' | 'too-many' | 'not-a-number' | 'not-a-place' | 'not-a-domain';
  readonly line?: number;
}

/** So many seeds in one plan at most; the command line takes more, from a file. */
export const MOST_SEEDS = 5_000;

const LIMITS = {
  depth: { least: 0, most: 100, isWhole: true, fallback: 3 },
  hosts: { least: 1, most: 1e9, isWhole: true, fallback: undefined },
  pages: { least: 1, most: 1e9, isWhole: true, fallback: undefined },
  minutes: { least: 0.1, most: 1e6, isWhole: false, fallback: undefined },
  rate: { least: 0.01, most: 1e5, isWhole: false, fallback: undefined },
  'per-host': { least: 1, most: 1e9, isWhole: true, fallback: 10_000 },
} as const;
type LimitField = keyof typeof LIMITS;

/**
 * Reads the form's fields (absent: empty). Every problem is told, none with the words of what was given: one seed a line, empty
 * lines and lines that begin with `#` passed over; places as `example.org` or `example.org/forum/`, one a line.
 */
export function readRunPlan(
  get: (name: string) => string,
): { readonly plan: RunPlan } | { readonly problems: readonly PlanProblem[] } {
  const problems: PlanProblem[] = [];
  const seeds = readSeedLines(get('seeds'), problems);
  const limit = (field: LimitField) => readLimit(field, get(field), problems);
  const budget = {
    ...{ maxDepth: limit('depth'), maxHosts: limit('hosts'), maxPages: limit('pages') },
    ...{ maxMinutes: limit('minutes'), rate: limit('rate') },
  };
  const maxPagesPerHost = limit('per-host') ?? LIMITS['per-host'].fallback;
  const [allowed, deny] = [readPlaces('allow', get('allow'), problems), readPlaces('deny', get('deny'), problems)];
  const renderedHosts = readDomains(get('render-hosts'), problems);
  const keepsToAllowed = get('stay') === 'yes';
  const allow =
    keepsToAllowed && allowed.length === 0 ? [...new Set(seeds.map((seed) => new URL(seed).hostname))] : allowed;
  if (problems.length > 0) return { problems };
  const rules = {
    ...{ allow, deny, keepsToAllowed, maxPagesPerHost },
    ...(renderedHosts.length === 0 ? {} : { renderedHosts }),
  };
  return { plan: { seeds, budget, rules, isWatch: get('watch') === 'yes' } };
}

function linesOf(text: string): readonly (readonly [number, string])[] {
  return text
    .split(/\r\n|\n|\r/)
    .map((line, n) => [n + 1, line.trim()] as const)
    .filter(([, line]) => line !== '' && !line.startsWith('#'));
}

function readSeedLines(text: string, problems: PlanProblem[]): string[] {
  const seeds = new Set<string>();
  for (const [line, words] of linesOf(text)) {
    const { addresses, rejected } = recogniseAddresses(words);
    const [address] = addresses;
    if (address !== undefined && addresses.length === 1) seeds.add(address.canonical);
    else {
      const isPrivate = rejected.some(({ reasonCode }) => reasonCode === 'private-host');
      problems.push({ field: 'seeds', code: isPrivate ? 'private-host' : 'not-an-address', line });
    }
  }
  if (seeds.size === 0 && problems.length === 0) problems.push({ field: 'seeds', code: 'none' });
  if (seeds.size > MOST_SEEDS) problems.push({ field: 'seeds', code: 'too-many' });
  return [...seeds];
}

function readLimit(field: LimitField, text: string, problems: PlanProblem[]): number | undefined {
  const { least, most, isWhole, fallback } = LIMITS[field];
  const words = text.trim().replace(',', '.');
  if (words === '') return fallback;
  const value = Number(words);
  if (value >= least && value <= most && (!isWhole || Number.isInteger(value))) return value;
  problems.push({ field, code: 'not-a-number' });
  return undefined;
}

function readPlaces(field: 'allow' | 'deny', text: string, problems: PlanProblem[]): string[] {
  return linesOf(text).map(([line, place]) => {
    if (place.includes('://') || !/^[a-z0-9_.:[\]-]+(?:\/\S*)?$/i.test(place))
      problems.push({ field, code: 'not-a-place', line });
    return place;
  });
}

function readDomains(text: string, problems: PlanProblem[]): string[] {
  return linesOf(text).map(([line, words]) => {
    const domain = words.toLowerCase();
    if (!/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/.test(domain))
      problems.push({ field: 'render-hosts', code: 'not-a-domain', line });
    return domain;
  });
}
