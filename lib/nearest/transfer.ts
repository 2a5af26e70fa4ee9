import type { Engine } from './engine.ts';
import { address, blockRecords, highOffset, planIndex, recordsBytes } from './layout.ts';

/** One run of records: where they lie and from which one. */
interface Run {
  readonly engine: Engine;
  readonly base: number;
  readonly at: number;
}

function lowAddress(base: number, at: number): number {
  return base + Math.floor(at / blockRecords) * 2 * highOffset + (at % blockRecords) * 16;
}

/** Copies records from one memory to another; both lie in blocks that need not begin at the same record. */
function copyRecords(from: Run, to: Run, count: number): void {
  to.engine.ensure(to.base + recordsBytes(to.at + count));
  const source = from.engine.view(0, from.engine.memory.buffer.byteLength);
  const target = to.engine.view(0, to.engine.memory.buffer.byteLength);
  for (let done = 0; done < count;) {
    const here = from.at + done;
    const there = to.at + done;
    const run = Math.min(count - done, blockRecords - (here % blockRecords), blockRecords - (there % blockRecords));
    for (const half of [0, highOffset]) {
      const start = lowAddress(from.base, here) + half;
      target.set(source.subarray(start, start + run * 16), lowAddress(to.base, there) + half);
    }
    done += run;
  }
}

/** Copies the records of ids [first, end), wherever they lie on either side, and only then says that they are there. */
export function copyIds(from: Engine, to: Engine, first: number, end: number): void {
  for (let id = first; id < end;) {
    const source = runOf(from, id);
    const target = runOf(to, id);
    const count = Math.min(end, source.end, target.end) - id;
    copyRecords(source, target, count);
    id += count;
  }
  to.setState('total', Math.max(end, to.state('total')));
}

function runOf(engine: Engine, id: number): Run & { readonly end: number } {
  const indexed = engine.state('indexed');
  if (id < indexed) return { engine, base: engine.state('records'), at: id, end: indexed };
  return { engine, base: engine.state('delta'), at: id - indexed, end: Infinity };
}

/** Overwrites the bits of a hash that was removed. It stays in no memory and no later snapshot. */
export function eraseRecord(engine: Engine, id: number): void {
  const { base, at } = runOf(engine, id);
  for (const half of [0, highOffset]) engine.view(lowAddress(base, at) + half, 16).fill(0);
}

/** Copies which ids are removed. */
export function copyRemoved(from: Engine, to: Engine, total: number): void {
  const word = address.removed / 4;
  to.words.set(from.words.subarray(word, word + Math.ceil(total / 32)), word);
}

const wipedBytes = 4 << 20;

/** Overwrites a retired memory with zeros, a little at a time, so that no hash lingers and nothing has to wait. */
export async function wipe(engine: Engine): Promise<void> {
  const end = engine.memory.buffer.byteLength;
  for (const from of [address.removed, address.data]) {
    const to = from === address.removed ? address.regions : end;
    for (let at = from; at < to; at += wipedBytes) {
      engine.view(at, Math.min(wipedBytes, to - at)).fill(0);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

/** How many of the ids below `total` are removed. */
export function countRemoved(engine: Engine, total: number): number {
  let count = 0;
  const word = address.removed / 4;
  for (const bits of engine.words.subarray(word, word + Math.ceil(total / 32))) {
    for (let rest = bits; rest !== 0; rest = (rest & (rest - 1)) >>> 0) count++;
  }
  return count;
}

/** Builds, in the empty memory of `to`, the index of the ids below `total` of `from`, all of them in lines. */
export function rebuildInto(from: Engine, to: Engine, total: number): void {
  copyRemoved(from, to, total);
  const plan = planIndex(total, total - countRemoved(to, total));
  to.install(plan);
  if (plan.indexed === 0) to.openDelta(plan);
  copyIds(from, to, 0, total);
  if (plan.indexed > 0) to.fill(plan);
}
