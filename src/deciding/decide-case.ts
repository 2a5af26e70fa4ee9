import { markDecided, markDecidedByList, trustedOutcome } from '../cases/door.ts';
import { transact, type Tx } from '../platform/db.ts';
import { planDispatches, type PlannedDispatch } from '../routing/door.ts';
import type { Session } from '../staff/door.ts';
import type { CaseId } from '../terms/ids.ts';
import type { DecideDeps } from './decision-deps.ts';
import type { NcmecChoice } from './ncmec-choice.ts';
import { planDecision, type Decider } from './plan-decision.ts';
import { planReports } from './plan-reports.ts';
import { proposeDecision, type Proposal } from './propose-decision.ts';

/**
 * A person decides a case: what goes to the police is opened with the analyst's key and re-sealed to theirs here and now, then
 * the dispatches and the case's new state are written in one transaction. Jobs send them after commit.
 * @throws CaseStateError `not-yours`; Error when the proposal still needs a person
 */
export async function decideCase(
  deps: DecideDeps,
  session: Session,
  caseId: CaseId,
  options: { readonly includeContact: boolean; readonly ncmec?: NcmecChoice },
): Promise<void> {
  const proposal = await proposeDecision(deps, caseId, options.ncmec);
  if (proposal === undefined || proposal.needsPerson)
    throw new Error('The case cannot be decided before every item has been assessed.');
  const decider = { deskIdentities: () => session.deskIdentities(), includeContact: options.includeContact };
  const planned = await planAll(deps, decider, proposal);
  const now = deps.clock.now();
  await transact(deps.db, async (tx) => {
    await markDecided(tx, caseId, session.staffId, now);
    await planDispatches(tx, `staff:${session.staffId}`, planned, now);
  });
}

/**
 * A trusted list decides a case that holds nothing but its exact hits, all of them located: notices leave without anyone viewing
 * anything (DOMAIN.md, "Where a tip goes"). Says false where a person must: a tip is in the case, an item is no such hit, the
 * host cannot be told, or somebody has the case already. A second call changes nothing.
 */
export async function decideByList(deps: DecideDeps, caseId: CaseId): Promise<boolean> {
  const proposal = await proposeDecision(deps, caseId);
  if (proposal === undefined || !isForTheList(proposal)) return false;
  const planned = await planAll(deps, { deskIdentities: undefined, includeContact: false }, proposal);
  const now = deps.clock.now();
  return transact(deps.db, (tx) => writeListDecision(tx, proposal, planned, now));
}

function isForTheList({ view, needsPerson }: Proposal): boolean {
  if (view.origin !== 'sighting' || view.state !== 'new' || view.tipIds.length > 0 || needsPerson) return false;
  return view.items.every(
    (item) =>
      item.state === 'gone' ||
      item.outcome !== undefined ||
      (item.locationCode !== undefined && trustedOutcome(view.hits.get(item.id) ?? []) !== undefined),
  );
}

async function writeListDecision(
  tx: Tx,
  { view }: Proposal,
  planned: readonly PlannedDispatch[],
  now: Date,
): Promise<boolean> {
  const outcomes = new Map(
    view.items.flatMap((item) => {
      const outcome = item.state === 'new' ? trustedOutcome(view.hits.get(item.id) ?? []) : undefined;
      return outcome === undefined ? [] : [[item.id, outcome] as const];
    }),
  );
  if (!(await markDecidedByList(tx, view.id, outcomes, now))) return false;
  await planDispatches(tx, 'system', planned, now);
  return true;
}

async function planAll(deps: DecideDeps, decider: Decider, proposal: Proposal): Promise<readonly PlannedDispatch[]> {
  const planned: PlannedDispatch[] = [];
  for (const decision of proposal.decisions) {
    if (decision.kind === 'iccam') continue;
    const plan = await planDecision(deps, decider, proposal, decision);
    if (plan !== undefined) planned.push(plan);
  }
  const reported = proposal.decisions.filter((decision) => decision.kind === 'iccam');
  return [...planned, ...(await planReports(deps, proposal, reported))];
}
