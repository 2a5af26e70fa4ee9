/**
 * Takes a body's bytes as they come off the wire, within the caps: to the sink at once where nothing encodes them, else gathered
 * and decoded at the end. What is gathered is bounded by `wireBytes`, what comes out by `inflatedBytes`.
 */
import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { BadEncoding, readBody } from '../read-body.ts';
import type { BodySink, ClientLimits } from './page-client.ts';

/** What became of a body. */
export interface TakenBody {
  readonly body: Uint8Array;
  readonly wireBytes: number;
  readonly bodyBytes: number;
  readonly isTruncated: boolean;
}

/** Bodies up to this size on the wire are decoded in one step: cheaper than a stream, and a few milliseconds at most. */
const MAX_SYNC_WIRE_BYTES = 128 * 1024;
const NOTHING = new Uint8Array(0);

/** One body's way in. */
export class BodyIntake {
  readonly #codings: readonly string[];
  readonly #limits: ClientLimits;
  readonly #sink: BodySink | undefined;
  readonly #pieces: Buffer[] = [];
  #wireBytes = 0;
  #bodyBytes = 0;
  #isTruncated = false;

  constructor(codings: readonly string[], limits: ClientLimits, sink: BodySink | undefined) {
    this.#codings = codings;
    this.#limits = limits;
    this.#sink = sink;
  }

  /** Says that the reading ends before the body does. */
  cut(): void {
    this.#isTruncated = true;
  }

  /** False once no more is wanted. */
  take(bytes: Uint8Array): boolean {
    const { wireBytes, inflatedBytes } = this.#limits;
    const cap = this.#codings.length === 0 ? Math.min(wireBytes, inflatedBytes) : wireBytes;
    const room = cap - this.#wireBytes;
    const isOver = bytes.byteLength > room;
    const taken = isOver ? bytes.subarray(0, room) : bytes;
    this.#wireBytes += taken.byteLength;
    if (isOver) this.#isTruncated = true;
    if (taken.byteLength === 0) return !isOver;
    if (this.#codings.length > 0 || this.#sink === undefined) {
      // The connection reuses its buffer: what is kept is copied.
      this.#pieces.push(Buffer.from(taken));
      return !isOver;
    }
    return this.#give(this.#sink, taken) && !isOver;
  }

  #give(sink: BodySink, bytes: Uint8Array): boolean {
    this.#bodyBytes += bytes.byteLength;
    const isWanted = sink.write(bytes);
    if (!isWanted) this.#isTruncated = true;
    return isWanted;
  }

  /** What was taken; a promise only where decoding takes one. @throws BadEncoding */
  finish(): TakenBody | Promise<TakenBody> {
    if (this.#codings.length === 0) {
      const [only, ...others] = this.#pieces;
      const body = only === undefined ? NOTHING : others.length === 0 ? only : Buffer.concat(this.#pieces);
      if (this.#sink === undefined) this.#bodyBytes = body.byteLength;
      return this.#result(body);
    }
    const wire = Buffer.concat(this.#pieces);
    if (wire.byteLength === 0) return this.#result(NOTHING);
    const decoded = this.#decodeAtOnce(wire);
    return decoded === undefined ? this.#decodeAsStream(wire) : this.#decoded(decoded);
  }

  #result(body: Uint8Array): TakenBody {
    return { body, wireBytes: this.#wireBytes, bodyBytes: this.#bodyBytes, isTruncated: this.#isTruncated };
  }

  #decoded(bytes: Uint8Array): TakenBody {
    if (this.#sink === undefined) {
      this.#bodyBytes = bytes.byteLength;
      return this.#result(bytes);
    }
    this.#give(this.#sink, bytes);
    return this.#result(NOTHING);
  }

  /** Undefined for what is better read as a stream: large, twice encoded, or beyond the cap. */
  #decodeAtOnce(wire: Buffer): Uint8Array | undefined {
    const [coding, second] = this.#codings;
    if (wire.byteLength > MAX_SYNC_WIRE_BYTES || second !== undefined || coding === undefined) return undefined;
    try {
      return decode(coding, wire, this.#limits.inflatedBytes);
    } catch (error) {
      if (error instanceof BadEncoding) throw error;
      // Broken or too large: the stream tells which, and keeps the beginning of the latter.
      return undefined;
    }
  }

  async #decodeAsStream(wire: Buffer): Promise<TakenBody> {
    const read = await readBody(onePiece(wire), this.#codings, this.#limits);
    if (read.isTruncated) this.#isTruncated = true;
    return this.#decoded(read.body);
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- `readBody` takes what a socket would give it
async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** A body that ends early inside its coding gives what came, as browsers do. */
function decode(coding: string, wire: Buffer, maxOutputLength: number): Uint8Array {
  const lenient = { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH };
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(wire, lenient);
    case 'deflate':
      // RFC 9110, 8.4.1.2: some senders leave out the zlib wrapper, whose first byte always ends in 8.
      return ((wire[0] ?? 0) & 0x0f) === 8 ? inflateSync(wire, lenient) : inflateRawSync(wire, lenient);
    case 'br':
      return brotliDecompressSync(wire, { maxOutputLength, finishFlush: constants.BROTLI_OPERATION_FLUSH });
    default:
      throw new BadEncoding();
  }
}
