import type { Tx } from '../platform/db.ts';
import { hourOf } from '../terms/hour.ts';
import { hashPayload, type Act } from './act.ts';
import { insertAct, insertActs } from './act-store.ts';

/**
 * Puts an act on the record, in the transaction of the act itself: neither happens without the other.
 * The public's acts carry the hour, not the moment (DESIGN.md, secrecy level 3).
 */
export async function recordAct(tx: Tx, act: Act): Promise<void> {
  await insertAct(tx, rowOf(act));
}

/** The same for what happens by the hundred: one statement for all of them. */
export async function recordActs(tx: Tx, acts: readonly Act[]): Promise<void> {
  await insertActs(tx, acts.map(rowOf));
}

const rowOf = (act: Act) => ({
  happenedAt: act.actor === 'public' ? hourOf(act.at) : act.at,
  actor: act.actor,
  action: act.action,
  subject: act.subject,
  payloadHash: hashPayload(act.payload),
});
