/**
 * A second person's assessment of an item, given without knowing the first. Which items need one is set with the questions
 * (config/question-set.json, "second"). Nothing is decided in a case while one of its items is not agreed on. Pure.
 *
 * | state   | meaning                                                         | moves to         |
 * |---------|-----------------------------------------------------------------|------------------|
 * | waiting | a second person has to assess it; whoever was first may change theirs | agreed, differs  |
 * | agreed  | both say the same in what counts                                | -                |
 * | differs | they do not: whoever has the case sees both, and settles it     | settled          |
 * | settled | assessed once more, by somebody who saw both                    | -                |
 */
import { z } from 'zod';
import type { ItemAnswers } from '../terms/answers.ts';
import { isIllegal, ITEM_OUTCOMES, type ItemOutcome } from '../terms/outcomes.ts';

/** Which assessments ask for a second. */
export const secondRulesSchema = z.strictObject({
  /** Each of these outcomes does. */
  outcomes: z.array(z.enum(ITEM_OUTCOMES)).default([]),
  /** Each of these answers does, by the question's code. */
  answers: z.record(z.string(), z.array(z.string())).default({}),
  /** One in so many of the others does, drawn by chance; 0: none. */
  sampleOneIn: z.int().min(0).max(10_000).default(0),
});
export type SecondRules = z.infer<typeof secondRulesSchema>;

/** Whether anybody is ever asked. */
export const asksForSeconds = ({ outcomes, answers, sampleOneIn }: SecondRules): boolean =>
  outcomes.length > 0 || Object.keys(answers).length > 0 || sampleOneIn > 0;

export type SecondBecause = 'answers' | 'sample';
export type SecondState = 'waiting' | 'agreed' | 'differs' | 'settled';

/** How it stands, from what there is. */
export function secondStateOf(row: { readonly agrees: boolean | undefined; readonly isSettled: boolean }): SecondState {
  if (row.agrees === undefined) return 'waiting';
  if (row.agrees) return 'agreed';
  return row.isSettled ? 'settled' : 'differs';
}

/** While it is so, nothing is decided in its case. */
export const isOpenSecond = (state: SecondState): boolean => state === 'waiting' || state === 'differs';

/** Why this assessment asks for a second; undefined when it does not. `draw`: a number of chance, 0 up to 2^32. */
export function secondNeeded(
  rules: SecondRules,
  answers: ItemAnswers,
  outcome: ItemOutcome,
  draw: number,
): SecondBecause | undefined {
  const given: Readonly<Record<string, string | undefined>> = answers;
  const isNamed = Object.entries(rules.answers).some(([code, values]) => {
    const answer = given[code];
    return answer !== undefined && values.includes(answer);
  });
  if (rules.outcomes.includes(outcome) || isNamed) return 'answers';
  return rules.sampleOneIn > 0 && draw % rules.sampleOneIn === 0 ? 'sample' : undefined;
}

interface Judged {
  readonly answers: ItemAnswers;
  readonly outcome: ItemOutcome;
}

/** What partners are told and cases turn on: the outcome, and of what is illegal the severity and the age. */
export function areAgreed(one: Judged, other: Judged): boolean {
  if (one.outcome !== other.outcome) return false;
  if (!isIllegal(one.outcome)) return true;
  return one.answers.severity === other.answers.severity && one.answers.age === other.answers.age;
}
