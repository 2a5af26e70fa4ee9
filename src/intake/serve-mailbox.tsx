/**
 * The mailbox over HTTP. No cookie: the page carries the mailbox's key from one request to the next in a hidden field,
 * encrypted under the service key and good for half an hour. The receipt is never in an address.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { readReceipt } from '../../lib/receipt/door.ts';
import { sendPage } from '../platform/http.ts';
import { codeOf } from '../platform/log.ts';
import { LANGUAGES, type Language } from '../terms/categories.ts';
import { mailboxKeyFrom, mailboxKeyOfReceipt, type MailboxKey } from './mailbox-key.ts';
import { readField } from '../site/read-field.ts';
import { siteOf, type IntakeDeps } from './site-deps.ts';
import { openMailbox, writeToMailbox } from './use-mailbox.ts';
import { MAX_MESSAGE_LENGTH, MailboxPage, ReceiptFormPage, type MessageState } from './views/mailbox-pages.tsx';

const MAILBOX_LIFE_MS = 30 * 60_000;
const SECRET_BYTES = 32;
/** Answers about receipts leave on multiples of this, so that the work behind them cannot be timed. */
const TICK_MS = 40;

interface MailboxRoute {
  readonly deps: IntakeDeps;
  readonly language: Language;
}

/** Opening, reading, writing and closing in all languages. */
export function serveMailbox(http: FastifyInstance, deps: IntakeDeps): void {
  for (const language of LANGUAGES) {
    const route = { deps, language };
    const path = `/${language}/mailbox`;
    http.get(path, (_request, reply) => askReceipt(reply, route, { typed: '', problem: undefined }));
    http.post(path, (request, reply) => openWithReceipt(request.body, reply, route));
    http.post(`${path}/message`, (request, reply) => takeMessage(request.body, reply, route));
    // A page that was answered to a form is not kept, but its text may be: this also asks the browser to forget it.
    http.post(`${path}/close`, (_request, reply) =>
      reply.header('clear-site-data', '"cache"').redirect(`/${language}`, 303),
    );
    // Reloading after the form, or a link pasted by mistake, ends up where the receipt is asked for.
    for (const tail of ['message', 'close'])
      http.get(`${path}/${tail}`, (_request, reply) => reply.redirect(path, 303));
  }
}

async function openWithReceipt(body: unknown, reply: FastifyReply, route: MailboxRoute): Promise<FastifyReply> {
  const { deps } = route;
  const startedAtMs = performance.now();
  const typed = readField(body, 'receipt');
  const keptText = readField(body, 'text');
  const read = readReceipt(typed);
  if (!read.ok) return askReceipt(reply, route, { typed: typed.slice(0, 100), problem: read.fault, keptText }, 422);
  const key = mailboxKeyOfReceipt(read.receipt, deps.serviceKey);
  const mailbox = await unlessFailing(deps, 'mailbox', () => openMailbox(deps.db, key));
  await untilNextTick(startedAtMs);
  if (mailbox === 'failed')
    return askReceipt(reply, route, { typed, problem: undefined, notice: 'away', keptText }, 503);
  if (mailbox === undefined) return askReceipt(reply, route, { typed, problem: { code: 'unknown' }, keptText });
  return showMailbox(reply, route, { ...mailbox, key, text: keptText, state: 'none' });
}

async function takeMessage(body: unknown, reply: FastifyReply, route: MailboxRoute): Promise<FastifyReply> {
  const { deps } = route;
  const now = deps.clock.now();
  const text = readField(body, 'text');
  const payload = deps.serviceKey.readToken('mailbox', readField(body, 'token'), now);
  if (payload === undefined)
    return askReceipt(reply, route, { typed: '', problem: undefined, notice: 'expired', keptText: text }, 422);
  const key = mailboxKeyFrom(payload.subarray(0, SECRET_BYTES), deps.serviceKey);
  const submissionKey = payload.subarray(SECRET_BYTES);
  const done = await unlessFailing(deps, 'mailbox-message', async () => {
    const state = await write(route, key, { submissionKey, text, now });
    return { state, mailbox: await openMailbox(deps.db, key) };
  });
  if (done === 'failed') {
    const nothing = { entries: [], isErased: false };
    // The same submission key again: if the message did get through, sending it once more changes nothing.
    return showMailbox(reply, route, { ...nothing, key, submissionKey, text, state: 'not-received' }, 503);
  }
  const { state, mailbox } = done;
  if (mailbox === undefined)
    return askReceipt(reply, route, { typed: '', problem: { code: 'unknown' }, keptText: text });
  const isWritten = state === 'written';
  return showMailbox(reply, route, { ...mailbox, key, text: isWritten ? '' : text, state }, isWritten ? 200 : 422);
}

/** The work's result, or `failed` (logged as a code) when the database is away or anything else went wrong. */
async function unlessFailing<T>(deps: IntakeDeps, route: string, work: () => Promise<T>): Promise<T | 'failed'> {
  try {
    return await work();
  } catch (error) {
    deps.log.error('http.failed', { route, status: 503, code: codeOf(error) });
    return 'failed';
  }
}

async function write(
  route: MailboxRoute,
  key: MailboxKey,
  message: { readonly submissionKey: Uint8Array; readonly text: string; readonly now: Date },
): Promise<MessageState> {
  if (message.text === '') return 'empty';
  if (message.text.length > MAX_MESSAGE_LENGTH) return 'too-long';
  const outcome = await writeToMailbox(route.deps, key, message);
  switch (outcome) {
    case 'written':
    case 'full':
      return outcome;
    case 'no-mailbox':
    case 'erased':
      return 'none';
  }
}

type ShownMailbox = Omit<Parameters<typeof MailboxPage>[0], 'site' | 'token'> & {
  readonly key: MailboxKey;
  readonly submissionKey?: Uint8Array;
};

function showMailbox(reply: FastifyReply, route: MailboxRoute, shown: ShownMailbox, status = 200): FastifyReply {
  const { key, submissionKey = randomBytes(16), entries, isErased, text, state } = shown;
  const { serviceKey, clock, hotline } = route.deps;
  const expiresAt = new Date(clock.now().getTime() + MAILBOX_LIFE_MS);
  const token = serviceKey.issueToken('mailbox', Buffer.concat([key.secret, submissionKey]), expiresAt);
  const site = siteOf(hotline, route.language);
  const page = <MailboxPage {...{ site, entries, isErased, token, text, state }} />;
  return sendPage(reply, page, status);
}

function askReceipt(
  reply: FastifyReply,
  route: MailboxRoute,
  form: Omit<Parameters<typeof ReceiptFormPage>[0], 'site'>,
  status = 200,
): FastifyReply {
  const site = siteOf(route.deps.hotline, route.language);
  return sendPage(reply, <ReceiptFormPage site={site} {...form} />, status);
}

async function untilNextTick(startedAtMs: number): Promise<void> {
  const spentMs = performance.now() - startedAtMs;
  await sleep(Math.ceil(spentMs / TICK_MS) * TICK_MS - spentMs);
}
