/**
 * Keeps the feed: looks every few seconds whether what is to be listed is listed, makes a version of the difference, and holds the
 * newest one in memory. Every process that serves the feed does both; a lock lets one at a time make a version.
 */
import { canonicalise, exactExpression, fullHash, type UpdateAnswer } from '../../lib/feed-client/door.ts';
import type { Clock } from '../platform/clock.ts';
import { transact, type Db, type Tx } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import {
  endEntries,
  forgetVersions,
  insertEntries,
  insertVersion,
  lockFeed,
  readEntriesAfter,
  readMissing,
  readVersions,
} from './feed-store.ts';
import { Shelf } from './shelf.ts';

/** What keeping the feed takes. */
export interface FeedDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
}

/** New entries in one version; the next round brings the rest. */
const MOST_AT_ONCE = 10_000;
/** Who was away for longer gets all of it. */
const REMEMBERED_MS = 7 * 24 * 60 * 60_000;
/** What a client is asked to wait: an address that has gone is out of everybody's set within some two minutes. */
export const WAIT_SECONDS = 60;

/** The feed as one process has it. */
export class FeedKeeper {
  readonly #deps: FeedDeps;
  #shelf = Shelf.EMPTY;
  #checksums: ReadonlyMap<number, string> = new Map();

  constructor(deps: FeedDeps) {
    this.#deps = deps;
  }

  get shelf(): Shelf {
    return this.#shelf;
  }

  /** One round. @returns whether there is more to do at once */
  async keep(): Promise<boolean> {
    const hasMore = await transact(this.#deps.db, (tx) => this.#makeVersion(tx));
    await this.#follow(this.#deps.db);
    return hasMore;
  }

  /** The answer to a client that has `state`; a state that is not known (any more) gets all. */
  answer(state: string): UpdateAnswer | string {
    const [version = '', mark] = state.split('.');
    const known = this.#checksums.get(Number(version));
    const since = known !== undefined && mark === markOf(known) ? Number(version) : undefined;
    return this.#shelf.answer(since, `${this.#shelf.version}.${markOf(this.#shelf.checksum)}`, WAIT_SECONDS);
  }

  async #makeVersion(tx: Tx): Promise<boolean> {
    const { serviceKey, clock } = this.#deps;
    await lockFeed(tx);
    await this.#follow(tx);
    const version = this.#shelf.version + 1;
    const ended = await endEntries(tx, version);
    const missing = await readMissing(tx, serviceKey, MOST_AT_ONCE);
    if (ended === 0 && missing.length === 0) return false;
    await insertEntries(
      tx,
      serviceKey,
      version,
      missing.map(({ itemId, url, category }) => ({ itemId, category, hash: hashOf(url) })),
    );
    const now = clock.now();
    const next = this.#shelf.after(version, await readEntriesAfter(tx, serviceKey, this.#shelf.version));
    await insertVersion(tx, version, next.checksum, now);
    await forgetVersions(tx, new Date(now.getTime() - REMEMBERED_MS));
    return missing.length === MOST_AT_ONCE;
  }

  async #follow(db: Db): Promise<void> {
    const versions = await readVersions(db);
    const newest = versions.at(-1)?.version ?? 0;
    // Another database's, or one that was set back: begin anew.
    const isKnown =
      this.#shelf.version === 0 ||
      versions.some(({ version, checksum }) => version === this.#shelf.version && checksum === this.#shelf.checksum);
    const base = isKnown ? this.#shelf : Shelf.EMPTY;
    if (newest !== base.version || !isKnown)
      this.#shelf = base.after(newest, await readEntriesAfter(db, this.#deps.serviceKey, base.version));
    this.#checksums = new Map(versions.map(({ version, checksum }) => [version, checksum]));
  }
}

const markOf = (checksum: string): string => checksum.slice(0, 16);

/** What an item is listed under: its own address and nothing beside it. */
function hashOf(url: string): Buffer {
  const address = canonicalise(url);
  // An item's address is one of the web: what cannot be told apart is listed under its text, which no client asks for.
  return fullHash(address === undefined ? url : exactExpression(address));
}
