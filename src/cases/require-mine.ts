import type { Tx } from '../platform/db.ts';
import type { CaseId, StaffId } from '../terms/ids.ts';
import type { CaseSummary } from './case.ts';
import { CaseStateError } from './case-state-error.ts';
import { lockCase } from './case-store.ts';

/** The case, locked. @throws CaseStateError `no-such-case` */
export async function requireCase(tx: Tx, caseId: CaseId): Promise<CaseSummary> {
  const found = await lockCase(tx, caseId);
  if (found === undefined) throw new CaseStateError('no-such-case');
  return found;
}

/** The case, locked, that this person works on. @throws CaseStateError `no-such-case`; `not-yours` */
export async function requireMine(tx: Tx, caseId: CaseId, staffId: StaffId): Promise<CaseSummary> {
  const found = await requireCase(tx, caseId);
  if (found.state !== 'claimed' || found.claimedBy !== staffId) throw new CaseStateError('not-yours');
  return found;
}
