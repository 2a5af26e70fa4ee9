import type { Language } from '../../terms/categories.ts';
import type { Problem } from './shell.tsx';

/** A text in a language that need not be the page's: one of a pair beneath a heading that names both. `labelledBy`: that heading's id. */
export function TextField(props: {
  readonly name: string;
  readonly label: string;
  readonly labelledBy: string;
  readonly helpId: string | undefined;
  readonly language: Language;
  readonly value: string;
  readonly rows: number;
  readonly problem: Problem | undefined;
}) {
  const { name, label, helpId, problem } = props;
  const problemId = problem === undefined ? undefined : `${name}-problem`;
  const described = [helpId, problemId].filter((id) => id !== undefined).join(' ');
  return (
    <div class={problem === undefined ? 'field' : 'field wrong'}>
      <label for={name} id={`${name}-label`}>
        {label}
      </label>
      {problem !== undefined && (
        <p class="problem" id={problemId}>
          {problem.text}
        </p>
      )}
      <textarea
        id={name}
        name={name}
        rows={props.rows}
        lang={props.language}
        aria-labelledby={`${props.labelledBy} ${name}-label`}
        aria-describedby={described === '' ? undefined : described}
        aria-invalid={problem === undefined ? undefined : true}
      >
        {props.value}
      </textarea>
    </div>
  );
}
