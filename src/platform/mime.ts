/**
 * A mail as it goes over the wire (RFC 5322; MIME: RFC 2045 to 2047 and 2231), in one buffer. The same mail always gives the same
 * bytes, so that a repeat is the same to whoever compares. Text travels as quoted-printable, to be searched and read in its source.
 * A library's tree of streams took six times as long as sending what it made.
 */
import { createHash } from 'node:crypto';
import { domainToASCII } from 'node:url';

/** All that the mail says. */
export interface MimeMail {
  readonly from: { readonly name?: string | undefined; readonly address: string };
  readonly to: string;
  readonly subject: string;
  /** With its angle brackets. */
  readonly messageId: string;
  readonly date: Date;
  /** Further header fields. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly html?: string | undefined;
  readonly attachments: readonly {
    readonly filename: string;
    readonly contentType: string;
    readonly content: string | Buffer;
  }[];
}

/** Composes it. What would break a line of a header is a space there. */
export function composeMime(mail: MimeMail): Buffer {
  const { from, to, subject, messageId, date } = mail;
  const head = [
    field('From', from.name === undefined ? from.address : `${phraseOf(from.name)} <${asciiAddress(from.address)}>`),
    field('To', asciiAddress(to)),
    field('Subject', encodedWords(subject)),
    field('Message-ID', messageId),
    field('Date', dateOf(date)),
    'MIME-Version: 1.0',
    ...Object.entries(mail.headers).map(([name, value]) => field(name, encodedWords(value))),
  ];
  return Buffer.from(`${head.join(CRLF)}${CRLF}${bodyOf(mail)}${CRLF}`, 'utf8');
}

/** RFC 5322, 3.3: the zone in digits. */
export const dateOf = (date: Date): string => date.toUTCString().replace('GMT', '+0000');

const CRLF = '\r\n';
/** RFC 5322, 2.1.1: what a line should not exceed; and what a line of quoted-printable must not (RFC 2045, 6.7). */
const LINE = 76;

/** A part: its header fields, an empty line and its content. */
function bodyOf({ messageId, text, html, attachments }: MimeMail): string {
  const said = textPart('plain', text);
  const readable =
    html === undefined ? said : multipart('alternative', `${messageId} a`, [said, textPart('html', html)]);
  return attachments.length === 0
    ? readable
    : multipart('mixed', `${messageId} m`, [readable, ...attachments.map(attachmentPart)]);
}

/** `=_` is in no quoted-printable and no base64 text, so that no content holds a border (RFC 2045, 6.7). */
function multipart(kind: 'alternative' | 'mixed', seed: string, parts: readonly string[]): string {
  const border = `=_${createHash('sha256').update(seed).digest('hex').slice(0, 24)}`;
  const inside = parts.map((part) => `--${border}${CRLF}${part}${CRLF}`).join('');
  return `Content-Type: multipart/${kind}; boundary="${border}"${CRLF}${CRLF}${inside}--${border}--`;
}

const textPart = (kind: 'plain' | 'html', text: string): string =>
  [
    `Content-Type: text/${kind}; charset=utf-8`,
    'Content-Transfer-Encoding: quoted-printable',
    '',
    quotedPrintable(text),
  ].join(CRLF);

function attachmentPart({ filename, contentType, content }: MimeMail['attachments'][number]): string {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  return [
    field('Content-Type', contentType),
    'Content-Transfer-Encoding: base64',
    field('Content-Disposition', `attachment; ${filenameOf(filename)}`),
    '',
    (bytes.toString('base64').match(/.{1,76}/g) ?? []).join(CRLF),
  ].join(CRLF);
}

/** RFC 2231 where the name is more than letters of ASCII. */
const filenameOf = (name: string): string =>
  /^[\w.-]+$/.test(name)
    ? `filename=${name}`
    : `filename*=utf-8''${encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, percentOf)}`;

const percentOf = (letter: string): string => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;

const asciiAddress = (address: string): string => {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  return `${address.slice(0, at)}@${domainToASCII(domain) || domain}`.replace(/[\r\n]/g, '');
};

const oneLine = (value: string): string => value.replace(/[\r\n\0]+/g, ' ');
const isPlain = (value: string): boolean => /^[\x20-\x7e\t]*$/.test(value) && !value.includes('=?');

/** A display name (RFC 5322, 3.2.5): words of letters and digits stand as they are. */
function phraseOf(name: string): string {
  const said = oneLine(name);
  if (/^[\w-]+(?: [\w-]+)*$/.test(said)) return said;
  return isPlain(said) ? `"${said.replace(/["\\]/g, '\\$&')}"` : encodedWords(said);
}

/** At most 39 bytes a word: 52 letters of base64, and 12 around them, leave room for a field’s name in a line of 76 (RFC 2047, 2). */
const WORD_BYTES = 39;

/** As it is where it is plain ASCII, else as encoded words; never cut inside a letter. */
function encodedWords(value: string): string {
  const said = oneLine(value);
  if (isPlain(said)) return said;
  const words: string[] = [];
  let word = '';
  for (const letter of said) {
    if (Buffer.byteLength(word) + Buffer.byteLength(letter) > WORD_BYTES) {
      words.push(word);
      word = '';
    }
    word += letter;
  }
  return [...words, word].map((each) => `=?UTF-8?B?${Buffer.from(each, 'utf8').toString('base64')}?=`).join(' ');
}

/** A header field, folded at its spaces where it is long (RFC 5322, 2.2.3). */
function field(name: string, value: string): string {
  const lines: string[] = [];
  let line = `${name}:`;
  for (const word of oneLine(value).split(' ')) {
    const isLong = line.length + 1 + word.length > LINE && line.trim() !== '' && word !== '' && !line.endsWith(':');
    if (isLong) {
      lines.push(line);
      line = ` ${word}`;
    } else line += ` ${word}`;
  }
  return [...lines, line].join(CRLF);
}

/** RFC 2045, 6.7. Line ends of any kind are line ends. */
function quotedPrintable(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) =>
      line.length <= LINE && /^(?:[\x20-\x3c\x3e-\x7e]*[\x21-\x3c\x3e-\x7e])?$/.test(line) ? line : quotedLine(line),
    )
    .join(CRLF);
}

function quotedLine(line: string): string {
  const quoted = line.replace(/[^\x20-\x3c\x3e-\x7e]+| $/g, (some) =>
    Buffer.from(some, 'utf8').toString('hex').toUpperCase().replace(/../g, '=$&'),
  );
  const lines: string[] = [];
  let from = 0;
  // The `=` of the soft line end has its place too, and what stands for one byte is not cut.
  while (quoted.length - from > LINE) {
    const cut = quoted.lastIndexOf('=', from + LINE - 2);
    const to = cut > from + LINE - 4 ? cut : from + LINE - 1;
    lines.push(`${quoted.slice(from, to)}=`);
    from = to;
  }
  return [...lines, quoted.slice(from)].join(CRLF);
}
