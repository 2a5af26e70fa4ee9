import type { SiteLanguage } from '../terms/site-languages.ts';
import type { TakenForm } from './browser-sealed.ts';
import type { FormState } from './form-state.ts';
import type { Forms } from './forms/forms.ts';
import type { Doorkeeper } from './pressure/doorkeeper.ts';
import type { SameWords } from './pressure/same-words.ts';
import { receiveTip } from './receive-tip.ts';
import { languageAtHome, siteOf, type IntakeDeps } from './site-deps.ts';
import { readAddressField, toContact, toReport, type AskedForm, type ReportWords } from './tip-form.ts';
import { contentDigest, type TipSubmission } from './tip.ts';

/** What taking a form's tip needs. */
export interface TakeTipDeps {
  readonly deps: IntakeDeps;
  readonly language: SiteLanguage;
  /** The version of the forms that the sender saw, and what they were asked in it. */
  readonly forms: Forms;
  readonly form: AskedForm;
  readonly doorkeeper: Doorkeeper | undefined;
  readonly sameWords: SameWords;
}

/** What became of it: taken; asked to come again in so many seconds, nothing taken; or nobody can read tips yet. */
export type Taken =
  | { readonly kind: 'receipt'; readonly receipt: string }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'not-open' };

/** A form that was sent. `caller` and `work` as the doorkeeper knows them. */
export interface SentForm {
  readonly state: FormState;
  readonly form: TakenForm;
  readonly caller: string | undefined;
  readonly work: string;
}

/** Takes a sent form's tip; durable when there is a receipt. @throws the database's errors: then nothing was taken */
export async function takeTip(tools: TakeTipDeps, sent: SentForm): Promise<Taken> {
  const { deps, doorkeeper } = tools;
  const { category } = tools.form;
  const deskKey = await deps.deskKey();
  if (deskKey === undefined) return { kind: 'not-open' };
  const submission = toSubmission(tools, sent);
  const { submissionKey, openedAt } = sent.state;
  const { caller, work } = sent;
  const arrival = { caller, work, submissionKey, openedAt, content: contentDigest(submission) };
  const entrance = doorkeeper?.ask(arrival, deps.clock.now());
  if (entrance?.kind === 'wait') return entrance;
  const { receipt, isNew } = await receiveTip({ ...deps, deskKey }, submission);
  if (isNew) {
    doorkeeper?.note(arrival, deps.clock.now());
    deps.log.info('tip.received', { category });
  }
  return { kind: 'receipt', receipt };
}

function toSubmission(tools: TakeTipDeps, sent: SentForm): TipSubmission {
  const { form, language, sameWords } = tools;
  const { category } = form;
  const { values, sealed } = sent.form;
  const read = readAddressField(values.addresses);
  const report = toReport(form, values, read, reportWordsOf(tools));
  return {
    ...{ category, language, source: 'form' },
    submissionKey: sent.state.submissionKey,
    isUrgent: values.isUrgent,
    wantsAnswer: values.wantsAnswer,
    addresses: read.addresses,
    report,
    contact: toContact(values),
    sealed,
    groupId: sameWords.groupOf(category, report),
  };
}

/** A report is written for those who read it, in the version that the sender saw. */
function reportWordsOf({ deps, forms }: TakeTipDeps): ReportWords {
  const language = languageAtHome(deps.hotline);
  const words = forms.words(language);
  return {
    oddHeading: siteOf(deps.hotline, language).texts.form.oddInReport,
    label: (question) => words.text(`question.${question}.label`),
    option: (question, option) => words.text(`question.${question}.${option}.option`),
  };
}
