// A slot is a run of bits of the permuted hash. A hash within the whole radius of a query is within the slot's own
// radius in at least one slot (README, "Why nothing is missed"), so each slot's lines are an index of their own.
//
// A slot's value v has `tagBits` low bits and `lineBits` high bits. A linear code quantises it: the syndrome of v (a
// linear function of the high bits, exclusive-or the low bits) is the entry's tag, and the high bits of the nearest
// codeword are its line. Values near each other so fall into few lines: 86 instead of 154 for 24 bits, radius 2.
import { SLOTS, SLOT_STRIDE } from './memory';

@inline export function slotAddress(slot: u32): usize {
  return SLOTS + <usize>slot * SLOT_STRIDE;
}
@inline export function bitOffset(slot: usize): u32 {
  return load<u32>(slot);
}
@inline export function tagBits(slot: usize): u32 {
  return load<u32>(slot, 4);
}
@inline export function lineBits(slot: usize): u32 {
  return load<u32>(slot, 8);
}
@inline export function slotRadius(slot: usize): u32 {
  return load<u32>(slot, 12);
}
@inline export function linesAddress(slot: usize): usize {
  return <usize>load<u32>(slot, 16);
}
/** Three tables of 256 u8: what each byte of the high bits adds to the syndrome. */
@inline function spread(slot: usize): usize {
  return <usize>load<u32>(slot, 20);
}
/** High bits of the coset leader of each syndrome, u32. */
@inline function leaders(slot: usize): usize {
  return <usize>load<u32>(slot, 24);
}
/** For each syndrome and part, the first of its probes, u32; one more for the end. */
@inline function starts(slot: usize): usize {
  return <usize>load<u32>(slot, 28);
}
/** Probes: the difference of lines in bytes, u32, ascending within a syndrome ... */
@inline export function deltas(slot: usize): usize {
  return <usize>load<u32>(slot, 32);
}
/** ... and the tags that are near enough in that line: a set of 128 bits, see line.ts. */
@inline export function tagSets(slot: usize): usize {
  return <usize>load<u32>(slot, 36);
}

/** The slot's bits of 32 bytes at `permuted`; eight more bytes must be readable. */
@inline export function slotValue(slot: usize, permuted: usize): u32 {
  const offset = bitOffset(slot);
  const width = tagBits(slot) + lineBits(slot);
  return <u32>(load<u64>(permuted + <usize>(offset >> 3)) >> <u64>(offset & 7)) & ((1 << width) - 1);
}
/** Tag of a slot value: its syndrome. */
@inline export function tagOf(slot: usize, value: u32): u32 {
  const high = <usize>(value >> tagBits(slot));
  const table = spread(slot);
  const low = value & ((1 << tagBits(slot)) - 1);
  return low ^ load<u8>(table + (high & 255)) ^ load<u8>(table + ((high >> 8) & 255), 256) ^ load<u8>(table + (high >> 16), 512);
}
/** Line of a slot value whose tag is known. */
@inline export function lineOf(slot: usize, value: u32, tag: u32): u32 {
  return (value >> tagBits(slot)) ^ load<u32>(leaders(slot) + (<usize>tag << 2));
}
/** For batches the lines are divided into 2 ** partBits parts of at most 1 MiB, by the top bits of their number. */
@inline export function partBits(slot: usize): u32 {
  return load<u32>(slot, 40);
}
/** First probe of a tag in part `part` (of difference), and so the end of the part before. */
@inline export function probeStart(slot: usize, tag: u32, part: u32): u32 {
  return load<u32>(starts(slot) + (((<usize>tag * ((1 << partBits(slot)) + 1)) + <usize>part) << 2));
}
