/**
 * What must be remembered for some minutes and by nobody: values in memory, found by an HMAC of their key. The HMAC's own key is made
 * with the first of them and forgotten with all of them, an hour later at the latest. Nothing of it is ever written anywhere.
 */
import { randomBytes } from 'node:crypto';
import { hmacSha256 } from '../../../lib/seal/door.ts';

const FORGET_MS = 3_600_000;
/** A flood of keys makes it forget early: what it guards then rests on what all have in common. */
const MOST = 50_000;

export class ForgetfulMap<V> {
  #secret: Buffer | undefined;
  readonly #values = new Map<string, V>();

  get(key: string | Uint8Array): V | undefined {
    return this.#secret === undefined ? undefined : this.#values.get(markOf(this.#secret, key));
  }

  set(key: string | Uint8Array, value: V): void {
    if (this.#values.size >= MOST) this.forget();
    if (this.#secret === undefined) {
      this.#secret = randomBytes(32);
      setTimeout(() => this.forget(), FORGET_MS).unref();
    }
    this.#values.set(markOf(this.#secret, key), value);
  }

  /** Ends the key and everything under it. */
  forget(): void {
    this.#secret?.fill(0);
    this.#secret = undefined;
    this.#values.clear();
  }
}

const markOf = (secret: Uint8Array, key: string | Uint8Array): string =>
  hmacSha256(secret, Buffer.from(key)).toString('base64');
