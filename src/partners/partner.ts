/** What every partner's adapter shares: the small interface (it belongs to routing) and the rule of test mode. */
import type { Mode } from '../platform/config.ts';
import { isLoopbackUrl } from '../platform/mail.ts';

export type { Dispatch, PartnerDoor, SendOutcome } from '../routing/door.ts';

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
