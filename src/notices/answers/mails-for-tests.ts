/** Mails as providers and mail systems write them, invented for these tests. */
import type { TestLetter } from './answers-for-tests.ts';

export interface MailParts {
  readonly headers?: Readonly<Record<string, string>>;
  readonly subject?: string;
  readonly text?: string;
}

let count = 0;

/** A plain mail; `letter` makes it an answer in the letter's thread. */
export function plainMail(parts: MailParts = {}, letter?: TestLetter): string {
  count += 1;
  const headers = {
    From: 'Abuse desk <abuse@provider.example.net>',
    To: 'desk@fyr.example.org',
    Subject: parts.subject ?? 'Re: Please remove illegal material',
    Date: 'Sun, 01 Mar 2026 13:00:00 +0000',
    'Message-ID': `<answer-${count}@provider.example.net>`,
    ...(letter === undefined ? {} : { 'In-Reply-To': letter.messageId }),
    'Content-Type': 'text/plain; charset=utf-8',
    ...parts.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `${lines.join('\r\n')}\r\n\r\n${(parts.text ?? 'We have seen to it.').replace(/\n/g, '\r\n')}\r\n`;
}

/** A report of a mail system by RFC 3464. `original`: what it returns of the letter. */
export function deliveryReport(
  letter: Pick<TestLetter, 'messageId'>,
  fields: { readonly action: string; readonly status: string },
  original: 'headers' | 'message' = 'headers',
): string {
  count += 1;
  const type = original === 'headers' ? 'text/rfc822-headers' : 'message/rfc822';
  return [
    'Return-Path: <>',
    'From: Mail Delivery System <MAILER-DAEMON@mx.example.net>',
    'To: desk@fyr.example.org',
    'Subject: Undelivered Mail Returned to Sender',
    `Message-ID: <report-${count}@mx.example.net>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
    '',
    '--b1',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'Your message could not be delivered to one or more recipients.',
    '',
    '--b1',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.net',
    '',
    'Final-Recipient: rfc822; abuse@provider.example.net',
    `Action: ${fields.action}`,
    `Status: ${fields.status}`,
    'Diagnostic-Code: smtp; 550 5.1.1 no such user',
    '',
    '--b1',
    `Content-Type: ${type}`,
    '',
    'From: desk@fyr.example.org',
    'Subject: Please remove illegal material',
    `Message-ID: ${letter.messageId}`,
    '',
    ...(original === 'headers' ? [] : ['The letter itself.', '']),
    '--b1--',
    '',
  ].join('\r\n');
}

/** A mail with attachments beside its text. */
export function mailWithParts(
  parts: readonly { readonly type: string; readonly content: string | Buffer; readonly name?: string }[],
  letter?: TestLetter,
  text = 'See attached.',
): string {
  const [head = ''] = plainMail({ headers: { 'Content-Type': 'multipart/mixed; boundary="b2"' } }, letter).split(
    '\r\n\r\n',
  );
  return [
    `${head}\r\nMIME-Version: 1.0`,
    '',
    '--b2',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    ...parts.flatMap(({ type, content, name = 'part' }) => [
      '--b2',
      `Content-Type: ${type}; name="${name}"`,
      `Content-Disposition: attachment; filename="${name}"`,
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(content).toString('base64').replace(/.{76}/g, '$&\r\n'),
    ]),
    '--b2--',
    '',
  ].join('\r\n');
}
