import { readFileSync } from 'node:fs';
import { coveringCode } from './covering-code.ts';
import {
  address,
  deltaAddress,
  exchangeHashes,
  hashBytes,
  maxHashes,
  planIndex,
  recordsBytes,
  regionAddress,
  regionOffset,
  stateWord,
  type Plan,
  type Slot,
} from './layout.ts';
import { permutationTable } from './permutation.ts';

const pageBytes = 65536;
/** 4 GiB: what 32-bit addresses reach. */
const maxPages = 65536;

/** What `nearest.wasm` exports. Addresses are bytes; see assembly/. */
export interface EngineExports {
  ensure(end: bigint): number;
  permuteQueries(source: number, target: number, count: number): void;
  storeRecords(source: number, base: number, first: number, count: number): void;
  fillSlot(region: number, slot: number, count: number): number;
  scan(
    region: number,
    base: number,
    from: number,
    to: number,
    firstId: number,
    query: number,
    radius: number,
    found: number,
  ): number;
  search(region: number, query: number, radius: number): number;
  searchDelta(region: number, query: number, radius: number, found: number): number;
  searchMany(region: number, count: number, radius: number): number;
  wasTooMany(region: number, query: number): number;
}

const functionNames = [
  'ensure',
  'permuteQueries',
  'storeRecords',
  'fillSlot',
  'scan',
  'search',
  'searchDelta',
  'searchMany',
  'wasTooMany',
] as const satisfies readonly (keyof EngineExports)[];

function isEngine(exports: object): exports is EngineExports {
  const entries = new Map<string, unknown>(Object.entries(exports));
  return functionNames.every((name) => typeof entries.get(name) === 'function');
}

let compiled: WebAssembly.Module | undefined;

function instantiate(memory: WebAssembly.Memory): EngineExports {
  compiled ??= new WebAssembly.Module(readFileSync(new URL('nearest.wasm', import.meta.url)));
  const abort = () => {
    throw new Error('nearest.wasm aborted');
  };
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory, abort } });
  if (!isEngine(exports))
    throw new Error('nearest.wasm does not export what engine.ts expects: run lib/nearest/build.ts');
  return exports;
}

/** A shared memory with the fixed part only. Pages that nothing touches cost address space, not memory. */
export function createMemory(): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: address.data / pageBytes, maximum: maxPages, shared: true });
}

/** One thread's instance over a memory that all threads of an index share. */
export class Engine {
  readonly memory: WebAssembly.Memory;
  readonly exports: EngineExports;
  /** The fixed part, as bytes and as words. Shared memory is never detached, so these stay good when it grows. */
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
    this.exports = instantiate(memory);
    this.bytes = new Uint8Array(memory.buffer, 0, address.data);
    this.words = new Uint32Array(memory.buffer, 0, address.data / 4);
  }

  /** A word of the state. */
  state(name: keyof typeof stateWord): number {
    return Atomics.load(this.words, address.state / 4 + stateWord[name]);
  }

  setState(name: keyof typeof stateWord, value: number): void {
    Atomics.store(this.words, address.state / 4 + stateWord[name], value);
  }

  isRemoved(id: number): boolean {
    return ((Atomics.load(this.words, address.removed / 4 + (id >>> 5)) >>> (id & 31)) & 1) === 1;
  }

  markRemoved(id: number): void {
    Atomics.or(this.words, address.removed / 4 + (id >>> 5), 1 << (id & 31));
  }

  /** Makes sure that the memory reaches to `end`. Throws RangeError where it cannot. */
  ensure(end: number): void {
    if (this.exports.ensure(BigInt(end)) === 0) {
      throw new RangeError(`the index needs ${end} bytes of memory; the system gives ${this.memory.buffer.byteLength}`);
    }
  }

  /** Any part of the memory as it is now. */
  view(from: number, sizeBytes: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, from, sizeBytes);
  }

  /** Stores hashes as records from `first` on, through the exchange of the owner's region. */
  storeRecords(hashes: Uint8Array, base: number, first: number): void {
    const count = hashes.length / hashBytes;
    this.ensure(base + recordsBytes(first + count));
    const exchange = regionAddress(0) + regionOffset.exchange;
    for (let at = 0; at < count; at += exchangeHashes) {
      const piece = hashes.subarray(at * hashBytes, (at + exchangeHashes) * hashBytes);
      this.bytes.set(piece, exchange);
      this.exports.storeRecords(exchange, base, first + at, piece.length / hashBytes);
      this.bytes.fill(0, exchange, exchange + piece.length);
    }
  }

  /** Writes what the code in WebAssembly has to know about a plan, and all tables. */
  install(plan: Plan): void {
    this.bytes.set(permutationTable(), address.permutation);
    this.setState('indexed', plan.indexed);
    this.setState('slots', plan.slots.length);
    this.setState('records', address.data);
    this.setState('overflow', plan.overflowAddress);
    this.setState('overflowCount', 0);
    const tables = new CodeTables(this);
    plan.slots.forEach((slot, at) => {
      const words = [slot.bitOffset, slot.tagBits, slot.lineBits, slot.radius, slot.linesAddress];
      this.words.set([...words, ...tables.place(slot)], (address.slots + at * address.slotStride) / 4);
    });
  }

  /** Fills the lines of all slots from the records, leaves nothing of them elsewhere, and opens an empty delta behind them. */
  fill(plan: Plan): void {
    this.ensure(plan.overflowAddress);
    plan.slots.forEach((_, slot) => {
      if (this.exports.fillSlot(regionAddress(0), slot, plan.indexed) === 0) {
        throw new RangeError(`${plan.indexed} hashes, so many of them alike, do not fit into the memory of one index`);
      }
    });
    if (plan.indexed > 0) this.bytes.fill(0, regionAddress(0) + regionOffset.exchange, regionAddress(1));
    this.openDelta(plan);
  }

  /** Decides where later hashes go: behind all else. */
  openDelta(plan: Plan): void {
    const end = plan.overflowAddress + 64 * this.state('overflowCount');
    this.setState('delta', deltaAddress(end));
  }
}

/** Writes the tables of codes one behind the other; slots of the same kind share them. */
class CodeTables {
  #next: number = address.codes;
  readonly #placed = new Map<string, number[]>();
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Addresses of the five tables of a slot, and its partBits. */
  place({ tagBits, lineBits, radius }: Slot): number[] {
    const key = `${tagBits} ${lineBits} ${radius}`;
    const known = this.#placed.get(key);
    if (known !== undefined) return known;
    const code = coveringCode(tagBits, lineBits, radius);
    const placed = [code.spread, code.leaders, code.starts, code.deltas, code.tagSets].map((table) => {
      const at = this.#next;
      this.#next += Math.ceil(table.byteLength / 64) * 64;
      if (this.#next > address.codesEnd) throw new RangeError('the tables of the slots need more than their place');
      this.#engine.bytes.set(new Uint8Array(table.buffer, table.byteOffset, table.byteLength), at);
      return at;
    });
    placed.push(code.partBits);
    this.#placed.set(key, placed);
    return placed;
  }
}

/** A new memory with these hashes, indexed. Throws RangeError for a wrong length or more than 20,000,000. */
export function buildEngine(hashes: Uint8Array): Engine {
  const count = hashes.length / hashBytes;
  if (!Number.isInteger(count)) throw new RangeError(`${hashes.length} bytes are not whole hashes of ${hashBytes}`);
  checkCount(count);
  const engine = new Engine(createMemory());
  const plan = planIndex(count, count);
  engine.install(plan);
  if (plan.indexed > 0) engine.storeRecords(hashes, address.data, 0);
  engine.fill(plan);
  if (plan.indexed === 0) engine.storeRecords(hashes, engine.state('delta'), 0);
  engine.setState('total', count);
  return engine;
}

/** Throws RangeError where an index would have more hashes than fit into one memory. */
export function checkCount(count: number): void {
  if (count > maxHashes) {
    throw new RangeError(`${count} hashes; one index holds at most ${maxHashes}: open a second one for the others`);
  }
}
