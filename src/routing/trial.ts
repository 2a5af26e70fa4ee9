/** What a draft would have done to past cases, beside what the table in use does with the same facts. Pure. */
import { z } from 'zod';
import { caseIdSchema, type CaseId } from '../terms/ids.ts';
import { ruleCodeSchema } from './dispatch.ts';
import type { Decision, RoutingFacts } from './facts.ts';
import { routeBy } from './route.ts';
import type { RoutingTable } from './table.ts';

/** How many cases one trial may read, and how many of those that differ are kept to be looked at. */
export const TRIAL_LIMITS = { cases: 5_000, listed: 200 } as const;

const wayCodes = [
  'police-at-once',
  'police',
  'iccam',
  'hotline',
  'ncmec',
  'provider-host',
  'provider-proxy',
  'person',
  'none',
] as const;
/** Somebody whom a case leads to, of which of its items, and by which row. */
const waySchema = z.object({
  to: z.enum(wayCodes),
  rule: ruleCodeSchema,
  row: z.string(),
  /** Of the items, in the order of the case; empty: the case as a whole. */
  numbers: z.array(z.number().int()),
});
export type TrialWay = z.infer<typeof waySchema>;
export type TrialWayCode = TrialWay['to'];

/** What is different about a case: somebody is told who was not, or is not told who was, or only the reason is another. */
export const TRIAL_KINDS = ['told-more', 'told-less', 'told-others', 'reason'] as const;
const changedSchema = z.object({
  caseId: caseIdSchema,
  number: z.number().int(),
  kind: z.enum(TRIAL_KINDS),
  before: z.array(waySchema),
  after: z.array(waySchema),
});
export type TrialCase = z.infer<typeof changedSchema>;

/** As it is stored beside the draft. */
export const trialSchema = z.object({
  /** The version that it was compared to: the one in use. */
  comparedTo: z.number().int(),
  cases: z.number().int(),
  unchanged: z.number().int(),
  counts: z.record(z.enum(TRIAL_KINDS), z.number().int()),
  /** For each way, how many cases take it now and would by the draft. */
  ways: z.array(z.object({ to: z.enum(wayCodes), before: z.number().int(), after: z.number().int() })),
  /** The first of those that differ. */
  changed: z.array(changedSchema).max(TRIAL_LIMITS.listed),
});
export type Trial = z.infer<typeof trialSchema>;

/** A past case with its facts as they are on record now. */
export interface PastCase {
  readonly caseId: CaseId;
  readonly number: number;
  readonly facts: RoutingFacts;
}

/** Runs both tables over the cases, which may come as a stream: only what differs is kept. */
export async function tryTable(
  tables: { readonly inUse: RoutingTable; readonly draft: RoutingTable },
  cases: AsyncIterable<PastCase>,
): Promise<Trial> {
  const trial = { cases: 0, unchanged: 0, changed: new Array<TrialCase>() };
  const counts = { 'told-more': 0, 'told-less': 0, 'told-others': 0, reason: 0 };
  const ways = new Map(wayCodes.map((to) => [to, { before: 0, after: 0 }]));
  for await (const { caseId, number, facts } of cases) {
    const [before, after] = [waysOf(tables.inUse, facts), waysOf(tables.draft, facts)];
    trial.cases += 1;
    countWays(ways, before, after);
    const kind = kindOf(before, after);
    if (kind === undefined) trial.unchanged += 1;
    else {
      counts[kind] += 1;
      if (trial.changed.length < TRIAL_LIMITS.listed) trial.changed.push({ caseId, number, kind, before, after });
    }
  }
  const taken = [...ways].filter(([, { before, after }]) => before + after > 0).map(([to, each]) => ({ to, ...each }));
  return { comparedTo: tables.inUse.version, ...trial, counts, ways: taken };
}

function countWays(
  ways: ReadonlyMap<TrialWayCode, { before: number; after: number }>,
  before: readonly TrialWay[],
  after: readonly TrialWay[],
): void {
  for (const to of new Set(before.map((way) => way.to))) addTo(ways.get(to), 'before');
  for (const to of new Set(after.map((way) => way.to))) addTo(ways.get(to), 'after');
}

function addTo(counts: { before: number; after: number } | undefined, side: 'before' | 'after'): void {
  if (counts !== undefined) counts[side] += 1;
}

/** The decisions of a case, those of a kind by a row together. */
function waysOf(table: RoutingTable, facts: RoutingFacts): TrialWay[] {
  const numberOf = new Map(facts.items.map(({ itemId }, index) => [itemId, index + 1]));
  const ways = new Map<string, TrialWay>();
  for (const decision of routeBy(table, facts)) {
    const to = wayOf(decision);
    const key = `${to} ${decision.by.row}`;
    const ids = decision.kind === 'police' ? decision.itemIds : decision.itemId === undefined ? [] : [decision.itemId];
    const numbers = [...(ways.get(key)?.numbers ?? []), ...ids.map((id) => numberOf.get(id) ?? 0)];
    ways.set(key, { to, rule: decision.rule, row: decision.by.row, numbers });
  }
  return [...ways.values()];
}

function wayOf(decision: Decision): TrialWayCode {
  switch (decision.kind) {
    case 'police':
      return decision.isAtOnce ? 'police-at-once' : 'police';
    case 'provider':
      return decision.target === 'host' ? 'provider-host' : 'provider-proxy';
    default:
      return decision.kind;
  }
}

function kindOf(before: readonly TrialWay[], after: readonly TrialWay[]): TrialCase['kind'] | undefined {
  const [old, now] = [tellings(before), tellings(after)];
  const [isMore, isLess] = [[...now].some((each) => !old.has(each)), [...old].some((each) => !now.has(each))];
  if (isMore && isLess) return 'told-others';
  if (isMore) return 'told-more';
  if (isLess) return 'told-less';
  const reasons = (ways: readonly TrialWay[]) =>
    ways.map(({ to, rule, numbers }) => [to, rule, ...numbers].join()).join(';');
  return reasons(before) === reasons(after) ? undefined : 'reason';
}

/** Who hears of which item. */
const tellings = (ways: readonly TrialWay[]): ReadonlySet<string> =>
  new Set(
    ways.flatMap(({ to, numbers }) => (numbers.length === 0 ? [to] : numbers.map((number) => `${to} ${number}`))),
  );
