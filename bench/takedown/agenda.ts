/** What is to happen later on the simulated clock: a heap by time, equal times in the order in which they were put in. */

/** An act at its time. */
interface Entry {
  readonly atMs: number;
  readonly order: number;
  readonly act: () => Promise<void>;
}

/** Opens an empty agenda. */
export function openAgenda() {
  const heap: Entry[] = [];
  let order = 0;
  const isBefore = (a: Entry | undefined, b: Entry | undefined): boolean =>
    a !== undefined && b !== undefined && (a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order));
  const swap = (i: number, j: number) => {
    const [a, b] = [heap[i], heap[j]];
    if (a === undefined || b === undefined) return;
    heap[i] = b;
    heap[j] = a;
  };
  const sink = () => {
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const least = isBefore(heap[right], heap[left]) ? right : left;
      if (!isBefore(heap[least], heap[at])) return;
      swap(at, least);
      at = least;
    }
  };
  return {
    put: (at: Date, act: () => Promise<void>) => {
      heap.push({ atMs: at.getTime(), order: (order += 1), act });
      for (let place = heap.length - 1; place > 0;) {
        const parent = (place - 1) >> 1;
        if (!isBefore(heap[place], heap[parent])) break;
        swap(place, parent);
        place = parent;
      }
    },
    /** The first act that is due, taken out. */
    take: (now: Date): (() => Promise<void>) | undefined => {
      const [first] = heap;
      if (first === undefined || first.atMs > now.getTime()) return undefined;
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) {
        heap[0] = last;
        sink();
      }
      return first.act;
    },
    nextMs: (): number => heap[0]?.atMs ?? Infinity,
    size: (): number => heap.length,
  };
}
export type Agenda = ReturnType<typeof openAgenda>;
