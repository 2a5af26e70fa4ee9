import { createHash } from 'node:crypto';
import { ANSWER_LIMITS, type AnswerKind, type AnswerWords } from './answer.ts';
import { findTicket, isAutoReply } from './auto-reply.ts';
import { readDeliveryReport } from './bounce.ts';
import { headerOf, type ReceivedMessage } from './message.ts';
import { readMachineAnswer, readStatedWords, writtenPart } from './stated-answer.ts';

/** What a mail is, before anybody knows which letter it is about. */
export interface Judgement {
  readonly kind: AnswerKind;
  readonly bounce: { readonly isFinal: boolean; readonly code: string } | undefined;
  /** Notices that a machine-readable answer names. */
  readonly namedNotices: readonly string[];
  readonly ticket: string | undefined;
  readonly words: AnswerWords;
}

/**
 * What a mail is. Pure.
 *
 * | in this order                                        | kind                      |
 * |------------------------------------------------------|---------------------------|
 * | a mail system's report of failure or delay           | bounce, final or not      |
 * | its report that all is well                          | auto-reply                |
 * | a XARF report sent back with an answer               | as it says                |
 * | sent by a system by itself                           | auto-reply                |
 * | the page's own words on the first line               | as they say               |
 * | anything else                                        | other: a person reads it  |
 */
export function judgeMessage(message: ReceivedMessage): Judgement {
  const written = writtenPart(message.text);
  const found = {
    ...{ bounce: undefined, namedNotices: [] },
    ticket: findTicket(message),
    words: {
      text: written.slice(0, ANSWER_LIMITS.mailText),
      subject: message.subject.slice(0, 500),
      from: message.from.slice(0, 500),
    },
  };
  const report = readDeliveryReport(message);
  if (report?.outcome === 'delivered') return { ...found, kind: 'auto-reply', ticket: undefined };
  if (report !== undefined) {
    const bounce = { isFinal: report.outcome === 'failed', code: report.code };
    return { ...found, kind: 'bounce', bounce, ticket: undefined };
  }
  const machine = readMachineAnswer(message.machineParts);
  if (machine !== undefined) return { ...found, kind: machine.kind, namedNotices: machine.noticeIds };
  if (isAutoReply(message)) return { ...found, kind: 'auto-reply' };
  return { ...found, kind: readStatedWords(message.text) ?? 'other' };
}

/**
 * Equal for one mail however often and by whatever way it arrives: its id and what it says, but no header that a server on
 * the way adds.
 */
export function fingerprintOf(message: ReceivedMessage): Uint8Array {
  const { messageId = '', from, subject, text, deliveryStatus = '', machineParts } = message;
  const said = [messageId, from, subject, headerOf(message, 'date'), text, deliveryStatus, ...machineParts];
  return createHash('sha256').update(JSON.stringify(said)).digest();
}
