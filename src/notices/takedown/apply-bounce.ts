import { recordAct } from '../../ledger/door.ts';
import type { Tx } from '../../platform/db.ts';
import { markOut } from './change-store.ts';
import { lockLetter, markReturned } from './letter-store.ts';
import { markBouncing } from './provider-store.ts';

/**
 * A letter came back. For good: its address is left out from now on, its notices did not arrive, and the next rung is told at
 * once. A delay that a mail system reports (`isFinal` false) changes nothing.
 */
export async function applyBounce(
  tx: Tx,
  bounce: { readonly letterId: string; readonly isFinal: boolean; readonly code: string },
  now: Date,
): Promise<void> {
  if (bounce.isFinal) await takeBack(tx, bounce.letterId, { notices: 'bounced', code: bounce.code }, now);
}

/** `refused`: said while the letter was being handed over. `bounced`: said later. */
export async function takeBack(
  tx: Tx,
  letterId: string,
  how: { readonly notices: 'refused' | 'bounced'; readonly code: string },
  now: Date,
): Promise<void> {
  const letter = await lockLetter(tx, letterId);
  if (letter === undefined) return;
  const takedownIds = await markReturned(tx, letterId, how, now);
  if (takedownIds.length === 0) return;
  await markBouncing(tx, letter.providerId, now);
  await markOut(tx, takedownIds, letter.providerId, now);
  await recordAct(tx, {
    at: now,
    actor: how.notices === 'refused' ? 'system' : 'provider',
    action: `letter.${how.notices}`,
    subject: `letter:${letterId}`,
    payload: { providerId: letter.providerId, notices: takedownIds.length, code: how.code },
  });
}
