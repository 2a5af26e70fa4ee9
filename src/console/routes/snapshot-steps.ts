/** Steps of snapshots of figures (figures/public/snapshot.ts), taken from a form: on with word of what was done, or why not. */
import { FiguresStepError } from '../../figures/door.ts';
import { numberIn } from '../form.ts';
import type { Answer } from '../screens.ts';

/** A snapshot's number in a path or field; 0, which is none, when it is no number. */
export const snapshotIdIn = (text: string | undefined): number => numberIn(text) ?? 0;

/** Where a step comes from: its page, and the list that is gone back to where there is no such snapshot. */
export interface StepPaths {
  readonly page: string;
  readonly list: string;
}

/** Does the step, and goes on with word of it. @throws whatever is no refusal of a step */
export async function attemptStep(paths: StepPaths, done: string, work: () => Promise<void>): Promise<Answer> {
  try {
    await work();
    return { goTo: `${paths.page}?done=${done}` };
  } catch (error) {
    return stepNotDone(paths, error);
  }
}

/** Goes to a page with word of why nothing was done. @throws whatever is no refusal of a step */
export function stepNotDone({ page, list }: StepPaths, error: unknown): Answer {
  if (!(error instanceof FiguresStepError)) throw error;
  return { goTo: `${error.code === 'no-such-snapshot' ? list : page}?not=${error.code}` };
}
