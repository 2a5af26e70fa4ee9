/** Luma steps of T.81 table K.1, which libjpeg scales for quality; their order does not matter for a sum. */
const standardSteps = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
  87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103, 99,
] as const;

const standardSum = standardSteps.reduce((sum, step) => sum + step, 0);

/**
 * The quality (1 to 100, libjpeg's scale) at which libjpeg would quantise luma as coarsely as these steps do on the
 * whole. Encoders with other tables get the quality of equal sum, which is what matters here: how far rounding went.
 */
export function estimateJpegQuality(steps: Uint16Array): number {
  const percent = (100 * steps.reduce((sum, step) => sum + step, 0)) / standardSum;
  const quality = percent <= 100 ? (200 - percent) / 2 : 5000 / percent;
  return Math.max(1, Math.min(100, Math.round(quality)));
}
