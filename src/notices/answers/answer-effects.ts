import { applyAnswer, type AnswerDeps } from '../takedown/apply-answer.ts';
import { applyBounce } from '../takedown/apply-bounce.ts';
import type { AnswerEffects } from './answer.ts';

/** What the engine does with answers, on what it stands on. */
export const answerEffectsOf = (deps: AnswerDeps): AnswerEffects => ({
  applyAnswer: (tx, answer, now) => applyAnswer(tx, deps, answer, now),
  applyBounce,
});
