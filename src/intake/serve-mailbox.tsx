/**
 * The mailbox over HTTP. No cookie: the page carries the mailbox's key from one request to the next in a hidden field,
 * encrypted under the service key and good for half an hour. The receipt is never in an address.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { readReceipt, type Receipt } from '../../lib/receipt/door.ts';
import { renderPage, sendHtml, sendPage } from '../platform/http.ts';
import { codeOf } from '../platform/log.ts';
import { slots, type Slots } from '../platform/slots.ts';
import { deskKeyIdSchema, type DeskKeyId } from '../terms/ids.ts';
import { SITE_LANGUAGES, type SiteLanguage } from '../terms/site-languages.ts';
import { readBox } from './browser-sealed.ts';
import { mailboxKeyFrom, mailboxKeyOfReceipt, type MailboxKey } from './mailbox-key.ts';
import type { MailboxEntry } from './mailbox.ts';
import { readField } from '../site/read-field.ts';
import { markSeen } from './notice/notice-store.ts';
import { turnNoticeOff, turnNoticeOn, type NoticeOutcome } from './notice/use-notice.ts';
import type { DeskRecipient } from './receive-tip.ts';
import { SEALING_POLICY } from './sealing-policy.ts';
import { offeredKey, siteOf, type IntakeDeps } from './site-deps.ts';
import { BOXES_OPENED, openMailbox, removeFromMailbox, writeToMailbox, type SentWords } from './use-mailbox.ts';
import { MailboxPage, ReceiptFormPage, type MailboxState } from './views/mailbox-pages.tsx';
import { MAX_MESSAGE_LENGTH } from './views/message-form.tsx';

const MAILBOX_LIFE_MS = 30 * 60_000;
const SECRET_BYTES = 32;
const SUBMISSION_KEY_BYTES = 16;
/** The longest message, every letter of it escaped in JSON, filled up and sealed. */
const MAX_BOX_BYTES = 6 * MAX_MESSAGE_LENGTH + 2_048;
/** Answers about receipts leave on multiples of this, so that the work behind them cannot be timed. */
const TICK_MS = 40;
/** And then at random: what is left of a difference, in sending a longer page, drowns in it. */
const MOST_NOISE_MS = 20;
/** A mailbox with some ten messages and the page that says that there is none are both shorter than one. */
const LENGTH_STEP_BYTES = 12 * 1024;
/**
 * Opening costs as much as sending a tip does, whatever the receipt, and asks nothing of who tries: so many at once, each until its tick, are at
 * most seventy a second and half a processor. A flood of invented receipts makes mailboxes slow, and neither the forms nor the desk.
 */
const OPENED_AT_ONCE = 3;

/** One request for a page of the mailbox. */
interface Visit {
  readonly deps: IntakeDeps;
  readonly language: SiteLanguage;
  readonly body: unknown;
  readonly reply: FastifyReply;
  /** The page's script seals what is written; a stand-in is sent in its place. */
  readonly isSealing: boolean;
}

/** Opening, reading, writing and closing in all languages. */
export function serveMailbox(http: FastifyInstance, deps: IntakeDeps): void {
  const inSlot = slots(OPENED_AT_ONCE);
  for (const language of SITE_LANGUAGES) {
    const path = `/${language}/mailbox`;
    const visitOf = ({ body }: FastifyRequest, reply: FastifyReply): Visit => ({
      ...{ deps, language, body },
      reply: reply.header('content-security-policy', SEALING_POLICY),
      isSealing: readField(body, 'sealing') === 'browser',
    });
    http.get(path, (request, reply) => askReceipt(visitOf(request, reply), { typed: '', problem: undefined }));
    http.post(path, (request, reply) => openWithReceipt(visitOf(request, reply), inSlot));
    http.post(`${path}/message`, (request, reply) => takeMessage(visitOf(request, reply)));
    http.post(`${path}/remove`, (request, reply) => takeBack(visitOf(request, reply)));
    http.post(`${path}/notice`, (request, reply) => takeNotice(visitOf(request, reply)));
    // A page that was answered to a form is not kept, but its text may be: this also asks the browser to forget it.
    http.post(`${path}/close`, (_request, reply) =>
      reply.header('clear-site-data', '"cache"').redirect(`/${language}`, 303),
    );
    // Reloading after the form, or a link pasted by mistake, ends up where the receipt is asked for.
    for (const tail of ['message', 'remove', 'notice', 'close'])
      http.get(`${path}/${tail}`, (_request, reply) => reply.redirect(path, 303));
  }
}

async function openWithReceipt(visit: Visit, inSlot: Slots): Promise<FastifyReply> {
  const { body } = visit;
  const typed = readField(body, 'receipt');
  const read = readReceipt(typed);
  if (read.ok) return inSlot(() => openAndShow(visit, typed, read.receipt));
  const keptText = readField(body, 'text');
  return askReceipt(visit, { typed: typed.slice(0, 100), problem: read.fault, keptText }, 422);
}

/** `receipt`: what `typed` was read as. */
async function openAndShow(visit: Visit, typed: string, receipt: Receipt): Promise<FastifyReply> {
  const { deps, body, reply } = visit;
  const startedAtMs = performance.now();
  const keptText = readField(body, 'text');
  const key = mailboxKeyOfReceipt(receipt, deps.serviceKey);
  const offered = await offeredKey(deps);
  const mailbox = await unlessFailing(deps, 'mailbox', () => openMailbox(deps.db, key));
  const found = mailbox === 'failed' ? undefined : mailbox;
  // Pages are made before the clock is waited for, and the same ones for every receipt, with as many entries: what it takes must not show.
  const form = mailbox === 'failed' ? ({ notice: 'away' } as const) : ({ problem: { code: 'unknown' } } as const);
  const made = {
    form: renderPage(receiptForm(visit, { typed, problem: undefined, ...form, keptText })),
    mailbox: renderPage(mailboxPage(visit, { ...NO_MAILBOX, ...found, opened: { key }, text: keptText }, offered)),
  };
  const entries = Array.from({ length: BOXES_OPENED - (found?.entries.length ?? 0) }, () => FILLING);
  renderPage(mailboxPage(visit, { ...NO_MAILBOX, entries, opened: { key } }, offered));
  const html = toFullLength(found === undefined ? made.form : made.mailbox);
  await untilNextTick(startedAtMs);
  // After the answer's moment: a receipt that opens a mailbox must not take longer than one that does not.
  if (found?.hasNotice === true) void unlessFailing(deps, 'mailbox-seen', () => markSeen(deps.db, found.tipId));
  return sendHtml(reply, html, mailbox === 'failed' ? 503 : 200);
}

async function takeMessage(visit: Visit): Promise<FastifyReply> {
  const { deps, body } = visit;
  const now = deps.clock.now();
  const text = readField(body, 'text');
  const opened = readMailboxToken(visit);
  if (opened === undefined)
    return askReceipt(visit, { typed: '', problem: undefined, notice: 'expired', keptText: text }, 422);
  const { key } = opened;
  const done = await unlessFailing(deps, 'mailbox-message', async () => {
    const state = await write(visit, opened, { text, now });
    return { state, mailbox: await openMailbox(deps.db, key) };
  });
  // The same submission key again: if the message did get through, sending it once more changes nothing.
  if (done === 'failed') return showDark(visit, opened, text);
  const { state, mailbox } = done;
  if (mailbox === undefined) return askReceipt(visit, { typed: '', problem: { code: 'unknown' }, keptText: text });
  const isWritten = state === 'written';
  const again = state === 'not-received' ? opened : freshly(opened);
  return showMailbox(visit, { ...mailbox, opened: again, text: isWritten ? '' : text, state }, isWritten ? 200 : 422);
}

/** Removes the contact details, or, when the sender says that they are sure, everything that they wrote. */
async function takeBack(visit: Visit): Promise<FastifyReply> {
  const { deps, body } = visit;
  const opened = readMailboxToken(visit);
  if (opened === undefined) return askReceipt(visit, { typed: '', problem: undefined, notice: 'expired' }, 422);
  const { key } = opened;
  const what = readField(body, 'what') === 'all' ? 'all' : 'contact';
  const isSure = what === 'contact' || readField(body, 'sure') !== '';
  const mailbox = await unlessFailing(deps, 'mailbox-remove', async () => {
    if (isSure) await removeFromMailbox(deps, key, { what, now: deps.clock.now() });
    return openMailbox(deps.db, key);
  });
  if (mailbox === 'failed') return showDark(visit, opened, '');
  if (mailbox === undefined) return askReceipt(visit, { typed: '', problem: { code: 'unknown' } });
  const state = isSure ? (what === 'all' ? 'all-removed' : 'contact-removed') : 'remove-unsure';
  return showMailbox(visit, { ...mailbox, opened: freshly(opened), text: '', state }, isSure ? 200 : 422);
}

/** Keeps an address to tell of something new, or forgets it. */
async function takeNotice(visit: Visit): Promise<FastifyReply> {
  const { deps, language, body } = visit;
  const opened = readMailboxToken(visit);
  if (opened === undefined) return askReceipt(visit, { typed: '', problem: undefined, notice: 'expired' }, 422);
  const { key } = opened;
  const now = deps.clock.now();
  const address = readField(body, 'address');
  const done = await unlessFailing(deps, 'mailbox-notice', async () => {
    const outcome =
      readField(body, 'want') === 'off' || !deps.sendsNotices
        ? await turnNoticeOff(deps, key, now)
        : await turnNoticeOn(deps, key, { address, language, now });
    return { outcome, mailbox: await openMailbox(deps.db, key) };
  });
  if (done === 'failed') return showDark(visit, opened, '');
  if (done.mailbox === undefined) return askReceipt(visit, { typed: '', problem: { code: 'unknown' } });
  const state = NOTICE_STATES[done.outcome];
  const isWrong = state === 'notice-wrong';
  return showMailbox(
    visit,
    { ...done.mailbox, opened: freshly(opened), text: '', address, state },
    isWrong ? 422 : 200,
  );
}

const NOTICE_STATES = {
  on: 'notice-on',
  off: 'notice-off',
  'not-an-address': 'notice-wrong',
  'no-mailbox': 'none',
} as const satisfies Readonly<Record<NoticeOutcome, MailboxState>>;

/** What a mailbox's page carries to the next request. */
interface MailboxToken {
  readonly key: MailboxKey;
  readonly submissionKey: Uint8Array;
  /** The desk's key that the page offered for sealing. */
  readonly offeredKeyId: DeskKeyId | undefined;
}

function issueMailboxToken({ deps }: Visit, { key, submissionKey, offeredKeyId }: MailboxToken): string {
  const payload = Buffer.concat([key.secret, submissionKey, Buffer.from(offeredKeyId ?? '', 'ascii')]);
  return deps.serviceKey.issueToken('mailbox', payload, new Date(deps.clock.now().getTime() + MAILBOX_LIFE_MS));
}

/** What is written next is another message. */
const freshly = ({ key, offeredKeyId }: MailboxToken): Partial<MailboxToken> & Pick<MailboxToken, 'key'> => ({
  key,
  offeredKeyId,
});

/** Undefined when it is too old or not ours. */
function readMailboxToken({ deps, body }: Visit): MailboxToken | undefined {
  const payload = deps.serviceKey.readToken('mailbox', readField(body, 'token'), deps.clock.now());
  if (payload === undefined) return undefined;
  const submissionEnd = SECRET_BYTES + SUBMISSION_KEY_BYTES;
  return {
    key: mailboxKeyFrom(payload.subarray(0, SECRET_BYTES), deps.serviceKey),
    submissionKey: payload.subarray(SECRET_BYTES, submissionEnd),
    offeredKeyId: deskKeyIdSchema.safeParse(payload.subarray(submissionEnd).toString('ascii')).data,
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
  visit: Visit,
  token: MailboxToken,
  message: { readonly text: string; readonly now: Date },
): Promise<MailboxState> {
  const { text, now } = message;
  // Of a sealed message this is the stand-in: as long as the message itself where that is too long.
  if (text === '') return 'empty';
  if (text.length > MAX_MESSAGE_LENGTH) return 'too-long';
  const words = sentWords(visit, token, text);
  if (words === undefined) return 'not-received';
  const outcome = await writeToMailbox(visit.deps, token.key, { ...words, submissionKey: token.submissionKey, now });
  switch (outcome) {
    case 'written':
    case 'full':
      return outcome;
    case 'no-mailbox':
    case 'erased':
      return 'none';
  }
}

/** Undefined when a stand-in came without the box that it stands for: then nothing is taken. */
function sentWords({ body, isSealing }: Visit, { offeredKeyId }: MailboxToken, text: string): SentWords | undefined {
  if (!isSealing) return { text };
  const box = readBox(readField(body, 'sealedText'));
  if (box === undefined || box.length > MAX_BOX_BYTES || offeredKeyId === undefined) return undefined;
  return { sealed: { deskKeyId: offeredKeyId, box } };
}

type ShownMailbox = Omit<Parameters<typeof MailboxPage>[0], 'site' | 'token' | 'notice' | 'recipient' | 'isSealing'> & {
  readonly hasNotice: boolean;
  /** Without a submission key: a message from this page is a new one. */
  readonly opened: Pick<MailboxToken, 'key'> & Partial<MailboxToken>;
};

function mailboxPage(visit: Visit, shown: ShownMailbox, offered: DeskRecipient | undefined): VNode {
  const { opened, hasNotice, ...rest } = shown;
  const { hotline, sendsNotices } = visit.deps;
  const notice = !sendsNotices ? 'absent' : hasNotice ? 'on' : 'off';
  return (
    <MailboxPage
      site={siteOf(hotline, visit.language)}
      token={issueMailboxToken(visit, {
        key: opened.key,
        submissionKey: opened.submissionKey ?? randomBytes(SUBMISSION_KEY_BYTES),
        // While the desk's key cannot be asked for, the browser goes on with the one that it has.
        offeredKeyId: offered?.id ?? opened.offeredKeyId,
      })}
      recipient={offered?.recipient.bytes}
      isSealing={visit.isSealing}
      notice={notice}
      {...rest}
    />
  );
}

async function showMailbox(visit: Visit, shown: ShownMailbox, status = 200): Promise<FastifyReply> {
  return sendPage(visit.reply, mailboxPage(visit, shown, await offeredKey(visit.deps)), status);
}

/** A page without a history. */
const NO_MAILBOX: Omit<ShownMailbox, 'opened'> = {
  entries: [],
  isErased: false,
  hasContact: false,
  hasNotice: false,
  text: '',
  state: 'none',
};

/** An entry of a page that nobody gets. */
const FILLING: MailboxEntry = {
  ...{ kind: 'message', author: 'tipster', number: 1, postedHour: new Date(0) },
  text: 'Something more that a sender writes, as long as such a message usually is.',
};

/** The database is away: the history cannot be shown, but nothing that was written is lost. */
const showDark = (visit: Visit, opened: MailboxToken, text: string): Promise<FastifyReply> =>
  showMailbox(visit, { ...NO_MAILBOX, opened, text, state: 'not-received' }, 503);

type ReceiptForm = Omit<Parameters<typeof ReceiptFormPage>[0], 'site'>;

const receiptForm = ({ deps, language }: Visit, form: ReceiptForm): VNode => (
  <ReceiptFormPage site={siteOf(deps.hotline, language)} {...form} />
);

const askReceipt = (visit: Visit, form: ReceiptForm, status = 200): FastifyReply =>
  sendPage(visit.reply, receiptForm(visit, form), status);

/**
 * A page made as long as every other one of its step, with nothing that shows: whoever sees how much goes over the wire (it is encrypted) sees
 * neither whether a receipt opened a mailbox nor how much is in an ordinary one, and sending it takes as long.
 */
function toFullLength(html: string): string {
  const [before, after] = ['\n<!--', '-->'];
  const bytes = Buffer.byteLength(html) + before.length + after.length;
  const missing = Math.ceil(bytes / LENGTH_STEP_BYTES) * LENGTH_STEP_BYTES - bytes;
  return `${html}${before}${' '.repeat(missing)}${after}`;
}

async function untilNextTick(startedAtMs: number): Promise<void> {
  const spentMs = performance.now() - startedAtMs;
  await sleep(Math.ceil(spentMs / TICK_MS) * TICK_MS - spentMs + randomInt(MOST_NOISE_MS + 1));
}
