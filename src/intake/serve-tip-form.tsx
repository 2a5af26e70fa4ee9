/**
 * The tip's form over HTTP, one group of questions a page. Each page carries all earlier answers, sealed; where the browser seals by
 * itself, stand-ins for them (browser-sealed.ts). A receipt is answered only when the tip is durable.
 */
import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendPage } from '../platform/http.ts';
import { codeOf } from '../platform/log.ts';
import { readField } from '../site/read-field.ts';
import { TIP_CATEGORIES, type TipCategory } from '../terms/categories.ts';
import { SITE_LANGUAGES, type SiteLanguage } from '../terms/site-languages.ts';
import { isReportPlain, takeForm, withoutStandIns } from './browser-sealed.ts';
import { openState, sealState, type FormState } from './form-state.ts';
import { findPage, firstPage, readAsked, readPage, REVIEW, walk, type FormPage } from './form-walk.ts';
import { shippedAskedForm, type Forms } from './forms/forms.ts';
import { callerOf } from './pressure/caller.ts';
import type { Doorkeeper } from './pressure/doorkeeper.ts';
import type { SameWords } from './pressure/same-words.ts';
import { mergeBody } from './read-body.ts';
import type { DeskRecipient } from './receive-tip.ts';
import { receiptPage } from './serve-receipt.tsx';
import { SEALING_POLICY } from './sealing-policy.ts';
import { offeredKey, siteOf, type IntakeDeps } from './site-deps.ts';
import { takeTip, type Taken } from './take-tip.ts';
import { EMPTY_FORM, type AskedForm, type FormProblem } from './tip-form.ts';
import { ReviewPage } from './views/review-page.tsx';
import type { FormNotice } from './views/form-notice.tsx';
import type { SealingProps } from './views/sealing.tsx';
import { StepPage } from './views/step-page.tsx';

const SUBMISSION_KEY_BYTES = 16;

/** What the form needs besides what every page does. `doorkeeper` undefined: no effort is ever asked for. */
export interface TipFormTools {
  readonly doorkeeper: Doorkeeper | undefined;
  readonly sameWords: SameWords;
}

interface FormRoute extends TipFormTools {
  readonly deps: IntakeDeps;
  readonly language: SiteLanguage;
  readonly category: TipCategory;
}

/** A route in the version of the forms that this page was opened under. */
interface VersionedRoute extends FormRoute {
  readonly forms: Forms;
  readonly form: AskedForm;
}

/** One request for a page of the form. */
interface Visit<R extends FormRoute = VersionedRoute> {
  readonly route: R;
  readonly caller: string | undefined;
  readonly body: unknown;
  readonly reply: FastifyReply;
  /** The page's script keeps the answers and sends stand-ins. */
  readonly isSealing: boolean;
}

/** The forms of all categories in all languages. */
export function serveTipForms(http: FastifyInstance, deps: IntakeDeps, tools: TipFormTools): void {
  for (const language of SITE_LANGUAGES) {
    for (const category of TIP_CATEGORIES) {
      const path = `/${language}/tip/${category}`;
      const visitOf = (request: FastifyRequest, reply: FastifyReply): Visit<FormRoute> => ({
        route: { ...tools, deps, language, category },
        caller: callerOf(request.ip),
        body: request.body,
        reply: reply.header('content-security-policy', SEALING_POLICY),
        isSealing: readField(request.body, 'sealing') === 'browser',
      });
      http.get(path, (request, reply) => openForm(visitOf(request, reply)));
      http.post(path, (request, reply) => take(visitOf(request, reply)));
    }
  }
}

/** A fresh form; to the first page where its category is not offered (any more). */
async function openForm(visit: Visit<FormRoute>): Promise<FastifyReply> {
  const { deps, language, category } = visit.route;
  if (deps.forms.inUse().form(category) === undefined) return visit.reply.redirect(`/${language}`, 303);
  const route = inUse(visit.route);
  const offered = await offeredKey(route.deps);
  const state = freshState(route, offered);
  return show({ ...visit, route }, { state, page: firstPage(route.form), problems: [], offered });
}

function inUse(route: FormRoute): VersionedRoute {
  const forms = route.deps.forms.inUse();
  return { ...route, forms, form: forms.form(route.category) ?? shippedAskedForm(route.category) };
}

/** Whoever began under an earlier version goes on in it: a question does not change while somebody answers it. */
async function asBegun(route: FormRoute, version: number): Promise<VersionedRoute> {
  const forms = await route.deps.forms.ofVersion(version);
  const form = forms?.form(route.category);
  if (forms === undefined || form === undefined) return inUse(route);
  return { ...route, forms, form };
}

/** In this order: nothing typed is lost to an old page; then what the button asks; then the tip is taken. */
async function take(given: Visit<FormRoute>): Promise<FastifyReply> {
  const { body, isSealing } = given;
  const { deps, category } = given.route;
  const kept = openState(deps.serviceKey, readField(body, 'state'), deps.clock.now());
  const isOurs = kept?.category === category;
  const route = kept !== undefined && isOurs ? await asBegun(given.route, kept.formVersion) : inUse(given.route);
  const visit = { ...given, route };
  const { form } = route;
  const page = readPage(form, readField(body, 'step'));
  if (kept === undefined || !isOurs) return startAgain(visit, page);
  const values = mergeBody(body, kept.values, form, findPage(form, page));
  // Answers that the browser kept are lost with its script: what the page itself shows is all there is.
  if (kept.isSealedInBrowser && !isSealing) return startAgain(visit, page, values);
  const state = { ...kept, values, isSealedInBrowser: isSealing && kept.offeredKeyId !== undefined };
  if (kept.isStale) {
    const renewed = { ...state, submissionKey: randomBytes(SUBMISSION_KEY_BYTES), openedAt: deps.clock.now() };
    return show(visit, { state: renewed, page, problems: [], notice: 'expired' }, 422);
  }
  const next = walk(form, page, readAsked(form, page, readField(body, 'go')), state);
  if (next.kind === 'send') return send(visit, state);
  return show(visit, { ...next, state }, next.problems.length === 0 ? 200 : 422);
}

/** What stood on earlier pages cannot be read; what stands on this one is kept. */
async function startAgain(visit: Visit, page: FormPage, found = mergedAlone(visit, page)): Promise<FastifyReply> {
  const { route, isSealing } = visit;
  const offered = isSealing ? await offeredKey(route.deps) : undefined;
  const state = {
    ...freshState(route, offered),
    values: isSealing ? found : withoutStandIns(found),
    isSealedInBrowser: offered !== undefined,
  };
  const back = page === REVIEW ? firstPage(route.form) : page;
  return show(visit, { state, page: back, problems: [], notice: 'unreadable', offered }, 422);
}

const mergedAlone = ({ body, route }: Visit, page: FormPage) =>
  mergeBody(body, EMPTY_FORM, route.form, findPage(route.form, page));

async function send(visit: Visit, state: FormState): Promise<FastifyReply> {
  const { route, reply, caller, body } = visit;
  const form = takeForm(body, state);
  if (form === undefined) return startAgain(visit, REVIEW, state.values);
  const taken = await tryToTake(route, () => takeTip(route, { state, form, caller, work: readField(body, 'work') }));
  if (taken.kind === 'receipt') {
    const { isUrgent } = state.values;
    const lockedAt = !state.isSealedInBrowser ? 'server' : isReportPlain(state.values) ? 'urgent' : 'browser';
    return sendPage(reply, receiptPage(route.deps, route.language, { receipt: taken.receipt, isUrgent, lockedAt }));
  }
  if (taken.kind !== 'wait') return show(visit, { state, page: REVIEW, problems: [], notice: taken.kind }, 503);
  const { seconds } = taken;
  const shown = { state, page: REVIEW, problems: [], notice: 'wait', waitSeconds: seconds } as const;
  return show({ ...visit, reply: reply.header('retry-after', seconds) }, shown, 429);
}

type TakenOrNot = Taken | { readonly kind: Extract<FormNotice, 'not-received'> };

async function tryToTake({ deps }: FormRoute, taking: () => Promise<Taken>): Promise<TakenOrNot> {
  try {
    return await taking();
  } catch (error) {
    deps.log.error('http.failed', { route: 'tip', status: 503, code: codeOf(error) });
    return { kind: 'not-received' };
  }
}

interface Shown {
  readonly state: FormState;
  readonly page: FormPage;
  readonly problems: readonly FormProblem[];
  readonly notice?: FormNotice;
  readonly waitSeconds?: number;
  /** The desk's key, for the browser to seal to. */
  readonly offered?: DeskRecipient | undefined;
}

function show(visit: Visit, shown: Shown, status = 200): FastifyReply {
  const { deps, language, forms, form } = visit.route;
  const { problems, notice } = shown;
  const site = siteOf(deps.hotline, language);
  const page = findPage(form, shown.page);
  const state = page === undefined ? { ...shown.state, hasReviewed: true } : shown.state;
  const { values, hasReviewed } = state;
  const sealed = sealState(deps.serviceKey, state, deps.clock.now());
  const words = forms.words(language);
  const common = { site, form, words, values, state: sealed, notice, sealing: sealingOf(visit, shown) };
  if (page === undefined) return sendPage(visit.reply, <ReviewPage {...common} />, status);
  const step = <StepPage {...common} page={page} problems={problems} hasReviewed={hasReviewed} />;
  return sendPage(visit.reply, step, status);
}

function sealingOf({ route, caller }: Visit, { state, offered, waitSeconds }: Shown): SealingProps {
  const { doorkeeper, deps } = route;
  return {
    recipient: offered?.recipient.bytes,
    isInBrowser: state.isSealedInBrowser,
    isReportPlain: isReportPlain(state.values),
    work: doorkeeper?.workFor(caller, state.submissionKey, deps.clock.now()),
    waitSeconds,
  };
}

const freshState = ({ deps, category, forms }: VersionedRoute, offered: DeskRecipient | undefined): FormState => ({
  category,
  values: EMPTY_FORM,
  submissionKey: randomBytes(SUBMISSION_KEY_BYTES),
  formVersion: forms.version,
  hasReviewed: false,
  openedAt: deps.clock.now(),
  offeredKeyId: offered?.id,
  isSealedInBrowser: false,
});
