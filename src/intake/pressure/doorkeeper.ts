/**
 * Who may go through the door at once. Counts tips by caller and in all, in memory alone (forgetful-map.ts), and asks for a little effort
 * while there are many (effort.ts). It never says no: at most it says "in so many seconds".
 */
import { createHash } from 'node:crypto';
import type { ServiceKey } from '../../platform/service-key.ts';
import { leadingZeroBits, workText } from '../../terms/effort.ts';
import { effortFor, fadedCount, NO_EFFORT, type Effort, type FadingCount } from './effort.ts';
import { ForgetfulMap } from './forgetful-map.ts';

/** A tip at the door. */
export interface Arrival {
  /** As `callerOf` gives it. */
  readonly caller: string | undefined;
  readonly submissionKey: Uint8Array;
  readonly openedAt: Date;
  /** `contentDigest`: the same tip sent again is let through, since it makes no second one. */
  readonly content: Buffer;
  /** The number that the browser found, as it was sent; empty where it did no work. */
  readonly work: string;
}

/** Work that would open the door at once. */
export interface AskedWork {
  readonly challenge: string;
  readonly bits: number;
}

export type Entrance = { readonly kind: 'open' } | { readonly kind: 'wait'; readonly seconds: number };

/** What one form has sent. */
interface FormUse {
  readonly tips: number;
  readonly lastAt: Date;
  readonly lastContent: Buffer;
}

const ALL = 'all';

export class Doorkeeper {
  readonly #serviceKey: ServiceKey;
  readonly #counts = new ForgetfulMap<FadingCount>();
  readonly #forms = new ForgetfulMap<FormUse>();

  constructor(serviceKey: ServiceKey) {
    this.#serviceKey = serviceKey;
  }

  /** What a page of a form asks of its browser; undefined while nothing is asked. */
  workFor(caller: string | undefined, submissionKey: Uint8Array, now: Date): AskedWork | undefined {
    const { workBits: bits } = this.#effort(caller, now);
    return bits === 0 ? undefined : { challenge: this.#challengeOf(submissionKey), bits };
  }

  /** Whether a tip goes through now, or in how many seconds. */
  ask(arrival: Arrival, now: Date): Entrance {
    const effort = this.#effort(arrival.caller, now);
    const use = this.#forms.get(arrival.submissionKey);
    if (effort === NO_EFFORT || use?.lastContent.equals(arrival.content) === true) return { kind: 'open' };
    const since = Math.max(arrival.openedAt.getTime(), use?.lastAt.getTime() ?? 0);
    const leftMs = since + effort.waitMs - now.getTime();
    if (leftMs <= 0 || this.#isDone(arrival, effort)) return { kind: 'open' };
    return { kind: 'wait', seconds: Math.ceil(leftMs / 1_000) };
  }

  /** A tip has been taken. */
  note(arrival: Arrival, now: Date): void {
    for (const key of [ALL, arrival.caller])
      if (key !== undefined) this.#counts.set(key, { count: fadedCount(this.#counts.get(key), now) + 1, at: now });
    const tips = (this.#forms.get(arrival.submissionKey)?.tips ?? 0) + 1;
    this.#forms.set(arrival.submissionKey, { tips, lastAt: now, lastContent: arrival.content });
  }

  #effort(caller: string | undefined, now: Date): Effort {
    const countOf = (key: string | undefined) => (key === undefined ? 0 : fadedCount(this.#counts.get(key), now));
    return effortFor({ fromCaller: countOf(caller), fromAll: countOf(ALL) });
  }

  /** Another one after each tip of the form, so that one piece of work is good for one tip. */
  #challengeOf(submissionKey: Uint8Array): string {
    const tips = this.#forms.get(submissionKey)?.tips ?? 0;
    return this.#serviceKey
      .digest('token', Buffer.concat([Buffer.from(`work ${tips} `), submissionKey]))
      .toString('base64url');
  }

  #isDone({ work, submissionKey }: Arrival, { workBits }: Effort): boolean {
    if (!/^\d{1,15}$/.test(work)) return false;
    const text = workText(this.#challengeOf(submissionKey), Number(work));
    return leadingZeroBits(createHash('sha256').update(text).digest()) >= workBits;
  }
}
