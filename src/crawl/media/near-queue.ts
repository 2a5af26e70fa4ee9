/**
 * Near matching for many media at a time: what is asked within one turn of the event loop is one batch, which the index
 * answers several times faster than one by one.
 */
import type { MediaHit, MediaMatcher } from './media-ports.ts';

interface Question {
  readonly pdq: Uint8Array;
  readonly resolve: (hits: readonly MediaHit[]) => void;
  readonly reject: (error: unknown) => void;
}

export class NearQueue {
  readonly #matcher: MediaMatcher;
  #waiting: Question[] = [];

  constructor(matcher: MediaMatcher) {
    this.#matcher = matcher;
  }

  /** Entries within 31 bits, the nearest first. */
  ask(pdq: Uint8Array): Promise<readonly MediaHit[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ pdq, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.#answer());
    });
  }

  #answer(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    try {
      const hits = this.#matcher.matchNearBatch(batch.map(({ pdq }) => pdq));
      for (const [at, { resolve }] of batch.entries()) resolve(hits[at] ?? []);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
