/** The tip's form over HTTP: shown, checked, and answered with a receipt only when the tip is durable. */
import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { sendPage } from '../platform/http.ts';
import { codeOf } from '../platform/log.ts';
import { LANGUAGES, TIP_CATEGORIES, type Language, type TipCategory } from '../terms/categories.ts';
import { readField } from '../site/read-field.ts';
import { readTipForm } from './read-body.ts';
import { receiveTip, type DeskRecipient } from './receive-tip.ts';
import { siteOf, type IntakeDeps } from './site-deps.ts';
import {
  EMPTY_FORM,
  findProblems,
  readAddressField,
  toContact,
  toReport,
  type ReadAddresses,
  type TipFormValues,
} from './tip-form.ts';
import { ReceiptPage } from './views/receipt-page.tsx';
import { TipFormPage, type FormState } from './views/tip-form-page.tsx';

const FORM_LIFE_MS = 24 * 3_600_000;
const SUBMISSION_KEY_BYTES = 16;

/** The forms of all categories in all languages. */
export function serveTipForms(http: FastifyInstance, deps: IntakeDeps): void {
  for (const language of LANGUAGES) {
    for (const category of TIP_CATEGORIES) {
      const path = `/${language}/tip/${category}`;
      const show = (reply: FastifyReply, form: ShownForm) => showForm(reply, deps, { language, category, ...form });
      http.get(path, (_request, reply) =>
        show(reply, { values: EMPTY_FORM, token: freshToken(deps), state: { kind: 'fresh' }, status: 200 }),
      );
      http.post(path, (request, reply) => takeForm(request.body, reply, { deps, language, category, show }));
    }
  }
}

interface ShownForm {
  readonly values: TipFormValues;
  readonly token: string;
  readonly state: FormState;
  readonly status: number;
}

interface FormRoute {
  readonly deps: IntakeDeps;
  readonly language: Language;
  readonly category: TipCategory;
  readonly show: (reply: FastifyReply, form: ShownForm) => FastifyReply;
}

type Answer = ({ readonly kind: 'form' } & ShownForm) | { readonly kind: 'receipt'; readonly receipt: string };

async function takeForm(body: unknown, reply: FastifyReply, route: FormRoute): Promise<FastifyReply> {
  const values = readTipForm(body);
  const answer = await answerTo(body, values, route);
  if (answer.kind === 'form') return route.show(reply, answer);
  const site = siteOf(route.deps.hotline, route.language);
  return sendPage(reply, <ReceiptPage site={site} receipt={answer.receipt} isUrgent={values.isUrgent} />);
}

/** In this order: nothing typed is lost to an old page; what must change; what was not understood; then the tip is taken. */
async function answerTo(body: unknown, values: TipFormValues, route: FormRoute): Promise<Answer> {
  const { deps, category } = route;
  const token = readField(body, 'token');
  const again = (state: FormState, status: number): Answer => ({ kind: 'form', values, token, state, status });
  const submissionKey = deps.serviceKey.readToken('form', token, deps.clock.now());
  if (submissionKey === undefined)
    return { kind: 'form', values, token: freshToken(deps), state: { kind: 'expired' }, status: 422 };
  const problems = findProblems(category, values);
  if (problems.length > 0) return again({ kind: 'problems', problems }, 422);
  const read = readAddressField(values.addresses);
  if (read.oddLines.length > 0 && readField(body, 'anyway') === '') return again({ kind: 'odd-lines', read }, 422);
  try {
    const deskKey = await deps.deskKey();
    if (deskKey === undefined) return again({ kind: 'not-open' }, 503);
    return { kind: 'receipt', receipt: await takeTip(route, { values, read, submissionKey, deskKey }) };
  } catch (error) {
    deps.log.error('http.failed', { route: 'tip', status: 503, code: codeOf(error) });
    return again({ kind: 'not-received' }, 503);
  }
}

async function takeTip(
  route: FormRoute,
  form: {
    readonly values: TipFormValues;
    readonly read: ReadAddresses;
    readonly submissionKey: Uint8Array;
    readonly deskKey: DeskRecipient;
  },
): Promise<string> {
  const { deps, category, language } = route;
  const { values, read } = form;
  const { oddInReport } = siteOf(deps.hotline, language).texts.form;
  const { receipt, isNew } = await receiveTip(
    { ...deps, deskKey: form.deskKey },
    {
      submissionKey: form.submissionKey,
      category,
      language,
      isUrgent: values.isUrgent,
      wantsAnswer: values.wantsAnswer,
      source: 'form',
      addresses: read.addresses,
      report: toReport(category, values, read, oddInReport),
      contact: toContact(values),
    },
  );
  if (isNew) deps.log.info('tip.received', { category });
  return receipt;
}

function showForm(
  reply: FastifyReply,
  deps: IntakeDeps,
  form: ShownForm & { readonly language: Language; readonly category: TipCategory },
): FastifyReply {
  const { language, category, values, token, state, status } = form;
  const site = siteOf(deps.hotline, language);
  return sendPage(
    reply,
    <TipFormPage site={site} category={category} values={values} token={token} state={state} />,
    status,
  );
}

/** Random bytes that make every copy of one page's form the same submission, readable by this service only. */
function freshToken(deps: IntakeDeps): string {
  const expiresAt = new Date(deps.clock.now().getTime() + FORM_LIFE_MS);
  return deps.serviceKey.issueToken('form', randomBytes(SUBMISSION_KEY_BYTES), expiresAt);
}
