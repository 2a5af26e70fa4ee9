/**
 * How one reported item stands, as the provider's page says it. Pure. What the police or a court has asked of the hotline
 * is never shown: an item that is held looks like one that is online.
 *
 * | standing       | when                                                            | asked for still? |
 * |----------------|-----------------------------------------------------------------|------------------|
 * | gone           | repeated visits agree that it is offline                        | no               |
 * | withdrawn      | the takedown has ended, and the item is not gone                | no               |
 * | objected       | appeal; a person looks                                          | no               |
 * | stands         | appeal; a person has looked, and the notice stands              | yes              |
 * | checking       | "removed", not visited since                                    | yes              |
 * | seems-gone     | "removed", and a visit since then did not find it               | yes              |
 * | still-there    | "removed", and a visit since then found it                      | yes              |
 * | unsure         | "removed", and a visit since then could not tell                | yes              |
 * | not-ours       | as answered: others are asked                                   | no               |
 * | handling, need-more | as answered                                                | yes              |
 * | online, unanswered | nobody has answered; visited, or not yet                    | yes              |
 */
import type { StatedKind } from './answer.ts';

/** What a visit found, and when (the watch's newest). */
export interface Sight {
  readonly verdict: string;
  readonly at: Date;
}

/** What the standing follows from. */
export interface StandingFacts {
  readonly isItemGone: boolean;
  readonly takedownState: string;
  readonly answer: StatedKind | undefined;
  readonly answeredAt: Date | undefined;
  readonly untilAt: Date | undefined;
}

export interface Standing {
  readonly kind:
    | ('gone' | 'withdrawn' | 'objected' | 'stands' | 'checking' | 'seems-gone' | 'still-there' | 'unsure')
    | ('handling' | 'need-more' | 'not-ours' | 'online' | 'unanswered');
  /** When the provider said it; undefined where it has said nothing. */
  readonly saidAt: Date | undefined;
  /** The newest visit; for an answer, the newest since then. */
  readonly visitedAt: Date | undefined;
  readonly untilAt: Date | undefined;
}

/** The standing by the table above. */
export function standingOf(facts: StandingFacts, sight: Sight | undefined): Standing {
  const { answer, answeredAt } = facts;
  const since = answeredAt === undefined || sight === undefined || sight.at < answeredAt ? undefined : sight;
  const say = (kind: Standing['kind'], visitedAt = since?.at): Standing => ({
    ...{ kind, saidAt: answeredAt, visitedAt },
    untilAt: answer === 'handling' ? facts.untilAt : undefined,
  });
  if (facts.isItemGone) return say('gone', sight?.at);
  if (facts.takedownState === 'ended') return say('withdrawn');
  switch (answer) {
    case 'removed':
      return say(since === undefined ? 'checking' : afterRemoval(since.verdict));
    case 'appeal':
      return say(facts.takedownState === 'stopped' ? 'objected' : 'stands');
    case 'handling':
    case 'need-more':
    case 'not-ours':
      return say(answer);
    case undefined:
      return sight?.verdict === 'online' ? say('online', sight.at) : say('unanswered', sight?.at);
  }
}

const afterRemoval = (verdict: string): Standing['kind'] =>
  verdict === 'online' ? 'still-there' : verdict === 'gone' ? 'seems-gone' : 'unsure';

/** How much an item asks of the reader: four looks for thirteen standings, the most first, as the page lists them. */
export const LOOKS = ['attention', 'open', 'waiting', 'done'] as const;
export type Look = (typeof LOOKS)[number];

/** The look of a standing. */
export function lookOf({ kind }: Standing): Look {
  switch (kind) {
    case 'gone':
    case 'withdrawn':
      return 'done';
    case 'still-there':
    case 'stands':
      return 'attention';
    case 'checking':
    case 'seems-gone':
    case 'unsure':
    case 'handling':
    case 'need-more':
    case 'not-ours':
    case 'objected':
      return 'waiting';
    case 'online':
    case 'unanswered':
      return 'open';
  }
}

/** What asks most of its reader comes first; what asks as much stays in the order of the letter. */
export function byLook<T extends { readonly standing: Standing }>(items: readonly T[]): readonly T[] {
  const rank = ({ standing }: T) => LOOKS.indexOf(lookOf(standing));
  return items.toSorted((one, other) => rank(one) - rank(other));
}

/** False for what needs no answer any more; it can be answered all the same, unless it was withdrawn. */
export const isStillAsked = (standing: Standing): boolean =>
  !['gone', 'withdrawn', 'objected', 'not-ours'].includes(standing.kind);
