import { recordAct } from '../../ledger/door.ts';
import type { Tx } from '../../platform/db.ts';
import type { StaffId } from '../../terms/ids.ts';
import { retryRows } from './feedback-store.ts';

/** A person has mended what stood in the way (a log-in, a reason, a setting): all that was refused is tried once more. @returns how much */
export async function retryFeedback(
  tx: Tx,
  { staffId, now }: { readonly staffId: StaffId; readonly now: Date },
): Promise<number> {
  const count = await retryRows(tx, now);
  if (count === 0) return 0;
  await recordAct(tx, {
    ...{ at: now, actor: `staff:${staffId}`, action: 'hash-feedback.retried', subject: 'hash-feedback:all' },
    payload: { count },
  });
  return count;
}
