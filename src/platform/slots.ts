/**
 * A few at a time: the rest wait their turn, in the order in which they came. Nobody is refused, and what asks for a lot of work cannot take
 * the whole machine from those who ask for little.
 */

/** Takes work into one of its slots, and gives its result or its error. */
export type Slots = <T>(work: () => Promise<T>) => Promise<T>;

/** Runs work in one of `count` slots. A failure frees its slot like anything else. @throws RangeError when there would be none */
export function slots(count: number): Slots {
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`At least one at once, not ${count}.`);
  const waiting: (() => void)[] = [];
  let free = count;
  const enter = async () => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const leave = () => {
    const next = waiting.shift();
    // The slot is handed over without being free in between: nobody can slip in before whoever waits.
    if (next === undefined) free += 1;
    else next();
  };
  return async (work) => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
