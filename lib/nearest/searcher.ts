import type { Engine } from './engine.ts';
import { hashBytes, maxBatch, maxRadius, maxResults, regionAddress, regionOffset } from './layout.ts';

/** A stored hash near a query: its id, and the number of bits that differ. */
export interface Neighbour {
  readonly id: number;
  readonly distance: number;
}

/** So many that a query's number, a distance and an id fit into a double together. */
const maxQueries = 2 ** 22;
/** Below this many queries a batch gains nothing over one search after the other. */
const minBatch = 512;

/** One thread's searches, through its own region of the shared memory. */
export class Searcher {
  readonly #engine: Engine;
  readonly #region: number;

  constructor(engine: Engine, thread: number) {
    this.#engine = engine;
    this.#region = regionAddress(thread);
  }

  /** All hashes within `radius` of one query, nearest first. Throws RangeError for a wrong length or radius. */
  one(query: Uint8Array, radius: number): Neighbour[] {
    if (query.length !== hashBytes) throw new RangeError(`${query.length} bytes are not one hash of ${hashBytes}`);
    checkRadius(radius);
    this.#load(query);
    const found = this.#engine.exports.search(this.#region, this.#region + regionOffset.permuted, radius);
    if (found === 0) return [];
    return toNeighbours(sortedTriples(found < 0 ? this.#inPieces(0, radius) : this.#triples(found, 0)))[0] ?? [];
  }

  /** The same by looking at every hash, removed ones apart: what an index is to be compared with. */
  scan(query: Uint8Array, radius: number): Neighbour[] {
    this.#load(query);
    return toNeighbours(sortedTriples(this.#inPieces(0, radius)))[0] ?? [];
  }

  /**
   * All hashes within `radius` of each query, as triples (query, id, distance) sorted by the three with distance
   * before id. Throws RangeError as `one`.
   */
  many(queries: Uint8Array, radius: number): Uint32Array {
    const count = queries.length / hashBytes;
    if (!Number.isInteger(count)) throw new RangeError(`${queries.length} bytes are not whole hashes of ${hashBytes}`);
    checkRadius(radius);
    if (count > maxQueries) throw new RangeError(`${count} queries; at most ${maxQueries} at once`);
    const pieces: Uint32Array[] = [];
    for (let at = 0; at < count; at += maxBatch) {
      const end = Math.min(count, at + maxBatch);
      pieces.push(...this.#batch(queries.subarray(at * hashBytes, end * hashBytes), at, radius));
    }
    return sortedTriples(joined(pieces));
  }

  /** Answers of at most 4,096 queries; the first of them has the number `first`. */
  #batch(queries: Uint8Array, first: number, radius: number): Uint32Array[] {
    const { exports } = this.#engine;
    const count = queries.length / hashBytes;
    this.#load(queries);
    const isIndexed = this.#engine.state('indexed') > 0;
    const found = count >= minBatch && isIndexed ? exports.searchMany(this.#region, count, radius) : -1;
    if (found < 0) return this.#oneByOne(count, first, radius);
    const pieces = [this.#complete(this.#triples(found, first), first)];
    const hasDelta = this.#engine.state('total') > this.#engine.state('indexed');
    for (let query = 0; query < count; query++) {
      const at = this.#region + regionOffset.permuted + query * hashBytes;
      if (exports.wasTooMany(this.#region, query) !== 0) pieces.push(this.#single(query, first, radius));
      else if (hasDelta) {
        const added = exports.searchDelta(this.#region, at, radius, 0);
        if (added > 0) pieces.push(this.#triples(added, first + query));
        else if (added < 0) pieces.push(this.#inPieces(query, radius, first, this.#engine.state('indexed')));
      }
    }
    return pieces;
  }

  #oneByOne(count: number, first: number, radius: number): Uint32Array[] {
    const pieces: Uint32Array[] = [];
    for (let query = 0; query < count; query++) {
      const piece = this.#single(query, first, radius);
      if (piece.length > 0) pieces.push(piece);
    }
    return pieces;
  }

  /** Answers of one of the queries loaded. */
  #single(query: number, first: number, radius: number): Uint32Array {
    const at = this.#region + regionOffset.permuted + query * hashBytes;
    const found = this.#engine.exports.search(this.#region, at, radius);
    return found < 0 ? this.#inPieces(query, radius, first) : this.#triples(found, first + query);
  }

  /** Leaves out the answers of queries that the batch gave up. */
  #complete(triples: Uint32Array, first: number): Uint32Array {
    const { exports } = this.#engine;
    const kept: number[] = [];
    for (let at = 0; at < triples.length; at += 3) {
      const query = triples[at] ?? 0;
      if (exports.wasTooMany(this.#region, query - first) === 0) {
        kept.push(query, triples[at + 1] ?? 0, triples[at + 2] ?? 0);
      }
    }
    return Uint32Array.from(kept);
  }

  /** A scan of all ids from `from` on, in pieces whose answers surely fit. */
  #inPieces(query: number, radius: number, first = 0, from = 0): Uint32Array {
    const { exports } = this.#engine;
    const at = this.#region + regionOffset.permuted + query * hashBytes;
    const indexed = this.#engine.state('indexed');
    const total = this.#engine.state('total');
    const pieces: Uint32Array[] = [];
    const stores = [
      { base: this.#engine.state('records'), firstId: 0, count: indexed },
      { base: this.#engine.state('delta'), firstId: indexed, count: total - indexed },
    ];
    for (const { base, firstId, count } of stores) {
      if (firstId < from) continue;
      for (let piece = 0; piece < count; piece += maxResults) {
        const end = Math.min(count, piece + maxResults);
        const found = exports.scan(this.#region, base, piece, end, firstId, at, radius, 0);
        pieces.push(this.#triples(found, first + query));
      }
    }
    return joined(pieces);
  }

  #load(queries: Uint8Array): void {
    const exchange = this.#region + regionOffset.exchange;
    this.#engine.bytes.set(queries, exchange);
    const target = this.#region + regionOffset.permuted;
    this.#engine.exports.permuteQueries(exchange, target, queries.length / hashBytes);
  }

  /** A copy of the answers, `first` added to the numbers of their queries. */
  #triples(found: number, first: number): Uint32Array {
    const at = (this.#region + regionOffset.results) / 4;
    const triples = this.#engine.words.slice(at, at + found * 3);
    for (let query = 0; query < triples.length && first > 0; query += 3) triples[query] = (triples[query] ?? 0) + first;
    return triples;
  }
}

/** Throws RangeError for what is not a whole number from 0 to 31. */
export function checkRadius(radius: number): void {
  if (!Number.isInteger(radius) || radius < 0 || radius > maxRadius) {
    throw new RangeError(`radius ${radius}; a whole number from 0 to ${maxRadius}`);
  }
}

function joined(pieces: readonly Uint32Array[]): Uint32Array {
  if (pieces.length === 1 && pieces[0] !== undefined) return pieces[0];
  const all = new Uint32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** Sorts triples by query, then distance, then id, by way of one number each: 20 + 5 + 25 bits and some to spare. */
function sortedTriples(triples: Uint32Array): Uint32Array {
  const keys = new Float64Array(triples.length / 3);
  for (let at = 0; at < keys.length; at++) {
    const query = triples[at * 3] ?? 0;
    keys[at] = (query * 32 + (triples[at * 3 + 2] ?? 0)) * 2 ** 25 + (triples[at * 3 + 1] ?? 0);
  }
  keys.sort();
  const sorted = new Uint32Array(triples.length);
  keys.forEach((key, at) => {
    const head = Math.floor(key / 2 ** 25);
    sorted[at * 3] = Math.floor(head / 32);
    sorted[at * 3 + 1] = key % 2 ** 25;
    sorted[at * 3 + 2] = head % 32;
  });
  return sorted;
}

/** Sorted triples, as one list for each query that has answers; `count` lists where it is given. */
export function toNeighbours(triples: Uint32Array, count = 1): Neighbour[][] {
  const lists = Array.from({ length: count }, (): Neighbour[] => []);
  for (let at = 0; at < triples.length; at += 3) {
    lists[triples[at] ?? 0]?.push({ id: triples[at + 1] ?? 0, distance: triples[at + 2] ?? 0 });
  }
  return lists;
}
