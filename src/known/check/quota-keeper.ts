/**
 * Counts what each key uses. The minute is counted in memory, by process; the day in the database, for all processes
 * together: a process takes a lot of units and spends it in memory, so that a day's quota is never passed and few
 * requests cost a write.
 */
import { transact, type Db } from '../../platform/db.ts';
import type { ApiKey } from './api-key.ts';
import { returnUnits, takeUnits } from './api-key-store.ts';
import { dayOf, lotOf, takeFromBucket, untilNextDayMs, type Bucket } from './quota.ts';

/** `never`: it costs more than the quota ever holds, so that waiting would not help. */
export type QuotaAnswer =
  | { readonly kind: 'granted' }
  | { readonly kind: 'wait'; readonly quota: 'minute' | 'day'; readonly waitMs: number }
  | { readonly kind: 'never' };

interface Account {
  bucket: Bucket | undefined;
  day: string;
  left: number;
  /** A lot on its way from the database: one at a time for each key. */
  taking: Promise<number> | undefined;
}

/** One for each process that answers. */
export class QuotaKeeper {
  readonly #db: Db;
  readonly #accounts = new Map<string, Account>();

  constructor(db: Db) {
    this.#db = db;
  }

  /** Spends `cost` units of a key, or says when to come again. Rejects when the database is away. */
  async spend(
    key: Pick<ApiKey, 'id' | 'quotaPerMinute' | 'quotaPerDay'>,
    cost: number,
    now: Date,
  ): Promise<QuotaAnswer> {
    if (cost > key.quotaPerDay) return { kind: 'never' };
    const account = this.#account(key.id, dayOf(now));
    const taken = takeFromBucket(account.bucket, key.quotaPerMinute, cost, now.getTime());
    if (taken.kind === 'never') return taken;
    if (taken.kind === 'wait') return { ...taken, quota: 'minute' };
    account.bucket = taken.bucket;
    if (await this.#takeOfDay(account, key, cost)) return { kind: 'granted' };
    account.bucket = { ...account.bucket, units: account.bucket.units + cost };
    return { kind: 'wait', quota: 'day', waitMs: untilNextDayMs(now) };
  }

  /** Gives back what is left of the lots. */
  async close(): Promise<void> {
    for (const [keyId, account] of this.#accounts) {
      await account.taking;
      const units = account.left;
      account.left = 0;
      if (units > 0) await transact(this.#db, (tx) => returnUnits(tx, keyId, account.day, units));
    }
  }

  #account(keyId: string, day: string): Account {
    const known = this.#accounts.get(keyId);
    if (known?.day === day) return known;
    // What is left of yesterday's lot is gone with yesterday.
    const fresh: Account = { bucket: known?.bucket, day, left: 0, taking: undefined };
    this.#accounts.set(keyId, fresh);
    return fresh;
  }

  async #takeOfDay(account: Account, key: Pick<ApiKey, 'id' | 'quotaPerDay'>, cost: number): Promise<boolean> {
    while (account.left < cost) {
      account.taking ??= this.#takeLot(account, key, cost - account.left).finally(() => (account.taking = undefined));
      const got = await account.taking;
      if (got === 0 && account.left < cost) return false;
    }
    account.left -= cost;
    return true;
  }

  async #takeLot(account: Account, key: Pick<ApiKey, 'id' | 'quotaPerDay'>, cost: number): Promise<number> {
    const { day } = account;
    const wanted = lotOf(key.quotaPerDay, cost);
    const got = await transact(this.#db, (tx) => takeUnits(tx, { keyId: key.id, day, quota: key.quotaPerDay, wanted }));
    account.left += got;
    return got;
  }
}
