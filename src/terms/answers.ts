/**
 * The answers that routing and the schemes are derived from. A question set (a configured file) may reword every question,
 * reorder them and add its own; these codes it must keep, because police, ICCAM and providers are told what they mean.
 */
import { z } from 'zod';
import { caseOutcomeSchema, type ItemOutcome } from './outcomes.ts';

const yesNo = z.enum(['yes', 'no']);
const yesNoUnknown = z.enum(['yes', 'no', 'unknown']);

/**
 * About one item. `access` alone suffices when the analyst could not see it; otherwise the rest is required.
 * `baseline-1..3` are Interpol's three conditions, which must all hold.
 */
export const itemAnswersSchema = z.object({
  access: z.enum(['available', 'not-found', 'not-public']),
  'baseline-1': yesNo.optional(),
  'baseline-2': yesNo.optional(),
  'baseline-3': yesNo.optional(),
  national: yesNo.optional(),
  severity: z.enum(['A', 'B', 'C']).optional(),
  age: z.enum(['0-2', '3-6', '7-10', '11-13', '14-15', '16-17', 'unknown']).optional(),
  gender: z.enum(['female', 'male', 'both', 'unknown']).optional(),
  virtual: yesNoUnknown.optional(),
  'self-generated': yesNoUnknown.optional(),
  modelling: yesNoUnknown.optional(),
  'content-type': z.enum(['media', 'website']).optional(),
  'site-type': z
    .enum(['website', 'image-host', 'file-host', 'forum', 'social', 'video-host', 'messaging', 'link-list', 'unknown'])
    .optional(),
  commercial: yesNoUnknown.optional(),
});
export type ItemAnswers = z.infer<typeof itemAnswersSchema>;

/** About the case as a whole. `outcome` is asked where the case has no address. */
export const caseAnswersSchema = z.object({
  danger: yesNo.optional(),
  identifiable: yesNo.optional(),
  home: yesNo.optional(),
  outcome: caseOutcomeSchema.optional(),
});
export type CaseAnswers = z.infer<typeof caseAnswersSchema>;

const JUDGED_WHEN_SEEN = ['baseline-1', 'baseline-2', 'baseline-3', 'national'] as const;
const DESCRIBED_WHEN_ILLEGAL = [
  'severity',
  'age',
  'gender',
  'virtual',
  'self-generated',
  'modelling',
  'content-type',
  'site-type',
  'commercial',
] as const;

/** What the answers come to; undefined while an answer that decides it is missing. */
export function outcomeOf(answers: ItemAnswers): ItemOutcome | undefined {
  if (answers.access !== 'available') return answers.access;
  const conditions = [answers['baseline-1'], answers['baseline-2'], answers['baseline-3']];
  if (conditions.every((condition) => condition === 'yes')) return 'illegal-baseline';
  if (conditions.includes(undefined)) return undefined;
  if (answers.national === undefined) return undefined;
  return answers.national === 'yes' ? 'illegal-national' : 'not-illegal';
}

/** The questions that still lack an answer, given the others: an analyst answers no more than the outcome needs. */
export function missingAnswers(answers: ItemAnswers): readonly (keyof ItemAnswers)[] {
  if (answers.access !== 'available') return [];
  const outcome = outcomeOf(answers);
  if (outcome === undefined) {
    const conditionsHold = [answers['baseline-1'], answers['baseline-2'], answers['baseline-3']].every(
      (c) => c !== 'no',
    );
    return JUDGED_WHEN_SEEN.filter((code) => answers[code] === undefined && !(code === 'national' && conditionsHold));
  }
  if (outcome === 'not-illegal') return [];
  return DESCRIBED_WHEN_ILLEGAL.filter((code) => answers[code] === undefined);
}
