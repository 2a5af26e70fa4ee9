/** Changing how long things are kept, by two supervisors one after the other (law 7). */
import { recordAct } from '../ledger/door.ts';
import type { Tx } from '../platform/db.ts';
import type { StaffId } from '../terms/ids.ts';
import { changeRetention, type ChangeProblem } from './change-retention.ts';
import { endProposal, insertProposal, readProposal } from './proposal-store.ts';
import { readRetentionDays } from './retention-store.ts';

/** `waits-already`: another change waits. `same-days`: that is what holds. `gone`: it was agreed to or taken back meanwhile. */
export type ProposalRefusal = 'waits-already' | 'same-days' | 'gone' | ChangeProblem;

/** Thrown when a step is not allowed; `code` says why. */
export class ProposalError extends Error {
  override readonly name = 'ProposalError';
  readonly code: ProposalRefusal;
  constructor(code: ProposalRefusal) {
    super(`This step is not allowed for a change of retention: ${code}.`);
    this.code = code;
  }
}

/** One supervisor wants other days. On the record. @throws ProposalError */
export async function proposeRetention(tx: Tx, staffId: StaffId, days: number, now: Date): Promise<void> {
  if (days === (await readRetentionDays(tx))) throw new ProposalError('same-days');
  if (!(await insertProposal(tx, { days, proposedBy: staffId, proposedAt: now })))
    throw new ProposalError('waits-already');
  await record(tx, staffId, 'retention.proposed', now, { days });
}

/** Another one agrees, and it holds from the commit on. On the record. @throws ProposalError, `same-person` among the reasons */
export async function confirmRetention(tx: Tx, staffId: StaffId, id: number, now: Date): Promise<void> {
  const proposal = await readProposal(tx);
  if (proposal?.id !== id || !(await endProposal(tx, id, now))) throw new ProposalError('gone');
  const { days, proposedBy } = proposal;
  const outcome = await changeRetention(tx, { days, proposedBy, confirmedBy: staffId, at: now });
  if (outcome !== 'changed') throw new ProposalError(outcome);
}

/** Any supervisor takes a waiting change back. On the record. @throws ProposalError */
export async function withdrawRetention(tx: Tx, staffId: StaffId, id: number, now: Date): Promise<void> {
  if (!(await endProposal(tx, id, now))) throw new ProposalError('gone');
  await record(tx, staffId, 'retention.proposal-withdrawn', now, {});
}

const record = (tx: Tx, staffId: StaffId, action: string, at: Date, payload: Readonly<Record<string, number>>) =>
  recordAct(tx, { at, actor: `staff:${staffId}`, action, subject: 'house:retention', payload });
