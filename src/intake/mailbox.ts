/** A tip's mailbox: what happened, what the hotline asks, and what the sender adds. Texts are sealed to the tip's key. */
import type { MailboxStatus } from '../terms/events.ts';

/**
 * | kind     | author             | meaning                                              |
 * |----------|--------------------|------------------------------------------------------|
 * | status   | system             | a code with a text in every language                  |
 * | question | hotline            | the hotline asks or tells something                   |
 * | message  | tipster            | the sender writes more, or answers                    |
 */
export type MailboxEntry =
  | { readonly kind: 'status'; readonly number: number; readonly postedHour: Date; readonly status: MailboxStatus }
  | {
      readonly kind: 'question' | 'message';
      readonly author: 'hotline' | 'tipster';
      readonly number: number;
      readonly postedHour: Date;
      readonly text: string;
    };

/** An entry before its box is opened. */
export type SealedEntry =
  | Extract<MailboxEntry, { kind: 'status' }>
  | {
      readonly kind: 'question' | 'message';
      readonly author: 'hotline' | 'tipster';
      readonly number: number;
      readonly postedHour: Date;
      readonly sealedText: Buffer;
    };

/** Most messages a sender can leave in one mailbox: a conversation, never a flood. */
export const MAX_TIPSTER_MESSAGES = 200;
