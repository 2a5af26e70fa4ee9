/** What has been hashed before: the newest in memory, all in the database. Questions that come together are one query. */
import type { SeenMedia } from './media-finding.ts';

/** Some 500 bytes each. */
const KEPT_IN_MEMORY = 20_000;

/** Reads many at a time; marks that are not known are left out of the answer. */
export type ReadSeen = (marks: readonly Buffer[]) => Promise<readonly SeenMedia[]>;

interface Question {
  readonly mark: Buffer;
  readonly resolve: (seen: SeenMedia | undefined) => void;
  readonly reject: (error: unknown) => void;
}

export class SeenShelf {
  readonly #read: ReadSeen;
  readonly #kept = new Map<string, SeenMedia>();
  #waiting: Question[] = [];
  #isReading = false;

  constructor(read: ReadSeen) {
    this.#read = read;
  }

  /** What is remembered under a mark. Rejects when the database is away. */
  find(mark: Buffer): Promise<SeenMedia | undefined> {
    const kept = this.#kept.get(mark.toString('hex'));
    if (kept !== undefined) return Promise.resolve(kept);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ mark, resolve, reject });
      if (!this.#isReading) this.#readSoon();
    });
  }

  /** Remembers in memory; the database is written with the visit's settlement. */
  keep(seen: SeenMedia): void {
    const name = seen.mark.toString('hex');
    this.#kept.delete(name);
    this.#kept.set(name, seen);
    if (this.#kept.size <= KEPT_IN_MEMORY) return;
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined) this.#kept.delete(oldest);
  }

  #readSoon(): void {
    this.#isReading = true;
    setImmediate(() => void this.#readBatch());
  }

  async #readBatch(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = [];
    try {
      const found = await this.#read(batch.map(({ mark }) => mark));
      const byMark = new Map(found.map((seen) => [seen.mark.toString('hex'), seen]));
      for (const seen of found) this.keep(seen);
      for (const { mark, resolve } of batch) resolve(byMark.get(mark.toString('hex')));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    this.#isReading = false;
    if (this.#waiting.length > 0) this.#readSoon();
  }
}
