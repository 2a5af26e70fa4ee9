/**
 * What people let leave for a provider: approving it, ending its pause, saying that its address works again. Sending in bulk
 * takes two people: where more than `MOST_BY_ONE` items would be free to leave, the first person's act is a wish, and
 * another's the same act confirms it.
 *
 * | items that wait | a wish stands      | whose    | comes to                                     |
 * |-----------------|--------------------|----------|----------------------------------------------|
 * | up to the limit | –                  | –        | done; a wish for the same is settled with it |
 * | more            | none               | –        | asked                                        |
 * | more            | for the same       | my own   | `same-person`                                |
 * | more            | for the same       | another's | done                                        |
 * | more            | for something else | –        | `other-waits`                                |
 */
import { recordAct } from '../../ledger/door.ts';
import type { Tx } from '../../platform/db.ts';
import { approveProvider, restoreProvider, resumeProvider, type ProviderAct } from '../takedown/approve-provider.ts';
import {
  countHeldItems,
  insertRelease,
  lockProvider,
  readOpenRelease,
  settleRelease,
  type ProviderRelease,
  type ReleaseKind,
} from './release-store.ts';

/** So many items of one provider one person may let leave. */
export const MOST_BY_ONE = 50;

/** Why nothing was done. */
export type ReleaseRefusal = 'no-such-provider' | 'same-person' | 'other-waits' | 'nothing-waits';

/** A step that is not to be taken now, as a code that the console puts in words. */
export class ReleaseError extends Error {
  readonly code: ReleaseRefusal;
  constructor(code: ReleaseRefusal) {
    super(`A provider's letters were not released: ${code}.`);
    this.code = code;
  }
}

/** What an act comes to, by the table above. Pure. */
export function decideRelease(
  items: number,
  open: Pick<ProviderRelease, 'what' | 'askedBy'> | undefined,
  act: { readonly what: ReleaseKind; readonly staffId: string },
): 'do' | 'ask' | ReleaseRefusal {
  if (items <= MOST_BY_ONE) return 'do';
  if (open === undefined) return 'ask';
  if (open.what !== act.what) return 'other-waits';
  return open.askedBy === act.staffId ? 'same-person' : 'do';
}

const WORK = { approve: approveProvider, resume: resumeProvider, restore: restoreProvider } as const;

/** Does it, or asks for a second person. @throws ReleaseError when it can be neither */
export async function releaseProvider(
  tx: Tx,
  act: ProviderAct & { readonly what: ReleaseKind },
  now: Date,
): Promise<'done' | 'asked'> {
  const { providerId, staffId, what } = act;
  if (!(await lockProvider(tx, providerId))) throw new ReleaseError('no-such-provider');
  const items = await countHeldItems(tx, providerId);
  const open = await readOpenRelease(tx, providerId);
  const decision = decideRelease(items, open, act);
  switch (decision) {
    case 'do':
      await WORK[what](tx, act, now);
      // Alone, up to the limit, somebody may do what they had asked another for: then the wish is void.
      if (open?.what === what)
        await settleRelease(tx, open.id, { staffId, isConfirmed: open.askedBy !== staffId }, now);
      return 'done';
    case 'ask':
      await insertRelease(tx, { providerId, what, items, staffId }, now);
      await recordAct(tx, {
        ...{ at: now, actor: `staff:${staffId}`, action: 'provider.release-asked', subject: `provider:${providerId}` },
        payload: { what, items },
      });
      return 'asked';
    default:
      throw new ReleaseError(decision);
  }
}

/** Takes a wish back, whoever had it. @throws ReleaseError when none stands */
export async function withdrawRelease(tx: Tx, { providerId, staffId }: ProviderAct, now: Date): Promise<void> {
  if (!(await lockProvider(tx, providerId))) throw new ReleaseError('no-such-provider');
  const open = await readOpenRelease(tx, providerId);
  if (open === undefined) throw new ReleaseError('nothing-waits');
  await settleRelease(tx, open.id, { staffId, isConfirmed: false }, now);
  await recordAct(tx, {
    ...{ at: now, actor: `staff:${staffId}`, action: 'provider.release-withdrawn', subject: `provider:${providerId}` },
    payload: { what: open.what },
  });
}
