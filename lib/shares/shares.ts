/**
 * A secret in shares of which any M give it back and M - 1 say nothing of it: A. Shamir, How to share a secret (1979), byte
 * by byte over the field of 256 elements, as other implementations do it.
 *
 * Four bytes of a hash go with the secret, so that shares that do not belong together, or are too few, are noticed
 * instead of giving another secret.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { invert, multiply } from './field.ts';

/** One person's part. */
export interface Share {
  /** The same in all shares of one splitting; says nothing of the secret. 4 bytes. */
  readonly setId: Buffer;
  /** How many shares it takes. */
  readonly threshold: number;
  /** 1 to 255; no two of a set have the same. */
  readonly index: number;
  readonly bytes: Buffer;
}

const CHECK_BYTES = 4;
const SET_ID_BYTES = 4;

/** Splits a secret in `count` shares (at most 255), any `threshold` of which (at least 2) give it back. @throws RangeError */
export function splitSecret(secret: Uint8Array, threshold: number, count: number): readonly Share[] {
  if (!Number.isInteger(threshold) || !Number.isInteger(count) || threshold < 2 || count < threshold || count > 255)
    throw new RangeError('At least 2 shares must be needed, and at most 255 can be made.');
  if (secret.length === 0) throw new RangeError('There is nothing to split.');
  const checked = Buffer.concat([secret, checkOf(secret)]);
  const setId = randomBytes(SET_ID_BYTES);
  // One polynomial a byte: its value at 0 is the byte, the other coefficients are chance.
  const coefficients = [checked, ...Array.from({ length: threshold - 1 }, () => randomBytes(checked.length))];
  return Array.from({ length: count }, (_, at) => ({
    ...{ setId, threshold, index: at + 1 },
    bytes: evaluate(coefficients, at + 1),
  }));
}

/** The secret of shares that belong together. @throws RangeError saying why it cannot be given back */
export function combineShares(shares: readonly Share[]): Buffer {
  const [first] = shares;
  if (first === undefined) throw new RangeError('No share was given.');
  const { threshold, setId } = first;
  const isOneSet = shares.every(
    (share) => share.setId.equals(setId) && share.threshold === threshold && share.bytes.length === first.bytes.length,
  );
  if (!isOneSet) throw new RangeError('These shares are not of one set.');
  const distinct = [...new Map(shares.map((share) => [share.index, share])).values()];
  if (distinct.length < threshold)
    throw new RangeError(`It takes ${threshold} different shares; ${distinct.length} were given.`);
  const checked = interpolate(distinct.slice(0, threshold));
  const secret = checked.subarray(0, -CHECK_BYTES);
  if (!timingSafeEqual(checkOf(secret), checked.subarray(-CHECK_BYTES)))
    throw new RangeError('The shares do not give the secret: one of them is not what it was.');
  return secret;
}

/** The polynomials' values at `x`, by Horner's rule. */
function evaluate(coefficients: readonly Uint8Array[], x: number): Buffer {
  const value = Buffer.alloc(coefficients[0]?.length ?? 0);
  for (const coefficient of coefficients.toReversed())
    for (let at = 0; at < value.length; at += 1) value[at] = multiply(value[at] ?? 0, x) ^ (coefficient[at] ?? 0);
  return value;
}

/** Their values at 0, by Lagrange's formula. */
function interpolate(shares: readonly Share[]): Buffer {
  const value = Buffer.alloc(shares[0]?.bytes.length ?? 0);
  for (const { index, bytes } of shares) {
    const others = shares.filter((share) => share.index !== index);
    const weight = others.reduce(
      (product, other) => multiply(product, multiply(other.index, invert(other.index ^ index))),
      1,
    );
    for (let at = 0; at < value.length; at += 1) value[at] = (value[at] ?? 0) ^ multiply(bytes[at] ?? 0, weight);
  }
  return value;
}

const checkOf = (bytes: Uint8Array): Buffer =>
  createHash('sha256').update('shares/check').update(bytes).digest().subarray(0, CHECK_BYTES);

const TEXT_CHECK_BYTES = 4;

/**
 * A share on paper: `share 2 of any 3, set 5f0c92ab: 91c4 7c07 ...`, hexadecimal in groups of four, with four bytes at the end that
 * show a slip of the pen.
 */
export function formatShare(share: Share): string {
  const body = headOf(share);
  const digits = Buffer.concat([share.bytes, sumOf(body)]).toString('hex');
  return `share ${share.index} of any ${share.threshold}, set ${share.setId.toString('hex')}: ${digits.replace(/(.{4})(?=.)/g, '$1 ')}`;
}

/** Reads what `formatShare` wrote, in any case and spacing. @throws SyntaxError when it is none or was mistyped */
export function parseShare(text: string): Share {
  const [, index, threshold, setId, digits] =
    /^\s*share\s+(\d{1,3})\s+of\s+any\s+(\d{1,3}),\s*set\s+([0-9a-f]{8}):([0-9a-f\s]+)$/i.exec(text) ?? [];
  const all = Buffer.from((digits ?? '').replace(/\s/g, ''), 'hex');
  if (setId === undefined || all.length <= TEXT_CHECK_BYTES + CHECK_BYTES)
    throw new SyntaxError('A share has the form "share 1 of any 3, set 01234567: 89ab cdef ...".');
  const share = {
    ...{ setId: Buffer.from(setId, 'hex'), threshold: Number(threshold), index: Number(index) },
    bytes: all.subarray(0, -TEXT_CHECK_BYTES),
  };
  if (share.index < 1 || share.index > 255 || !sumOf(headOf(share)).equals(all.subarray(-TEXT_CHECK_BYTES)))
    throw new SyntaxError(`Share ${share.index} was mistyped or cut: its last eight digits do not fit.`);
  return share;
}

const headOf = ({ setId, threshold, index, bytes }: Share): Buffer =>
  Buffer.concat([setId, Buffer.from([threshold, index]), bytes]);
const sumOf = (body: Buffer): Buffer =>
  createHash('sha256').update('shares/text').update(body).digest().subarray(0, TEXT_CHECK_BYTES);
