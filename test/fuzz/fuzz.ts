/**
 * The fuzzers' loop. A target says what it reads, what it may throw and what it is fed; the loop feeds it until its share of the time is
 * gone and shows the smallest input that breaks a promise. The promises are the same for every parser of the house: it throws its
 * own stated errors and nothing else, it takes a bounded time of the processor, and no prototype is another afterwards.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';

/** One parser and what it promises. */
export interface Target {
  /** As it is exported: `parseRobots`. */
  readonly name: string;
  readonly inputs: fc.Arbitrary<unknown>;
  /** Reads one input to its end. */
  read(input: unknown): unknown;
  /** The errors that its docstring states; `Error` is that class alone and not what extends it. None: it never throws. */
  readonly throws: readonly ErrorClass[];
}

/** As `instanceof` takes it. */
export type ErrorClass = abstract new (...args: never[]) => Error;

const { FYR_FUZZ_SECONDS: seconds, FYR_FUZZ_SEED: seed } = process.env;
/** Seconds for all targets of all files together; `npm run fuzz` gives it ten minutes. */
export const FUZZ_SECONDS = Number(seconds ?? 16);
/**
 * What is tried is the same again with the same seed. The ordinary run tries the same each time, so that what it says is of a change and not of
 * luck; `npm run fuzz` tries something else each time.
 */
export const FUZZ_SEED = Number(seed ?? (seconds === undefined ? 20_261_126 : Date.now() % 2_147_483_647));

/** Processor time of this process for one input of at most 128 kB, all threads together; what is quadratic takes far longer. */
const MOST_PROCESSOR_MS = 2_500;

const PROTOTYPES: readonly object[] = [
  ...[Object.prototype, Array.prototype, Function.prototype, String.prototype, Number.prototype, Boolean.prototype],
  ...[Map.prototype, Set.prototype, Promise.prototype, RegExp.prototype, Uint8Array.prototype, Error.prototype],
];
const namesOfPrototypes = () => PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype).length).join();
const NAMES_AT_FIRST = namesOfPrototypes();

/** Feeds a target for `seconds`, and with `least` inputs however little time there is. @returns how many inputs it read @throws AssertionError with the smallest input that breaks a promise */
export async function fuzz(target: Target, seconds: number, least = 8, seed = FUZZ_SEED): Promise<number> {
  const property = fc.asyncProperty(target.inputs, (input) => holdsFor(target, input));
  const first = await fc.check(property, { seed, numRuns: least });
  report(target, first);
  if (seconds <= 0) return first.numRuns;
  const rest = await fc.check(property, {
    seed: seed + 1,
    numRuns: 10_000_000,
    interruptAfterTimeLimit: seconds * 1000,
    markInterruptAsFailure: false,
  });
  report(target, rest);
  return first.numRuns + rest.numRuns;
}

/** An interruption before the first input ended is no finding. */
function report(target: Target, run: fc.RunDetails<[unknown]>): void {
  if (run.counterexample === null) return;
  const told = run.errorInstance instanceof Error ? String(run.errorInstance.stack) : '';
  const at = `FYR_FUZZ_SEED=${FUZZ_SEED}, seed ${run.seed}, path ${run.counterexamplePath}`;
  assert.fail(`${target.name} (${at})\n${shown(run.counterexample[0])}\n${told}`);
}

/** Whether one input is read as promised. @throws Error saying which promise is broken */
export async function holdsFor(target: Target, input: unknown): Promise<void> {
  const before = process.cpuUsage();
  try {
    await target.read(input);
  } catch (error) {
    if (!isStated(error, target.throws))
      throw new Error(`it threw what it does not state: ${String(error)}`, { cause: error });
  }
  const { user, system } = process.cpuUsage(before);
  const spentMs = (user + system) / 1000;
  assert.ok(spentMs <= MOST_PROCESSOR_MS, `it took ${Math.round(spentMs)} ms of the processor`);
  assert.equal(namesOfPrototypes(), NAMES_AT_FIRST, 'a prototype has another property than before');
}

const isStated = (error: unknown, stated: readonly ErrorClass[]): boolean =>
  error instanceof Error &&
  stated.some((each) => (each === Error ? Object.getPrototypeOf(error) === Error.prototype : error instanceof each));

/** As a line that can be put into a test. */
function shown(input: unknown): string {
  if (Buffer.isBuffer(input))
    return `Buffer.from('${input.toString('base64')}', 'base64') // ${JSON.stringify(input.toString('latin1').slice(0, 300))}`;
  // A request goes with its server, which is no part of it.
  const told = input instanceof Object && 'asked' in input ? input.asked : input;
  return JSON.stringify(told).slice(0, 1_500);
}
