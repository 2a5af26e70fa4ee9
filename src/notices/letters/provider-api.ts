/**
 * What an adapter to a provider's API has to do; each provider has a shape of its own, and the rest of the house knows none of
 * them. A new one is a file beside example-api.ts and a line in `ADAPTERS` (provider-apis.ts).
 *
 * | rule                                                                                                            |
 * |-----------------------------------------------------------------------------------------------------------------|
 * | The letter's idempotency key goes with every try: the same letter twice is one, whatever happened in between.    |
 * | `sent` is said only of an answer that says so, read strictly: a report that was half taken is not sent.          |
 * | `refused` is a final no about this letter. Trouble with the line, the account or the answer is thrown instead.   |
 * | A text of the other side is never kept or logged: it may quote an address. Codes are.                            |
 */
import type { SendOutcome } from '../../routing/door.ts';
import type { OutgoingLetter } from './channel.ts';

/** What a provider says became of one report. `received` says nothing yet. */
export const REPORT_STATUSES = ['received', 'handling', 'removed', 'need-more', 'not-ours'] as const;
export type ReportStatus = (typeof REPORT_STATUSES)[number];

/** One notice's status as the provider has it now. */
export interface StatusOfNotice {
  readonly noticeId: string;
  readonly status: ReportStatus;
  readonly at: Date;
}

/** One account with one provider's API. */
export interface ProviderApi {
  /** Why this letter cannot go this way, as a code; undefined when it can. Decided without asking anybody. */
  whyNot(letter: OutgoingLetter): string | undefined;
  /** @throws PartnerUnavailable, or the network's error, when nothing is known of what became of it */
  send(letter: OutgoingLetter): Promise<SendOutcome>;
  /** What became of a letter since; `reference` is what `send` gave. @throws PartnerUnavailable, or the network's error */
  readStatus(reference: string): Promise<readonly StatusOfNotice[]>;
  close(): Promise<void>;
}
