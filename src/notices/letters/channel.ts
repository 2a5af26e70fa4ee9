/**
 * How a letter travels: by mail, or by a provider's API. A channel sends, rehearses or is refused; whatever it throws means
 * "not now", and the letter is tried again with the same ids.
 */
import type { SendOutcome } from '../../routing/door.ts';
import type { ProviderContact } from '../takedown/rung.ts';
import type { ComposedLetter } from './letter.ts';

/** A composed letter, and all that its way needs. */
export interface OutgoingLetter extends ComposedLetter {
  readonly letterId: string;
  readonly contact: ProviderContact;
  /** `<letter-id@domain>`: the same in a repeat (RFC 5322, 3.6.4). */
  readonly messageId: string;
  /** Equal for the same letter, however often it is tried. */
  readonly idempotencyKey: string;
  /** When the letter was due: the mail's date, the same in a repeat. */
  readonly writtenAt?: Date | undefined;
  /** Message-IDs of earlier letters about the same items, the oldest first: threads and tickets hold together by them. */
  readonly references?: readonly string[] | undefined;
  readonly isUrgent?: boolean | undefined;
}

/** One way out. */
export interface Channel {
  readonly kind: ProviderContact['channel'];
  /** @throws Error when nothing is known of what became of it: try again later */
  send(letter: OutgoingLetter): Promise<SendOutcome>;
}
