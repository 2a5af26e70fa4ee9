/** The field of 256 elements with the polynomial of AES (FIPS 197, section 4.2): addition is XOR. */

const POLYNOMIAL = 0x11b;
const GENERATOR = 0x03;

/** The product, without a table or a branch that depends on the values: what is multiplied is secret. */
export function multiply(a: number, b: number): number {
  let product = 0;
  let shifted = a;
  for (let bit = 0; bit < 8; bit += 1) {
    product ^= shifted & -((b >>> bit) & 1);
    shifted = (shifted << 1) ^ (POLYNOMIAL & -(shifted >>> 7));
  }
  return product;
}

/** The element whose product with `a` is 1: a^254. @throws RangeError for 0, which has none */
export function invert(a: number): number {
  if (a === 0) throw new RangeError('Zero has no inverse.');
  let power = a;
  // 254 in binary is 11111110: square and multiply six times, then square.
  for (let bit = 0; bit < 6; bit += 1) power = multiply(multiply(power, power), a);
  return multiply(power, power);
}

/** A generator of the field's 255 elements but zero, for tests that walk through all of them. */
export const generator = GENERATOR;
