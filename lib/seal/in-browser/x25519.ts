/**
 * X25519 (RFC 7748) on big integers: a page's own part of a sealed box, in every browser since 2020 (WebCrypto has it in all of them only
 * since 2025). The secret is made for one box and forgotten, on the machine of the one whose secret it is; that the ladder's time
 * depends on it tells nobody anything.
 */
const PRIME = 2n ** 255n - 19n;
const A24 = 121_665n;
export const KEY_BYTES = 32;

/** The point that public keys are multiples of. */
export const BASE_POINT: Uint8Array = Uint8Array.from({ length: KEY_BYTES }, (_, at) => (at === 0 ? 9 : 0));

/** `scalar` times `point`, each 32 bytes, little-endian (RFC 7748, 5). @throws RangeError for another length */
export function x25519(scalar: Uint8Array, point: Uint8Array): Uint8Array<ArrayBuffer> {
  if (scalar.length !== KEY_BYTES || point.length !== KEY_BYTES) throw new RangeError('X25519 takes 32 bytes each.');
  const factor = (toNumber(scalar) & (2n ** 255n - 8n)) | (2n ** 254n);
  const x1 = toNumber(point) & (2n ** 255n - 1n);
  return toBytes(ladder(factor & (2n ** 255n - 1n), x1 % PRIME));
}

/** The Montgomery ladder: from the highest bit down, a pair of neighbouring multiples. */
function ladder(factor: bigint, x1: bigint): bigint {
  let [x2, z2, x3, z3] = [1n, 0n, x1, 1n];
  for (let bit = 254n; bit >= 0n; bit -= 1n) {
    const isSet = ((factor >> bit) & 1n) === 1n;
    if (isSet) [x2, z2, x3, z3] = [x3, z3, x2, z2];
    const [a, b, c, d] = [x2 + z2, x2 - z2, x3 + z3, x3 - z3];
    const [aa, bb, da, cb] = [mod(a * a), mod(b * b), d * a, c * b];
    const e = aa - bb;
    x3 = mod((da + cb) ** 2n);
    z3 = mod(x1 * mod((da - cb) ** 2n));
    x2 = mod(aa * bb);
    z2 = mod(e * (aa + A24 * e));
    if (isSet) [x2, z2, x3, z3] = [x3, z3, x2, z2];
  }
  return mod(x2 * power(z2, PRIME - 2n));
}

const mod = (value: bigint): bigint => {
  const rest = value % PRIME;
  return rest < 0n ? rest + PRIME : rest;
};

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = base, left = exponent; left > 0n; left >>= 1n, square = mod(square * square))
    if ((left & 1n) === 1n) result = mod(result * square);
  return result;
}

function toNumber(bytes: Uint8Array): bigint {
  return bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

const toBytes = (value: bigint): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: KEY_BYTES }, (_, at) => Number((value >> BigInt(8 * at)) & 255n));
