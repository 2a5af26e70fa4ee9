/** How a provider answers a notice: on the page that the letter links to, as a browser without script does, or by mail. */
import { randomUUID } from 'node:crypto';
import type { CaughtMail } from '../mail-catcher.ts';

/** What the page takes. */
export type PageAnswer = 'removed' | 'handling' | 'need-more' | 'not-ours' | 'appeal';

/** The link in a notice's text: the page of its letter; undefined where it has none. */
export const pageLinkIn = (mail: Pick<CaughtMail, 'text'>): string | undefined =>
  /https?:\/\/\S+\/n\/[a-z2-7]{32}(?![a-z2-7])/.exec(mail.text)?.[0];

const WORDS: Readonly<Record<PageAnswer, string>> = {
  ...{ removed: '', handling: '', 'not-ours': '' },
  'need-more': 'Which of our customers is meant?',
  appeal: 'The page is a lesson in drawing.',
};

/**
 * Opens the page, fills in its form for all items and sends it. `other`: whose it is, for `not-ours`.
 * @throws Error with the page's status when the page did not take the answer
 */
export async function answerByPage(
  link: string,
  answer: PageAnswer,
  other?: { name: string; email: string },
): Promise<void> {
  const page = await (await fetch(link)).text();
  const submission = /name="submission" value="([^"]+)"/.exec(page)?.[1];
  const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1];
  if (submission === undefined || action === undefined) throw new Error('The page has no form.');
  const fields = {
    ...{ submission, all: 'yes', kind: answer, within: '4', text: WORDS[answer] },
    ...(other === undefined ? {} : { otherName: other.name, otherEmail: other.email }),
  };
  const body = new URLSearchParams(fields);
  const reply = await fetch(new URL(action, link), { method: 'POST', body, redirect: 'manual' });
  if (reply.status !== 303) throw new Error(`The page answered ${reply.status}.`);
}

const headOf = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\r\n');

/** What every answer to a mail has. */
const threadOf = (mail: CaughtMail, from: string) => ({
  From: from,
  To: mail.from,
  Date: new Date(mail.receivedAt).toUTCString(),
  'Message-ID': `<${randomUUID()}@provider.example.net>`,
  'In-Reply-To': mail.messageId,
  References: mail.messageId,
});

const quoted = (text: string): string => text.replace(/^/gm, '> ');

/** A person's answer, the notice quoted under it. */
export const replyTo = (mail: CaughtMail, from: string, words: string): string =>
  `${headOf({ ...threadOf(mail, from), Subject: `Re: ${mail.subject}` })}\r\n\r\n${words}\r\n\r\n${quoted(mail.text)}`;

/** What a ticket system sends by itself (RFC 3834). */
export const autoReplyTo = (mail: CaughtMail, from: string, ticket: string): string =>
  `${headOf({
    ...threadOf(mail, from),
    Subject: `[#${ticket}] ${mail.subject}`,
    'Auto-Submitted': 'auto-replied',
    Precedence: 'bulk',
  })}\r\n\r\nWe have received your message and given it a number.`;

/** The report of the provider's mail server that nobody has this mailbox (RFC 3464). */
export function bounceOf(mail: CaughtMail, status = '5.1.1'): string {
  const isFinal = status.startsWith('5');
  const head = headOf({
    'Return-Path': '<>',
    From: 'Mail Delivery System <MAILER-DAEMON@provider.example.net>',
    To: mail.from,
    Subject: 'Undelivered Mail Returned to Sender',
    'Message-ID': `<${randomUUID()}@provider.example.net>`,
    'Auto-Submitted': 'auto-replied',
    'MIME-Version': '1.0',
    'Content-Type': 'multipart/report; report-type=delivery-status; boundary="report"',
  });
  const fields = headOf({
    'Final-Recipient': `rfc822; ${mail.to[0] ?? ''}`,
    Action: isFinal ? 'failed' : 'delayed',
    Status: status,
  });
  const original = headOf({ Subject: mail.subject, 'Message-ID': mail.messageId });
  const part = (type: string, content: string) => `--report\r\nContent-Type: ${type}\r\n\r\n${content}\r\n\r\n`;
  return [
    `${head}\r\n\r\n`,
    part('text/plain', 'Your message could not be delivered.'),
    part('message/delivery-status', `Reporting-MTA: dns; mx.provider.example.net\r\n\r\n${fields}`),
    part('text/rfc822-headers', original),
    '--report--\r\n',
  ].join('');
}
