import { markItemBack, readItemStands } from './cases/door.ts';
import { noteStands } from './exchange/door.ts';
import { renewNotice } from './notices/door.ts';
import type { Tx } from './platform/db.ts';
import { isOnHold, listDispatches, planDispatches } from './routing/door.ts';
import type { ItemId } from './terms/ids.ts';

/** The same material is there again: whoever was told before is told again, by the rule that decided then. */
export async function followReturn(
  deps: Parameters<typeof renewNotice>[1],
  tx: Tx,
  itemId: ItemId,
  now: Date,
): Promise<void> {
  const caseId = await markItemBack(tx, itemId, now);
  if (caseId === undefined) return;
  await noteStands(tx, [itemId], now);
  const before = (await listDispatches(tx, caseId)).findLast(
    (dispatch) => dispatch.itemId === itemId && dispatch.destination === 'provider',
  );
  const payload = await renewNotice(tx, deps, itemId);
  const stand = (await readItemStands(tx, [itemId])).get(itemId);
  if (before === undefined || payload === undefined || stand === undefined) return;
  const { isDsa16, rule, by } = before;
  const isHeld = await isOnHold(tx, caseId);
  const plan = { caseId, itemId, tipId: undefined, destination: 'provider', target: 'host', isAtOnce: false } as const;
  await planDispatches(
    tx,
    'system',
    [{ ...plan, isDsa16, isHeld, rule, by, payload, occasion: `r${stand.round}` }],
    now,
  );
}
