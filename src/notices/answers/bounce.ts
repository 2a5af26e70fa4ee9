/**
 * Mails about mail: reports that a letter did not arrive (RFC 3464), in the standard's form or in one of those that mail
 * servers have used since before it. Pure.
 */
import { headerOf, type ReceivedMessage } from './message.ts';

/** What a mail system says of a letter. `delivered` and `delayed` change nothing. */
export interface DeliveryReport {
  readonly outcome: 'failed' | 'delayed' | 'delivered';
  /** RFC 3463's status (`5.1.1`), or the SMTP reply's number, or `unknown`. */
  readonly code: string;
}

/** The report that a mail is; undefined when it is not about the delivery of another. */
export function readDeliveryReport(message: ReceivedMessage): DeliveryReport | undefined {
  if (message.deliveryStatus !== undefined) return readStatusFields(message.deliveryStatus);
  return looksLikeBounce(message) ? readPlainReport(message) : undefined;
}

/**
 * The fields of all recipients (RFC 3464, 2.3). A letter goes to one address, so that one failure is the letter's; where a
 * system names no action, the class of its status decides (RFC 3463, 2: 2 success, 4 persistent transient, 5 permanent).
 */
function readStatusFields(text: string): DeliveryReport {
  const valueOf = (name: string) =>
    [...text.matchAll(new RegExp(`^${name}:[ \\t]*(.*)$`, 'gim'))].map(([, value = '']) => value.trim().toLowerCase());
  const actions = valueOf('action').map((action) => action.split(/[\s;(]/, 1)[0] ?? '');
  const status = valueOf('status').flatMap((value) => /^[245]\.\d{1,3}\.\d{1,3}/.exec(value)?.[0] ?? []);
  const code = status.find((each) => each.startsWith('5')) ?? status[0] ?? 'unknown';
  if (actions.includes('failed')) return { outcome: code.startsWith('4') ? 'delayed' : 'failed', code };
  if (actions.includes('delayed')) return { outcome: 'delayed', code };
  if (actions.length > 0) return { outcome: 'delivered', code };
  return { outcome: outcomeOfCode(code), code };
}

const SENDER = /^"?(mailer-daemon|postmaster|mail delivery (sub)?system|mail delivery service)\b/i;
const SENDER_ADDRESS = /[<\s](mailer-daemon|postmaster|mdaemon|bounces?)@/i;
const SUBJECTS = [
  /undeliver(able|ed)/i,
  /delivery (status notification|failure|has failed|problem)/i,
  /returned (mail|to sender)|mail delivery failed|failure notice|message not delivered|could not be delivered/i,
  /delayed|warning: (could not send|message)/i,
  /olevererbar|kunde inte levereras|gick inte att leverera/i,
];

/** By its sender, and by its subject or a null return path: a person with "postmaster" in the address is no mail system. */
function looksLikeBounce(message: ReceivedMessage): boolean {
  const isFromSystem = SENDER.test(message.from) || SENDER_ADDRESS.test(` ${message.from}`);
  const hasNullPath = /^<\s*>$/.test(headerOf(message, 'return-path'));
  const namesFailure =
    SUBJECTS.some((subject) => subject.test(message.subject)) || headerOf(message, 'x-failed-recipients') !== '';
  return (isFromSystem && (hasNullPath || namesFailure)) || (hasNullPath && namesFailure);
}

/**
 * By the first enhanced status code in the text, else by the SMTP reply. Without either, a failure that says nothing of
 * trying again is final: a letter that may not have arrived is better told to the next in line.
 */
function readPlainReport({ text, subject }: ReceivedMessage): DeliveryReport {
  const words = `${subject}\n${text}`.slice(0, 20_000);
  const isOnlyLate =
    /delayed|will (keep|continue) (on )?(trying|to try)|will be retried|no action is required|not yet been delivered/i.test(
      words,
    );
  const code =
    /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(words)?.[1] ?? /(?<![\d.])([45]\d\d)(?=[ -])/.exec(words)?.[1];
  if (isOnlyLate) return { outcome: 'delayed', code: code ?? 'unknown' };
  return { outcome: code === undefined ? 'failed' : outcomeOfCode(code), code: code ?? 'unknown' };
}

function outcomeOfCode(code: string): DeliveryReport['outcome'] {
  if (code.startsWith('4')) return 'delayed';
  return code.startsWith('2') ? 'delivered' : 'failed';
}
