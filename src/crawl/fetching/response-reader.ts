/**
 * Reads one HTTP/1.1 response out of a connection's bytes, however they are cut. Pure: it holds the head while it arrives, and of
 * the body nothing.
 *
 * | state     | waits for                                | then                                    |
 * |-----------|------------------------------------------|-----------------------------------------|
 * | `head`    | the empty line after the headers          | 1xx: `head` again; else by its framing   |
 * | `length`  | so many bytes                             | `done`                                   |
 * | `size`    | a chunk's size line                       | `chunk`; `trailer` after the last        |
 * | `chunk`   | the chunk's bytes                         | `gap`                                    |
 * | `gap`     | the line end after a chunk                | `size`                                   |
 * | `trailer` | the empty line after the trailers         | `done`                                   |
 * | `close`   | the connection's end                      | `done` (`finish`)                        |
 */
import { parseResponseHead, type ResponseHead } from './response-head.ts';

/** Told what arrives. */
export interface ResponseEvents {
  /** The final head, once; false: the body is not wanted. */
  onHead(head: ResponseHead): boolean;
  /** Body bytes without framing, valid during the call; false: no more is wanted. */
  onBody(bytes: Uint8Array): boolean;
}

/** `more`: go on; `done`: complete, and nothing came after it; `stopped`: somebody said false; the rest are faults. */
export type ReadState = 'more' | 'done' | 'stopped' | 'headers-too-large' | 'bad-http';

type State = 'head' | 'length' | 'size' | 'chunk' | 'gap' | 'trailer' | 'close' | 'done';

/** Interim answers that are passed over (RFC 9110, 15.2): more are a waste of our time. */
const MAX_INTERIM = 8;
const MAX_SIZE_LINE = 256;
const HEAD_END = Buffer.from('\r\n\r\n');

/** One response's reader. */
export class ResponseReader {
  readonly #events: ResponseEvents;
  readonly #maxHeaderBytes: number;
  #state: State = 'head';
  #line = '';
  #remaining = 0;
  #headerBytes = 0;
  #interim = 0;
  #hasAny = false;

  constructor(events: ResponseEvents, maxHeaderBytes: number) {
    this.#events = events;
    this.#maxHeaderBytes = maxHeaderBytes;
  }

  /** Whether a byte of an answer has come: a kept connection that ends before it was merely stale. */
  get hasAny(): boolean {
    return this.#hasAny;
  }

  /** Takes what the connection received. */
  push(bytes: Buffer): ReadState {
    this.#hasAny = true;
    let at = 0;
    while (at < bytes.length) {
      // Bytes after the end belong to nothing that was asked for.
      if (this.#state === 'done') return 'bad-http';
      const next = this.#step(bytes, at);
      if (typeof next === 'string') return next;
      at = next;
    }
    return this.#ended('more');
  }

  /** The connection's orderly end: the end of a body without length, and a cut for anything else. */
  finish(): 'done' | 'cut' {
    return this.#state === 'close' || this.#state === 'done' ? 'done' : 'cut';
  }

  #ended(otherwise: ReadState): ReadState {
    return this.#state === 'done' ? 'done' : otherwise;
  }

  #step(bytes: Buffer, at: number): number | ReadState {
    switch (this.#state) {
      case 'head':
        return this.#inHead(bytes, at);
      case 'length':
      case 'chunk':
        return this.#inBody(bytes, at);
      case 'close':
        return this.#events.onBody(bytes.subarray(at)) ? bytes.length : 'stopped';
      case 'size':
        return this.#inLine(bytes, at, (line) => this.#size(line));
      case 'gap':
        return this.#inLine(bytes, at, (line) => {
          this.#state = 'size';
          return line === '' ? undefined : 'bad-http';
        });
      case 'trailer':
        return this.#inLine(bytes, at, (line) => {
          if (line === '') this.#state = 'done';
          return undefined;
        });
      case 'done':
        return 'bad-http';
    }
  }

  #inHead(bytes: Buffer, at: number): number | ReadState {
    const end = this.#line === '' ? bytes.indexOf(HEAD_END, at) : -1;
    if (end !== -1 && end - at <= this.#maxHeaderBytes) {
      const text = bytes.toString('latin1', at, end);
      if (!text.includes('\n\n')) return this.#headEnded(text, end + HEAD_END.length);
    }
    return this.#inSplitHead(bytes, at);
  }

  /** A head that comes in pieces, or whose lines end without a return. */
  #inSplitHead(bytes: Buffer, at: number): number | ReadState {
    const before = this.#line.length;
    this.#line += bytes.toString('latin1', at, Math.min(bytes.length, at + this.#maxHeaderBytes + 4));
    const end = /\n\r?\n/.exec(this.#line.slice(Math.max(0, before - 3)));
    if (end === null) return this.#line.length > this.#maxHeaderBytes ? 'headers-too-large' : bytes.length;
    const headEnd = Math.max(0, before - 3) + end.index;
    if (headEnd > this.#maxHeaderBytes) return 'headers-too-large';
    const text = this.#line.slice(0, headEnd);
    this.#line = '';
    return this.#headEnded(text, at + headEnd + end[0].length - before);
  }

  #headEnded(text: string, next: number): number | ReadState {
    const head = parseResponseHead(text);
    if (head === undefined || head.status === 101) return 'bad-http';
    this.#headerBytes += text.length;
    if (this.#headerBytes > this.#maxHeaderBytes) return 'headers-too-large';
    if (head.status < 200) {
      this.#interim += 1;
      return this.#interim > MAX_INTERIM ? 'bad-http' : next;
    }
    const { framing } = head;
    if (framing.kind === 'length') this.#remaining = framing.bytes;
    const isEmpty = framing.kind === 'none' || (framing.kind === 'length' && framing.bytes === 0);
    this.#state = isEmpty
      ? 'done'
      : framing.kind === 'length'
        ? 'length'
        : framing.kind === 'chunked'
          ? 'size'
          : 'close';
    return this.#events.onHead(head) || isEmpty ? next : 'stopped';
  }

  #inBody(bytes: Buffer, at: number): number | ReadState {
    const end = Math.min(bytes.length, at + this.#remaining);
    this.#remaining -= end - at;
    if (!this.#events.onBody(at === 0 && end === bytes.length ? bytes : bytes.subarray(at, end))) return 'stopped';
    if (this.#remaining === 0) this.#state = this.#state === 'length' ? 'done' : 'gap';
    return end;
  }

  #inLine(bytes: Buffer, at: number, read: (line: string) => ReadState | undefined): number | ReadState {
    const end = bytes.indexOf(10, at);
    const stop = end === -1 ? bytes.length : end;
    this.#headerBytes += this.#state === 'trailer' ? stop - at + 1 : 0;
    if (this.#headerBytes > this.#maxHeaderBytes) return 'headers-too-large';
    if (this.#line.length + stop - at > (this.#state === 'trailer' ? this.#maxHeaderBytes : MAX_SIZE_LINE))
      return 'bad-http';
    this.#line += bytes.toString('latin1', at, stop);
    if (end === -1) return bytes.length;
    const line = this.#line.endsWith('\r') ? this.#line.slice(0, -1) : this.#line;
    this.#line = '';
    return read(line) ?? end + 1;
  }

  /** Chunk extensions are passed over (RFC 9112, 7.1.1). */
  #size(line: string): ReadState | undefined {
    const digits = /^([0-9a-f]{1,12})[ \t]*(?:;|$)/i.exec(line)?.[1];
    if (digits === undefined) return 'bad-http';
    this.#remaining = Number.parseInt(digits, 16);
    this.#state = this.#remaining === 0 ? 'trailer' : 'chunk';
    return undefined;
  }
}
