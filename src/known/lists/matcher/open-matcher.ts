/**
 * The matcher: all active lists in this process's memory, kept in step with the database.
 *
 * | what happens             | how answers change                                                                            |
 * |--------------------------|-----------------------------------------------------------------------------------------------|
 * | a list becomes active    | loaded beside, in slices between which questions are answered; then shown in one assignment   |
 * | a list is withdrawn      | hidden in one assignment; its memory is freed after that                                      |
 * | an entry is withdrawn    | its row is marked and its PDQ hash erased                                                     |
 * | a feed adds or changes   | new rows behind the old ones; a changed entry's old row is marked at the same moment          |
 *
 * PostgreSQL's NOTIFY brings news at once; a look every few seconds catches what a broken connection lost.
 */
import { randomInt } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { codeOf, type Log } from '../../../platform/log-events.ts';
import type { Pool } from '../../../platform/pool.ts';
import type { ServiceKey } from '../../../platform/service-key.ts';
import type { Db } from '../../../platform/transact.ts';
import type { ExactHashes, KnownHit, Matcher } from '../../known-hit.ts';
import { readChanges, readNumbers, type LoadedRow } from '../entry-store.ts';
import { HASH_BYTES } from '../hash-text.ts';
import type { KnownList } from '../known-list.ts';
import { categoryOf, MIN_PDQ_QUALITY } from '../list-entry.ts';
import { readLists } from '../read-list-store.ts';
import { entryKeysFrom, type EntryKeys } from '../shrouded-entry.ts';
import { followChanges } from './follow-changes.ts';
import { ListShelf } from './list-shelf.ts';
import { NearShelf } from './near-shelf.ts';

/** The database is read at the start and on changes only; a question never waits for it. */
export interface MatcherDeps {
  readonly db: Db;
  /** For the connection on which PostgreSQL tells of changes; without it, changes are seen by looking only. */
  readonly pool?: Pool;
  readonly serviceKey: ServiceKey;
  readonly log: Log;
  /** Between two looks; 5,000 by default. */
  readonly lookEveryMs?: number;
}

/** Rows that are unshrouded in one go: a few milliseconds in which nobody is answered. */
const PAGE_ROWS = 1_000;
/** Each change has at most a batch of rows. */
const PAGE_CHANGES = 2;

interface Shown {
  /** The number under which the index of PDQ hashes knows the shelf. */
  readonly number: number;
  readonly list: KnownList;
  readonly shelf: ListShelf;
}

/** Loads all active lists and follows them until it is closed. @throws Error when the database cannot be read or an entry was tampered with */
export async function openMatcher(deps: MatcherDeps): Promise<Matcher> {
  const matcher = new ListMatcher(deps);
  await matcher.refresh();
  const following = await followChanges({
    pool: deps.pool,
    lookEveryMs: deps.lookEveryMs ?? 5_000,
    look: () => matcher.refresh(),
    onError: (error) => deps.log.warn('known-lists.stale', { code: codeOf(error) }),
  });
  matcher.onClose(() => following.stop());
  return matcher;
}

class ListMatcher implements Matcher {
  readonly #deps: MatcherDeps;
  readonly #keys: EntryKeys;
  readonly #near = new NearShelf();
  /** Replaced whole, never changed: an answer sees one state of it. */
  #shown: ReadonlyMap<number, Shown> = new Map();
  #byNumber: ReadonlyMap<number, Shown> = new Map();
  #nextNumber = 1;
  #refreshing: Promise<void> | undefined;
  #isAskedAgain = false;
  #stopFollowing: () => Promise<void> = () => Promise.resolve();

  constructor(deps: MatcherDeps) {
    this.#deps = deps;
    this.#keys = entryKeysFrom(deps.serviceKey);
  }

  onClose(stop: () => Promise<void>): void {
    this.#stopFollowing = stop;
  }

  matchExact(hashes: ExactHashes): readonly KnownHit[] {
    const hits: KnownHit[] = [];
    for (const shown of this.#shown.values()) {
      const rows = new Set<number>();
      // The strongest hash first: an entry that it hits is not hit again by a weaker one.
      for (const kind of ['sha256', 'sha1', 'md5'] as const) {
        const hash = hashes[kind];
        if (hash === undefined) continue;
        checkLength(kind, hash);
        shown.shelf.find(kind, hash, (row) => {
          if (rows.has(row)) return;
          rows.add(row);
          const hit = hitOf(shown, row, { kind: 'exact', by: kind, distance: 0 });
          if (hit !== undefined) hits.push(hit);
        });
      }
    }
    return hits;
  }

  matchNear(pdq: Uint8Array): readonly KnownHit[] {
    checkLength('pdq', pdq);
    return this.#toHits(this.#near.search(pdq));
  }

  matchNearBatch(pdqs: readonly Uint8Array[]): readonly (readonly KnownHit[])[] {
    for (const pdq of pdqs) checkLength('pdq', pdq);
    return this.#near.searchBatch(pdqs).map((found) => this.#toHits(found));
  }

  #toHits(found: ReturnType<NearShelf['search']>): readonly KnownHit[] {
    return found.flatMap(({ shelf, row, distance }) => {
      const shown = this.#byNumber.get(shelf);
      const hit = shown === undefined ? undefined : hitOf(shown, row, { kind: 'near', by: 'pdq', distance });
      return hit === undefined ? [] : [hit];
    });
  }

  size(): { readonly entries: number; readonly lists: number } {
    const shown = [...this.#shown.values()];
    return { entries: shown.reduce((sum, { shelf }) => sum + shelf.size, 0), lists: shown.length };
  }

  /** One at a time. Whoever asks while one is under way gets one that began after they asked. */
  async refresh(): Promise<void> {
    if (this.#refreshing !== undefined) {
      this.#isAskedAgain = true;
      return this.#refreshing;
    }
    this.#refreshing = this.#refreshUntilDone().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async close(): Promise<void> {
    await this.#stopFollowing();
    await this.#refreshing?.catch(() => undefined);
  }

  async #refreshUntilDone(): Promise<void> {
    do {
      this.#isAskedAgain = false;
      await this.#refreshOnce();
    } while (this.#wasAskedAgain());
  }

  #wasAskedAgain(): boolean {
    return this.#isAskedAgain;
  }

  async #refreshOnce(): Promise<void> {
    const active = (await readLists(this.#deps.db)).filter((list) => list.state === 'active');
    await this.#hideAllBut(new Set(active.map((list) => list.id)));
    for (const list of active) {
      const shown = this.#shown.get(list.id);
      if (shown === undefined) await this.#load(list);
      else if (shown.list.change !== list.change) await this.#catchUp(shown, list);
    }
    await this.#near.settle();
  }

  /** First hidden, all at once; then forgotten, in slices. */
  async #hideAllBut(ids: ReadonlySet<number>): Promise<void> {
    const hidden = [...this.#shown.values()].filter(({ list }) => !ids.has(list.id));
    if (hidden.length === 0) return;
    this.#show([...this.#shown.values()].filter(({ list }) => ids.has(list.id)));
    for (const { shelf } of hidden)
      await shelf.forEachNearId(
        (id) => this.#near.remove(id),
        () => nextTurn(),
      );
  }

  #show(shown: readonly Shown[]): void {
    this.#shown = new Map(shown.map((each) => [each.list.id, each]));
    this.#byNumber = new Map(shown.map((each) => [each.number, each]));
  }

  async #load(list: KnownList): Promise<void> {
    const shown: Shown = { number: this.#nextNumber++, list, shelf: new ListShelf(list.entries, randomInt(2 ** 32)) };
    for (let number = 0; number < list.lastNumber; number += PAGE_ROWS) {
      for (const row of await readNumbers(this.#deps.db, list.id, number, number + PAGE_ROWS)) this.#put(shown, row);
      await this.#near.settle();
      await nextTurn();
    }
    this.#show([...this.#shown.values(), shown]);
  }

  /** What was written since the shelf was last in step. A row that is written again meanwhile is met by the next look. */
  async #catchUp(shown: Shown, list: KnownList): Promise<void> {
    // New codes first: the rows point to them. The change stays, so that a failure on the way is made good by the next look.
    const current = { ...shown, list: { ...list, change: shown.list.change } };
    this.#replace(current);
    for (let change = shown.list.change; change < list.change; change += PAGE_CHANGES) {
      for (const row of await readChanges(this.#deps.db, list.id, change, change + PAGE_CHANGES)) {
        const removed = shown.shelf.remove(row.number);
        if (removed?.nearId !== undefined) this.#near.remove(removed.nearId);
        if (!row.isWithdrawn) this.#put(current, row);
      }
      await nextTurn();
    }
    this.#replace({ ...current, list });
  }

  #replace(shown: Shown): void {
    this.#show([...this.#shown.values()].map((each) => (each.list.id === shown.list.id ? shown : each)));
  }

  #put(shown: Shown, row: LoadedRow): void {
    const { hashes, pdqQuality } = this.#keys.unshroud(row.keyStart, row.shrouded);
    const at = shown.shelf.add({ number: row.number, category: row.category, listedAt: row.listedAt, hashes });
    if (hashes.pdq === undefined || (pdqQuality !== undefined && pdqQuality < MIN_PDQ_QUALITY)) return;
    shown.shelf.setNearId(at, this.#near.add(shown.number, at, hashes.pdq));
  }
}

function hitOf(shown: Shown, row: number, how: Pick<KnownHit, 'kind' | 'by' | 'distance'>): KnownHit | undefined {
  const entry = shown.shelf.read(row);
  if (entry === undefined) return undefined;
  const { list } = shown;
  const mapped = categoryOf(list.categoryMap, list.codes[entry.category] ?? '');
  // A feed's code that the mapping does not name is for a person to judge.
  const category = mapped === undefined || mapped === 'skip' ? 'to-assess' : mapped;
  return {
    listId: list.id,
    entryId: entry.number,
    source: list.source,
    category,
    isTrusted: how.kind === 'exact' && list.trusted.includes(category),
    ...how,
    ...(entry.sha1 === undefined ? {} : { sha1: Buffer.from(entry.sha1).toString('hex') }),
    ...(entry.sha256 === undefined ? {} : { sha256: Buffer.from(entry.sha256).toString('hex') }),
    ...(entry.listedAt === undefined ? {} : { listedAt: entry.listedAt }),
  };
}

function checkLength(kind: keyof typeof HASH_BYTES, hash: Uint8Array): void {
  if (hash.length === HASH_BYTES[kind]) return;
  throw new RangeError(`A hash of kind ${kind} has ${HASH_BYTES[kind]} bytes, not ${hash.length}.`);
}
