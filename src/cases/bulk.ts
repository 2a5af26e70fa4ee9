/**
 * Something done with several cases at once. None of it sends anything to anybody; the tipsters' mailboxes hear of an ending. Pure.
 *
 * | state   | meaning                                               | moves to     |
 * |---------|-------------------------------------------------------|--------------|
 * | waiting | takes effect when it is due; until then nothing is done | done; undone |
 * | done    | was done with each case that still allowed it         | -            |
 * | undone  | taken back in time                                    | -            |
 */
import { z } from 'zod';
import { staffIdSchema, type CaseId, type StaffId } from '../terms/ids.ts';
import { closeReasonSchema, type CloseReason } from '../terms/outcomes.ts';
import type { CaseSummary } from './case.ts';

/** What can be done with several cases. */
export type BulkWish =
  | { readonly kind: 'take' }
  | { readonly kind: 'hand-over'; readonly to: StaffId }
  | { readonly kind: 'close'; readonly reason: CloseReason };

export const bulkStateSchema = z.enum(['waiting', 'done', 'undone']);

/** A kept wish about cases. */
export interface BulkAct {
  readonly id: string;
  readonly staffId: StaffId;
  readonly wish: BulkWish;
  readonly caseIds: readonly CaseId[];
  readonly dueAt: Date;
  readonly state: z.infer<typeof bulkStateSchema>;
}

/** What is seen and can be taken back first. Taking cases harms nobody, and each can be given back. */
export const undoMsOf = ({ kind }: BulkWish): number => (kind === 'take' ? 0 : 60_000);

/** The most cases at once: what is shown before must be read by somebody. */
export const MOST_IN_BULK = 100;

const wishSchema = z.union([
  z.object({ kind: z.literal('take'), choice: z.unknown() }).transform((): BulkWish => ({ kind: 'take' })),
  z
    .object({ kind: z.literal('hand-over'), choice: staffIdSchema })
    .transform(({ choice }): BulkWish => ({ kind: 'hand-over', to: choice })),
  z
    .object({ kind: z.literal('close'), choice: closeReasonSchema })
    .transform(({ choice }): BulkWish => ({ kind: 'close', reason: choice })),
]);

/** A kind with its choice, from a form or a row; undefined when they do not fit each other. */
export const readBulkWish = (kind: string, choice: string | undefined): BulkWish | undefined =>
  wishSchema.safeParse({ kind, choice }).data;

/** The choice as `readBulkWish` takes it. */
export function choiceOf(wish: BulkWish): string | undefined {
  switch (wish.kind) {
    case 'take':
      return undefined;
    case 'hand-over':
      return wish.to;
    case 'close':
      return wish.reason;
  }
}

/** Why nothing would be done with a case: `taken` by somebody else, `ended`, `yours` already, `theirs` already. */
export type BulkObstacle = 'taken' | 'ended' | 'yours' | 'theirs';

/** What would stand in the way for one case; undefined when nothing does. */
export function obstacleTo(
  wish: BulkWish,
  found: Pick<CaseSummary, 'state' | 'claimedBy'>,
  by: { readonly staffId: StaffId; readonly leadsOthers: boolean },
): BulkObstacle | undefined {
  if (found.state === 'decided' || found.state === 'closed') return 'ended';
  const holder = found.state === 'claimed' ? found.claimedBy : undefined;
  switch (wish.kind) {
    case 'take':
      if (holder === undefined) return undefined;
      return holder === by.staffId ? 'yours' : 'taken';
    case 'hand-over':
      if (holder === wish.to) return 'theirs';
      return holder === undefined || holder === by.staffId || by.leadsOthers ? undefined : 'taken';
    case 'close':
      return holder === undefined || holder === by.staffId ? undefined : 'taken';
  }
}
