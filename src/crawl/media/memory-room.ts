/** How much of the web's media may be in memory at once. What finds no room is fetched again later. */
export class MemoryRoom {
  readonly #limitBytes: number;
  #usedBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** Less than three quarters are taken: more may be begun. */
  get isOpen(): boolean {
    return this.#usedBytes < this.#limitBytes * 0.75;
  }

  /** False where there is no room, and then nothing is taken. */
  take(bytes: number): boolean {
    if (this.#usedBytes + bytes > this.#limitBytes) return false;
    this.#usedBytes += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#usedBytes -= bytes;
  }
}
