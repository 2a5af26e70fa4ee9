/**
 * The page with the receipt, and its one form: an address for mails about something new. It answers with the same page again, since
 * whoever has not written the receipt down yet would otherwise lose it. No session: the form carries what the page shows, encrypted.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { readReceipt } from '../../lib/receipt/door.ts';
import { sendPage } from '../platform/http.ts';
import { codeOf } from '../platform/log.ts';
import { readField } from '../site/read-field.ts';
import { SITE_LANGUAGES, type SiteLanguage } from '../terms/site-languages.ts';
import { mailboxKeyOfReceipt } from './mailbox-key.ts';
import { turnNoticeOff, turnNoticeOn, type NoticeOutcome } from './notice/use-notice.ts';
import { openReceiptFacts, sealReceiptFacts, type ReceiptFacts } from './receipt-token.ts';
import { siteOf, type IntakeDeps } from './site-deps.ts';
import type { NoticeChoice } from './views/notice-form.tsx';
import { ReceiptPage, type NoticeNews } from './views/receipt-page.tsx';

/** What came of an address that was left. */
interface Answered {
  readonly news: NoticeNews;
  /** The mailbox tells by mail. */
  readonly isOn: boolean;
  readonly address: string;
}

const UNASKED: Answered = { news: 'none', isOn: false, address: '' };

/** The page for a tip that was taken. */
export function receiptPage(
  deps: Pick<IntakeDeps, 'hotline' | 'serviceKey' | 'clock' | 'sendsNotices'>,
  language: SiteLanguage,
  facts: ReceiptFacts,
  { news, isOn, address }: Answered = UNASKED,
): VNode {
  const choice: NoticeChoice = !deps.sendsNotices ? 'absent' : isOn ? 'on' : 'off';
  const token = sealReceiptFacts(deps.serviceKey, facts, deps.clock.now());
  return <ReceiptPage site={siteOf(deps.hotline, language)} {...facts} notice={{ token, choice, news, address }} />;
}

/** The page's form in all languages. */
export function serveReceipt(http: FastifyInstance, deps: IntakeDeps): void {
  for (const language of SITE_LANGUAGES) {
    const path = `/${language}/receipt/notice`;
    http.post(path, (request, reply) => takeNotice(deps, language, request, reply));
    // Reloading after the form, or a link pasted by mistake, ends up where the receipt is asked for.
    http.get(path, (_request, reply) => reply.redirect(`/${language}/mailbox`, 303));
  }
}

async function takeNotice(
  deps: IntakeDeps,
  language: SiteLanguage,
  { body }: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const facts = openReceiptFacts(deps.serviceKey, readField(body, 'token'), deps.clock.now());
  // Not from a page of ours, or of last month: the mailbox offers the same.
  if (facts === undefined) return reply.redirect(`/${language}/mailbox`, 303);
  const address = readField(body, 'address');
  const wantsNone = readField(body, 'want') === 'off' || !deps.sendsNotices;
  const show = (answered: Answered, status: number) =>
    sendPage(reply, receiptPage(deps, language, facts, answered), status);
  const outcome = await tryToKeep(deps, facts, wantsNone ? undefined : { address, language });
  switch (outcome) {
    case 'on':
    case 'off':
      return show({ news: outcome, isOn: outcome === 'on', address: '' }, 200);
    case 'not-an-address':
      return show({ news: 'wrong', isOn: false, address }, 422);
    case 'failed':
      return show({ news: 'away', isOn: wantsNone, address }, 503);
    case 'no-mailbox':
      // Everything was taken back meanwhile, on another page: the mailbox says so.
      return reply.redirect(`/${language}/mailbox`, 303);
  }
}

/** `wish` undefined: no mails. `failed` (logged as a code): the database is away or anything else went wrong. */
async function tryToKeep(
  deps: IntakeDeps,
  { receipt }: ReceiptFacts,
  wish: { readonly address: string; readonly language: SiteLanguage } | undefined,
): Promise<NoticeOutcome | 'failed'> {
  const read = readReceipt(receipt);
  if (!read.ok) return 'no-mailbox';
  const key = mailboxKeyOfReceipt(read.receipt, deps.serviceKey);
  const now = deps.clock.now();
  try {
    return await (wish === undefined ? turnNoticeOff(deps, key, now) : turnNoticeOn(deps, key, { ...wish, now }));
  } catch (error) {
    deps.log.error('http.failed', { route: 'receipt-notice', status: 503, code: codeOf(error) });
    return 'failed';
  }
}
