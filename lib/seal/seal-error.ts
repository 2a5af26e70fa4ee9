/** Thrown when a box does not open: it is not for these identities (`not-for-us`), or is not what was sealed (`damaged`). */
export class SealError extends Error {
  override readonly name = 'SealError';
  readonly code: 'not-for-us' | 'damaged';
  constructor(code: 'not-for-us' | 'damaged', message: string) {
    super(message);
    this.code = code;
  }
}
