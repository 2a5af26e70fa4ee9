import type { VNode } from 'preact';
import type { SiteContext } from '../../site/site-context.ts';
import { ErrorSummary } from '../../site/views/field.tsx';
import { Notice, Phone, PoliceFirst, PoliceOtherwise } from '../../site/views/guidance.tsx';
import { Shell } from '../../site/views/shell.tsx';
import type { TipCategory } from '../../terms/categories.ts';
import { CONTACT_FIELDS, QUESTIONS, type FormProblem, type ReadAddresses, type TipFormValues } from '../tip-form.ts';
import { Tick, TipField } from './field.tsx';

/** The form's id: a notice above it has a button of the form, so that nobody on a small screen must look for it. */
const FORM_ID = 'tip';

/** Why the form is shown (again). */
export type FormState =
  | { readonly kind: 'fresh' }
  | { readonly kind: 'problems'; readonly problems: readonly FormProblem[] }
  | { readonly kind: 'odd-lines'; readonly read: ReadAddresses }
  | { readonly kind: 'expired' }
  | { readonly kind: 'not-received' }
  | { readonly kind: 'not-open' };

export interface TipFormPageProps {
  readonly site: SiteContext;
  readonly category: TipCategory;
  readonly values: TipFormValues;
  /** Hidden: makes a double click one tip. */
  readonly token: string;
  readonly state: FormState;
}

/** The form for one category of tips, with all that was typed still in it. */
export function TipFormPage(props: TipFormPageProps): VNode {
  const { site, category, values, token, state } = props;
  const { texts, language } = site;
  const { heading } = texts.categories[category];
  const problems = (state.kind === 'problems' ? state.problems : []).map((problem) => ({
    field: problem.field,
    text: wordsOf(site, problem),
  }));
  const problemOf = (field: string) => problems.find((problem) => problem.field === field)?.text;
  return (
    <Shell
      site={site}
      title={heading}
      path={state.kind === 'fresh' ? `/tip/${category}` : undefined}
      hasErrors={state.kind !== 'fresh'}
    >
      <ErrorSummary site={site} problems={problems} />
      <StateNotice site={site} state={state} />
      <h1>{heading}</h1>
      {state.kind === 'fresh' && <PoliceFirst site={site} isShort />}
      <form id={FORM_ID} method="post" action={`/${language}/tip/${category}`} novalidate autocomplete="off">
        <input type="hidden" name="token" value={token} />
        <p>
          {texts.form.intro} {category === 'online' ? texts.form.onlyAddressNeeded : texts.form.somethingNeeded}
        </p>
        {QUESTIONS[category].map((name) => (
          <TipField
            key={name}
            site={site}
            name={name}
            value={values[name]}
            problem={problemOf(name)}
            isRequired={category === 'online'}
          />
        ))}
        <ClosingQuestions site={site} values={values} problemOf={problemOf} />
        <p class="soft">{texts.form.noFiles}</p>
        <button type="submit">{texts.form.send}</button>
      </form>
    </Shell>
  );
}

/** What every category asks at the end: urgency, an answer, and who is writing. */
function ClosingQuestions(props: {
  readonly site: SiteContext;
  readonly values: TipFormValues;
  readonly problemOf: (field: string) => string | undefined;
}): VNode {
  const { site, values, problemOf } = props;
  const { form, fields } = site.texts;
  const isContactOpen = CONTACT_FIELDS.some((field) => values[field] !== '' || problemOf(field) !== undefined);
  return (
    <>
      <fieldset>
        <legend>{form.urgentTitle}</legend>
        <Tick
          name="isUrgent"
          label={fields.isUrgent.label}
          hint={form.urgentHint(site.guidance.emergencyNumber)}
          isTicked={values.isUrgent}
          isUrgent
        />
      </fieldset>
      <fieldset>
        <legend>{form.answerTitle}</legend>
        <Tick
          name="wantsAnswer"
          label={fields.wantsAnswer.label}
          hint={fields.wantsAnswer.hint}
          isTicked={values.wantsAnswer}
        />
      </fieldset>
      <fieldset>
        <legend>{form.contactTitle}</legend>
        <p>{form.contactHint}</p>
        <details open={isContactOpen}>
          <summary>{form.contactOpen}</summary>
          <div>
            {CONTACT_FIELDS.map((name) => (
              <TipField
                key={name}
                site={site}
                name={name}
                value={values[name]}
                problem={problemOf(name)}
                isRequired={false}
              />
            ))}
          </div>
        </details>
      </fieldset>
    </>
  );
}

function StateNotice({ site, state }: { readonly site: SiteContext; readonly state: FormState }): VNode | null {
  const { form } = site.texts;
  switch (state.kind) {
    case 'fresh':
    case 'problems':
      return null;
    case 'expired':
      return (
        <Notice kind="warning">
          <p>{form.expired}</p>
          <button type="submit" form={FORM_ID}>
            {form.send}
          </button>
        </Notice>
      );
    case 'odd-lines':
      return <OddLines site={site} read={state.read} />;
    case 'not-received':
    case 'not-open': {
      const isOpen = state.kind === 'not-received';
      return (
        <Notice kind="failure" title={isOpen ? form.notReceivedTitle : form.closedTitle}>
          <p>{isOpen ? form.notReceived : form.closed}</p>
          <p>
            {isOpen && `${form.notReceivedPolice} `}
            <Phone number={site.guidance.emergencyNumber} />. <PoliceOtherwise site={site} />
          </p>
        </Notice>
      );
    }
  }
}

function OddLines({ site, read }: { readonly site: SiteContext; readonly read: ReadAddresses }): VNode {
  const { form } = site.texts;
  return (
    <Notice kind="warning" title={form.oddTitle}>
      <p>{read.addresses.length === 0 ? form.oddNone : form.oddFound(read.addresses.length)}</p>
      <ul class="lines">
        {read.oddLines.slice(0, MOST_LINES_SHOWN).map(({ line, text, reasonCode }) => (
          <li key={line}>
            <a href="#addresses">{form.oddLine(line)}</a> {form.reasons[reasonCode]}: <code>{shortened(text)}</code>
          </li>
        ))}
        {read.oddLines.length > MOST_LINES_SHOWN && <li>…</li>}
      </ul>
      {read.addresses.length > 0 && (
        <details class="addresses">
          <summary>{form.understood}</summary>
          <ul class="lines">
            {read.addresses.map((address) => (
              <li key={address}>
                <code>{address}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
      <p>{form.oddChoice}</p>
      <button type="submit" form={FORM_ID} name="anyway" value="yes">
        {form.sendAnyway}
      </button>
    </Notice>
  );
}

const MOST_LINES_SHOWN = 10;
const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 80).toWellFormed()}…` : text);

function wordsOf(site: SiteContext, problem: FormProblem): string {
  const { problems, fields } = site.texts;
  if (problem.code !== 'too-long') return problems[problem.code];
  return problems['too-long'](fields[problem.field].label, problem.count, problem.most);
}
