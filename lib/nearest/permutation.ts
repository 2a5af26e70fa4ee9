/**
 * The order in which the bits of a hash are dealt to the slots: a fixed shuffle (Fisher-Yates over xorshift32), because
 * neighbouring bits of a PDQ hash depend on each other and a slot of neighbours would have crowded lines. Changing it
 * changes the snapshot's format.
 */
export function bitOrder(): number[] {
  const order = Array.from({ length: 256 }, (_, bit) => bit);
  let state = 0x2545f491;
  for (let at = 255; at > 0; at--) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const other = (state >>> 0) % (at + 1);
    const moved = order[at] ?? 0;
    order[at] = order[other] ?? 0;
    order[other] = moved;
  }
  return order;
}

/** For each of 64 nibbles and its 16 values the 32 bytes that it turns into; assembly/record.ts joins them. */
export function permutationTable(): Uint8Array {
  const table = new Uint8Array(64 * 16 * 32);
  bitOrder().forEach((target, bit) => {
    const nibble = bit >> 2;
    for (let value = 0; value < 16; value++) {
      if (((value >> (bit & 3)) & 1) === 0) continue;
      const at = (nibble * 16 + value) * 32 + (target >> 3);
      table[at] = (table[at] ?? 0) | (1 << (target & 7));
    }
  });
  return table;
}
