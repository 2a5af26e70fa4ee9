/** One request on a connection and what came of it: the head, the body on its way to where it is wanted, and every fault. */
import { BadEncoding, codingsOf } from '../read-body.ts';
import type { FailureReason } from '../safe-fetch.ts';
import { BodyIntake, type TakenBody } from './body-intake.ts';
import type { Answer, AnswerHead, BodySink, ClientLimits } from './page-client.ts';
import type { ResponseHead } from './response-head.ts';
import { ResponseReader, type ReadState, type ResponseEvents } from './response-reader.ts';

/** What an exchange tells its connection: whether another request may follow on it. */
export type ExchangeState = 'open' | 'kept' | 'spent';

/** What one exchange needs to know. */
export interface ExchangeOptions {
  readonly url: string;
  readonly limits: ClientLimits;
  readonly sink: BodySink | undefined;
  readonly ip: string;
  readonly startedAtMs: number;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** A body that nobody wants is read to its end up to this size: cheaper than another connection. */
const MAX_DRAINED_BYTES = 64 * 1024;

/** Runs from the sent request to the answer. */
export class Exchange implements ResponseEvents {
  readonly #options: ExchangeOptions;
  readonly #reader: ResponseReader;
  readonly #settle: (answer: Answer) => void;
  #head: ResponseHead | undefined;
  #answerHead: AnswerHead | undefined;
  #intake: BodyIntake | undefined;
  #drained = 0;
  #badEncoding = false;
  #isSettled = false;
  #state: ReadState = 'more';

  constructor(options: ExchangeOptions, settle: (answer: Answer) => void) {
    this.#options = options;
    this.#settle = settle;
    this.#reader = new ResponseReader(this, options.limits.headerBytes);
  }

  /** Whether a byte of the answer has come. */
  get hasAny(): boolean {
    return this.#reader.hasAny;
  }

  /** Takes what the connection received. Once it is no longer `open`, `conclude` gives the answer. */
  push(bytes: Buffer): ExchangeState {
    this.#state = this.#reader.push(bytes);
    if (this.#state === 'more') return 'open';
    return this.#state === 'done' && this.#head?.isKept === true ? 'kept' : 'spent';
  }

  /** The connection's orderly end. */
  finish(nowMs: number): void {
    if (this.#reader.finish() === 'done') this.#complete(nowMs);
    else this.fail('reset');
  }

  /** Ends without an answer. Of no effect once there is one. */
  fail(reason: FailureReason): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#settle({ kind: 'failed', reason, ip: this.#options.ip });
  }

  onHead(head: ResponseHead): boolean {
    const contentType = head.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
    const { ip, sink, limits } = this.#options;
    this.#head = head;
    this.#answerHead = {
      status: head.status,
      headers: head.headers,
      contentType: contentType === '' ? undefined : contentType,
      ip,
    };
    const isRedirect = REDIRECTS.has(head.status) && head.headers.location !== undefined;
    if (isRedirect || (sink !== undefined && !sink.start(this.#answerHead))) return this.#drains(head);
    try {
      this.#intake = new BodyIntake(codingsOf(head.headers['content-encoding']), limits, sink);
      return true;
    } catch (error) {
      if (!(error instanceof BadEncoding)) throw error;
      this.#badEncoding = true;
      return false;
    }
  }

  #drains({ framing }: ResponseHead): boolean {
    return framing.kind === 'chunked' || (framing.kind === 'length' && framing.bytes <= MAX_DRAINED_BYTES);
  }

  onBody(bytes: Uint8Array): boolean {
    if (this.#intake !== undefined) return this.#intake.take(bytes);
    this.#drained += bytes.byteLength;
    return this.#drained <= MAX_DRAINED_BYTES;
  }

  /** Gives the answer, after the connection has been let go: whoever hears it may ask again at once. */
  conclude(nowMs: number): void {
    switch (this.#state) {
      case 'more':
        break;
      case 'stopped':
        this.#intake?.cut();
        this.#complete(nowMs);
        break;
      case 'done':
        this.#complete(nowMs);
        break;
      case 'headers-too-large':
      case 'bad-http':
        this.fail(this.#state);
    }
  }

  #complete(nowMs: number): void {
    if (this.#badEncoding) {
      this.fail('bad-encoding');
      return;
    }
    const none: TakenBody = { body: new Uint8Array(0), wireBytes: this.#drained, bodyBytes: 0, isTruncated: false };
    try {
      const taken = this.#intake?.finish() ?? none;
      if (taken instanceof Promise)
        taken.then(
          (body) => this.#answer(body, nowMs),
          () => this.fail('bad-encoding'),
        );
      else this.#answer(taken, nowMs);
    } catch {
      this.fail('bad-encoding');
    }
  }

  #answer(taken: TakenBody, nowMs: number): void {
    const head = this.#answerHead;
    if (head === undefined || this.#isSettled) return;
    this.#isSettled = true;
    const { url, startedAtMs } = this.#options;
    const { location } = head.headers;
    const target = REDIRECTS.has(head.status) && location !== undefined ? redirectTarget(location, url) : undefined;
    this.#settle({
      kind: 'answered',
      status: head.status,
      headers: head.headers,
      contentType: head.contentType,
      ip: head.ip,
      body: taken.body,
      wireBytes: taken.wireBytes,
      bodyBytes: taken.bodyBytes,
      isTruncated: taken.isTruncated,
      redirectTo: target,
      tookMs: nowMs - startedAtMs,
    });
  }
}

/** Header bytes are read as UTF-8, as servers mean them. */
function redirectTarget(location: string, base: string): string | undefined {
  const url = URL.parse(Buffer.from(location, 'latin1').toString('utf8'), base);
  return url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') ? undefined : url.href;
}
