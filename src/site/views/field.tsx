/** Labelled fields, and what is wrong with them: the forms of the public site. */
import type { VNode } from 'preact';
import { directionOf, type SiteLanguage } from '../../terms/site-languages.ts';
import type { SiteContext } from '../site-context.ts';

export interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly rows: number;
  readonly problem: string | undefined;
  readonly type?: 'text' | 'email' | 'tel';
  readonly autocomplete?: 'off' | 'email' | 'tel' | 'name';
  readonly className?: string;
  /** For the page's script. */
  readonly marks?: Readonly<Record<`data-${string}`, string | number | undefined>>;
  /** Of label and hint, where they are not in the page's. */
  readonly language?: SiteLanguage | undefined;
}

/** One labelled text field with its hint and, when something is wrong, what is wrong. */
export function Field(props: FieldProps): VNode {
  const { name, label, hint, value, rows, problem, type = 'text' } = props;
  const describedBy = [hint === '' ? '' : `${name}-hint`, problem === undefined ? '' : `${name}-problem`]
    .filter((id) => id !== '')
    .join(' ');
  const common = {
    id: name,
    name,
    autocomplete: props.autocomplete ?? 'off',
    ...props.marks,
    ...(describedBy === '' ? {} : { 'aria-describedby': describedBy }),
    ...(problem === undefined ? {} : ({ 'aria-invalid': 'true' } as const)),
    ...(props.className === undefined ? {} : ({ class: props.className, autocapitalize: 'characters' } as const)),
  };
  const foreign = props.language === undefined ? {} : { lang: props.language, dir: directionOf(props.language) };
  return (
    <div class={problem === undefined ? 'field' : 'field wrong'}>
      <label for={name} {...foreign}>
        {label}
      </label>
      {hint !== '' && (
        <p class="hint" id={`${name}-hint`} {...foreign}>
          {hint}
        </p>
      )}
      {problem !== undefined && (
        <p class="problem" id={`${name}-problem`}>
          {problem}
        </p>
      )}
      {rows > 1 ? (
        <textarea {...common} rows={rows} spellcheck={false}>
          {value}
        </textarea>
      ) : (
        <input {...common} type={type} list={undefined} value={value} spellcheck={false} />
      )}
    </div>
  );
}

/** What is wrong, on top of the page, each line a link to its field. Takes the focus when the page has loaded. */
export function ErrorSummary(props: {
  readonly site: SiteContext;
  readonly problems: readonly { readonly field: string; readonly text: string }[];
}): VNode | null {
  const { site, problems } = props;
  if (problems.length === 0) return null;
  return (
    <div class="summary" role="alert" tabIndex={-1} autofocus aria-labelledby="summary-title">
      <h2 id="summary-title">{site.texts.form.summaryTitle}</h2>
      <ul>
        {problems.map(({ field, text }) => (
          <li key={`${field} ${text}`}>
            <a href={`#${field}`}>{text}</a>
          </li>
        ))}
      </ul>
      <p>{site.texts.form.summaryKept}</p>
    </div>
  );
}
