import { randomUUID } from 'node:crypto';
import { recordAct } from '../../ledger/door.ts';
import type { Tx } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { ANSWER_LIMITS, isStated, writeWords, type AnswerEffects, type AnswerInput } from './answer.ts';
import {
  askForLook,
  findAnswerBySource,
  insertAnswer,
  keepTicket,
  lockNoticesOfLetter,
  markAnswered,
} from './answer-store.ts';

export interface NoteAnswerDeps {
  readonly serviceKey: ServiceKey;
  readonly effects: AnswerEffects;
}

/** `known`: the same form or message has been noted before; nothing was done again. */
export interface NotedAnswer {
  readonly answerId: string;
  readonly outcome: 'noted' | 'known';
}

/**
 * Keeps what a provider said and does what follows from it, in one transaction and once: the answer, the notices' newest
 * answer, the ticket, the engine's effects and the act on the ledger. Words are shrouded and in nothing else.
 */
export async function noteAnswer(tx: Tx, deps: NoteAnswerDeps, input: AnswerInput, now: Date): Promise<NotedAnswer> {
  const sourceDigest = deps.serviceKey.digest('submission', input.sourceKey);
  const { letterId, kind } = input;
  const chosen = letterId === undefined ? [] : await lockNoticesOfLetter(tx, letterId, input.noticeIds);
  const words = writeWords(input.words ?? {});
  const answer = {
    id: randomUUID(),
    ...{ letterId, kind, via: input.via, sourceDigest, untilAt: input.untilAt },
    shroudedText: words === undefined ? undefined : deps.serviceKey.shroud('note', words),
    ticket: input.ticket?.slice(0, ANSWER_LIMITS.ticket),
    noticeIds: chosen,
  };
  if (!(await insertAnswer(tx, answer, now))) {
    return { answerId: (await findAnswerBySource(tx, sourceDigest)) ?? answer.id, outcome: 'known' };
  }
  if (letterId !== undefined) await follow(tx, deps.effects, { ...input, letterId, noticeIds: chosen }, now);
  await recordAct(tx, {
    at: now,
    actor: 'provider',
    action: 'answer.received',
    subject: letterId === undefined ? `answer:${answer.id}` : `letter:${letterId}`,
    payload: { answerId: answer.id, kind, via: input.via, notices: chosen.length },
  });
  return { answerId: answer.id, outcome: 'noted' };
}

async function follow(
  tx: Tx,
  effects: AnswerEffects,
  input: AnswerInput & { readonly letterId: string },
  now: Date,
): Promise<void> {
  const { letterId, noticeIds, kind, words, ticket, bounce } = input;
  if (ticket !== undefined) await keepTicket(tx, letterId, ticket.slice(0, ANSWER_LIMITS.ticket));
  if (isStated(kind)) {
    if (noticeIds.length === 0) return;
    await markAnswered(tx, noticeIds, kind, now);
    const otherContact = { name: words?.otherName, email: words?.otherEmail };
    const named = kind === 'not-ours' ? { otherContact } : {};
    await effects.applyAnswer(tx, { letterId, noticeIds, kind, ...named, untilAt: input.untilAt }, now);
  } else if (kind === 'bounce' && bounce !== undefined) {
    await effects.applyBounce(tx, { letterId, ...bounce }, now);
  } else if (kind === 'other') {
    await askForLook(tx, noticeIds);
  }
}
