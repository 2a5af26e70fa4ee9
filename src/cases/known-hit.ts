/**
 * What known lists say of an item, and what follows from it (DOMAIN.md, "Where a tip goes"). Pure.
 *
 * | hit                                           | standing        | who decides                                        |
 * |-----------------------------------------------|-----------------|----------------------------------------------------|
 * | exact, in a category that the hotline trusts  | `exact-trusted` | the list: a notice leaves without anyone viewing it|
 * | near (perceptual)                             | `near`          | a person, before anything is sent                  |
 * | exact, in a category that is not trusted      | `none`          | a person: it is assessed like any other item       |
 */
import { z } from 'zod';
import type { ItemAnswers } from '../terms/answers.ts';
import type { SightingId } from '../terms/ids.ts';
import { isIllegal, itemOutcomeSchema, type ItemOutcome } from '../terms/outcomes.ts';

export const hitKindSchema = z.enum(['exact', 'near']);

/** One entry of a list that an item is (exact) or resembles (near). The page's address is in clear: in memory alone. */
export interface ItemHit {
  readonly sightingId: SightingId;
  readonly listId: number;
  readonly entryId: number;
  readonly kind: z.infer<typeof hitKindSchema>;
  /** The hotline's category of the entry: an outcome, or `to-assess`. */
  readonly category: string;
  readonly source: string;
  readonly isTrusted: boolean;
  /** Bits of 256; 0 for an exact hit. */
  readonly distance: number;
  readonly pageUrl: string;
  readonly seenAt: Date;
  /** Its source has taken the entry back since: it says nothing any more, and a person looks. */
  readonly isWithdrawn?: boolean;
}

/** What of a hit decides. */
export type HitFacts = Pick<ItemHit, 'kind' | 'category' | 'isTrusted'>;

/** All hits of an item together; the strongest decides. */
export function hitStanding(hits: readonly HitFacts[]): 'none' | 'near' | 'exact-trusted' {
  if (trustedOutcome(hits) !== undefined) return 'exact-trusted';
  return hits.some((hit) => hit.kind === 'near') ? 'near' : 'none';
}

/** What the lists, without a person, say that an item is: the gravest of its trusted exact hits; undefined where there is none. */
export function trustedOutcome(hits: readonly HitFacts[]): ItemOutcome | undefined {
  const outcomes = hits
    .filter((hit) => hit.kind === 'exact' && hit.isTrusted)
    .map((hit) => itemOutcomeSchema.safeParse(hit.category).data)
    .filter(isIllegal);
  return outcomes.find((outcome) => outcome === 'illegal-baseline') ?? outcomes[0];
}

/**
 * The answers that a list's category stands for, so that each scheme is derived as from a person's: Interpol's baseline is its three
 * conditions; what the list does not say stays unanswered.
 */
export function answersOfList(outcome: ItemOutcome): ItemAnswers {
  const seen = { access: 'available', 'content-type': 'media' } as const;
  return outcome === 'illegal-baseline'
    ? { ...seen, 'baseline-1': 'yes', 'baseline-2': 'yes', 'baseline-3': 'yes' }
    : { ...seen, 'baseline-1': 'no', 'baseline-2': 'no', 'baseline-3': 'no', national: 'yes' };
}
