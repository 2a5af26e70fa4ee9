/** Boxes that are too large for memory: the same format as box.ts, a chunk at a time. */
import { openChunk } from './box.ts';
import { CHUNK_BYTES, chunkNonce, encryptChunk, TAG_BYTES } from './chunk.ts';
import { damaged, makeHeader, readHeader } from './header.ts';
import type { Identity, Recipient } from './keys.ts';

/** Seals what `source` yields, as it comes; for `stream.pipeline`. @throws RangeError without recipients */
export async function* sealStream(
  source: AsyncIterable<Uint8Array>,
  recipients: readonly Recipient[],
): AsyncGenerator<Buffer> {
  const { bytes, key } = makeHeader(recipients);
  yield bytes;
  let index = 0;
  // The last chunk is marked, so each waits until something follows it.
  for await (const { chunk, isLast } of inChunks(source, CHUNK_BYTES)) {
    yield encryptChunk(key, chunkNonce(index, isLast), chunk);
    index += 1;
  }
}

/**
 * Opens what `sealStream` or `seal` made. Whatever it yields is authentic, but only its end says that it was whole: use
 * nothing for good before. @throws SealError `not-for-us` or `damaged`
 */
export async function* openStream(
  source: AsyncIterable<Uint8Array>,
  identities: readonly Identity[],
): AsyncGenerator<Buffer> {
  const iterator = source[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  let header = readHeader(head, identities);
  while (header === undefined) {
    const next = await iterator.next();
    if (next.done === true) throw damaged();
    head = Buffer.concat([head, next.value]);
    header = readHeader(head, identities);
  }
  const payload = following(head.subarray(header.length), iterator);
  let index = 0;
  for await (const { chunk, isLast } of inChunks(payload, CHUNK_BYTES + TAG_BYTES)) {
    yield openChunk(chunk, header.key, index, isLast);
    index += 1;
  }
}

async function* following(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* { [Symbol.asyncIterator]: () => rest };
}

/** The bytes regrouped to `size` each; the last has fewer, and is empty only when there are none at all. */
async function* inChunks(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ readonly chunk: Buffer; readonly isLast: boolean }> {
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of source) {
    parts.push(part);
    length += part.length;
    if (length <= size) continue;
    const all = Buffer.concat(parts);
    let at = 0;
    for (; all.length - at > size; at += size) yield { chunk: all.subarray(at, at + size), isLast: false };
    parts = [all.subarray(at)];
    length = all.length - at;
  }
  yield { chunk: Buffer.concat(parts), isLast: true };
}
