/**
 * Why the fast path leaves a JPEG to the exact path. None of these says that the picture is broken, only that its
 * coefficients are not read here.
 */
export type JpegRefusalCode =
  /** Not a JPEG, or its segments do not follow the standard. */
  | 'malformed'
  /** A coding that is not read here: arithmetic, lossless, hierarchical, 12 bits, height given later. */
  | 'unsupported-coding'
  /** Not YCbCr or grey, or it is not certain that it is. */
  | 'unsupported-colour'
  /** Luma is not the component with the most samples, or too many blocks in an MCU. */
  | 'unsupported-sampling'
  /** More pixels than the limit for this path. */
  | 'too-large'
  /** More scans than any sensible encoder writes. */
  | 'too-many-scans'
  /** Entropy-coded data that ends early or fits no code. */
  | 'broken-data'
  /** A block that no samples of 0 to 255 can have given: clipping, which this path leaves out, would change it. */
  | 'out-of-range'
  /** Scans are missing, so that another decoder would guess at what was not sent. */
  | 'incomplete'
  /** Quantised so coarsely that rounding in pixels, which this path never makes, could change bits. */
  | 'low-quality'
  /** Too many coefficients too close to the median for the two paths to be sure to agree. */
  | 'doubtful';

/** Thrown inside the fast path and caught where it is entered. */
export class JpegRefusal extends Error {
  readonly code: JpegRefusalCode;

  constructor(code: JpegRefusalCode, message: string) {
    super(message);
    this.name = 'JpegRefusal';
    this.code = code;
  }
}

/** Throws where `condition` does not hold. */
export function requireJpeg(condition: boolean, code: JpegRefusalCode, message: string): asserts condition {
  if (!condition) throw new JpegRefusal(code, message);
}
