import type { VNode } from 'preact';
import type { SiteContext } from '../../site/site-context.ts';
import { TEXT_FIELDS, type TextField } from '../tip-form.ts';

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
    ...(describedBy === '' ? {} : { 'aria-describedby': describedBy }),
    ...(problem === undefined ? {} : ({ 'aria-invalid': 'true' } as const)),
    ...(props.className === undefined ? {} : ({ class: props.className, autocapitalize: 'characters' } as const)),
  };
  return (
    <div class={problem === undefined ? 'field' : 'field wrong'}>
      <label for={name}>{label}</label>
      {hint !== '' && (
        <p class="hint" id={`${name}-hint`}>
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

/** A field of the tip's form: words and limits from the catalogue and the form's definition. */
export function TipField(props: {
  readonly site: SiteContext;
  readonly name: TextField;
  readonly value: string;
  readonly problem: string | undefined;
  readonly isRequired: boolean;
}): VNode {
  const { site, name, isRequired } = props;
  const { most, rows } = TEXT_FIELDS[name];
  const words = name === 'addresses' && !isRequired ? site.texts.fields.addressesOptional : site.texts.fields[name];
  const limit = most >= 2_000 && name !== 'addresses' ? site.texts.characters(most) : '';
  return (
    <Field
      name={name}
      value={props.value}
      problem={props.problem}
      label={words.label}
      hint={[words.hint, limit].filter((part) => part !== '').join(' ')}
      rows={rows}
      {...inputKindOf(name)}
    />
  );
}

function inputKindOf(name: TextField): Pick<FieldProps, 'type' | 'autocomplete'> {
  if (name === 'email') return { type: 'email', autocomplete: 'email' };
  if (name === 'phone') return { type: 'tel', autocomplete: 'tel' };
  if (name === 'name') return { autocomplete: 'name' };
  return {};
}

/** A box to tick. */
export function Tick(props: {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly isTicked: boolean;
  readonly isUrgent?: boolean;
}): VNode {
  const { name, label, hint, isTicked, isUrgent = false } = props;
  return (
    <div class={isUrgent ? 'tick urgent' : 'tick'}>
      <input type="checkbox" id={name} name={name} value="yes" checked={isTicked} aria-describedby={`${name}-hint`} />
      <label for={name}>{label}</label>
      <p class="hint" id={`${name}-hint`}>
        {hint}
      </p>
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
