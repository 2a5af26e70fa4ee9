/** An item's questions as they stand in a form that was not whole. */
import type { AnswerProblem } from './answers.ts';
import type { StaffVisit } from './screens.ts';
import type { Problem } from './views/shell.tsx';

interface ItemForm {
  /** What was just answered, by the question's code. */
  readonly given: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/** What was answered, and what is missing or not offered in words. */
export function itemFormOf(visit: StaffVisit, problems: readonly AnswerProblem[]): ItemForm {
  const { deps, texts, language, form } = visit;
  const questions = deps.questionSet.item;
  const wordsOf = (code: string) => questions.find((each) => each.code === code)?.text[language] ?? code;
  return {
    given: new Map(questions.map(({ code }) => [code, form.get(code)])),
    problems: problems.map(({ code, kind }) => ({
      field: code,
      text: kind === 'missing' ? texts.item.missing(wordsOf(code)) : texts.item.notOffered(wordsOf(code)),
    })),
  };
}
