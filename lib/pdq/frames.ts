/**
 * Frames on the pipe between the hasher and a worker: a length (u32, little-endian), then that many bytes. Bytes of
 * pictures travel in memory only, never through a file.
 */
const headerBytes = 4;

/** The header that goes before a frame of `sizeBytes`. */
export function frameHeader(sizeBytes: number): Uint8Array {
  const header = new Uint8Array(headerBytes);
  new DataView(header.buffer).setUint32(0, sizeBytes, true);
  return header;
}

/** Puts a stream of chunks together into frames again. A frame's bytes are copied once, into a buffer of its own. */
export class FrameReader {
  readonly #maxBytes: number;
  readonly #header = new Uint8Array(headerBytes);
  #headerFilled = 0;
  #body: Uint8Array | undefined;
  #bodyFilled = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Takes in a chunk and returns the frames it completes. Throws RangeError where a frame says to be too long. */
  push(chunk: Uint8Array): Uint8Array[] {
    const frames: Uint8Array[] = [];
    for (let at = 0; at < chunk.length;) {
      if (this.#body === undefined) {
        at += this.#fillHeader(chunk.subarray(at));
      } else {
        const part = chunk.subarray(at, at + this.#body.length - this.#bodyFilled);
        this.#body.set(part, this.#bodyFilled);
        this.#bodyFilled += part.length;
        at += part.length;
      }
      if (this.#body?.length === this.#bodyFilled) {
        frames.push(this.#body);
        this.#body = undefined;
        this.#headerFilled = 0;
      }
    }
    return frames;
  }

  #fillHeader(bytes: Uint8Array): number {
    const part = bytes.subarray(0, headerBytes - this.#headerFilled);
    this.#header.set(part, this.#headerFilled);
    this.#headerFilled += part.length;
    if (this.#headerFilled === headerBytes) {
      const sizeBytes = new DataView(this.#header.buffer).getUint32(0, true);
      if (sizeBytes > this.#maxBytes) throw new RangeError(`a frame of ${sizeBytes} bytes, at most ${this.#maxBytes}`);
      this.#body = new Uint8Array(sizeBytes);
      this.#bodyFilled = 0;
    }
    return part.length;
  }
}
