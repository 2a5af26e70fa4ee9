/** The working keys in memory, read again when they are two seconds old, so that an unknown key costs the database nothing. */
import { randomBytes } from 'node:crypto';
import type { Db } from '../../platform/db.ts';
import { isSameSecret } from '../../platform/service-key.ts';
import { digestCredentials, parseBasic, type ApiKey, type KeyUse } from './api-key.ts';
import { readWorkingKeys, type StoredKey } from './api-key-store.ts';

/** A key that was revoked is answered for at most this long. */
export const KEY_RING_AGE_MS = 2_000;

/** One for each process that answers, and each use. */
export class KeyRing {
  readonly #db: Db;
  readonly #use: KeyUse;
  /** Compared with where there is no such key, so that the time tells nothing. */
  readonly #nobody = randomBytes(32);
  #keys: ReadonlyMap<string, StoredKey> = new Map();
  #readAtMs = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;

  constructor(db: Db, use: KeyUse) {
    this.#db = db;
    this.#use = use;
  }

  /** The key that an `Authorization` header proves; undefined for none. Rejects when the database is away. */
  async find(header: string | undefined, now: Date): Promise<ApiKey | undefined> {
    const credentials = parseBasic(header);
    if (credentials === undefined) return undefined;
    if (Math.abs(now.getTime() - this.#readAtMs) >= KEY_RING_AGE_MS) await this.#read(now.getTime());
    const key = this.#keys.get(credentials.id);
    const isRight = isSameSecret(digestCredentials(credentials), key?.secretDigest ?? this.#nobody);
    return isRight ? key : undefined;
  }

  #read(nowMs: number): Promise<void> {
    this.#reading ??= readWorkingKeys(this.#db)
      .then((keys) => {
        this.#keys = new Map(keys.filter(({ use }) => use === this.#use).map((key) => [key.id, key]));
        this.#readAtMs = nowMs;
      })
      .finally(() => (this.#reading = undefined));
    return this.#reading;
  }
}
