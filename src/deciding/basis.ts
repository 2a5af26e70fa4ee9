import { answersOfList, readNewestAssessment, trustedOutcome, type CaseView, type Item } from '../cases/door.ts';
import type { NoticeInput } from '../notices/door.ts';
import type { ItemAnswers } from '../terms/answers.ts';
import type { ItemId } from '../terms/ids.ts';
import type { ItemOutcome } from '../terms/outcomes.ts';
import type { DecideDeps } from './decision-deps.ts';

/** What a sending rests on: a person's newest assessment, or else what a trusted list says. */
export interface Basis {
  readonly outcome: ItemOutcome;
  readonly answers: ItemAnswers;
  readonly assessedAt: Date;
  readonly detection: NoticeInput['detection'];
}

/** Undefined for an item that neither a person nor a trusted list has judged. */
export async function basisOf(deps: Pick<DecideDeps, 'db'>, view: CaseView, item: Item): Promise<Basis | undefined> {
  const assessment = await readNewestAssessment(deps.db, item.id);
  if (assessment !== undefined) return { ...assessment, detection: 'manual_review' };
  const hits = view.hits.get(item.id) ?? [];
  const outcome = trustedOutcome(hits);
  const [hit] = hits;
  if (outcome === undefined || hit === undefined) return undefined;
  return { outcome, answers: answersOfList(outcome), assessedAt: hit.seenAt, detection: 'hash_match' };
}

/** The same for an item that is about to go somewhere. @throws Error for one that nobody has judged */
export async function requireBasis(
  deps: Pick<DecideDeps, 'db'>,
  view: CaseView,
  itemId: ItemId,
): Promise<{ item: Item; basis: Basis }> {
  const item = view.items.find((each) => each.id === itemId);
  const basis = item === undefined ? undefined : await basisOf(deps, view, item);
  if (item === undefined || basis === undefined) throw new Error('An item goes nowhere before it has been assessed.');
  return { item, basis };
}
