/**
 * A connection to one host that is kept between requests. Plain sockets read into one buffer for the whole process, which is safe
 * because each read is handled before the next can happen, and spares an allocation of 64 KB a read.
 */
import type { Socket } from 'node:net';
import type { Network } from '../network.ts';
import { safeConnector } from '../safe-connect.ts';
import type { Exchange } from './exchange.ts';
import { isOnion, openOnionSocket, type OnionProxy } from './onion-socket.ts';
import type { RequestTarget } from './request-target.ts';

const READ_BUFFER = Buffer.allocUnsafeSlow(64 * 1024);

/** How connections are made. */
export interface Dialler {
  readonly network: Network;
  readonly onionProxy: OnionProxy | undefined;
  /** Milliseconds that only go forward. */
  readonly clock: () => number;
}

/** An open connection; it holds at most one exchange. */
export class Connection {
  /** The checked address that was dialled. */
  ip = '';
  #socket: Socket | undefined;
  #exchange: Exchange | undefined;
  #isClosed = false;
  readonly #clock: () => number;
  readonly #onFree: (isKept: boolean) => void;

  /** `onFree` is called after each exchange, and when the connection ends by itself. */
  constructor(clock: () => number, onFree: (isKept: boolean) => void) {
    this.#clock = clock;
    this.#onFree = onFree;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * Dials. Every connection but an onion's goes through `safeConnector`, which checks the address that it dials.
   * @throws what `safeConnector` or `openOnionSocket` reports
   */
  async open(dialler: Dialler, to: RequestTarget, signal: AbortSignal): Promise<void> {
    const { onionProxy } = dialler;
    const isThroughProxy = onionProxy !== undefined && isOnion(to.hostname);
    const socket = isThroughProxy
      ? await openOnionSocket(
          onionProxy,
          { ...to, port: Number(to.port === '' ? (to.isTls ? 443 : 80) : to.port) },
          signal,
        )
      : await this.#openSafely(dialler.network, to, signal);
    this.#socket = socket;
    if (to.isTls || isThroughProxy) socket.on('data', (bytes: Buffer) => this.#receive(bytes));
    socket
      .on('error', () => this.#closed(false))
      .on('end', () => this.#closed(true))
      .on('close', () => this.#closed(false));
    // What a socket with a reader of its own received before anybody listened waits for this.
    socket.resume();
  }

  #openSafely(network: Network, to: RequestTarget, signal: AbortSignal): Promise<Socket> {
    const connect = safeConnector(network, {
      signal,
      onDial: (ip) => (this.ip = ip),
      onread: {
        buffer: () => READ_BUFFER,
        callback: (sizeBytes, buffer) => {
          this.#receive(Buffer.from(buffer.buffer, buffer.byteOffset, sizeBytes));
          return true;
        },
      },
    });
    return new Promise((resolve, reject) => {
      connect(
        { hostname: to.hostname, protocol: to.isTls ? 'https:' : 'http:', port: to.port, host: to.authority },
        (error, socket) => {
          if (socket !== null) resolve(socket);
          else reject(error);
        },
      );
    });
  }

  /** Sends a request whose answer belongs to `exchange`. */
  send(request: string, exchange: Exchange): void {
    this.#exchange = exchange;
    if (this.#socket === undefined || this.#isClosed) this.#closed(false);
    else this.#socket.write(request, 'latin1');
  }

  #receive(bytes: Buffer): void {
    const exchange = this.#exchange;
    // Nothing was asked: whatever this is, it is no answer.
    if (exchange === undefined) {
      this.destroy();
      return;
    }
    const state = exchange.push(bytes);
    if (state === 'open') return;
    this.#exchange = undefined;
    if (state === 'spent') this.#end();
    this.#onFree(state === 'kept');
    exchange.conclude(this.#clock());
  }

  #closed(isOrderly: boolean): void {
    if (this.#isClosed && this.#exchange === undefined) return;
    const exchange = this.#exchange;
    this.#exchange = undefined;
    this.#end();
    if (isOrderly) exchange?.finish(this.#clock());
    else exchange?.fail('reset');
    this.#onFree(false);
  }

  #end(): void {
    this.#isClosed = true;
    this.#socket?.destroy();
  }

  /** Ends it at once; an exchange on it fails. */
  destroy(): void {
    if (!this.#isClosed || this.#exchange !== undefined) this.#closed(false);
  }
}
