/** Whether the time of an answer tells a right receipt from a wrong one: tries of both kinds in random order, and a rank test. */
import { randomInt } from 'node:crypto';

export interface TimingOptions {
  /** Answers when the site has; only its duration counts. */
  readonly open: (typed: string) => Promise<unknown>;
  readonly right: readonly string[];
  readonly wrong: () => string;
  readonly tries: number;
  /** How many wait at once. */
  readonly atOnce: number;
}

export interface Timing {
  readonly right: { readonly tries: number; readonly medianMs: number };
  readonly wrong: { readonly tries: number; readonly medianMs: number };
  /** The chance that a right try took longer than a wrong one (Mann and Whitney's U over n·m); 0.5 says nothing. */
  readonly separation: number;
  /** How many standard errors `separation` is from 0.5: beyond 4 by chance once in 16,000 runs. */
  readonly z: number;
}

/** Tries them and compares. */
export async function measureReceiptTiming(options: TimingOptions): Promise<Timing> {
  const took: { isRight: boolean; ms: number }[] = [];
  let left = options.tries;
  const visitor = async () => {
    while (left > 0) {
      left -= 1;
      const isRight = randomInt(2) === 1;
      const typed = isRight ? (options.right[randomInt(options.right.length)] ?? '') : options.wrong();
      const startedAt = performance.now();
      await options.open(typed);
      took.push({ isRight, ms: performance.now() - startedAt });
    }
  };
  await Promise.all(Array.from({ length: options.atOnce }, visitor));
  return compare(took);
}

function compare(took: readonly { readonly isRight: boolean; readonly ms: number }[]): Timing {
  const sorted = took.toSorted((a, b) => a.ms - b.ms);
  const [right, wrong] = [sorted.filter((each) => each.isRight), sorted.filter((each) => !each.isRight)];
  const ranks = sorted.reduce((sum, each, index) => sum + (each.isRight ? index + 1 : 0), 0);
  const [n, m] = [right.length, wrong.length];
  const separation = (ranks - (n * (n + 1)) / 2) / (n * m);
  const standardError = Math.sqrt((n + m + 1) / (12 * n * m));
  const medianMs = (of: typeof sorted) => of[Math.floor(of.length / 2)]?.ms ?? NaN;
  return {
    right: { tries: n, medianMs: medianMs(right) },
    wrong: { tries: m, medianMs: medianMs(wrong) },
    separation,
    z: (separation - 0.5) / standardError,
  };
}
