/** How targets are written down: what a parser is called, what it is fed and what it may throw. */
import { hostileInput, hostileJson } from './hostile-input.ts';
import type { ErrorClass, Target } from './fuzz.ts';

type Corpus = readonly (string | Buffer)[];
const bytesOf = (input: unknown): Buffer => (Buffer.isBuffer(input) ? input : Buffer.alloc(0));

/** A parser of bytes. */
export function readsBytes(
  name: string,
  corpus: Corpus,
  read: (bytes: Buffer) => unknown,
  throws: readonly ErrorClass[] = [],
): Target {
  const inputs = hostileInput(corpus.map((each) => (typeof each === 'string' ? Buffer.from(each) : each)));
  return { name, inputs, read: (input) => read(bytesOf(input)), throws };
}

/** A parser of text: bytes that are no UTF-8 come as U+FFFD. */
export const readsText = (
  name: string,
  corpus: readonly string[],
  read: (text: string) => unknown,
  throws: readonly ErrorClass[] = [],
): Target => readsBytes(name, corpus, (bytes) => read(bytes.toString('utf8')), throws);

/** A reader of what was JSON: a body, an answer. */
export const readsJson = (
  name: string,
  examples: readonly unknown[],
  read: (value: unknown) => unknown,
  throws: readonly ErrorClass[] = [],
): Target => ({ name, inputs: hostileJson(examples), read, throws });

/** Bytes as a stream that arrives in pieces. */
export async function* inPieces(bytes: Buffer, size = 777): AsyncGenerator<Buffer> {
  await Promise.resolve();
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Reads a generator to its end; how many came. */
export async function drain(values: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const value of values) count += value === undefined ? 0 : 1;
  return count;
}
