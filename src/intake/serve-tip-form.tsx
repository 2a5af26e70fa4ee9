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
import { firstPage, readAsked, readPage, walk, type FormPage } from './form-walk.ts';
import { mergeBody } from './read-body.ts';
import { receiveTip, type DeskRecipient } from './receive-tip.ts';
import { languageAtHome, siteOf, type IntakeDeps } from './site-deps.ts';
import { EMPTY_FORM, readAddressField, toContact, toReport, type FormProblem } from './tip-form.ts';
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

/** The forms of all categories in all languages. */
export function serveTipForms(http: FastifyInstance, deps: IntakeDeps): void {
  for (const language of SITE_LANGUAGES) {
    for (const category of TIP_CATEGORIES) {
      const path = `/${language}/tip/${category}`;
      const route = { deps, language, category };
      http.get(path, (_request, reply) =>
        show(reply, route, { state: freshState(category), page: firstPage(category), problems: [] }),
      );
      http.post(path, (request, reply) => take(request.body, reply, route));
    }
  }
}

/** In this order: nothing typed is lost to an old page; then what the button asks; then the tip is taken. */
async function take(body: unknown, reply: FastifyReply, route: FormRoute): Promise<FastifyReply> {
  const { deps, category } = route;
  const page = readPage(category, readField(body, 'step'));
  const kept = openState(deps.serviceKey, readField(body, 'state'), deps.clock.now());
  const isOurs = kept?.category === category;
  const before = kept !== undefined && isOurs ? kept : freshState(category);
  const state = { ...before, values: mergeBody(body, before.values, page === 'review' ? undefined : page) };
  if (!isOurs) {
    const back = page === 'review' ? firstPage(category) : page;
    return show(reply, route, { state, page: back, problems: [], notice: 'unreadable' }, 422);
  }
  if (kept.isStale) {
    const renewed = { ...state, submissionKey: randomBytes(SUBMISSION_KEY_BYTES) };
    return show(reply, route, { state: renewed, page, problems: [], notice: 'expired' }, 422);
  }
  const next = walk(category, page, readAsked(category, page, readField(body, 'go')), state);
  if (next.kind === 'send') return send(reply, route, state);
  return show(reply, route, { ...next, state }, next.problems.length === 0 ? 200 : 422);
}

async function send(reply: FastifyReply, route: FormRoute, state: FormState): Promise<FastifyReply> {
  const taken = await tryToTake(route, state);
  if (taken.kind !== 'receipt')
    return show(reply, route, { state, page: 'review', problems: [], notice: taken.kind }, 503);
  const site = siteOf(route.deps.hotline, route.language);
  return sendPage(reply, <ReceiptPage site={site} receipt={taken.receipt} isUrgent={state.values.isUrgent} />);
}

type Taken =
  | { readonly kind: 'receipt'; readonly receipt: string }
  | { readonly kind: Extract<FormNotice, 'not-open' | 'not-received'> };

async function tryToTake(route: FormRoute, state: FormState): Promise<Taken> {
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

async function takeTip(route: FormRoute, state: FormState, deskKey: DeskRecipient): Promise<string> {
  const { deps, category, language } = route;
  const { values, submissionKey } = state;
  const read = readAddressField(values.addresses);
  const { oddInReport } = siteOf(deps.hotline, languageAtHome(deps.hotline)).texts.form;
  const { receipt, isNew } = await receiveTip(
    { ...deps, deskKey },
    {
      ...{ submissionKey, category, language, source: 'form' },
      isUrgent: values.isUrgent,
      wantsAnswer: values.wantsAnswer,
      addresses: read.addresses,
      report: toReport(category, values, read, oddInReport),
      contact: toContact(values),
    },
  );
  if (isNew) deps.log.info('tip.received', { category });
  return receipt;
}

interface Shown {
  readonly state: FormState;
  readonly page: FormPage;
  readonly problems: readonly FormProblem[];
  readonly notice?: FormNotice;
}

function show(reply: FastifyReply, route: FormRoute, shown: Shown, status = 200): FastifyReply {
  const { deps, category, language } = route;
  const { page, problems, notice } = shown;
  const site = siteOf(deps.hotline, language);
  const state = page === 'review' ? { ...shown.state, hasReviewed: true } : shown.state;
  const { values, hasReviewed } = state;
  const sealed = sealState(deps.serviceKey, state, deps.clock.now());
  const common = { site, category, values, state: sealed, notice };
  if (page === 'review') return sendPage(reply, <ReviewPage {...common} />, status);
  return sendPage(reply, <StepPage {...common} group={page} problems={problems} hasReviewed={hasReviewed} />, status);
}

const freshState = (category: TipCategory): FormState => ({
  category,
  values: EMPTY_FORM,
  submissionKey: randomBytes(SUBMISSION_KEY_BYTES),
  hasReviewed: false,
});
