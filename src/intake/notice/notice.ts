/**
 * The mail that says that there is something new in a mailbox, and nothing else. Pure.
 *
 * | state    | `waits_since` | meaning                                           | ended by                                    |
 * |----------|---------------|---------------------------------------------------|---------------------------------------------|
 * | on       | null          | nothing new                                       | an entry of the hotline's -> waiting        |
 * | waiting  | an hour       | something is new, and no mail about it has left   | the mail -> on; the mailbox is opened -> on |
 * | off      | no row        | no address is here                                | the sender leaves one -> on                 |
 */
import type { NoticeTexts } from '../../site/texts/notice.ts';

const HOUR_MS = 3_600_000;
/** Between two mails to an address, whatever becomes of its tips. */
export const NOTICE_PAUSE_MS = 24 * HOUR_MS;

/**
 * When a mail about something that is new since `now` may leave: at the next full hour, so that its moment does not tell when
 * somebody worked on the tip, and a day after the mail before it.
 */
export function noticeDueAt(now: Date, sentAt: Date | undefined): Date {
  const nextHourMs = (Math.floor(now.getTime() / HOUR_MS) + 1) * HOUR_MS;
  const restedMs = sentAt === undefined ? 0 : sentAt.getTime() + NOTICE_PAUSE_MS;
  return new Date(Math.max(nextHourMs, restedMs));
}

/** RFC 5321, 4.5.3.1.3: a path of 256 octets, its two angle brackets among them. */
const MOST_ADDRESS_LETTERS = 254;

/** True for what mail can be sent to: one address, without a name, a comment or a second one beside it. */
export const isMailAddress = (text: string): boolean =>
  text.length <= MOST_ADDRESS_LETTERS &&
  /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+\.[^\s@<>()[\]\\,;:".]+$/u.test(text);

/** The letter, in the language that the sender read. */
export function noticeLetter(texts: NoticeTexts, stopUrl: string): { readonly subject: string; readonly text: string } {
  return { subject: texts.mailSubject, text: `${texts.mailText}\n\n${texts.mailStop}\n${stopUrl}\n` };
}
