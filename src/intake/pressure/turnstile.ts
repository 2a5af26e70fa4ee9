/**
 * Lets so many through at once; the others wait in the order in which they came. Nobody is refused, and whatever asks for a lot of work cannot
 * take the whole machine from those who ask for little.
 */
export class Turnstile {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  /** @throws RangeError when nobody would ever get through */
  constructor(atOnce: number) {
    if (!Number.isInteger(atOnce) || atOnce < 1) throw new RangeError(`At least one at once, not ${atOnce}.`);
    this.#free = atOnce;
  }

  /** The work's result, or its error, once there was room for it. */
  async through<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      // Handed on, not freed: who comes meanwhile does not get in before those who wait.
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
