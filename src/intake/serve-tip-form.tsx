/**
 * The tip's form over HTTP, one group of questions a page. Each page carries all earlier answers, sealed; a receipt is
 * answered only when the tip is durable.
 */
import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { sendPage } from '../platform/http.ts';
import { codeOf } from '../platform/log.ts';
import { readField } from '../site/read-field.ts';
import { TIP_CATEGORIES, type TipCategory } from '../terms/categories.ts';
import { SITE_LANGUAGES, type SiteLanguage } from '../terms/site-languages.ts';
import { openState, sealState, type FormState } from './form-state.ts';
import { findPage, firstPage, readAsked, readPage, REVIEW, walk, type FormPage } from './form-walk.ts';
import { shippedAskedForm, type FormWords } from './forms/forms.ts';
import { mergeBody } from './read-body.ts';
import { receiveTip, type DeskRecipient } from './receive-tip.ts';
import { languageAtHome, siteOf, type IntakeDeps } from './site-deps.ts';
import {
  EMPTY_FORM,
  readAddressField,
  toContact,
  toReport,
  type AskedForm,
  type FormProblem,
  type ReportWords,
} from './tip-form.ts';
import { ReceiptPage } from './views/receipt-page.tsx';
import { ReviewPage } from './views/review-page.tsx';
import type { FormNotice } from './views/form-notice.tsx';
import { StepPage } from './views/step-page.tsx';

const SUBMISSION_KEY_BYTES = 16;

interface FormRoute {
  readonly deps: IntakeDeps;
  readonly language: SiteLanguage;
  readonly category: TipCategory;
}

/** A route in the version of the forms that this page was opened under. */
interface VersionedRoute extends FormRoute {
  readonly version: number;
  readonly form: AskedForm;
  readonly words: FormWords;
}

/** The forms of all categories in all languages. */
export function serveTipForms(http: FastifyInstance, deps: IntakeDeps): void {
  for (const language of SITE_LANGUAGES) {
    for (const category of TIP_CATEGORIES) {
      const path = `/${language}/tip/${category}`;
      const route = { deps, language, category };
      http.get(path, (_request, reply) => open(reply, route));
      http.post(path, (request, reply) => take(request.body, reply, route));
    }
  }
}

/** A fresh form; to the first page where its category is not offered (any more). */
function open(reply: FastifyReply, route: FormRoute): FastifyReply {
  const { deps, language, category } = route;
  if (deps.forms.inUse().form(category) === undefined) return reply.redirect(`/${language}`, 303);
  const versioned = inUse(route);
  const state = freshState(versioned);
  return show(reply, versioned, { state, page: firstPage(versioned.form), problems: [] });
}

function inUse(route: FormRoute): VersionedRoute {
  const forms = route.deps.forms.inUse();
  const form = forms.form(route.category) ?? shippedAskedForm(route.category);
  return { ...route, version: forms.version, form, words: forms.words(route.language) };
}

/** Whoever began under an earlier version goes on in it: a question does not change while somebody answers it. */
async function asBegun(route: FormRoute, version: number): Promise<VersionedRoute> {
  const forms = await route.deps.forms.ofVersion(version);
  const form = forms?.form(route.category);
  if (forms === undefined || form === undefined) return inUse(route);
  return { ...route, version, form, words: forms.words(route.language) };
}

/** In this order: nothing typed is lost to an old page; then what the button asks; then the tip is taken. */
async function take(body: unknown, reply: FastifyReply, route: FormRoute): Promise<FastifyReply> {
  const { deps, category } = route;
  const kept = openState(deps.serviceKey, readField(body, 'state'), deps.clock.now());
  const isOurs = kept?.category === category;
  const versioned = kept !== undefined && isOurs ? await asBegun(route, kept.formVersion) : inUse(route);
  const { form } = versioned;
  const page = readPage(form, readField(body, 'step'));
  const before = kept !== undefined && isOurs ? kept : freshState(versioned);
  const state = { ...before, values: mergeBody(body, before.values, form, findPage(form, page)) };
  if (!isOurs) {
    const back = page === REVIEW ? firstPage(form) : page;
    return show(reply, versioned, { state, page: back, problems: [], notice: 'unreadable' }, 422);
  }
  if (kept.isStale) {
    const renewed = { ...state, submissionKey: randomBytes(SUBMISSION_KEY_BYTES) };
    return show(reply, versioned, { state: renewed, page, problems: [], notice: 'expired' }, 422);
  }
  const next = walk(form, page, readAsked(form, page, readField(body, 'go')), state);
  if (next.kind === 'send') return send(reply, versioned, state);
  return show(reply, versioned, { ...next, state }, next.problems.length === 0 ? 200 : 422);
}

async function send(reply: FastifyReply, route: VersionedRoute, state: FormState): Promise<FastifyReply> {
  const taken = await tryToTake(route, state);
  if (taken.kind !== 'receipt')
    return show(reply, route, { state, page: REVIEW, problems: [], notice: taken.kind }, 503);
  const site = siteOf(route.deps.hotline, route.language);
  return sendPage(reply, <ReceiptPage site={site} receipt={taken.receipt} isUrgent={state.values.isUrgent} />);
}

type Taken =
  | { readonly kind: 'receipt'; readonly receipt: string }
  | { readonly kind: Extract<FormNotice, 'not-open' | 'not-received'> };

async function tryToTake(route: VersionedRoute, state: FormState): Promise<Taken> {
  const { deps } = route;
  try {
    const deskKey = await deps.deskKey();
    if (deskKey === undefined) return { kind: 'not-open' };
    return { kind: 'receipt', receipt: await takeTip(route, state, deskKey) };
  } catch (error) {
    deps.log.error('http.failed', { route: 'tip', status: 503, code: codeOf(error) });
    return { kind: 'not-received' };
  }
}

async function takeTip(route: VersionedRoute, state: FormState, deskKey: DeskRecipient): Promise<string> {
  const { deps, category, language, form } = route;
  const { values, submissionKey } = state;
  const read = readAddressField(values.addresses);
  const { receipt, isNew } = await receiveTip(
    { ...deps, deskKey },
    {
      ...{ submissionKey, category, language, source: 'form' },
      isUrgent: values.isUrgent,
      wantsAnswer: values.wantsAnswer,
      addresses: read.addresses,
      report: toReport(form, values, read, await reportWordsOf(route)),
      contact: toContact(values),
    },
  );
  if (isNew) deps.log.info('tip.received', { category });
  return receipt;
}

/** A report is written for those who read it, in the version that the sender saw. */
async function reportWordsOf({ deps, version }: VersionedRoute): Promise<ReportWords> {
  const language = languageAtHome(deps.hotline);
  const words = ((await deps.forms.ofVersion(version)) ?? deps.forms.inUse()).words(language);
  return {
    oddHeading: siteOf(deps.hotline, language).texts.form.oddInReport,
    label: (question) => words.text(`question.${question}.label`),
    option: (question, option) => words.text(`question.${question}.${option}.option`),
  };
}

interface Shown {
  readonly state: FormState;
  readonly page: FormPage;
  readonly problems: readonly FormProblem[];
  readonly notice?: FormNotice;
}

function show(reply: FastifyReply, route: VersionedRoute, shown: Shown, status = 200): FastifyReply {
  const { deps, language, form, words } = route;
  const { problems, notice } = shown;
  const site = siteOf(deps.hotline, language);
  const page = findPage(form, shown.page);
  const state = page === undefined ? { ...shown.state, hasReviewed: true } : shown.state;
  const { values, hasReviewed } = state;
  const sealed = sealState(deps.serviceKey, state, deps.clock.now());
  const common = { site, form, words, values, state: sealed, notice };
  if (page === undefined) return sendPage(reply, <ReviewPage {...common} />, status);
  return sendPage(reply, <StepPage {...common} page={page} problems={problems} hasReviewed={hasReviewed} />, status);
}

const freshState = ({ category, version }: VersionedRoute): FormState => ({
  category,
  values: EMPTY_FORM,
  submissionKey: randomBytes(SUBMISSION_KEY_BYTES),
  formVersion: version,
  hasReviewed: false,
});
