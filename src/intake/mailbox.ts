/** A tip's mailbox: what happened, what the hotline asks, and what the sender adds. Texts are sealed to the tip's key. */
import { createHash } from 'node:crypto';
import type { MailboxStatus } from '../terms/events.ts';
import type { DeskKeyId } from '../terms/ids.ts';

/**
 * | kind     | author             | meaning                                              |
 * |----------|--------------------|------------------------------------------------------|
 * | status   | system             | a code with a text in every language                  |
 * | question | hotline            | the hotline asks or tells something                   |
 * | message  | tipster            | the sender writes more, or answers                    |
 * | closed   | tipster            | a message in a box that no key of this reader opens   |
 */
export type MailboxEntry =
  | { readonly kind: 'status'; readonly number: number; readonly postedHour: Date; readonly status: MailboxStatus }
  | {
      readonly kind: 'question' | 'message';
      readonly author: 'hotline' | 'tipster';
      readonly number: number;
      readonly postedHour: Date;
      readonly text: string;
    }
  | ClosedEntry;

/**
 * The sender's browser sealed it to the desk: with the receipt alone it is not read, and by the desk only while it is whole. `mark` tells boxes
 * apart (`markOf`), so that the page where one was written can show its words.
 */
export interface ClosedEntry {
  readonly kind: 'closed';
  readonly author: 'tipster';
  readonly number: number;
  readonly postedHour: Date;
  readonly mark: string;
}

/** An entry before its box is opened. */
export type SealedEntry =
  | Extract<MailboxEntry, { kind: 'status' }>
  | {
      readonly kind: 'question' | 'message';
      readonly author: 'hotline' | 'tipster';
      readonly number: number;
      readonly postedHour: Date;
      readonly sealedText: Buffer;
      /** The sender's browser sealed the message to this key first: in `sealedText` is that box. */
      readonly deskKeyId: DeskKeyId | undefined;
    };

/** Most messages a sender can leave in one mailbox: a conversation, never a flood. */
export const MAX_TIPSTER_MESSAGES = 200;

/** Tells one box from another: the browser that made it knows the same 16 hexadecimal digits (site/in-browser/mailbox.ts). */
export const markOf = (box: Uint8Array): string =>
  createHash('sha256').update(Buffer.from(box).toString('base64')).digest('hex').slice(0, 16);
