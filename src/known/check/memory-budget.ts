/** How much of others' media may be in memory at once: beyond it a check is told to come again, instead of ending the process. */
export class MemoryBudget {
  readonly #limitBytes: number;
  #usedBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** @throws CheckBusy when so much is not to be had now */
  take(bytes: number): void {
    if (this.#usedBytes + bytes > this.#limitBytes) throw new CheckBusy();
    this.#usedBytes += bytes;
  }

  give(bytes: number): void {
    this.#usedBytes -= bytes;
  }
}

/** Too much is under way: the same request may succeed in a moment. */
export class CheckBusy extends Error {
  readonly code = 'check-busy';
  constructor() {
    super('too many checks are under way');
    this.name = 'CheckBusy';
  }
}
