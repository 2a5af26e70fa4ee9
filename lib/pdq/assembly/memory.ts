// The one map of the engine's memory. Nothing is allocated: every region has a fixed place, and only what follows
// `SOURCE` grows. All addresses are bytes. The first kilobyte stays empty so that a null address is never data.

/** DCT matrix, 16 rows of 64 f32: row i holds frequency i + 1. Written once by the host. */
export const DCT: usize = 1024;
/** The same matrix transposed, 64 rows of 16 f32, so that the second product also runs along memory. */
export const DCT_TRANSPOSED: usize = 5120;
/** The picture brought down to 64 x 64 f32 of luma. */
export const GRID: usize = 9216;
/** DCT x GRID: 16 rows of 64 f32. */
export const HALF_SPECTRUM: usize = 25600;
/** The 16 x 16 f32 coefficients that the hash is made of. */
export const SPECTRUM: usize = 29696;
/** Coefficients as order-preserving integers: 256 i32. */
export const KEYS: usize = 30720;
/** Eight hashes of 32 bytes, the picture as it is first. */
export const HASHES: usize = 31744;
/** Byte offsets of the 512 sampled columns, u32. */
export const COLUMNS: usize = 32768;
/** Running sums of up to 512 lines, f32, and one vector more. Shares its place with the column sums of the tents. */
export const LINE_SUMS: usize = 36864;
/** 512 column sums, f32. */
export const COLUMN_SUMS: usize = 36864;

/** Zigzag position -> column of the coefficient times 16 (the byte offset of its accumulator), 64 u8. */
export const ZIGZAG_COLUMN: usize = 40960;
/** Zigzag position -> row of the coefficient times 4 (the byte offset of its weight), 64 u8. */
export const ZIGZAG_ROW: usize = 41024;
/** Quantisation steps of the luma component in zigzag order, 64 f32. */
export const QUANTISATION: usize = 41216;
/** Eight vectors: one column each of the block being deposited, for four grid rows at once. */
export const ACCUMULATORS: usize = 41472;
/** The non-zero coefficients of one block: 64 pairs of i32 (value, zigzag position times 16). */
export const BLOCK: usize = 41984;
/** Last DC value of each of four components, i32. */
export const PREDICTIONS: usize = 42496;
/** The blocks of one MCU, 16 bytes each, at most ten; see scan.ts. */
export const MCU_BLOCKS: usize = 42560;

/** Folded weights along each axis: see fold.ts of the host. Entries of 8 f32, at most 1,024 of them an axis. */
export const COLUMN_WEIGHTS: usize = 262144;
export const ROW_WEIGHTS: usize = 294912;
/** For each block column or row: first grid cell, number of cells, first entry, unused: four u16; at most 8,192 blocks. */
export const COLUMN_BLOCKS: usize = 327680;
export const ROW_BLOCKS: usize = 393216;
/** For up to four block rows of an MCU: 16 groups of 64 vectors (step times weight, four grid rows a vector). */
export const ROW_VECTORS: usize = 458752;
export const ROW_VECTORS_STRIDE: usize = 16384;
/** The grid while blocks are deposited: 64 columns of 64 f32, and one vector that the last one may spill. */
export const TRANSPOSED_GRID: usize = 524288;

/** Eight Huffman tables, four DC then four AC, HUFFMAN_STRIDE bytes each; see huffman.ts. */
export const HUFFMAN: usize = 557056;
export const HUFFMAN_STRIDE: usize = 20480;

/** Two planes of at most 512 x 512 f32 for the exact filter, and three bands: eight rows, or eight lines side by side. */
export const PLANE_A: usize = 1 << 20;
export const PLANE_B: usize = 2 << 20;
export const BAND_ROWS: usize = 3 << 20;
export const BAND_ROWS_STRIDE: usize = 2112;
export const BAND_LINES: usize = (3 << 20) + 16896;
export const BAND_MEANS: usize = (3 << 20) + 33792;

/** Pixels or JPEG bytes come here; the entropy data and the coefficients of a JPEG follow behind them. */
export const SOURCE: usize = 4 << 20;

/** Makes sure that `end` (a byte address) can be written. False where the memory may not grow that far. */
export function ensure(end: usize): bool {
  const pages = <i32>((end + 0xffff) >> 16);
  const missing = pages - memory.size();
  return missing <= 0 || memory.grow(missing) >= 0;
}
