/** The form: which addresses, what is said, and what belongs to it. The stylesheet shows what a choice needs once it is chosen. */
import type { ComponentChildren, VNode } from 'preact';
import { Field } from '../../../site/views/field.tsx';
import { STATED_KINDS, type StatedKind } from '../answer.ts';
import { HANDLING_HOURS, type AnswerTextField } from '../provider-form.ts';
import { isStillAsked } from '../standing.ts';
import type { ProviderPageProps } from './page-props.ts';

/** A notice above the form has a button of it, and the top of the page a link to it. */
export const FORM_ID = 'answer';

interface FormProps extends ProviderPageProps {
  readonly problems: readonly { readonly field: string; readonly text: string }[];
}

/** The whole form, with all that was chosen and typed still in it. */
export function AnswerForm(props: FormProps): VNode {
  const { site, texts, token, submission, values, problems } = props;
  const problemOf = (field: string) => problems.find((each) => each.field === field)?.text;
  const text = (name: AnswerTextField, rows: number) => (
    <Field
      name={name}
      label={texts.fields[name].label}
      hint={texts.fields[name].hint}
      value={values[name]}
      rows={rows}
      problem={problemOf(name)}
      {...(name === 'otherEmail' ? ({ type: 'email' } as const) : {})}
    />
  );
  return (
    <form
      class="answer"
      id={FORM_ID}
      method="post"
      action={`/${site.language}/n/${token}`}
      aria-labelledby="form-title"
      novalidate
      autocomplete="off"
    >
      <h2 id="form-title">{texts.formTitle}</h2>
      <input type="hidden" name="submission" value={submission} />
      <Which {...props} problem={problemOf('item')} />
      <fieldset class={problemOf('kind') === undefined ? undefined : 'unchosen'}>
        <legend>{texts.kindTitle}</legend>
        <Problem id="kind-problem" text={problemOf('kind')} />
        {STATED_KINDS.map((kind, index) => (
          <Choice key={kind} {...props} kind={kind} id={index === 0 ? 'kind' : `kind-${kind}`}>
            {kind === 'handling' && <Within {...props} />}
            {kind === 'not-ours' && (
              <>
                {text('otherName', 1)}
                {text('otherEmail', 1)}
              </>
            )}
          </Choice>
        ))}
      </fieldset>
      <div class="words">
        {text('text', 4)}
        {text('ticket', 1)}
      </div>
      <button type="submit">{texts.send}</button>
    </form>
  );
}

/** Which addresses: one tick for all that are open, or one for each. Not asked where the letter has one alone. */
function Which({ texts, shown, values, problem }: FormProps & { readonly problem: string | undefined }): VNode | null {
  const answerable = shown.filter(({ standing }) => standing.kind !== 'withdrawn');
  const asked = answerable.filter(({ standing }) => isStillAsked(standing)).length;
  if (answerable.length < 2) return null;
  return (
    <fieldset class={problem === undefined ? 'which' : 'which unchosen'}>
      <legend>{texts.whichTitle}</legend>
      <Problem id="item-problem" text={problem} />
      {asked > 0 && (
        <>
          <label class="pick all" for="item">
            <input type="checkbox" id="item" name="all" value="yes" checked={values.isForAll} />
            <span>{texts.all(asked)}</span>
          </label>
          <p class="hint">{texts.allHint}</p>
        </>
      )}
      <div class="ticks">
        {answerable.map(({ number, notice }, index) => (
          <label key={notice.id} class="pick" for={asked === 0 && index === 0 ? 'item' : `item-${number}`}>
            <input
              type="checkbox"
              id={asked === 0 && index === 0 ? 'item' : `item-${number}`}
              name="item"
              value={notice.id}
              checked={values.noticeIds.includes(notice.id)}
            />
            <span>
              {texts.tick(number)} <code class="brief">{briefOf(notice.url)}</code>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const BRIEF_LENGTH = 44;

/** The end of an address, where those of one site differ. */
function briefOf(url: string): string {
  const bare = url.replace(/^https?:\/\//, '');
  return bare.length <= BRIEF_LENGTH ? bare : `…${bare.slice(1 - BRIEF_LENGTH)}`;
}

function Choice(
  props: ProviderPageProps & { readonly kind: StatedKind; readonly id: string; readonly children: ComponentChildren },
): VNode {
  const { texts, values, kind, id } = props;
  const { label, hint } = texts.kinds[kind];
  return (
    <div class="choice">
      <input
        type="radio"
        id={id}
        name="kind"
        value={kind}
        checked={values.kind === kind}
        aria-describedby={`${id}-hint`}
      />
      <label for={id}>{label}</label>
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
      {hasMore(kind) && <div class="more">{props.children}</div>}
    </div>
  );
}

const hasMore = (kind: StatedKind): boolean => kind === 'handling' || kind === 'not-ours';

function Within({ texts, values }: ProviderPageProps): VNode {
  return (
    <div class="field">
      <label for="within">{texts.withinLabel}</label>
      <select id="within" name="within">
        {HANDLING_HOURS.map((hours) => (
          <option key={hours} value={hours} selected={values.withinHours === hours}>
            {texts.within(hours)}
          </option>
        ))}
      </select>
    </div>
  );
}

function Problem({ id, text }: { readonly id: string; readonly text: string | undefined }): VNode | null {
  return text === undefined ? null : (
    <p class="problem" id={id}>
      {text}
    </p>
  );
}
