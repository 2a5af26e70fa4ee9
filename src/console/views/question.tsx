/** One question of a question set, as a group of radio buttons: arrow keys move, Tab goes on to the next question. */
import type { Preset, Question } from '../../cases/door.ts';
import type { Language } from '../../terms/categories.ts';

interface QuestionProps {
  readonly question: Question;
  readonly language: Language;
  readonly answer: string;
  readonly problem: string | undefined;
  /** Which of the form's conditions shows it (console.css). */
  readonly group?: 'seen' | 'national' | 'described' | undefined;
}

/** What one key fills in; the script shows them, since without it they do nothing. */
export function Presets({ presets, language, label }: PresetsProps) {
  if (presets.length === 0) return null;
  return (
    <div class="only-keys presets" role="group" aria-label={label}>
      {presets.map(({ key, text, answers }) => (
        <button key={key} type="button" class="quiet" data-key={key} data-fill={JSON.stringify(answers)}>
          {text[language]}
        </button>
      ))}
    </div>
  );
}

interface PresetsProps {
  readonly presets: readonly Preset[];
  readonly language: Language;
  readonly label: string;
}

/** The first radio button carries the question's code as its id, so that an error summary leads right to it. */
export function RadioQuestion({ question, language, answer, problem, group }: QuestionProps) {
  const { code, text, help, options } = question;
  const described = [help === undefined ? '' : `${code}-help`, problem === undefined ? '' : `${code}-problem`];
  const classes = ['q', group === undefined ? '' : `q-${group}`, problem === undefined ? '' : 'wrong'];
  return (
    <div
      class={classes.filter((name) => name !== '').join(' ')}
      role="radiogroup"
      aria-labelledby={`${code}-label`}
      aria-describedby={described.join(' ').trim() === '' ? undefined : described.join(' ').trim()}
    >
      <div class="q-text">
        <span id={`${code}-label`}>{text[language]}</span>
        {help !== undefined && (
          <p class="help" id={`${code}-help`}>
            {help[language]}
          </p>
        )}
        {problem !== undefined && (
          <p class="problem" id={`${code}-problem`}>
            {problem}
          </p>
        )}
      </div>
      <div class="options">
        {options.map((option, index) => (
          <label key={option.code}>
            <input
              type="radio"
              name={code}
              value={option.code}
              id={index === 0 ? code : undefined}
              checked={option.code === answer}
            />
            <span>{option.text[language]}</span>
          </label>
        ))}
      </div>
    </div>
  );
}
