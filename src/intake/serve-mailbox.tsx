/**
 * The mailbox over HTTP. No cookie: the page carries the mailbox's key from one request to the next in a hidden field,
 * encrypted under the service key and good for half an hour. The receipt is never in an address.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { readReceipt } from '../../lib/receipt/door.ts';
import { renderPage, sendHtml, sendPage } from '../platform/http.ts';
import { codeOf } from '../platform/log.ts';
import { SITE_LANGUAGES, type SiteLanguage } from '../terms/site-languages.ts';
import { mailboxKeyFrom, mailboxKeyOfReceipt, type MailboxKey } from './mailbox-key.ts';
import { readField } from '../site/read-field.ts';
import { markSeen } from './notice/notice-store.ts';
import { turnNoticeOff, turnNoticeOn, type NoticeOutcome } from './notice/use-notice.ts';
import { siteOf, type IntakeDeps } from './site-deps.ts';
import { openMailbox, removeFromMailbox, writeToMailbox } from './use-mailbox.ts';
import { MAX_MESSAGE_LENGTH, MailboxPage, ReceiptFormPage, type MailboxState } from './views/mailbox-pages.tsx';

const MAILBOX_LIFE_MS = 30 * 60_000;
const SECRET_BYTES = 32;
/** Answers about receipts leave on multiples of this, so that the work behind them cannot be timed. */
const TICK_MS = 40;
/** And then at random: what is left of a difference, in sending a longer page, drowns in it. */
const MOST_NOISE_MS = 8;

interface MailboxRoute {
  readonly deps: IntakeDeps;
  readonly language: SiteLanguage;
}

/** Opening, reading, writing and closing in all languages. */
export function serveMailbox(http: FastifyInstance, deps: IntakeDeps): void {
  for (const language of SITE_LANGUAGES) {
    const route = { deps, language };
    const path = `/${language}/mailbox`;
    http.get(path, (_request, reply) => askReceipt(reply, route, { typed: '', problem: undefined }));
    http.post(path, (request, reply) => openWithReceipt(request.body, reply, route));
    http.post(`${path}/message`, (request, reply) => takeMessage(request.body, reply, route));
    http.post(`${path}/remove`, (request, reply) => takeBack(request.body, reply, route));
    http.post(`${path}/notice`, (request, reply) => takeNotice(request.body, reply, route));
    // A page that was answered to a form is not kept, but its text may be: this also asks the browser to forget it.
    http.post(`${path}/close`, (_request, reply) =>
      reply.header('clear-site-data', '"cache"').redirect(`/${language}`, 303),
    );
    // Reloading after the form, or a link pasted by mistake, ends up where the receipt is asked for.
    for (const tail of ['message', 'remove', 'notice', 'close'])
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
  const [page, status] =
    mailbox === 'failed'
      ? [receiptForm(route, { typed, problem: undefined, notice: 'away', keptText }), 503]
      : mailbox === undefined
        ? [receiptForm(route, { typed, problem: { code: 'unknown' }, keptText }), 200]
        : [mailboxPage(route, { ...mailbox, key, text: keptText, state: 'none' }), 200];
  // The page is made before the clock is waited for: what it takes to make one must not show either.
  const html = renderPage(page);
  await untilNextTick(startedAtMs);
  // After the answer's moment: a receipt that opens a mailbox must not take longer than one that does not.
  if (mailbox !== 'failed' && mailbox?.hasNotice === true)
    void unlessFailing(deps, 'mailbox-seen', () => markSeen(deps.db, mailbox.tipId));
  return sendHtml(reply, html, status);
}

async function takeMessage(body: unknown, reply: FastifyReply, route: MailboxRoute): Promise<FastifyReply> {
  const { deps } = route;
  const now = deps.clock.now();
  const text = readField(body, 'text');
  const opened = readMailboxToken(body, route);
  if (opened === undefined)
    return askReceipt(reply, route, { typed: '', problem: undefined, notice: 'expired', keptText: text }, 422);
  const { key, submissionKey } = opened;
  const done = await unlessFailing(deps, 'mailbox-message', async () => {
    const state = await write(route, key, { submissionKey, text, now });
    return { state, mailbox: await openMailbox(deps.db, key) };
  });
  // The same submission key again: if the message did get through, sending it once more changes nothing.
  if (done === 'failed') return showDark(reply, route, { key, submissionKey, text });
  const { state, mailbox } = done;
  if (mailbox === undefined)
    return askReceipt(reply, route, { typed: '', problem: { code: 'unknown' }, keptText: text });
  const isWritten = state === 'written';
  return showMailbox(reply, route, { ...mailbox, key, text: isWritten ? '' : text, state }, isWritten ? 200 : 422);
}

/** Removes the contact details, or, when the sender says that they are sure, everything that they wrote. */
async function takeBack(body: unknown, reply: FastifyReply, route: MailboxRoute): Promise<FastifyReply> {
  const { deps } = route;
  const opened = readMailboxToken(body, route);
  if (opened === undefined) return askReceipt(reply, route, { typed: '', problem: undefined, notice: 'expired' }, 422);
  const { key, submissionKey } = opened;
  const what = readField(body, 'what') === 'all' ? 'all' : 'contact';
  const isSure = what === 'contact' || readField(body, 'sure') !== '';
  const mailbox = await unlessFailing(deps, 'mailbox-remove', async () => {
    if (isSure) await removeFromMailbox(deps, key, { what, now: deps.clock.now() });
    return openMailbox(deps.db, key);
  });
  if (mailbox === 'failed') return showDark(reply, route, { key, submissionKey, text: '' });
  if (mailbox === undefined) return askReceipt(reply, route, { typed: '', problem: { code: 'unknown' } });
  const state = isSure ? (what === 'all' ? 'all-removed' : 'contact-removed') : 'remove-unsure';
  return showMailbox(reply, route, { ...mailbox, key, text: '', state }, isSure ? 200 : 422);
}

/** Keeps an address to tell of something new, or forgets it. */
async function takeNotice(body: unknown, reply: FastifyReply, route: MailboxRoute): Promise<FastifyReply> {
  const { deps, language } = route;
  const opened = readMailboxToken(body, route);
  if (opened === undefined) return askReceipt(reply, route, { typed: '', problem: undefined, notice: 'expired' }, 422);
  const { key, submissionKey } = opened;
  const now = deps.clock.now();
  const address = readField(body, 'address');
  const done = await unlessFailing(deps, 'mailbox-notice', async () => {
    const outcome =
      readField(body, 'want') === 'off' || !deps.sendsNotices
        ? await turnNoticeOff(deps, key, now)
        : await turnNoticeOn(deps, key, { address, language, now });
    return { outcome, mailbox: await openMailbox(deps.db, key) };
  });
  if (done === 'failed') return showDark(reply, route, { key, submissionKey, text: '' });
  if (done.mailbox === undefined) return askReceipt(reply, route, { typed: '', problem: { code: 'unknown' } });
  const state = NOTICE_STATES[done.outcome];
  const isWrong = state === 'notice-wrong';
  return showMailbox(reply, route, { ...done.mailbox, key, text: '', address, state }, isWrong ? 422 : 200);
}

const NOTICE_STATES = {
  on: 'notice-on',
  off: 'notice-off',
  'not-an-address': 'notice-wrong',
  'no-mailbox': 'none',
} as const satisfies Readonly<Record<NoticeOutcome, MailboxState>>;

/** What a mailbox's page carries to the next request; undefined when it is too old or not ours. */
function readMailboxToken(body: unknown, { deps }: MailboxRoute) {
  const payload = deps.serviceKey.readToken('mailbox', readField(body, 'token'), deps.clock.now());
  if (payload === undefined) return undefined;
  return {
    key: mailboxKeyFrom(payload.subarray(0, SECRET_BYTES), deps.serviceKey),
    submissionKey: payload.subarray(SECRET_BYTES),
  };
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
): Promise<MailboxState> {
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

type ShownMailbox = Omit<Parameters<typeof MailboxPage>[0], 'site' | 'token' | 'notice'> & {
  readonly hasNotice: boolean;
  readonly key: MailboxKey;
  readonly submissionKey?: Uint8Array;
};

function mailboxPage(route: MailboxRoute, shown: ShownMailbox): VNode {
  const { key, submissionKey = randomBytes(16), hasNotice, ...rest } = shown;
  const { serviceKey, clock, hotline, sendsNotices } = route.deps;
  const notice = !sendsNotices ? 'absent' : hasNotice ? 'on' : 'off';
  const expiresAt = new Date(clock.now().getTime() + MAILBOX_LIFE_MS);
  const token = serviceKey.issueToken('mailbox', Buffer.concat([key.secret, submissionKey]), expiresAt);
  return <MailboxPage site={siteOf(hotline, route.language)} token={token} notice={notice} {...rest} />;
}

const showMailbox = (reply: FastifyReply, route: MailboxRoute, shown: ShownMailbox, status = 200): FastifyReply =>
  sendPage(reply, mailboxPage(route, shown), status);

/** The database is away: the history cannot be shown, but nothing that was written is lost. */
const showDark = (
  reply: FastifyReply,
  route: MailboxRoute,
  kept: Pick<ShownMailbox, 'key' | 'text'> & { readonly submissionKey: Uint8Array },
): FastifyReply =>
  showMailbox(
    reply,
    route,
    { ...kept, entries: [], isErased: false, hasContact: false, hasNotice: false, state: 'not-received' },
    503,
  );

type ReceiptForm = Omit<Parameters<typeof ReceiptFormPage>[0], 'site'>;

const receiptForm = (route: MailboxRoute, form: ReceiptForm): VNode => (
  <ReceiptFormPage site={siteOf(route.deps.hotline, route.language)} {...form} />
);

const askReceipt = (reply: FastifyReply, route: MailboxRoute, form: ReceiptForm, status = 200): FastifyReply =>
  sendPage(reply, receiptForm(route, form), status);

async function untilNextTick(startedAtMs: number): Promise<void> {
  const spentMs = performance.now() - startedAtMs;
  await sleep(Math.ceil(spentMs / TICK_MS) * TICK_MS - spentMs + randomInt(MOST_NOISE_MS + 1));
}
