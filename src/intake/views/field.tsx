import type { VNode } from 'preact';
import type { SiteContext } from '../../site/site-context.ts';
import { Field, type FieldProps } from '../../site/views/field.tsx';
import { partOfField } from '../browser-sealed.ts';
import { TEXT_FIELDS, type TextField } from '../tip-form.ts';

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
      marks={{ 'data-part': partOfField(name), 'data-most': most }}
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
