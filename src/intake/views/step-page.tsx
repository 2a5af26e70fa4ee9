import type { VNode } from 'preact';
import type { SiteContext } from '../../site/site-context.ts';
import { ErrorSummary } from '../../site/views/field.tsx';
import { PoliceFirst } from '../../site/views/guidance.tsx';
import { Shell } from '../../site/views/shell.tsx';
import type { TipCategory } from '../../terms/categories.ts';
import { firstPage } from '../form-walk.ts';
import { STEPS, textFieldsOf, ticksOf, type FormProblem, type QuestionGroup, type TipFormValues } from '../tip-form.ts';
import { Tick, TipField } from './field.tsx';
import { FormNoticeBox, type FormNotice } from './form-notice.tsx';
import { sealingAttributes, TabNote, Trouble, type SealingProps } from './sealing.tsx';

/** The form's id: the language menu above it sends it too. */
export const FORM_ID = 'tip';

/** What each page of the form is made from. */
export interface FormPageProps {
  readonly site: SiteContext;
  readonly category: TipCategory;
  readonly values: TipFormValues;
  /** Hidden: all earlier answers, sealed. */
  readonly state: string;
  readonly notice: FormNotice | undefined;
  readonly sealing: SealingProps;
}

/** One group of questions, with all that was typed still in it. */
export function StepPage(
  props: FormPageProps & {
    readonly group: QuestionGroup;
    readonly problems: readonly FormProblem[];
    readonly hasReviewed: boolean;
  },
): VNode {
  const { site, category, values, state, notice, group, hasReviewed } = props;
  const { form, steps, categories } = site.texts;
  const isFirst = group === firstPage(category);
  const problems = props.problems.map((problem) => ({ field: problem.field, text: wordsOf(site, problem) }));
  const { heading } = categories[category];
  const path = `/tip/${category}`;
  return (
    <Shell
      site={site}
      title={isFirst ? heading : `${steps.groups[group]} ${heading}`}
      elsewhere={{ kind: 'form', formId: FORM_ID, path }}
      hasErrors={problems.length > 0 || notice !== undefined}
      seals={props.sealing.recipient !== undefined}
    >
      <ErrorSummary site={site} problems={problems} />
      {notice !== undefined && <FormNoticeBox site={site} notice={notice} />}
      <Trouble site={site} sealing={props.sealing} />
      <Progress {...props} />
      <h1>{isFirst ? heading : steps.groups[group]}</h1>
      {(isFirst || values.isUrgent) && <PoliceFirst site={site} isShort />}
      <form
        id={FORM_ID}
        method="post"
        action={`/${site.language}${path}`}
        novalidate
        autocomplete="off"
        {...sealingAttributes(site, props.sealing)}
      >
        <input type="hidden" name="state" value={state} />
        <input type="hidden" name="step" value={group} />
        {isFirst && (
          <p>
            {form.intro} {category === 'online' ? form.onlyAddressNeeded : form.somethingNeeded}
          </p>
        )}
        <Questions {...props} problems={problems} />
        <p class="buttons">
          <button type="submit" name="go" value="next">
            {hasReviewed ? steps.toReview : steps.next}
          </button>
          {!isFirst && (
            <button type="submit" name="go" value="back" class="second">
              {steps.back}
            </button>
          )}
        </p>
        {isFirst && <p class="soft">{form.noFiles}</p>}
        <TabNote site={site} sealing={props.sealing} />
      </form>
    </Shell>
  );
}

function Progress({ site, category, group }: FormPageProps & { readonly group: QuestionGroup }): VNode {
  const { steps, categories } = site.texts;
  const all = STEPS[category];
  const isFirst = group === firstPage(category);
  return (
    <p class="progress">
      {steps.progress(all.indexOf(group) + 1, all.length + 1)}
      {!isFirst && <span class="soft"> {categories[category].title}</span>}
    </p>
  );
}

function Questions(props: {
  readonly site: SiteContext;
  readonly category: TipCategory;
  readonly group: QuestionGroup;
  readonly values: TipFormValues;
  readonly problems: readonly { readonly field: string; readonly text: string }[];
}): VNode {
  const { site, category, group, values, problems } = props;
  const { form, fields } = site.texts;
  return (
    <>
      {ticksOf(group).map((name) => (
        <Tick
          key={name}
          name={name}
          label={fields[name].label}
          hint={name === 'isUrgent' ? form.urgentHint(site.guidance.emergencyNumber) : fields[name].hint}
          isTicked={values[name]}
          isUrgent={name === 'isUrgent'}
        />
      ))}
      {group === 'contact' && (
        <>
          <h2>{form.contactTitle}</h2>
          <p>{form.contactHint}</p>
        </>
      )}
      {textFieldsOf(group).map((name) => (
        <TipField
          key={name}
          site={site}
          name={name}
          value={values[name]}
          problem={problems.find((problem) => problem.field === name)?.text}
          isRequired={category === 'online'}
        />
      ))}
    </>
  );
}

function wordsOf(site: SiteContext, problem: FormProblem): string {
  const { problems, fields } = site.texts;
  if (problem.code !== 'too-long') return problems[problem.code];
  return problems['too-long'](fields[problem.field].label, problem.count, problem.most);
}
