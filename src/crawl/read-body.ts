/**
 * Reads a response body into memory under two caps: bytes on the wire and bytes after decoding. undici counts wire bytes
 * only and inflates nothing, so a small compressed body could otherwise become gigabytes here.
 */
import { Readable, type Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';

/**
 * In bytes. Two caps, because either alone lets through what the other stops: a long body, or a bomb in a short one.
 */
export interface BodyCaps {
  wireBytes: number;
  inflatedBytes: number;
}

/** A cap that is reached is an answer and no error: the beginning of a page is enough to judge it by. */
export interface BodyRead {
  /** Decoded bytes, at most `inflatedBytes`. */
  body: Uint8Array;
  wireBytes: number;
  /** True when a cap ended the reading: `body` is then only the beginning. */
  isTruncated: boolean;
}

/** A content coding that cannot be decoded: unknown, stacked too high, or broken bytes. */
export class BadEncoding extends Error {
  readonly code = 'bad-encoding';
  constructor(cause?: unknown) {
    super('the body cannot be decoded', { cause });
    this.name = 'BadEncoding';
  }
}

/** One coding is usual, two happen behind proxies; more only wastes our time. */
const MAX_CODINGS = 2;
// A body that ends early inside its coding still gives what came, as browsers do; HTTP's own framing reports a cut.
const LENIENT_ZLIB = { finishFlush: constants.Z_SYNC_FLUSH };
const LENIENT_BROTLI = { finishFlush: constants.BROTLI_OPERATION_FLUSH };

/** The codings that were applied, outermost last (RFC 9110, 8.4). @throws BadEncoding */
export function codingsOf(contentEncoding: string | undefined): readonly string[] {
  const codings = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > MAX_CODINGS) throw new BadEncoding();
  return codings;
}

function decoderFor(coding: string, firstByte: number | undefined): Transform {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip(LENIENT_ZLIB);
    case 'deflate':
      // RFC 9110, 8.4.1.2: some senders leave out the zlib wrapper, whose first byte always ends in 8.
      return firstByte !== undefined && (firstByte & 0x0f) !== 8
        ? createInflateRaw(LENIENT_ZLIB)
        : createInflate(LENIENT_ZLIB);
    case 'br':
      return createBrotliDecompress(LENIENT_BROTLI);
    default:
      throw new BadEncoding();
  }
}

interface Meter {
  wireBytes: number;
  isOver: boolean;
}

async function* metered(source: AsyncIterable<Uint8Array>, cap: number, meter: Meter): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    const room = cap - meter.wireBytes;
    meter.isOver = chunk.byteLength > room;
    const taken = meter.isOver ? chunk.subarray(0, room) : chunk;
    meter.wireBytes += taken.byteLength;
    if (taken.byteLength > 0) yield taken;
    if (meter.isOver) return;
  }
}

async function* startingWith<T>(first: T, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

/** The decoded stream of a body. Errors of the source travel to the last stream; leaving the last stream closes them all. */
async function decodedStream(
  wire: AsyncGenerator<Uint8Array>,
  codings: readonly string[],
): Promise<AsyncIterable<Uint8Array>> {
  if (codings.length === 0) return wire;
  const first = await wire.next();
  if (first.done === true) return wire;
  const decoders = codings
    .toReversed()
    .map((coding, index) => decoderFor(coding, index === 0 ? first.value[0] : undefined));
  let stream: Readable = Readable.from(startingWith(first.value, wire), { objectMode: false });
  for (const decoder of decoders) {
    const source = stream;
    source.on('error', (error) => decoder.destroy(error));
    decoder.on('close', () => source.destroy());
    stream = source.pipe(decoder);
  }
  return stream;
}

/**
 * Reads until the end or a cap, whichever is first, and then lets go of the source.
 * @throws BadEncoding, or what the source threw
 */
export async function readBody(
  source: AsyncIterable<Uint8Array>,
  codings: readonly string[],
  caps: BodyCaps,
): Promise<BodyRead> {
  const meter: Meter = { wireBytes: 0, isOver: false };
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  let isOverInflated = false;
  try {
    for await (const chunk of await decodedStream(metered(source, caps.wireBytes, meter), codings)) {
      const room = caps.inflatedBytes - sizeBytes;
      isOverInflated = chunk.byteLength > room;
      chunks.push(isOverInflated ? chunk.subarray(0, room) : chunk);
      sizeBytes += Math.min(room, chunk.byteLength);
      if (isOverInflated) break;
    }
  } catch (error) {
    if (!isZlibError(error)) throw error;
    if (!meter.isOver) throw new BadEncoding(error);
  }
  return {
    body: Buffer.concat(chunks, sizeBytes),
    wireBytes: meter.wireBytes,
    isTruncated: meter.isOver || isOverInflated,
  };
}

function isZlibError(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^(?:Z_|ERR_BROTLI|ERR__ERROR|ERR_PADDING)/.test(error.code)
  );
}
