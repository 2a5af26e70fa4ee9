/**
 * A mail that came back, as far as it says what it is: who or what wrote it, and what about. Pure, but for the parser's own
 * streams. Of an attachment only two kinds are ever looked into: a mail system's report and a small machine-readable answer.
 * All others are passed over unread, whatever they hold.
 */
import { once } from 'node:events';
import { MailParser, type AttachmentStream, type Headers } from 'mailparser';
import { z } from 'zod';

/** One mail from the mailbox, taken apart. Texts are cut; nothing of it may be logged. */
export interface ReceivedMessage {
  /** Lower-case header name to its decoded, unfolded values, in order. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly messageId: string | undefined;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  /** `message/delivery-status` (RFC 3464). */
  readonly deliveryStatus: string | undefined;
  /** What follows the mail's own headers, as it came: the letter that a mail system returns is in it, in one form or another. */
  readonly carried: string;
  /** Small JSON parts. */
  readonly machineParts: readonly string[];
}

/** What is kept of a part; a delivery report or an answer is never longer. */
const MOST_PART_BYTES = 64 * 1024;
const MOST_CARRIED_BYTES = 256 * 1024;
const MOST_TEXT_LENGTH = 200_000;
const MOST_HTML_LENGTH = 500_000;
const LOOKED_INTO = /^(message\/(global-)?delivery-status|application\/(?:[\w.-]+\+)?json)$/i;

const addressSchema = z.object({ text: z.string() });
const textPartSchema = z.object({ type: z.literal('text'), text: z.string().optional() });

/** Takes a mail apart. Bytes that are no mail give an empty one, never an error: one bad mail must not stop the rest. */
export async function readMessage(raw: Uint8Array): Promise<ReceivedMessage> {
  const parser = new MailParser({
    skipImageLinks: true,
    skipTextToHtml: true,
    keepDeliveryStatus: true,
    maxHtmlLengthToParse: MOST_HTML_LENGTH,
  });
  const parts: { contentType: string; text: string }[] = [];
  const headers = new Map<string, string[]>();
  let parsed: Headers = new Map();
  let text = '';
  parser.on('headers', (found: Headers) => (parsed = found));
  parser.on('headerLines', (lines: readonly { key: string; line: string }[]) => noteHeaders(headers, lines));
  parser.on('data', (data: unknown) => {
    if (isAttachment(data)) takePart(data, parts);
    else text = (textPartSchema.safeParse(data).data?.text ?? '').slice(0, MOST_TEXT_LENGTH);
  });
  const ended = once(parser, 'end').catch(() => undefined);
  parser.end(Buffer.from(raw));
  await ended;
  const partOf = (type: RegExp) => parts.find(({ contentType }) => type.test(contentType))?.text;
  return {
    headers,
    messageId: idsIn(headers.get('message-id')?.[0])[0],
    from: addressSchema.safeParse(parsed.get('from')).data?.text ?? '',
    subject: z.string().catch('').parse(parsed.get('subject')),
    text,
    deliveryStatus: partOf(/delivery-status$/i),
    carried: carriedIn(raw),
    machineParts: parts.filter(({ contentType }) => /json$/i.test(contentType)).map((part) => part.text),
  };
}

function noteHeaders(headers: Map<string, string[]>, lines: readonly { key: string; line: string }[]): void {
  for (const { key, line } of lines) {
    const value = line
      .slice(line.indexOf(':') + 1)
      .replace(/\r?\n(?=[ \t])/g, '')
      .trim();
    headers.set(key, [...(headers.get(key) ?? []), value]);
  }
}

const isAttachment = (data: unknown): data is AttachmentStream =>
  typeof data === 'object' && data !== null && 'type' in data && data.type === 'attachment';

/** The parser waits until an attachment has been read: those that are not looked into flow past. */
function takePart(part: AttachmentStream, parts: { contentType: string; text: string }[]): void {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  const isLookedInto = LOOKED_INTO.test(part.contentType);
  part.content.on('data', (chunk: Buffer) => {
    if (!isLookedInto || sizeBytes > MOST_PART_BYTES) return;
    sizeBytes += chunk.length;
    chunks.push(chunk);
  });
  part.content.once('end', () => {
    const text = Buffer.concat(chunks).subarray(0, MOST_PART_BYTES).toString('utf8');
    if (isLookedInto) parts.push({ contentType: part.contentType, text });
    part.release?.();
  });
}

/** Up to a bound, with the soft line breaks of quoted-printable undone, which may cut an id in two (RFC 2045, 6.7). */
function carriedIn(raw: Uint8Array): string {
  const text = Buffer.from(raw).subarray(0, MOST_CARRIED_BYTES).toString('latin1');
  const head = /\r?\n\r?\n/.exec(text);
  return head === null ? '' : text.slice(head.index).replace(/=\r?\n/g, '');
}

/** Message-IDs in a header's value (RFC 5322, 3.6.4), without their angle brackets. */
export function idsIn(value: string | undefined): readonly string[] {
  return [...(value ?? '').matchAll(/<([^<>\s]{1,500})>/g)].map(([, id = '']) => id);
}

/** The first value of a header; empty where there is none. */
export const headerOf = (message: Pick<ReceivedMessage, 'headers'>, name: string): string =>
  message.headers.get(name)?.[0] ?? '';
