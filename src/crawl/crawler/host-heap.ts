/** Hosts in the order in which they may be asked: a binary heap by instant, with a host's place noted in it. */

/** What the heap orders. `heapAt` is the heap's own: -1 outside. */
export interface Timed {
  allowedAt: number;
  heapAt: number;
}

/** The earliest `allowedAt` is on top. */
export class HostHeap<T extends Timed> {
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  /** The earliest, left in place. */
  peek(): T | undefined {
    return this.#items[0];
  }

  /** Puts an item in, or in its new place when it is in already. */
  put(item: T): void {
    if (item.heapAt === -1) {
      item.heapAt = this.#items.length;
      this.#items.push(item);
    }
    this.#sink(this.#rise(item.heapAt));
  }

  /** Takes an item out, wherever it stands. */
  remove(item: T): void {
    const at = item.heapAt;
    if (at === -1) return;
    item.heapAt = -1;
    const last = this.#items.pop();
    if (last === undefined || last === item) return;
    this.#items[at] = last;
    last.heapAt = at;
    this.#sink(this.#rise(at));
  }

  clear(): void {
    for (const item of this.#items) item.heapAt = -1;
    this.#items.length = 0;
  }

  #rise(start: number): number {
    const items = this.#items;
    let at = start;
    const item = items[at];
    if (item === undefined) return at;
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = items[up];
      if (parent === undefined || parent.allowedAt <= item.allowedAt) break;
      items[at] = parent;
      parent.heapAt = at;
      at = up;
    }
    items[at] = item;
    item.heapAt = at;
    return at;
  }

  #sink(start: number): void {
    const items = this.#items;
    let at = start;
    const item = items[at];
    if (item === undefined) return;
    for (;;) {
      let down = 2 * at + 1;
      let child = items[down];
      if (child === undefined) break;
      const right = items[down + 1];
      if (right !== undefined && right.allowedAt < child.allowedAt) {
        down += 1;
        child = right;
      }
      if (child.allowedAt >= item.allowedAt) break;
      items[at] = child;
      child.heapAt = at;
      at = down;
    }
    items[at] = item;
    item.heapAt = at;
  }
}
