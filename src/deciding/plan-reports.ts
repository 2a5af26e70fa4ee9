import { createHash } from 'node:crypto';
import type { CaseView, Item } from '../cases/door.ts';
import { groupItems, type IccamInput, type ReportGroup } from '../partners/door.ts';
import { listCovered, type CoveredItem, type Decision, type PlannedDispatch } from '../routing/door.ts';
import type { CountryCode } from '../terms/countries.ts';
import type { DecideDeps } from './decision-deps.ts';
import { requireBasis, type Basis } from './basis.ts';
import { standOf } from './host-stands.ts';
import type { SeenCase } from './propose-decision.ts';

type IccamDecision = Extract<Decision, { kind: 'iccam' }>;

interface ReportedItem {
  readonly item: Item;
  /** Where it is kept. */
  readonly ip: string | undefined;
  readonly basis: Basis;
  readonly country: CountryCode;
  readonly url: string;
  readonly host: string;
  readonly answers: Basis['answers'];
  readonly pageUrl: string | undefined;
  readonly reason: Pick<IccamDecision, 'rule' | 'by'>;
}

/** One report as ICCAM's door takes it, with the items and rounds that it covers. */
interface ReportInput {
  readonly input: IccamInput;
  readonly covers: readonly CoveredItem[];
  readonly reason: Pick<IccamDecision, 'rule' | 'by'>;
}

/**
 * What goes to ICCAM for one decision: a report for each page with its media and each hosting country. Left out is what was reported in
 * this round already, and what ICCAM has assigned to this hotline: that is moved there, and a report of it would be a second one.
 */
export async function planReports(
  deps: DecideDeps,
  { view, hosts }: SeenCase,
  decisions: readonly IccamDecision[],
): Promise<readonly PlannedDispatch[]> {
  const plans: PlannedDispatch[] = [];
  for (const report of await reportInputsOf(deps, { view, hosts }, decisions))
    plans.push(await planReport(deps, view, report));
  return plans;
}

/** The same reports, before anything is prepared. */
export async function reportInputsOf(
  deps: Pick<DecideDeps, 'db'> & { readonly iccam: Pick<DecideDeps['iccam'], 'standingHere'> },
  { view, hosts }: SeenCase,
  decisions: readonly IccamDecision[],
): Promise<readonly ReportInput[]> {
  if (decisions.length === 0) return [];
  const items = await Promise.all(decisions.map((decision) => readItem(deps, { view, hosts }, decision)));
  const ids = items.map(({ item }) => item.id);
  const rounds = items.map(({ item }) => ({ itemId: item.id, round: item.round }));
  const [covered, standing] = await Promise.all([listCovered(deps.db, 'iccam', rounds), deps.iccam.standingHere(ids)]);
  const fresh = items.filter(({ item }) => !covered.has(item.id) && !standing.has(item.id));
  return groupItems(fresh).map((group) => reportInput(view, group));
}

async function readItem(
  deps: Pick<DecideDeps, 'db'>,
  { view, hosts }: SeenCase,
  decision: IccamDecision,
): Promise<ReportedItem> {
  const { item, basis } = await requireBasis(deps, view, decision.itemId);
  const pageUrl = view.hits.get(item.id)?.[0]?.pageUrl;
  const { url, host } = item;
  const { country, rule, by } = decision;
  const { ip } = standOf(hosts, item.id);
  return { item, ip, basis, country, url, host, answers: basis.answers, pageUrl, reason: { rule, by } };
}

/** Items that one report holds go under the reason of the first. */
function reportInput(view: CaseView, group: ReportGroup<ReportedItem>): ReportInput {
  const [first] = group.items;
  if (first === undefined) throw new Error('A report is about at least one item.');
  return {
    reason: first.reason,
    input: {
      caseNumber: view.number,
      receivedHour: view.openedHour,
      ...(group.referrer === undefined ? {} : { referrer: group.referrer }),
      items: group.items.map(({ item, ip, country, answers }) => {
        if (ip === undefined) throw new Error('An item whose host is known has an IP address.');
        return { id: item.id, url: item.url, country, answers, ip };
      }),
    },
    covers: group.items.map(({ item }) => ({ itemId: item.id, round: item.round })),
  };
}

async function planReport(
  deps: DecideDeps,
  view: CaseView,
  { input, covers, reason }: ReportInput,
): Promise<PlannedDispatch> {
  const payload = await deps.iccam.prepare(input);
  const [only, second] = covers;
  const isOne = only !== undefined && second === undefined;
  return {
    ...{ caseId: view.id, tipId: undefined, target: undefined, destination: 'iccam', ...reason },
    ...{ isDsa16: false, isHeld: false, isAtOnce: false, payload, covers },
    itemId: isOne ? only.itemId : undefined,
    occasion: isOne ? `r${only.round}` : coverage(covers),
  };
}

/** The same items in the same rounds give the same word. */
function coverage(covers: NonNullable<PlannedDispatch['covers']>): string {
  const parts = covers.map(({ itemId, round }) => `${itemId}.${round}`).sort();
  return createHash('sha256').update(parts.join()).digest('hex').slice(0, 16);
}
