/**
 * What a provider says about what it was told, whichever way it says it.
 *
 * | kind       | said by               | what it does (the engine's `applyAnswer`, `applyBounce`)                       |
 * |------------|-----------------------|--------------------------------------------------------------------------------|
 * | removed    | page, mail, API       | the item is visited now; if it still answers, the ladder goes on at once       |
 * | handling   | page, mail, API       | the next rung waits once, as long as the provider says                         |
 * | need-more  | page, mail, API       | a person must look; reminders pause, the next rung does not wait               |
 * | not-ours   | page, mail, API       | this rung is out, the next is told now; a named other contact becomes a rung   |
 * | appeal     | page, mail, API       | everything stops for the item until a person has looked                        |
 * | bounce     | the mail system       | final: the contact is marked and the next rung told; else nothing              |
 * | auto-reply | the provider's system | nothing; its ticket number is kept                                             |
 * | other      | a person, by mail     | a person must look: nothing is guessed from somebody's words                   |
 */
import { z } from 'zod';
import type { Tx } from '../../platform/db.ts';

/** What a provider can say in so many words: on its page, by an API, or by repeating the page's words in a mail. */
export const STATED_KINDS = ['removed', 'handling', 'need-more', 'not-ours', 'appeal'] as const;
/** For forms, machine-readable mails and rows. */
export const statedKindSchema = z.enum(STATED_KINDS);
export type StatedKind = z.infer<typeof statedKindSchema>;

/** All kinds of answers that are kept. */
export const answerKindSchema = z.enum([...STATED_KINDS, 'auto-reply', 'bounce', 'other']);
export type AnswerKind = z.infer<typeof answerKindSchema>;

export const answerViaSchema = z.enum(['page', 'mail', 'api']);
export type AnswerVia = z.infer<typeof answerViaSchema>;

/** Whom a provider names in its place; both are optional, and an e-mail address is needed to tell anybody. */
export interface OtherContact {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
}

/** Longest texts that are kept, in UTF-16 units; a form refuses more, a mail is cut. */
export const ANSWER_LIMITS = { text: 5_000, mailText: 20_000, name: 200, email: 254, ticket: 100 } as const;

const wordsSchema = z.object({
  text: z.string().optional(),
  otherName: z.string().optional(),
  otherEmail: z.string().optional(),
  /** Of a mail: its subject and its sender, so that a person knows whom to answer. */
  subject: z.string().optional(),
  from: z.string().optional(),
});
/** The words of an answer: shrouded at rest, shown to the analyst who has the case. */
export type AnswerWords = z.infer<typeof wordsSchema>;

/** Words to the text that is shrouded; undefined where there are none. */
export function writeWords(words: AnswerWords): string | undefined {
  const given = Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined && value !== ''));
  return Object.keys(given).length === 0 ? undefined : JSON.stringify(given);
}

/** And back. @throws when it is not what `writeWords` made */
export const readWords = (text: string): AnswerWords => wordsSchema.parse(JSON.parse(text));

/** One answer, to be noted. */
export interface AnswerInput {
  /** Undefined: nobody knows which letter it is about; it is set aside for a person. */
  readonly letterId: string | undefined;
  /** Of this letter; others are left out. Empty: the letter as a whole. */
  readonly noticeIds: readonly string[];
  readonly kind: AnswerKind;
  readonly via: AnswerVia;
  readonly words?: AnswerWords;
  /** `handling`: until when, as the provider says. */
  readonly untilAt?: Date | undefined;
  /** What the provider calls it; kept on the letter, so that reminders can quote it. */
  readonly ticket?: string | undefined;
  /** `bounce`: whether the address is no good for good, and the mail system's code (RFC 3463). */
  readonly bounce?: { readonly isFinal: boolean; readonly code: string };
  /** Makes the same form or message sent twice one answer. */
  readonly sourceKey: string | Uint8Array;
}

/** What the engine does with an answer; injected, since it lies downstream of what was said. */
export interface AnswerEffects {
  readonly applyAnswer: (
    tx: Tx,
    answer: {
      readonly letterId: string;
      readonly noticeIds: readonly string[];
      readonly kind: StatedKind;
      readonly otherContact?: OtherContact;
      readonly untilAt?: Date | undefined;
    },
    now: Date,
  ) => Promise<void>;
  readonly applyBounce: (
    tx: Tx,
    bounce: { readonly letterId: string; readonly isFinal: boolean; readonly code: string },
    now: Date,
  ) => Promise<void>;
}

/** True for a kind that the provider states itself, so that it has an effect. */
export const isStated = (kind: AnswerKind): kind is StatedKind => statedKindSchema.safeParse(kind).success;
