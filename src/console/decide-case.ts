import { createHash } from 'node:crypto';
import {
  markDecided,
  readCase,
  readNewestAssessment,
  type Assessment,
  type CaseView,
  type Item,
} from '../cases/door.ts';
import { openTip, readReportedAddresses, readTip } from '../intake/door.ts';
import { xarfClassOf, type NoticeDoor, type NoticeInput } from '../notices/door.ts';
import type { CaseInput, IccamDoor, PoliceDoor, TipInput } from '../partners/door.ts';
import type { Clock } from '../platform/clock.ts';
import { transact, type Db } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import {
  isOnHold,
  planDispatches,
  route,
  type Decision,
  type PlannedDispatch,
  type RoutingFacts,
} from '../routing/door.ts';
import type { Session } from '../staff/door.ts';
import type { CountryCode } from '../terms/countries.ts';
import type { CaseId, ItemId } from '../terms/ids.ts';

export interface DecideDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
  readonly homeCountry: CountryCode;
  readonly inhopeCountries: ReadonlySet<string>;
  readonly police: Pick<PoliceDoor, 'preparePackage'>;
  readonly iccam: Pick<IccamDoor, 'prepareReport'>;
  readonly provider: Pick<NoticeDoor, 'prepareNotice'>;
}

/** What an analyst is shown before deciding: the case, and what its facts lead to. */
export interface Proposal {
  readonly view: CaseView;
  readonly decisions: readonly Decision[];
  /** True when a person has to do something first (assess, find the origin): then nothing can be decided. */
  readonly needsPerson: boolean;
}

/** What would follow from the case as it stands; undefined when there is no such case. Nothing is written. */
export async function proposeDecision(deps: DecideDeps, caseId: CaseId): Promise<Proposal | undefined> {
  const view = await readCase(deps.db, deps.serviceKey, caseId);
  if (view === undefined) return undefined;
  const decisions = route(factsOf(view, await isOnHold(deps.db, caseId), deps));
  return { view, decisions, needsPerson: decisions.some((decision) => decision.kind === 'person') };
}

/**
 * Decides a case: what goes to the police is opened with the analyst's key and re-sealed to theirs here and now, then the
 * dispatches and the case's new state are written in one transaction. Jobs send them after commit.
 * @throws CaseStateError `not-yours`; Error when the proposal still needs a person
 */
export async function decideCase(
  deps: DecideDeps,
  session: Session,
  caseId: CaseId,
  options: { readonly includeContact: boolean },
): Promise<void> {
  const proposal = await proposeDecision(deps, caseId);
  if (proposal === undefined || proposal.needsPerson)
    throw new Error('The case cannot be decided before every item has been assessed.');
  const planned: PlannedDispatch[] = [];
  for (const decision of proposal.decisions) {
    const plan = await planFor(deps, session, proposal.view, decision, options.includeContact);
    if (plan !== undefined) planned.push(plan);
  }
  const now = deps.clock.now();
  await transact(deps.db, async (tx) => {
    await markDecided(tx, caseId, session.staffId, now);
    await planDispatches(tx, `staff:${session.staffId}`, planned, now);
  });
}

function factsOf(view: CaseView, isHeld: boolean, deps: DecideDeps): RoutingFacts {
  return {
    homeCountry: deps.homeCountry,
    inhopeCountries: deps.inhopeCountries,
    // A tip that its sender marked urgent has gone to the police already; here an analyst's own answers count.
    isUrgent: view.answers.danger === 'yes' || view.answers.identifiable === 'yes',
    isHomeCrime: view.answers.home === 'yes',
    caseOutcome: view.answers.outcome,
    isOnHold: isHeld,
    items: view.items
      .filter((item) => item.state !== 'gone')
      .map((item) => ({
        itemId: item.id,
        outcome: item.outcome,
        hostCountry: item.country,
        knownHit: 'none',
        proxy: 'none',
        hostChanged: false,
      })),
  };
}

/** What a decision shares with every other of its case; each kind fills in its own. */
type CommonPlan = Pick<PlannedDispatch, 'caseId' | 'tipId' | 'itemId' | 'target' | 'isDsa16' | 'isHeld' | 'isAtOnce'>;

async function planFor(
  deps: DecideDeps,
  session: Session,
  view: CaseView,
  decision: Decision,
  includeContact: boolean,
): Promise<PlannedDispatch | undefined> {
  const nothing = { tipId: undefined, itemId: undefined, target: undefined };
  const common: CommonPlan = { caseId: view.id, ...nothing, isDsa16: false, isHeld: false, isAtOnce: false };
  switch (decision.kind) {
    case 'person':
    case 'none':
      return undefined;
    case 'police': {
      const input = await policeInput(deps, session, view, decision, includeContact);
      const payload = await deps.police.preparePackage(input);
      const { rule, isAtOnce } = decision;
      const occasion = coverageOf(view, decision.itemIds);
      return { ...common, destination: 'police', rule, isAtOnce, payload, occasion };
    }
    case 'iccam':
      return planReport(deps, view, decision, common);
    case 'provider':
      return planNotice(deps, view, decision, common);
  }
}

async function planReport(
  deps: DecideDeps,
  view: CaseView,
  decision: Extract<Decision, { kind: 'iccam' }>,
  common: CommonPlan,
): Promise<PlannedDispatch> {
  const { item, assessment } = await itemWithAssessment(deps, view, decision.itemId);
  if (item.ip === undefined) throw new Error('An item whose host is known has an IP address.');
  const payload = deps.iccam.prepareReport({
    caseNumber: view.number,
    receivedHour: view.openedHour,
    items: [{ id: item.id, url: item.url, country: decision.country, answers: assessment.answers, ip: item.ip }],
  });
  const { rule } = decision;
  return { ...common, itemId: item.id, destination: 'iccam', rule, payload, occasion: `r${item.round}` };
}

async function planNotice(
  deps: DecideDeps,
  view: CaseView,
  decision: Extract<Decision, { kind: 'provider' }>,
  common: CommonPlan,
): Promise<PlannedDispatch> {
  const { item, assessment } = await itemWithAssessment(deps, view, decision.itemId);
  const { rule, target, isDsa16, isHeld } = decision;
  const payload = deps.provider.prepareNotice(noticeInput(view.number, item, assessment, target));
  const marks = { rule, target, isDsa16, isHeld, occasion: `r${item.round}` };
  return { ...common, ...marks, itemId: item.id, destination: 'provider', payload };
}

async function policeInput(
  deps: DecideDeps,
  session: Session,
  view: CaseView,
  decision: Extract<Decision, { kind: 'police' }>,
  includeContact: boolean,
): Promise<CaseInput> {
  const keys = await session.deskIdentities();
  const tips: TipInput[] = [];
  for (const tipId of view.tipIds) {
    const record = await readTip(deps.db, tipId);
    // A tip whose key was erased at the end of its retention has nothing left to send.
    if (record.erasedAt !== undefined) continue;
    const { report, contact } = openTip(record, keys);
    tips.push({ ...record, report, contact, addresses: await readReportedAddresses(deps.db, deps.serviceKey, tipId) });
  }
  const items = await Promise.all(
    view.items
      .filter((item) => decision.itemIds.includes(item.id))
      .map(async (item) => ({ ...item, answers: (await readNewestAssessment(deps.db, item.id))?.answers })),
  );
  const { number, category, isUrgent, openedHour, answers } = view;
  return {
    number,
    category,
    isUrgent: isUrgent || decision.isAtOnce,
    openedHour,
    answers,
    rule: decision.rule,
    items,
    tips,
    includeContact,
  };
}

async function itemWithAssessment(
  deps: DecideDeps,
  view: CaseView,
  itemId: ItemId,
): Promise<{ item: Item; assessment: Assessment }> {
  const item = view.items.find((each) => each.id === itemId);
  const assessment = await readNewestAssessment(deps.db, itemId);
  if (item === undefined || assessment === undefined)
    throw new Error('An item goes nowhere before it has been assessed.');
  return { item, assessment };
}

function noticeInput(caseNumber: number, item: Item, assessment: Assessment, target: 'host' | 'proxy'): NoticeInput {
  const classification = xarfClassOf(assessment.answers);
  const { outcome, assessedAt } = assessment;
  if (outcome !== 'illegal-baseline' && outcome !== 'illegal-national')
    throw new Error('Nobody is told about an item that is not illegal.');
  return {
    ...{
      caseNumber,
      itemId: item.id,
      url: item.url,
      host: item.host,
      target,
      outcome,
      assessedAt,
      detection: 'manual_review',
    },
    ...ipOf(item),
    ...(item.country === undefined ? {} : { country: item.country }),
    ...(classification === undefined ? {} : { classification }),
  };
}

const ipOf = (item: Item): { ip?: string } => (item.ip === undefined ? {} : { ip: item.ip });

/** The same items in the same rounds and the same tips give the same word: deciding once more sends no second package. */
function coverageOf(view: CaseView, itemIds: readonly ItemId[]): string {
  const items = view.items.filter((item) => itemIds.includes(item.id)).map((item) => `${item.id}.${item.round}`);
  return createHash('sha256')
    .update([...items, ...view.tipIds].sort().join())
    .digest('hex')
    .slice(0, 16);
}
