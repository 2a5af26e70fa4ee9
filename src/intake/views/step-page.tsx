import type { VNode } from 'preact';
import type { SiteContext } from '../../site/site-context.ts';
import { ErrorSummary } from '../../site/views/field.tsx';
import { PoliceFirst } from '../../site/views/guidance.tsx';
import { Shell } from '../../site/views/shell.tsx';
import { firstPage } from '../form-walk.ts';
import type { FormWords } from '../forms/forms.ts';
import {
  answerTo,
  isContact,
  type AskedForm,
  type AskedPage,
  type FormProblem,
  type TipFormValues,
} from '../tip-form.ts';
import { Asked, labelKeyOf } from './field.tsx';
import { FormNoticeBox, type FormNotice } from './form-notice.tsx';
import { Said } from './said.tsx';
import { isOffered, sealingAttributes, TabNote, Trouble, type SealingProps } from './sealing.tsx';

/** The form's id: the language menu above it sends it too. */
export const FORM_ID = 'tip';

/** What each page of the form is made from. */
export interface FormPageProps {
  readonly site: SiteContext;
  readonly form: AskedForm;
  readonly words: FormWords;
  readonly values: TipFormValues;
  /** Hidden: all earlier answers, sealed. */
  readonly state: string;
  readonly notice: FormNotice | undefined;
  readonly sealing: SealingProps;
}

interface StepPageProps extends FormPageProps {
  readonly page: AskedPage;
  readonly problems: readonly FormProblem[];
  readonly hasReviewed: boolean;
}

/** One group of questions, with all that was typed still in it. */
export function StepPage(props: StepPageProps): VNode {
  const { site, form, words, values, state, notice, page, hasReviewed } = props;
  const { category } = form;
  const texts = site.texts;
  const isFirst = page.id === firstPage(form);
  const problems = props.problems.map((problem) => ({ field: problem.field, text: problemWords(props, problem) }));
  const headingKey = isFirst ? `category.${category}.heading` : `page.${page.id}.title`;
  const heading = words.text(`category.${category}.heading`);
  const path = `/tip/${category}`;
  return (
    <Shell
      site={site}
      title={isFirst ? heading : `${words.text(headingKey)} ${heading}`}
      elsewhere={{ kind: 'form', formId: FORM_ID, path }}
      hasErrors={problems.length > 0 || notice !== undefined}
      seals={props.sealing.recipient !== undefined}
    >
      <ErrorSummary site={site} problems={problems} />
      {notice !== undefined && <FormNoticeBox site={site} notice={notice} />}
      <Trouble site={site} isOffered={isOffered(props.sealing)} text={site.texts.safety.unreached} />
      <Progress {...props} />
      <h1>
        <Said word={words.word(headingKey)} />
      </h1>
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
        <input type="hidden" name="step" value={page.id} />
        {isFirst && (
          <p>
            {words.text('intro.text')} {words.text(category === 'online' ? 'onlyAddress.text' : 'something.text')}
          </p>
        )}
        <Questions {...props} said={problems} />
        <p class="buttons">
          <button type="submit" name="go" value="next">
            {hasReviewed ? texts.steps.toReview : texts.steps.next}
          </button>
          {!isFirst && (
            <button type="submit" name="go" value="back" class="second">
              {texts.steps.back}
            </button>
          )}
        </p>
        {isFirst && <p class="soft">{texts.form.noFiles}</p>}
        <TabNote site={site} isInBrowser={props.sealing.isInBrowser} />
      </form>
    </Shell>
  );
}

function Progress({ site, form, words, page }: StepPageProps): VNode {
  const { pages, category } = form;
  return (
    <p class="progress">
      {site.texts.steps.progress(pages.indexOf(page) + 1, pages.length + 1)}
      {page.id !== firstPage(form) && <span class="soft"> {words.text(`category.${category}.title`)}</span>}
    </p>
  );
}

type SaidProblem = { readonly field: string; readonly text: string };

function Questions(props: StepPageProps & { readonly said: readonly SaidProblem[] }): VNode {
  const { site, form, words, page, values, said } = props;
  const ticks = page.questions.filter(({ kind }) => kind === 'tick');
  const others = page.questions.filter(({ kind }) => kind !== 'tick');
  const asks = (question: AskedPage['questions'][number]) => (
    <Asked
      key={question.id}
      {...{ site, form, words, question }}
      answer={question.kind === 'tick' ? '' : answerTo(values, question.id)}
      isTicked={question.kind === 'tick' && values[question.id]}
      problem={said.find((problem) => problem.field === question.id)?.text}
    />
  );
  return (
    <>
      {ticks.map(asks)}
      {others.some(({ id }) => isContact(id)) && (
        <>
          <h2>{words.text('contact.title')}</h2>
          <p>{words.text('contact.text')}</p>
        </>
      )}
      {others.map(asks)}
    </>
  );
}

function problemWords({ site, form, words }: FormPageProps, problem: FormProblem): string {
  const { problems } = site.texts;
  if (problem.code !== 'too-long') return problems[problem.code];
  return problems['too-long'](words.text(labelKeyOf(form, problem.field)), problem.count, problem.most);
}
