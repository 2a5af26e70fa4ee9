/** Second opinions: asked for when an item is assessed, given by somebody else, settled where the two differ. */
import { recordAct } from '../ledger/door.ts';
import type { Tx } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { missingAnswers, outcomeOf, type ItemAnswers } from '../terms/answers.ts';
import type { ItemId, StaffId } from '../terms/ids.ts';
import type { ItemOutcome } from '../terms/outcomes.ts';
import { CaseStateError } from './case-state-error.ts';
import { insertAssessment, readItemStands } from './item-store.ts';
import { areAgreed, secondNeeded, type SecondRules } from './second-opinion.ts';
import { deleteWaiting, lockItem, readSecond, updateSecond, updateSettled, upsertFirst } from './second-store.ts';

/** What somebody says of an item. */
export interface ItemAct {
  readonly itemId: ItemId;
  readonly staffId: StaffId;
  readonly questionSet: string;
  readonly answers: ItemAnswers;
  readonly now: Date;
}

/** The outcome of whole answers. @throws CaseStateError `answers-missing` */
export function requireOutcome(answers: ItemAnswers): ItemOutcome {
  const outcome = outcomeOf(answers);
  if (outcome === undefined || missingAnswers(answers).length > 0) throw new CaseStateError('answers-missing');
  return outcome;
}

/**
 * After the assessment of whoever has the case was written: asks for a second one where the rules say so, or, where two differed,
 * takes it for what was agreed on.
 */
export async function followAssessment(
  tx: Tx,
  serviceKey: ServiceKey,
  { itemId, answers, now }: Pick<ItemAct, 'itemId' | 'answers' | 'now'>,
  assessmentId: string,
  rules: SecondRules | undefined,
): Promise<void> {
  const known = await readSecond(tx, itemId);
  if (known?.state === 'differs') return updateSettled(tx, itemId, assessmentId);
  if (known !== undefined && known.state !== 'waiting') return;
  const because = rules && secondNeeded(rules, answers, requireOutcome(answers), await drawFor(tx, serviceKey, itemId));
  if (because === undefined) return deleteWaiting(tx, itemId);
  await upsertFirst(tx, itemId, assessmentId, because, now);
}

/** The same each time for one item in one round, so that assessing again draws no other lot; nobody can tell it beforehand. */
async function drawFor(tx: Tx, serviceKey: ServiceKey, itemId: ItemId): Promise<number> {
  const round = (await readItemStands(tx, [itemId])).get(itemId)?.round ?? 1;
  return serviceKey.digest('token', `second/${itemId}/${round}`).readUInt32BE(0);
}

/**
 * A second person's assessment. It changes nothing about the item; whether the two agree is noted.
 * @throws CaseStateError `no-second` when none is waited for (any more), `same-person`, `answers-missing`
 */
export async function giveSecond(tx: Tx, act: ItemAct): Promise<'agreed' | 'differs'> {
  await lockItem(tx, act.itemId);
  const known = await readSecond(tx, act.itemId);
  if (known?.state !== 'waiting') throw new CaseStateError('no-second');
  if (known.first.staffId === act.staffId) throw new CaseStateError('same-person');
  const outcome = requireOutcome(act.answers);
  const { staffId, questionSet, answers, now } = act;
  const id = await insertAssessment(
    tx,
    act.itemId,
    { staffId, questionSet, answers, outcome, assessedAt: now },
    'second',
  );
  const isAgreed = areAgreed(known.first, { answers, outcome });
  await updateSecond(tx, act.itemId, id, isAgreed);
  await recordAct(tx, {
    at: now,
    actor: `staff:${staffId}`,
    action: 'item.assessed-second',
    subject: `item:${act.itemId}`,
    payload: { questionSet, outcome, answers: JSON.stringify(answers), isAgreed },
  });
  return isAgreed ? 'agreed' : 'differs';
}
