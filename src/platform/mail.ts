/** Mail out, by SMTP. A retry carries the same Message-ID, so that the receiving side can tell a repeat from a second mail. */
import nodemailer from 'nodemailer';
import type { DkimKey } from './dkim.ts';
import { composeMime, dateOf } from './mime.ts';

/** One mail to one recipient, so that no one reads in a header who else was told. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** A stable key: the same key always gives the same Message-ID (RFC 5322, 3.6.4). */
  readonly idempotencyKey: string;
  /** In place of the one made from the key, with its angle brackets. */
  readonly messageId?: string;
  /** Shown beside the sender's address. */
  readonly fromName?: string;
  /** Of the letter rather than of this try; now, where it is absent. */
  readonly date?: Date;
  readonly attachments?: readonly {
    readonly filename: string;
    readonly contentType: string;
    readonly content: string | Buffer;
  }[];
  readonly headers?: Readonly<Record<string, string>>;
  /** A whole MIME body with its own Content-Type in place of text, html and attachments (PGP/MIME). */
  readonly rawBody?: { readonly contentType: string; readonly body: string };
}

/** One SMTP server. It retries nothing itself: the job that sends is tried again as a whole. */
export interface Mailer {
  /** Resolves once the server has taken the mail (its 250 after DATA). @throws Error when it has not: try again later. */
  send(mail: Mail): Promise<{ messageId: string }>;
  /** Connects and logs in, and sends nothing. @throws Error when the server cannot be reached or does not let us in */
  verify(): Promise<void>;
  close(): void;
}

const TIMEOUT_MS = 20_000;

/**
 * Opens a pool of SMTP connections; `url` is `smtp://host:port` or `smtps://user:password@host`. With `dkim` every mail is
 * signed (RFC 6376), so that the receiving side knows that it is the hotline's. `smtp:` begins in the clear and goes on over STARTTLS (RFC 3207),
 * which only a server on this machine may lack.
 */
export function openMailer(url: string, from: string, dkim?: DkimKey): Mailer {
  const transport = nodemailer.createTransport({
    url,
    // A server elsewhere that offers no TLS gets nothing: mail is not sent in the clear because somebody took STARTTLS out of an answer.
    requireTLS: !isLoopbackUrl(url),
    pool: true,
    maxConnections: 4,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(dkim === undefined
      ? {}
      : { dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKeyPem } }),
  });
  return {
    send: async (mail) => {
      const messageId = mail.messageId ?? messageIdOf(mail.idempotencyKey, from);
      await transport.sendMail({
        envelope: { from, to: mail.to },
        raw: mail.rawBody === undefined ? wholeOf(mail, from, messageId) : rawOf(mail, mail.rawBody, from, messageId),
      });
      return { messageId };
    },
    verify: async () => {
      await transport.verify();
    },
    close: () => transport.close(),
  };
}

/** `<key@domain of the sender>`: the Message-ID that a key gives. */
export const messageIdOf = (idempotencyKey: string, from: string): string =>
  `<${idempotencyKey}@${from.slice(from.lastIndexOf('@') + 1)}>`;

function wholeOf(mail: Mail, from: string, messageId: string): Buffer {
  const { to, subject, text, html, attachments = [], headers = {}, date = new Date() } = mail;
  return composeMime({
    from: { name: mail.fromName, address: from },
    to,
    subject,
    messageId,
    date,
    headers,
    text,
    html,
    attachments,
  });
}

/** A body of its own kind (PGP/MIME, RFC 3156) under a mail's headers. */
function rawOf(mail: Mail, body: { contentType: string; body: string }, from: string, messageId: string): string {
  const headers = {
    From: from,
    To: mail.to,
    Subject: mail.subject,
    'Message-ID': messageId,
    Date: dateOf(mail.date ?? new Date()),
    'MIME-Version': '1.0',
    ...mail.headers,
    'Content-Type': body.contentType,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value.replace(/[\r\n]+/g, ' ')}`);
  return `${lines.join('\r\n')}\r\n\r\n${body.body}`;
}

/** True when a mail server's address is on this machine: the only ones that test mode may reach. */
export function isLoopbackUrl(url: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(new URL(url).hostname);
}
