/**
 * One host's requests, one after the other over one kept connection.
 *
 * | state     | what moves it                                                                             |
 * |-----------|-------------------------------------------------------------------------------------------|
 * | idle      | a request: to `dialling`, or to `asking` where a connection was kept                        |
 * | dialling  | connected: `asking`; refused or failed: answered so, next request or idle                   |
 * | asking    | answered: next request or idle; a kept connection that was stale: answered so, or where the  |
 * |           | request may be sent twice `dialling`, once                                                  |
 */
import { NameNotResolved } from '../network.ts';
import { ConnectionFailed, ConnectionRefusedByRule } from '../safe-connect.ts';
import type { FailureReason } from '../safe-fetch.ts';
import { Connection, type Dialler } from './connection.ts';
import { Exchange } from './exchange.ts';
import type { Answer, BodySink, ClientLimits } from './page-client.ts';
import type { RequestTarget } from './request-target.ts';

/** A request on its way. */
export interface Pending {
  readonly url: string;
  readonly target: RequestTarget;
  /** The request's bytes, one character each. */
  readonly text: string;
  readonly limits: ClientLimits;
  readonly sink: BodySink | undefined;
  /** Breaks the request off. */
  readonly signal: AbortSignal | undefined;
  readonly isResent: boolean;
  readonly settle: (answer: Answer) => void;
}

interface Running {
  readonly pending: Pending;
  readonly startedAtMs: number;
  readonly dialling: AbortController;
  exchange: Exchange | undefined;
  hasRetried: boolean;
  isOver: boolean;
}

/** One host's lane. */
export class Lane {
  readonly #dialler: Dialler;
  readonly #onIdle: () => void;
  readonly #waiting: Pending[] = [];
  #connection: Connection | undefined;
  #running: Running | undefined;

  /** `onIdle` is called when nothing is running or waiting any more. */
  constructor(dialler: Dialler, onIdle: () => void) {
    this.#dialler = dialler;
    this.#onIdle = onIdle;
  }

  get isIdle(): boolean {
    return this.#running === undefined && this.#waiting.length === 0;
  }

  get hasConnection(): boolean {
    return this.#connection !== undefined;
  }

  /** Adds a request. */
  ask(pending: Pending): void {
    if (this.#running === undefined) this.#run(pending);
    else this.#waiting.push(pending);
  }

  /** Ends a request that has taken too long or is wanted no more, waiting or running. */
  cancel(pending: Pending, reason: FailureReason): void {
    const running = this.#running;
    if (running?.pending !== pending) {
      const at = this.#waiting.indexOf(pending);
      if (at === -1) return;
      this.#waiting.splice(at, 1);
      pending.settle({ kind: 'failed', reason, ip: undefined });
      return;
    }
    const ip = this.#connection?.ip;
    this.#finish(running, { kind: 'failed', reason, ip });
    running.dialling.abort();
    this.closeConnection();
    this.#next();
  }

  /** When the running request of `pending` runs out of time; undefined while it waits its turn. */
  deadlineOf(pending: Pending): number | undefined {
    return this.#running?.pending === pending ? this.#running.startedAtMs + pending.limits.totalMs : undefined;
  }

  closeConnection(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.destroy();
  }

  #run(pending: Pending): void {
    const running: Running = {
      pending,
      startedAtMs: this.#dialler.clock(),
      dialling: new AbortController(),
      exchange: undefined,
      hasRetried: false,
      isOver: false,
    };
    this.#running = running;
    const kept = this.#connection;
    if (kept !== undefined && !kept.isClosed) this.#send(running, kept, true);
    else this.#dial(running);
  }

  #dial(running: Running): void {
    const connection = this.#newConnection();
    this.#connection = connection;
    connection.open(this.#dialler, running.pending.target, running.dialling.signal).then(
      () => {
        if (running.isOver || this.#connection !== connection) connection.destroy();
        else this.#send(running, connection, false);
      },
      (error: unknown) => {
        if (this.#connection === connection) this.#connection = undefined;
        if (running.isOver) return;
        this.#finish(running, answerOf(error, connection.ip === '' ? undefined : connection.ip));
        this.#next();
      },
    );
  }

  #send(running: Running, connection: Connection, isKept: boolean): void {
    const { pending, startedAtMs } = running;
    const options = { url: pending.url, limits: pending.limits, sink: pending.sink, ip: connection.ip, startedAtMs };
    const exchange: Exchange = new Exchange(options, (answer) => {
      if (running.isOver) return;
      const wasStale = answer.kind === 'failed' && answer.reason === 'reset' && isKept && !exchange.hasAny;
      if (wasStale && pending.isResent && !running.hasRetried) {
        running.hasRetried = true;
        this.#dial(running);
        return;
      }
      this.#finish(running, wasStale ? { ...answer, reason: 'stale' } : answer);
      this.#next();
    });
    running.exchange = exchange;
    connection.send(pending.text, exchange);
  }

  #finish(running: Running, answer: Answer): void {
    if (running.isOver) return;
    running.isOver = true;
    this.#running = undefined;
    running.pending.settle(answer);
  }

  #next(): void {
    if (this.#running !== undefined) return;
    const next = this.#waiting.shift();
    if (next === undefined) this.#onIdle();
    else this.#run(next);
  }

  /** Apart from `#dial`, whose closures would keep the connection's first request alive as long as the connection. */
  #newConnection(): Connection {
    const connection: Connection = new Connection(this.#dialler.clock, (isKept) => this.#freed(connection, isKept));
    return connection;
  }

  #freed(connection: Connection, isKept: boolean): void {
    if (!isKept && this.#connection === connection) this.#connection = undefined;
  }
}

function answerOf(error: unknown, ip: string | undefined): Answer {
  if (error instanceof ConnectionRefusedByRule) return { kind: 'refused', reason: error.code };
  const reason =
    error instanceof NameNotResolved ? error.code : error instanceof ConnectionFailed ? error.stage : 'connect';
  return { kind: 'failed', reason, ip };
}
