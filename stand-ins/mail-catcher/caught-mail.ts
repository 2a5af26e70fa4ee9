/** A mail as it was caught: parsed once on arrival, kept in memory, never changed. */
import { createHash } from 'node:crypto';
import { simpleParser } from 'mailparser';

/** Decoded from its transfer encoding. */
export interface CaughtAttachment {
  /** The name that the sender gave, or one made from the part's place. */
  readonly filename: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly content: Buffer;
}

/** What the MIME text holds, whether it came over SMTP or out of an encrypted part. */
export interface MailContent {
  readonly subject: string;
  readonly text: string;
  readonly html: string | undefined;
  /** Header name in lower case to its unfolded value; a repeated header's values are joined by line feeds. */
  readonly headers: ReadonlyMap<string, string>;
  readonly attachments: readonly CaughtAttachment[];
}

/** A mail with its envelope, which tells who really sent and got it. */
export interface CaughtMail extends MailContent {
  /** Counts from 1 in the order of arrival; never used twice by one catcher. */
  readonly id: number;
  readonly receivedAt: Date;
  /** The envelope's sender (MAIL FROM), which bounces would go to. */
  readonly from: string;
  /** The envelope's recipients (RCPT TO): where the mail really went, whatever its headers say. */
  readonly to: readonly string[];
  /** With its angle brackets; empty where the mail had none. A repeat of a mail carries the same one. */
  readonly messageId: string;
  /** SHA-256 of the raw mail in hex, to tell an identical repeat. */
  readonly sha256: string;
  /** The whole mail as it came over the wire, one byte a character (latin1). */
  readonly raw: string;
}

/** RFC 5321's MAIL FROM and RCPT TO, which need not agree with the headers. */
export interface Envelope {
  readonly from: string;
  readonly to: readonly string[];
}

/** Parses the MIME text (RFC 5322, RFC 2045 to 2049). */
export async function readMailContent(raw: Buffer): Promise<MailContent> {
  const parsed = await simpleParser(raw, { skipTextToHtml: true, skipImageLinks: true });
  const headers = new Map<string, string>();
  for (const { key, line } of parsed.headerLines) {
    const value = line
      .slice(line.indexOf(':') + 1)
      .replace(/\r?\n(?=[ \t])/g, '')
      .trim();
    const earlier = headers.get(key);
    headers.set(key, earlier === undefined ? value : `${earlier}\n${value}`);
  }
  return {
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: typeof parsed.html === 'string' ? parsed.html : undefined,
    headers,
    attachments: parsed.attachments.map((part, index) => ({
      filename: part.filename ?? `part-${index + 1}`,
      contentType: part.contentType,
      sizeBytes: part.content.length,
      content: part.content,
    })),
  };
}

/** Parses one mail from the wire. */
export async function readCaughtMail(
  id: number,
  raw: Buffer,
  envelope: Envelope,
  receivedAt: Date,
): Promise<CaughtMail> {
  const content = await readMailContent(raw);
  return {
    ...content,
    id,
    receivedAt,
    from: envelope.from,
    to: [...envelope.to],
    messageId: content.headers.get('message-id') ?? '',
    sha256: createHash('sha256').update(raw).digest('hex'),
    raw: raw.toString('latin1'),
  };
}
