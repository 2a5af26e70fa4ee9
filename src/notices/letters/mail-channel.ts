/**
 * Letters by mail. What the headers say, and why:
 *
 * | header                    | value                         | because                                                       |
 * |---------------------------|-------------------------------|---------------------------------------------------------------|
 * | Message-ID, Date          | of the letter's rows          | a repeat after a crash is the same mail (RFC 5322, 3.6.4)     |
 * | From                      | the hotline's name, address   | an abuse desk sees who writes before it opens the mail        |
 * | Reply-To                  | the hotline's address         | people answer there, wherever bounces go                      |
 * | In-Reply-To, References   | earlier letters on the items  | threads and tickets hold together (RFC 5322, 3.6.4)           |
 * | Importance, X-Priority    | high, when it is urgent       | abuse desks sort by them                                      |
 * | Auto-Submitted            | left out                      | docs/decisions/notices-no-auto-submitted.md                   |
 * | List-…, Precedence        | left out                      | it is a letter to one reader and no list                      |
 */
import { finalMailRefusal, mayReach, type HotlineIdentity } from '../../partners/door.ts';
import type { Mode } from '../../platform/config.ts';
import type { Mailer } from '../../platform/mail.ts';
import type { Channel, OutgoingLetter } from './channel.ts';
import { oneLine } from './one-line.ts';

/** Where mail goes out; in test mode to a server on this machine alone. */
export interface MailChannelDeps {
  readonly mode: Mode;
  readonly smtpUrl: string | undefined;
  /** Opened on `smtpUrl`; undefined where there is none. */
  readonly mailer: Mailer | undefined;
  readonly hotline: HotlineIdentity;
}

/**
 * Opens the way by mail.
 *
 * | found                                         | outcome                                        |
 * |-----------------------------------------------|------------------------------------------------|
 * | no mail server is configured                  | rehearsed `no-mail-server`                     |
 * | test mode, and the server is another machine  | rehearsed `test-mode`                          |
 * | the server says a final no (5xx)              | refused `smtp-550` and the like                |
 * | anything else that goes wrong                 | thrown: try again, with the same Message-ID    |
 */
export function openMailChannel(deps: MailChannelDeps): Channel {
  return {
    kind: 'mail',
    send: async (letter) => {
      const { contact } = letter;
      if (contact.channel !== 'mail') return { kind: 'refused', code: 'no-such-channel' };
      if (deps.smtpUrl === undefined || deps.mailer === undefined)
        return { kind: 'rehearsed', because: 'no-mail-server' };
      if (!mayReach(deps.mode, deps.smtpUrl)) return { kind: 'rehearsed', because: 'test-mode' };
      try {
        const { messageId } = await deps.mailer.send({
          fromName: oneLine(deps.hotline.name),
          ...{ to: contact.email, subject: oneLine(letter.subject), text: letter.text, html: letter.html },
          ...{ idempotencyKey: letter.idempotencyKey, messageId: letter.messageId },
          ...(letter.writtenAt === undefined ? {} : { date: letter.writtenAt }),
          headers: headersOf(letter, deps.hotline),
          attachments: letter.reports.map(({ filename, json }) => ({
            ...{ filename, contentType: 'application/json', content: json },
          })),
        });
        return { kind: 'sent', reference: messageId };
      } catch (error) {
        const code = finalMailRefusal(error);
        if (code !== undefined) return { kind: 'refused', code };
        throw error;
      }
    },
  };
}

/** The first letter of a thread and the newest ones: a line of References must end somewhere. */
const MOST_REFERENCES = 10;

function headersOf(letter: OutgoingLetter, hotline: HotlineIdentity): Readonly<Record<string, string>> {
  const known = (letter.references ?? []).filter((id) => /^<[\w.!#$%&'*+/=?^`{|}~-]+@[\w.[\]:-]+>$/.test(id));
  const references =
    known.length > MOST_REFERENCES ? [...known.slice(0, 1), ...known.slice(1 - MOST_REFERENCES)] : known;
  const newest = references.at(-1);
  return {
    'Reply-To': oneLine(hotline.email),
    ...(newest === undefined ? {} : { 'In-Reply-To': newest, References: references.join(' ') }),
    ...(letter.isUrgent === true ? { Importance: 'high', 'X-Priority': '1' } : {}),
  };
}
