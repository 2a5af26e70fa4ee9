import type { VNode } from 'preact';
import { PoliceFirst } from '../../site/views/guidance.tsx';
import { Shell } from '../../site/views/shell.tsx';
import { answerTo, readAddressField, type AskedPage, type AskedQuestion, type ReadAddresses } from '../tip-form.ts';
import { labelKeyOf } from './field.tsx';
import { FormNoticeBox } from './form-notice.tsx';
import { Said } from './said.tsx';
import { isOffered, sealingAttributes, Trouble, type SealingProps } from './sealing.tsx';
import { FORM_ID, type FormPageProps } from './step-page.tsx';

/** Everything that will be sent, as we understood it, before anything is. */
export function ReviewPage(props: FormPageProps): VNode {
  const { site, form, words, values, state, notice, sealing } = props;
  const { steps, safety } = site.texts;
  const { category, pages } = form;
  const path = `/tip/${category}`;
  return (
    <Shell
      site={site}
      title={`${steps.reviewTitle} ${words.text(`category.${category}.heading`)}`}
      elsewhere={{ kind: 'form', formId: FORM_ID, path }}
      hasErrors={notice !== undefined}
    >
      {notice !== undefined && <FormNoticeBox site={site} notice={notice} sealing={sealing} />}
      <Trouble site={site} isOffered={isOffered(sealing)} text={site.texts.safety.unreached} />
      <p class="progress">
        {steps.progress(pages.length + 1, pages.length + 1)}{' '}
        <span class="soft">{words.text(`category.${category}.title`)}</span>
      </p>
      <h1>{steps.reviewTitle}</h1>
      <p class="lead">{steps.reviewLead}</p>
      {values.isUrgent && <PoliceFirst site={site} isShort />}
      <form
        id={FORM_ID}
        method="post"
        action={`/${site.language}${path}`}
        autocomplete="off"
        {...sealingAttributes(site, sealing)}
      >
        <input type="hidden" name="state" value={state} />
        <input type="hidden" name="step" value="review" />
        {pages.map((page) => (
          <Group key={page.id} {...props} page={page} />
        ))}
        <p class="locked">{safety[lockedWhere(sealing)]}</p>
        <p class="buttons">
          <button type="submit" name="go" value="send">
            {site.texts.form.send}
          </button>
          <button type="submit" name="go" value="back" class="second">
            {steps.back}
          </button>
        </p>
        <p id="sending" role="status" />
      </form>
    </Shell>
  );
}

function Group(props: FormPageProps & { readonly page: AskedPage }): VNode {
  const { site, form, words, page } = props;
  const { steps } = site.texts;
  const title = words.word(`page.${page.id}.title`);
  return (
    <section class="answers" aria-labelledby={`group-${page.id}`}>
      <h2 id={`group-${page.id}`}>
        <Said word={title} />
      </h2>
      <button type="submit" name="go" value={`edit-${page.id}`} class="link">
        {steps.change}
        <span class="unseen">
          : <Said word={title} />
        </span>
      </button>
      <dl>
        {page.questions.map((question) => (
          <div key={question.id}>
            <dt>
              <Said word={words.word(labelKeyOf(form, question.id))} />
            </dt>
            <dd>
              <Given {...props} question={question} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Given(props: FormPageProps & { readonly question: AskedQuestion }): VNode {
  const { site, words, values, question, sealing } = props;
  const { steps } = site.texts;
  const { id } = question;
  if (question.kind === 'tick') return <>{values[question.id] ? steps.yes : steps.no}</>;
  const answer = answerTo(values, id);
  if (answer === '') return <span class="soft">{steps.noAnswer}</span>;
  if (question.kind === 'choice') return <Said word={words.word(`question.${id}.${answer}.option`)} />;
  if (id === 'addresses') return <GivenAddresses site={site} read={readAddressField(answer)} />;
  return (
    <span class="given" dir="auto" data-answer={sealing.isInBrowser ? id : undefined}>
      {answer}
    </span>
  );
}

/** The addresses in the spelling that is passed on, and the lines that hold something else. */
function GivenAddresses({ site, read }: Pick<FormPageProps, 'site'> & { readonly read: ReadAddresses }): VNode {
  const { form } = site.texts;
  const { addresses, oddLines } = read;
  return (
    <>
      <p>{addresses.length === 0 ? form.oddNone : form.oddFound(addresses.length)}</p>
      {addresses.length > 0 && (
        <ol class="lines">
          {addresses.map((address) => (
            <li key={address}>
              <code dir="ltr">{address}</code>
            </li>
          ))}
        </ol>
      )}
      {oddLines.length > 0 && (
        <div class="odd">
          <h3>{form.oddTitle}</h3>
          <ul class="lines">
            {oddLines.slice(0, MOST_LINES_SHOWN).map(({ line, text, reasonCode }) => (
              <li key={line}>
                {form.oddLine(line)} {form.reasons[reasonCode]}: <code dir="auto">{shortened(text)}</code>
              </li>
            ))}
            {oddLines.length > MOST_LINES_SHOWN && <li>…</li>}
          </ul>
          <p>{form.oddChoice}</p>
        </div>
      )}
    </>
  );
}

/** Which of the texts says what will happen. */
const lockedWhere = ({ isInBrowser, isReportPlain }: SealingProps) =>
  !isInBrowser ? 'server' : isReportPlain ? 'urgent' : 'browser';

const MOST_LINES_SHOWN = 10;
const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 80).toWellFormed()}…` : text);
