import type { VNode } from 'preact';
import type { SiteContext } from '../../site/site-context.ts';
import { Field, type FieldProps } from '../../site/views/field.tsx';
import { partOfField } from '../browser-sealed.ts';
import type { FormWords } from '../forms/forms.ts';
import type { AskedForm, AskedQuestion, TickField } from '../tip-form.ts';
import { Said } from './said.tsx';

interface AskedProps<Q extends AskedQuestion = AskedQuestion> {
  readonly site: SiteContext;
  readonly form: AskedForm;
  readonly words: FormWords;
  readonly question: Q;
  /** In words, or the chosen option's id. */
  readonly answer: string;
  readonly isTicked: boolean;
  readonly problem: string | undefined;
}

/** Addresses are asked for in other words where the form can do without them. */
export const labelKeyOf = (form: AskedForm, id: string): string => `question.${wordedAs(form, id)}.label`;

const wordedAs = (form: AskedForm, id: string): string =>
  id === 'addresses' && form.category !== 'online' ? 'addressesOptional' : id;

/** A question of the tip's form, as its kind is answered. */
export function Asked(props: AskedProps): VNode {
  const { question } = props;
  switch (question.kind) {
    case 'tick':
      return <Tick {...props} name={question.id} />;
    case 'choice':
      return <Choice {...props} question={question} />;
    case 'words':
      return <WordsField {...props} question={question} />;
  }
}

function WordsField(props: AskedProps<Extract<AskedQuestion, { kind: 'words' }>>): VNode {
  const { site, form, words, question } = props;
  const { id, most, rows } = question;
  const limit = most >= 2_000 && id !== 'addresses' ? site.texts.characters(most) : '';
  const hint = words.word(`question.${wordedAs(form, id)}.hint`);
  const label = words.word(labelKeyOf(form, id));
  return (
    <Field
      name={id}
      value={props.answer}
      problem={props.problem}
      label={label.text}
      hint={[hint.text, limit].filter((part) => part !== '').join(' ')}
      language={label.language}
      rows={rows}
      {...inputKindOf(id)}
      marks={{ 'data-part': partOfField(id), 'data-most': most }}
    />
  );
}

function inputKindOf(id: string): Pick<FieldProps, 'type' | 'autocomplete'> {
  if (id === 'email') return { type: 'email', autocomplete: 'email' };
  if (id === 'phone') return { type: 'tel', autocomplete: 'tel' };
  if (id === 'name') return { autocomplete: 'name' };
  return {};
}

/** One of a few answers, or none: the first says that nothing is chosen, so that a choice can be taken back without a script. */
function Choice(props: AskedProps<Extract<AskedQuestion, { kind: 'choice' }>>): VNode {
  const { site, words, question, answer } = props;
  const { id, options } = question;
  const hint = words.word(`question.${id}.hint`);
  const option = (value: string, text: VNode) => (
    <div class="tick" key={value}>
      <input type="radio" id={`${id}-${value}`} name={id} value={value} checked={answer === value} />
      <label for={`${id}-${value}`}>{text}</label>
    </div>
  );
  return (
    <fieldset class="choice" id={id} aria-describedby={hint.text === '' ? undefined : `${id}-hint`}>
      <legend>
        <Said word={words.word(`question.${id}.label`)} />
      </legend>
      {hint.text !== '' && (
        <p class="hint" id={`${id}-hint`}>
          <Said word={hint} />
        </p>
      )}
      {options.map((each) => option(each, <Said word={words.word(`question.${id}.${each}.option`)} />))}
      {option('', <>{site.texts.steps.noAnswer}</>)}
    </fieldset>
  );
}

function Tick(props: AskedProps & { readonly name: TickField }): VNode {
  const { site, words, name, isTicked } = props;
  const isUrgent = name === 'isUrgent';
  const hint = isUrgent
    ? site.texts.form.urgentHint(site.guidance.emergencyNumber)
    : words.text(`question.${name}.hint`);
  return (
    <div class={isUrgent ? 'tick urgent' : 'tick'}>
      <input type="checkbox" id={name} name={name} value="yes" checked={isTicked} aria-describedby={`${name}-hint`} />
      <label for={name}>{words.text(`question.${name}.label`)}</label>
      <p class="hint" id={`${name}-hint`}>
        {hint}
      </p>
    </div>
  );
}
