import { recordAct } from '../ledger/door.ts';
import type { Tx } from '../platform/db.ts';
import { listStaff } from '../staff/door.ts';
import type { StaffId } from '../terms/ids.ts';
import { insertRule, readRetentionDays } from './retention-store.ts';

export type ChangeProblem = 'same-person' | 'not-supervisors';

/**
 * Changes how long things are kept, on the record, when two different supervisors want it. Shorter or longer is the same: one erases
 * evidence, the other keeps people's secrets.
 */
export async function changeRetention(
  tx: Tx,
  change: { readonly days: number; readonly proposedBy: StaffId; readonly confirmedBy: StaffId; readonly at: Date },
): Promise<'changed' | ChangeProblem> {
  const { days, proposedBy, confirmedBy, at } = change;
  if (proposedBy === confirmedBy) return 'same-person';
  const supervisors = (await listStaff(tx)).filter(
    (person) => person.role === 'supervisor' && person.disabledAt === undefined,
  );
  if (![proposedBy, confirmedBy].every((id) => supervisors.some((person) => person.id === id)))
    return 'not-supervisors';
  const earlier = await readRetentionDays(tx);
  await insertRule(tx, change);
  await recordAct(tx, {
    ...{ at, actor: `staff:${confirmedBy}`, action: 'retention.changed', subject: 'house:retention' },
    payload: { days, earlier, proposedBy },
  });
  return 'changed';
}
