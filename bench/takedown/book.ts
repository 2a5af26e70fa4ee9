/** Every notice as it arrived over SMTP, read from the wire: what the checks hold against the truth. */
import { hash } from 'node:crypto';
import { z } from 'zod';
import type { RawMail } from '../../stand-ins/mail-catcher.ts';

/** One item in one letter, as its reader has it. */
export interface ReceivedNotice {
  readonly noticeId: string;
  readonly item: number;
}

/** One mail. */
export interface ReceivedLetter {
  readonly atMs: number;
  readonly to: string;
  readonly messageId: string;
  readonly notices: readonly ReceivedNotice[];
  /** The provider's page; undefined where the letter has none. */
  readonly page: string | undefined;
}

const reportSchema = z.object({ report_id: z.string(), url: z.url() });

/** Reads a letter off the wire: its reports are base64 parts of JSON, its page's link stands in its text. */
export function readLetter({ raw, to }: Pick<RawMail, 'raw' | 'to'>, now: Date): ReceivedLetter {
  const text = raw.toString('latin1');
  const reports = [...text.matchAll(/Content-Type: application\/json[^]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+)/g)].map(
    ([, body = '']) => reportSchema.parse(JSON.parse(Buffer.from(body, 'base64').toString('utf8'))),
  );
  return {
    atMs: now.getTime(),
    to: to[0] ?? '',
    messageId: /^Message-ID: (<[^>]+>)/im.exec(text)?.[1] ?? '',
    notices: reports.map(({ report_id: noticeId, url }) => ({ noticeId, item: itemOf(url) })),
    page: /https?:\/\/\S+\/n\/[a-z2-7]{32}(?![a-z2-7])/.exec(text.replaceAll('=\r\n', ''))?.[0],
  };
}

const itemOf = (url: string): number => Number(/\/album\/(\d+)\.html$/.exec(new URL(url).pathname)?.[1] ?? NaN);

const markOf = (raw: Buffer): string => hash('sha256', raw, 'base64');

interface Known {
  readonly mark: string;
  readonly noticeIds: ReadonlySet<string>;
}

/** A repeat is the same mail, or names fewer items than the first: what has gone meanwhile was taken out. */
function isSame(known: Known, { notices }: ReceivedLetter, mark: string): boolean {
  if (notices.length === known.noticeIds.size) return known.mark === mark;
  return notices.every(({ noticeId }) => known.noticeIds.has(noticeId));
}

/** Opens an empty book. */
export function openBook() {
  const letters: ReceivedLetter[] = [];
  const marks = new Map<string, Known>();
  const doubled = { repeats: 0, different: 0 };
  return {
    /** Undefined for a repeat of a mail that is here already: it is counted, and nobody reads it twice. */
    note: (mail: RawMail, now: Date): ReceivedLetter | undefined => {
      const letter = readLetter(mail, now);
      const mark = markOf(mail.raw);
      const known = marks.get(letter.messageId);
      if (known !== undefined) {
        doubled[isSame(known, letter, mark) ? 'repeats' : 'different'] += 1;
        return undefined;
      }
      marks.set(letter.messageId, { mark, noticeIds: new Set(letter.notices.map(({ noticeId }) => noticeId)) });
      letters.push(letter);
      return letter;
    },
    letters: (): readonly ReceivedLetter[] => letters,
    doubled,
  };
}
export type Book = ReturnType<typeof openBook>;
