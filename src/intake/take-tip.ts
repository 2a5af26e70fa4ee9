import type { TipCategory } from '../terms/categories.ts';
import type { SiteLanguage } from '../terms/site-languages.ts';
import type { TakenForm } from './browser-sealed.ts';
import type { FormState } from './form-state.ts';
import type { Doorkeeper } from './pressure/doorkeeper.ts';
import type { SameWords } from './pressure/same-words.ts';
import { receiveTip } from './receive-tip.ts';
import { languageAtHome, siteOf, type IntakeDeps } from './site-deps.ts';
import { readAddressField, toContact, toReport } from './tip-form.ts';
import { contentDigest, type TipSubmission } from './tip.ts';

/** What taking a form's tip needs. */
export interface TakeTipDeps {
  readonly deps: IntakeDeps;
  readonly language: SiteLanguage;
  readonly category: TipCategory;
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
  const { deps, category, doorkeeper } = tools;
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

function toSubmission({ deps, category, language, sameWords }: TakeTipDeps, sent: SentForm): TipSubmission {
  const { values, sealed } = sent.form;
  const read = readAddressField(values.addresses);
  const { oddInReport } = siteOf(deps.hotline, languageAtHome(deps.hotline)).texts.form;
  const report = toReport(category, values, read, oddInReport);
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
