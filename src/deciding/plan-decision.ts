import { createHash } from 'node:crypto';
import type { CaseInput } from '../partners/door.ts';
import type { Decision, PlannedDispatch } from '../routing/door.ts';
import type { Session } from '../staff/door.ts';
import type { ItemId } from '../terms/ids.ts';
import { cybertipInputOf } from './cybertip-input.ts';
import type { DecideDeps } from './decision-deps.ts';
import { handoverInputOf, noticeInputOf, openedTips, policeInputOf } from './decision-inputs.ts';
import { standOf } from './host-stands.ts';
import type { Proposal } from './propose-decision.ts';

/** Who decides, as far as planning needs to know: a person's open keys, for the texts of tips; a list has none. */
export interface Decider {
  readonly deskIdentities: Session['deskIdentities'] | undefined;
  /** The tipster's contact details go to the police with the rest. */
  readonly includeContact: boolean;
}

/** What planning needs of a proposal. */
export type Seen = Pick<Proposal, 'view' | 'decisions' | 'hosts' | 'table'>;

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
  proposal: Seen,
  decision: Exclude<Decision, { kind: 'iccam' }>,
): Promise<PlannedDispatch | undefined> {
  const { view, table } = proposal;
  const nothing = { tipId: undefined, itemId: undefined, target: undefined };
  const common: CommonPlan = { caseId: view.id, ...nothing, isDsa16: false, isHeld: false, isAtOnce: false };
  switch (decision.kind) {
    case 'person':
    case 'none':
      return undefined;
    case 'police': {
      const tips = await openedTips(deps, view, decider.deskIdentities);
      const { includeContact } = decider;
      const input = await policeInputOf(deps, proposal, decision, { table, tips, includeContact });
      const payload = await deps.police.prepare(input);
      const { rule, by, isAtOnce } = decision;
      const occasion = coverageOf(proposal, input);
      const covers = view.items
        .filter((item) => decision.itemIds.includes(item.id))
        .map((item) => ({ itemId: item.id, round: item.round }));
      return { ...common, destination: 'police', rule, by, isAtOnce, payload, covers, occasion };
    }
    case 'hotline':
      return planHandover(deps, proposal, decision, common);
    case 'ncmec':
      return planCybertip(deps, proposal, decision, common);
    case 'provider':
      return planNotice(deps, proposal, decision, common);
  }
}

async function planHandover(
  deps: DecideDeps,
  proposal: Seen,
  decision: Extract<Decision, { kind: 'hotline' }>,
  common: CommonPlan,
): Promise<PlannedDispatch> {
  if (deps.hotline === undefined) throw new Error('No other hotline is known here.');
  const payload = await deps.hotline.prepareHandover(await handoverInputOf(deps, proposal, decision));
  const { itemId, country, rule, by } = decision;
  const round = roundOf(proposal.view, itemId);
  // An origin that is found later may be in another hotline's country.
  const occasion = standOf(proposal.hosts, itemId).origin === undefined ? `r${round}` : `r${round}.${country}`;
  return { ...common, itemId, destination: 'hotline', rule, by, payload, occasion };
}

/** One report an item: what two tips tell of is one item, and is reported once. */
async function planCybertip(
  deps: DecideDeps,
  proposal: Seen,
  { itemId, rule, by }: Extract<Decision, { kind: 'ncmec' }>,
  common: CommonPlan,
): Promise<PlannedDispatch> {
  if (deps.ncmec === undefined) throw new Error('This process reports nothing to NCMEC.');
  const input = await cybertipInputOf(deps, proposal, itemId);
  const payload = await deps.ncmec.prepare(input);
  const isAtOnce = input.isDanger || input.isIdentifiable;
  const occasion = `r${roundOf(proposal.view, itemId)}`;
  return { ...common, itemId, isAtOnce, destination: 'ncmec', rule, by, payload, occasion };
}

async function planNotice(
  deps: DecideDeps,
  proposal: Seen,
  decision: Extract<Decision, { kind: 'provider' }>,
  common: CommonPlan,
): Promise<PlannedDispatch> {
  const { itemId, rule, by, target, isDsa16, isHeld } = decision;
  const payload = deps.provider.prepareNotice(await noticeInputOf(deps, proposal, decision));
  const marks = { rule, by, target, isDsa16, isHeld, occasion: noticeOccasion(proposal, itemId, target) };
  return { ...common, ...marks, itemId, destination: 'provider', payload };
}

/** An origin that is found later is news for the host's notice: the ladder has somebody new. */
function noticeOccasion({ view, hosts }: Seen, itemId: ItemId, target: 'host' | 'proxy'): string {
  const round = roundOf(view, itemId);
  const { origin } = standOf(hosts, itemId);
  return target === 'host' && origin !== undefined ? `r${round}.o${origin.number}` : `r${round}`;
}

const roundOf = (view: Seen['view'], itemId: ItemId): number => view.items.find(({ id }) => id === itemId)?.round ?? 1;

/**
 * What tells one package to the police from the next: the same items in the same rounds with the same answers and origins, the same tips with or
 * without contact details, and the same answers about the whole give the same word. Deciding once more then sends no second package.
 */
function coverageOf({ view, hosts }: Seen, input: CaseInput): string {
  const told = new Map(input.items.map(({ id, answers }) => [id, answers]));
  const items = view.items
    .filter(({ id }) => told.has(id))
    .map(({ id, round }) => [id, round, standOf(hosts, id).origin?.number ?? 0, inOrder(told.get(id))].join());
  const hasContact = input.includeContact && input.tips.some(({ contact }) => contact !== undefined);
  const whole = [items.sort(), view.tipIds.toSorted(), inOrder(input.answers), input.isUrgent, hasContact];
  return createHash('sha256').update(JSON.stringify(whole)).digest('hex').slice(0, 16);
}

const inOrder = (answers: object | undefined): string =>
  Object.entries(answers ?? {})
    .map(String)
    .sort()
    .join();
