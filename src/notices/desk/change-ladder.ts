/** What a person changes on a takedown's ladder by hand. */
import { recordAct } from '../../ledger/door.ts';
import type { Tx } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { providerFor } from '../contacts/provider-store.ts';
import { pushOn } from '../takedown/change-store.ts';
import type { TakedownAct } from '../takedown/end-takedown.ts';
import type { ProviderContact, Rung } from '../takedown/rung.ts';
import { insertRungs, lockTakedowns, readLadders, wakeWithLadder } from '../takedown/takedown-store.ts';

/** Whom a person adds, and on which rung it stands. */
export interface AddedContact extends TakedownAct {
  readonly rung: Rung;
  readonly contact: ProviderContact;
}

/**
 * | comes to       | because                                                                                  |
 * |----------------|------------------------------------------------------------------------------------------|
 * | added          | it is told when its rung's turn has come: at once where it has                           |
 * | added-waits    | the contact waits for approval                                                           |
 * | added-decide   | nobody could be told, so the takedown has ended: deciding the case again begins with it  |
 * | already-there  | it stands on this ladder                                                                 |
 * | refused        | somebody has decided that this contact is never told                                     |
 * | ended          | the takedown has ended, and somebody had been told                                       |
 */
export type AddedOutcome = 'added' | 'added-waits' | 'added-decide' | 'already-there' | 'refused' | 'ended';

/** Adds a contact by hand. A contact that the hotline did not know is approved by that, for a person has written it down. */
export async function addContactByHand(
  tx: Tx,
  { serviceKey }: { readonly serviceKey: ServiceKey },
  act: AddedContact,
  now: Date,
): Promise<AddedOutcome> {
  const { takedownId, staffId, rung, contact } = act;
  const takedown = (await lockTakedowns(tx, [takedownId])).get(takedownId);
  if (takedown === undefined || (takedown.state === 'ended' && takedown.firstToldAt !== undefined)) return 'ended';
  const provider = await providerFor(tx, serviceKey, { contact, source: 'console' }, 'ask', now);
  if (provider.standing === 'refused') return 'refused';
  const grown = await insertRungs(tx, [{ takedownId, rung, providerId: provider.id, source: 'console' }]);
  if (!grown.has(takedownId)) return 'already-there';
  await wakeWithLadder(tx, takedownId, now);
  await recordAct(tx, {
    ...{ at: now, actor: `staff:${staffId}`, action: 'takedown.contact-added', subject: `takedown:${takedownId}` },
    payload: { providerId: provider.id, rung },
  });
  if (takedown.state === 'ended') return 'added-decide';
  return provider.standing === 'new' ? 'added-waits' : 'added';
}

/** Tells the next rung now, whatever the timetable says. False when the takedown does not run, or nobody is left to be told. */
export async function tellNextRung(tx: Tx, act: TakedownAct, now: Date): Promise<boolean> {
  const { takedownId, staffId } = act;
  const takedown = (await lockTakedowns(tx, [takedownId])).get(takedownId);
  if (takedown?.state !== 'running') return false;
  const ladder = (await readLadders(tx, [takedownId])).get(takedownId) ?? [];
  const isAnybodyLeft = ladder.some((rung) => !rung.isOut && rung.toldAt === undefined && !rung.isWaiting);
  if (!isAnybodyLeft) return false;
  await pushOn(tx, [takedownId], now);
  await recordAct(tx, {
    ...{ at: now, actor: `staff:${staffId}`, action: 'takedown.pushed', subject: `takedown:${takedownId}` },
    payload: {},
  });
  return true;
}
