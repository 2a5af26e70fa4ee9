import type { Tx } from '../../platform/db.ts';
import { isStated, type AnswerInput } from './answer.ts';
import { fingerprintOf, judgeMessage } from './judge-message.ts';
import { findLetter, noticesOfReferences } from './mailbox-store.ts';
import { cluesOf } from './match-letter.ts';
import type { ReceivedMessage } from './message.ts';
import { noteAnswer, type NoteAnswerDeps, type NotedAnswer } from './note-answer.ts';

/**
 * Takes one mail of the mailbox: finds its letter, and notes it once. A mail whose letter nobody knows is set aside for a
 * person; what a system wrote by itself about nothing of ours is only remembered as seen.
 */
export async function takeMessage(
  tx: Tx,
  deps: NoteAnswerDeps,
  message: ReceivedMessage,
  now: Date,
): Promise<NotedAnswer & { readonly kind: AnswerInput['kind'] }> {
  const judged = judgeMessage(message);
  const clues = cluesOf(message);
  const letter = await findLetter(tx, deps.serviceKey, clues, judged.namedNotices);
  // What states an effect must carry what only the letter's reader has; else a person reads it.
  const kind = isStated(judged.kind) && letter?.isSure !== true ? 'other' : judged.kind;
  const isNoise = letter === undefined && kind === 'auto-reply';
  const { words } = judged;
  const named =
    letter === undefined || judged.namedNotices.length > 0
      ? judged.namedNotices
      : await noticesOfReferences(tx, letter.letterId, cluesOf(onlyWritten(message, words.text ?? '')).references);
  const input: AnswerInput = {
    ...{ letterId: letter?.letterId, noticeIds: named, kind, via: 'mail' },
    ...(isNoise ? {} : { words }),
    ...(judged.bounce === undefined ? {} : { bounce: judged.bounce }),
    ...{ ticket: judged.ticket, sourceKey: fingerprintOf(message) },
  };
  return { ...(await noteAnswer(tx, deps, input, now)), kind };
}

/** A reference in the quoted letter names all of its items; one in the answer itself names those it is about. */
const onlyWritten = (message: ReceivedMessage, text: string): ReceivedMessage => ({
  ...message,
  ...{ text, subject: '', carried: '', deliveryStatus: undefined, headers: new Map() },
});
