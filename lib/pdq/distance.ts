/** Number of bits in which two PDQ hashes differ. Published advice: 31 or less of 256 is the same picture. */
export function hammingDistance(a: Uint8Array, b: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < 32; at++) {
    for (let bits = (a[at] ?? 0) ^ (b[at] ?? 0); bits !== 0; bits &= bits - 1) count++;
  }
  return count;
}
