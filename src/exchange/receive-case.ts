import { openCaseFromExchange, readItemStands, type ItemStand } from '../cases/door.ts';
import { recordAct } from '../ledger/door.ts';
import type { Tx } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import type { ItemId } from '../terms/ids.ts';
import { isIllegal } from '../terms/outcomes.ts';
import { insertReceivedCase, lockReference, moveReceived, readHanded } from './handed-store.ts';
import { bodyOf } from './own-keys.ts';
import type { Peer } from './peer.ts';
import type { ExchangeState, HandedCase } from './wire.ts';

/** Why a case is not taken. */
export type CaseRefusal = 'came-from-there' | 'not-an-address';

/**
 * Takes a case from a peer. The same reference again is the same case; an address known here joins its item, and what was assessed here
 * stays assessed. One that has been through this hotline before is refused: its chain says so.
 */
export async function receiveCase(
  tx: Tx,
  serviceKey: ServiceKey,
  peer: Pick<Peer, 'id'>,
  handed: HandedCase,
  now: Date,
): Promise<{ readonly state: ExchangeState } | { readonly refusal: CaseRefusal }> {
  await lockReference(tx, peer.id, handed.reference);
  const known = await readHanded(tx, peer.id, 'in', handed.reference);
  if (known !== undefined) return { state: known.state };
  if (handed.chain.includes(bodyOf(serviceKey))) return { refusal: 'came-from-there' };
  const opened = await openCaseFromExchange(tx, serviceKey, { url: handed.url, category: handed.category }, now);
  if (opened === undefined) return { refusal: 'not-an-address' };
  const stand = (await readItemStands(tx, [opened.itemId])).get(opened.itemId);
  const state = stand === undefined ? 'received' : stateOf(stand);
  const row = { peerId: peer.id, reference: handed.reference, itemId: opened.itemId, state, stateAt: now };
  await insertReceivedCase(tx, serviceKey, row, handed);
  await recordAct(tx, {
    ...{ at: now, actor: 'partner', action: 'exchange.case-received', subject: `item:${opened.itemId}` },
    payload: { peerId: peer.id, caseId: opened.caseId, reference: handed.reference },
  });
  return { state };
}

/** What a peer hears of an item that stands so. */
export function stateOf({ state, outcome }: Pick<ItemStand, 'state' | 'outcome'>): ExchangeState {
  if (state === 'new' || outcome === undefined) return state === 'gone' ? 'removed' : 'received';
  if (!isIllegal(outcome)) return 'not-illegal';
  return state === 'gone' ? 'removed' : 'illegal';
}

/** Items have come to stand otherwise: whoever handed them over hears of it with the next question. */
export async function noteStands(tx: Tx, itemIds: readonly ItemId[], now: Date): Promise<void> {
  const stands = await readItemStands(tx, itemIds);
  const moves = [...stands].map(([itemId, stand]) => ({ itemId, state: stateOf(stand) }));
  if (moves.length > 0) await moveReceived(tx, moves, now);
}
