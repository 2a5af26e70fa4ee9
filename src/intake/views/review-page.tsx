import type { VNode } from 'preact';
import { PoliceFirst } from '../../site/views/guidance.tsx';
import { Shell } from '../../site/views/shell.tsx';
import {
  GROUPS,
  readAddressField,
  STEPS,
  type QuestionGroup,
  type ReadAddresses,
  type TextField,
  type TickField,
} from '../tip-form.ts';
import { FormNoticeBox } from './form-notice.tsx';
import { sealingAttributes, Trouble, type SealingProps } from './sealing.tsx';
import { FORM_ID, type FormPageProps } from './step-page.tsx';

/** Everything that will be sent, as we understood it, before anything is. */
export function ReviewPage(props: FormPageProps): VNode {
  const { site, category, values, state, notice, sealing } = props;
  const { form, steps, categories, safety } = site.texts;
  const path = `/tip/${category}`;
  const pages = STEPS[category];
  return (
    <Shell
      site={site}
      title={`${steps.reviewTitle} ${categories[category].heading}`}
      elsewhere={{ kind: 'form', formId: FORM_ID, path }}
      hasErrors={notice !== undefined}
    >
      {notice !== undefined && <FormNoticeBox site={site} notice={notice} sealing={sealing} />}
      <Trouble site={site} sealing={sealing} />
      <p class="progress">
        {steps.progress(pages.length + 1, pages.length + 1)} <span class="soft">{categories[category].title}</span>
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
        {pages.map((group) => (
          <Group key={group} {...props} group={group} />
        ))}
        <p class="locked">{safety[lockedWhere(sealing)]}</p>
        <p class="buttons">
          <button type="submit" name="go" value="send">
            {form.send}
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

function Group(props: FormPageProps & { readonly group: QuestionGroup }): VNode {
  const { site, group } = props;
  const { steps } = site.texts;
  const title = steps.groups[group];
  return (
    <section class="answers" aria-labelledby={`group-${group}`}>
      <h2 id={`group-${group}`}>{title}</h2>
      <button type="submit" name="go" value={`edit-${group}`} class="link">
        {steps.change}
        <span class="unseen">: {title}</span>
      </button>
      <dl>
        {GROUPS[group].map((field) => (
          <div key={field}>
            <dt>{site.texts.fields[field].label}</dt>
            <dd>
              <Given {...props} field={field} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Given({ site, values, field, sealing }: FormPageProps & { readonly field: TextField | TickField }): VNode {
  const { steps } = site.texts;
  if (field === 'isUrgent' || field === 'wantsAnswer') return <>{values[field] ? steps.yes : steps.no}</>;
  if (values[field] === '') return <span class="soft">{steps.noAnswer}</span>;
  if (field === 'addresses') return <GivenAddresses site={site} read={readAddressField(values.addresses)} />;
  return (
    <span class="given" dir="auto" data-answer={sealing.isInBrowser ? field : undefined}>
      {values[field]}
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
