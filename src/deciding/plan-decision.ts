import { createHash } from 'node:crypto';
import type { CaseView, Item } from '../cases/door.ts';
import { openTip, readReportedAddresses, readTip } from '../intake/door.ts';
import { xarfClassOf, type NoticeInput } from '../notices/door.ts';
import type { CaseInput, TipInput } from '../partners/door.ts';
import type { Decision, PlannedDispatch } from '../routing/door.ts';
import type { Session } from '../staff/door.ts';
import type { ItemId } from '../terms/ids.ts';
import { basisOf, requireBasis, type Basis } from './basis.ts';
import { cybertipInputOf } from './cybertip-input.ts';
import type { DecideDeps } from './decision-deps.ts';
import type { Proposal } from './propose-decision.ts';

/** Who decides, as far as planning needs to know: a person's open keys, for the texts of tips; a list has none. */
export interface Decider {
  readonly deskIdentities: Session['deskIdentities'] | undefined;
  /** The tipster's contact details go to the police with the rest. */
  readonly includeContact: boolean;
}

/** What a decision shares with every other of its case; each kind fills in its own. */
type CommonPlan = Pick<PlannedDispatch, 'caseId' | 'tipId' | 'itemId' | 'target' | 'isDsa16' | 'isHeld' | 'isAtOnce'>;

/**
 * What is to be sent for one decision, already sealed or shrouded; undefined for one that sends nothing. (Decisions for ICCAM
 * are planned together: plan-reports.ts.)
 * @throws Error for an item that nobody, and no trusted list, has called illegal, and for texts that cannot be opened
 */
export async function planDecision(
  deps: DecideDeps,
  decider: Decider,
  { view, decisions }: Pick<Proposal, 'view' | 'decisions'>,
  decision: Exclude<Decision, { kind: 'iccam' }>,
): Promise<PlannedDispatch | undefined> {
  const nothing = { tipId: undefined, itemId: undefined, target: undefined };
  const common: CommonPlan = { caseId: view.id, ...nothing, isDsa16: false, isHeld: false, isAtOnce: false };
  switch (decision.kind) {
    case 'person':
    case 'none':
      return undefined;
    case 'police': {
      const input = await policeInput(deps, decider, view, decision);
      const payload = await deps.police.prepare(input);
      const { rule, isAtOnce } = decision;
      const occasion = coverageOf(view, decision.itemIds);
      const covers = view.items
        .filter((item) => decision.itemIds.includes(item.id))
        .map((item) => ({ itemId: item.id, round: item.round }));
      return { ...common, destination: 'police', rule, isAtOnce, payload, covers, occasion };
    }
    case 'hotline':
      return planHandover(deps, view, decision, common);
    case 'ncmec':
      return planCybertip(deps, { view, decisions }, decision, common);
    case 'provider':
      return planNotice(deps, view, decision, common);
  }
}

async function planHandover(
  deps: DecideDeps,
  view: CaseView,
  decision: Extract<Decision, { kind: 'hotline' }>,
  common: CommonPlan,
): Promise<PlannedDispatch> {
  const { item, basis } = await requireBasis(deps, view, decision.itemId);
  const { outcome, answers } = basis;
  if (deps.hotline === undefined || (outcome !== 'illegal-baseline' && outcome !== 'illegal-national'))
    throw new Error('No other hotline is told about an item that is not illegal.');
  const { category, openedHour: receivedHour } = view;
  const facts = { itemId: item.id, category, receivedHour, url: item.url, ip: item.ip, country: decision.country };
  const payload = await deps.hotline.prepareHandover({ ...facts, outcome, answers });
  const { rule } = decision;
  return { ...common, itemId: item.id, destination: 'hotline', rule, payload, occasion: `r${item.round}` };
}

/** One report an item: what two tips tell of is one item, and is reported once. */
async function planCybertip(
  deps: DecideDeps,
  proposal: Pick<Proposal, 'view' | 'decisions'>,
  { itemId, rule }: Extract<Decision, { kind: 'ncmec' }>,
  common: CommonPlan,
): Promise<PlannedDispatch> {
  if (deps.ncmec === undefined) throw new Error('This process reports nothing to NCMEC.');
  const input = await cybertipInputOf(deps, proposal, itemId);
  const payload = await deps.ncmec.prepare(input);
  const round = proposal.view.items.find((item) => item.id === itemId)?.round ?? 1;
  const isAtOnce = input.isDanger || input.isIdentifiable;
  return { ...common, itemId, isAtOnce, destination: 'ncmec', rule, payload, occasion: `r${round}` };
}

async function planNotice(
  deps: DecideDeps,
  view: CaseView,
  decision: Extract<Decision, { kind: 'provider' }>,
  common: CommonPlan,
): Promise<PlannedDispatch> {
  const { item, basis } = await requireBasis(deps, view, decision.itemId);
  const { rule, target, isDsa16, isHeld } = decision;
  const exact = view.hits.get(item.id)?.find((hit) => hit.kind === 'exact');
  const hashes = exact === undefined ? undefined : await deps.readHashes?.(exact.sightingId);
  const facts = noticeInput(view.number, item, basis, target);
  const payload = deps.provider.prepareNotice(hashes === undefined ? facts : { ...facts, hashes });
  const marks = { rule, target, isDsa16, isHeld, occasion: `r${item.round}` };
  return { ...common, ...marks, itemId: item.id, destination: 'provider', payload };
}

async function policeInput(
  deps: DecideDeps,
  decider: Decider,
  view: CaseView,
  decision: Extract<Decision, { kind: 'police' }>,
): Promise<CaseInput> {
  const items = await Promise.all(
    view.items
      .filter((item) => decision.itemIds.includes(item.id))
      .map(async (item) => ({ ...item, answers: (await basisOf(deps, view, item))?.answers })),
  );
  const { id, number, category, isUrgent, openedHour, answers } = view;
  return {
    ...{ id, number, category, openedHour, answers, items },
    isUrgent: isUrgent || decision.isAtOnce,
    rule: decision.rule,
    tips: await openTips(deps, decider, view),
    includeContact: decider.includeContact,
  };
}

async function openTips(deps: DecideDeps, decider: Decider, view: CaseView): Promise<readonly TipInput[]> {
  if (view.tipIds.length === 0) return [];
  if (decider.deskIdentities === undefined)
    throw new Error('A case with tips goes nowhere without a person who can read them.');
  const keys = await decider.deskIdentities();
  const tips: TipInput[] = [];
  for (const tipId of view.tipIds) {
    const record = await readTip(deps.db, tipId);
    // A tip whose key was erased at the end of its retention has nothing left to send.
    if (record.erasedAt !== undefined) continue;
    const { report, contact } = openTip(record, keys);
    tips.push({ ...record, report, contact, addresses: await readReportedAddresses(deps.db, deps.serviceKey, tipId) });
  }
  return tips;
}

function noticeInput(caseNumber: number, item: Item, basis: Basis, target: 'host' | 'proxy'): NoticeInput {
  const classification = xarfClassOf(basis.answers);
  const { outcome, assessedAt, detection } = basis;
  if (outcome !== 'illegal-baseline' && outcome !== 'illegal-national')
    throw new Error('Nobody is told about an item that is not illegal.');
  return {
    ...{ caseNumber, itemId: item.id, url: item.url, host: item.host, target, outcome, assessedAt, detection },
    ...(item.ip === undefined ? {} : { ip: item.ip }),
    ...(item.country === undefined ? {} : { country: item.country }),
    ...(classification === undefined ? {} : { classification }),
  };
}

/** The same items in the same rounds and the same tips give the same word: deciding once more sends no second package. */
function coverageOf(view: CaseView, itemIds: readonly ItemId[]): string {
  const items = view.items.filter((item) => itemIds.includes(item.id)).map((item) => `${item.id}.${item.round}`);
  return createHash('sha256')
    .update([...items, ...view.tipIds].sort().join())
    .digest('hex')
    .slice(0, 16);
}
