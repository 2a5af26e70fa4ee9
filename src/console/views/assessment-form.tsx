/** The questions about one item as a form. */
import type { Preset, Question, QuestionSet } from '../../cases/door.ts';
import { Presets, RadioQuestion } from './question.tsx';
import { Form, type PageContext, type Problem } from './shell.tsx';

interface AssessmentFormProps {
  readonly page: PageContext;
  readonly action: string;
  readonly questionSet: QuestionSet;
  readonly presets: readonly Preset[];
  /** What was just answered, when it was not whole. */
  readonly given: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
  /** There is another item to go on to. */
  readonly hasMore: boolean;
}

/** Which of the form's conditions shows a question: console.css hides what the answers make needless. */
function groupOf(code: string): 'seen' | 'national' | 'described' | undefined {
  if (code === 'access') return undefined;
  if (code.startsWith('baseline-')) return 'seen';
  return code === 'national' ? 'national' : 'described';
}

/** Presets, questions, and saving: on to the next item, or back. */
export function AssessmentForm(props: AssessmentFormProps) {
  const { page, action, questionSet, presets, given, problems, hasMore } = props;
  const { texts, language } = page;
  const question = (each: Question) => (
    <RadioQuestion
      key={each.code}
      question={each}
      language={language}
      answer={given.get(each.code) ?? ''}
      problem={problems.some((problem) => problem.field === each.code) ? texts.item.missingHere : undefined}
      group={groupOf(each.code)}
    />
  );
  return (
    <section aria-labelledby="form">
      <h2 id="form">{texts.item.form}</h2>
      <Form page={page} action={action} class="questions assess" isAnswers>
        <Presets presets={presets} language={language} label={texts.desk.presets} />
        {questionSet.item.map(question)}
        <div class="buttons">
          {hasMore && (
            <button type="submit" name="then" value="next" data-key="s">
              {texts.item.next}
            </button>
          )}
          <button
            type="submit"
            name="then"
            value="case"
            class={hasMore ? 'quiet' : undefined}
            data-key={hasMore ? 'e' : 's'}
          >
            {texts.item.save}
          </button>
        </div>
        <p class="help">{texts.item.onlyIfNeeded}</p>
      </Form>
    </section>
  );
}
