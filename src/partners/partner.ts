/** What every partner's adapter shares: the small interface (it belongs to routing) and the rule of test mode. */
import type { Mode } from '../platform/config.ts';
import { isLoopbackUrl } from '../platform/mail.ts';
import type { PartnerDoor } from '../routing/door.ts';

export type { Dispatch, PartnerDoor, SendOutcome } from '../routing/door.ts';

/** Whether a partner can take a case as it stands; `code` says why not, in the words of the catalogue of failures. */
export type TakeAnswer = { readonly takes: true } | { readonly takes: false; readonly code: string };

/** One field of what would be sent, as the partner's own documentation names it. */
export interface OutlinedField {
  readonly field: string;
  readonly value: string;
}

/** What following up came to: how many dispatches or tasks were looked at, how many were changed by it. */
export interface FollowUpReport {
  readonly looked: number;
  readonly changed: number;
}

/**
 * One partner's adapter. `Input` is what it is told of a case. A case is prepared while an analyst's key is open; what waits then is
 * sealed or shrouded, and `send` (from a job, by its idempotency key) needs nothing else.
 */
export interface PartnerAdapter<Input> extends PartnerDoor {
  /** Asked before a decision is offered, so that what cannot be sent is said to the analyst and not to the queue. */
  canTake(input: Input): Promise<TakeAnswer>;
  /** Everything that would leave, field by field and in order, for an analyst to read before. Sends nothing. */
  outline(input: Input): Promise<readonly OutlinedField[]>;
  /** A dispatch's payload. */
  prepare(input: Input): Promise<Buffer>;
  /** Asks what has become of what was sent, and does what is due there. From a timer; safe to run twice and to be killed. */
  followUp(): Promise<FollowUpReport>;
}

/** The hotline as its partners are told of it. */
export interface HotlineIdentity {
  readonly name: string;
  readonly email: string;
  readonly homeCountry: string;
}

/** A partner's system cannot be used now; `code` says why. Thrown, so that the dispatch is tried again later. */
export class PartnerUnavailable extends Error {
  override readonly name = 'PartnerUnavailable';
  readonly code: string;
  constructor(code: string) {
    super(`the partner's system cannot be used now: ${code}`);
    this.code = code;
  }
}

/** Test mode reaches only systems on this machine (DOMAIN.md, law 6); live mode reaches what is configured. */
export const mayReach = (mode: Mode, url: string): boolean => mode === 'live' || isLoopbackUrl(url);

/**
 * A mail server's final no, as a code for a person to look at (`smtp-550`); undefined when trying again later may help.
 * A 5xx reply to the recipient or the message is final (RFC 5321, 4.2.1); one to our own log-in is not about this mail.
 */
export function finalMailRefusal(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('responseCode' in error) || typeof error.responseCode !== 'number')
    return undefined;
  const isAboutThisMail = 'code' in error && (error.code === 'EENVELOPE' || error.code === 'EMESSAGE');
  return isAboutThisMail && error.responseCode >= 500 && error.responseCode < 600
    ? `smtp-${error.responseCode}`
    : undefined;
}
