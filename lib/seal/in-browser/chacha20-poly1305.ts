/** ChaCha20-Poly1305 (RFC 8439), encryption alone and without additional data: what a page needs to write an age box. */
const BLOCK_BYTES = 64;
const TAG_BYTES = 16;
const POLY_PRIME = 2n ** 130n - 5n;
const CLAMP = 0x0ffffffc0ffffffc0ffffffc0fffffffn;
/** "expand 32-byte k", as four little-endian words. */
const SIGMA = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574] as const;
/** The quarter rounds of a double round, over columns and then diagonals of the 4 by 4 state (RFC 8439, 2.3). */
const COLUMNS = [[0, 4, 8, 12] as const, [1, 5, 9, 13] as const, [2, 6, 10, 14] as const, [3, 7, 11, 15] as const];
const DIAGONALS = [[0, 5, 10, 15] as const, [1, 6, 11, 12] as const, [2, 7, 8, 13] as const, [3, 4, 9, 14] as const];
const DOUBLE_ROUND = [...COLUMNS, ...DIAGONALS];

/** `plaintext` encrypted, its 16-byte tag behind it. The key has 32 bytes, the nonce 12, used once with this key. */
export function encryptAndTag(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(plaintext.length + TAG_BYTES);
  for (let at = 0; at < plaintext.length; at += BLOCK_BYTES) {
    const stream = chachaBlock(key, nonce, 1 + at / BLOCK_BYTES);
    const part = plaintext.subarray(at, at + BLOCK_BYTES);
    out.set(
      part.map((byte, index) => byte ^ (stream[index] ?? 0)),
      at,
    );
  }
  const ciphertext = out.subarray(0, plaintext.length);
  out.set(poly1305(chachaBlock(key, nonce, 0).subarray(0, 32), macInput(ciphertext)), plaintext.length);
  return out;
}

function chachaBlock(key: Uint8Array, nonce: Uint8Array, counter: number): Uint8Array {
  const start = Uint32Array.of(...SIGMA, ...words(key), counter, ...words(nonce));
  const state = Uint32Array.from(start);
  for (let round = 0; round < 10; round += 1) for (const [a, b, c, d] of DOUBLE_ROUND) quarterRound(state, a, b, c, d);
  const out = new DataView(new ArrayBuffer(BLOCK_BYTES));
  state.forEach((word, index) => out.setUint32(4 * index, word + (start[index] ?? 0), true));
  return new Uint8Array(out.buffer);
}

function quarterRound(state: Uint32Array, a: number, b: number, c: number, d: number): void {
  const step = (to: number, by: number, turned: number, left: number): void => {
    const sum = ((state[to] ?? 0) + (state[by] ?? 0)) >>> 0;
    state[to] = sum;
    const mixed = (state[turned] ?? 0) ^ sum;
    state[turned] = (mixed << left) | (mixed >>> (32 - left));
  };
  step(a, b, d, 16);
  step(c, d, b, 12);
  step(a, b, d, 8);
  step(c, d, b, 7);
}

function words(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 4 }, (_, index) => view.getUint32(4 * index, true));
}

/** The ciphertext filled up to 16 bytes, the length of the additional data (none), the length of the ciphertext (RFC 8439, 2.8). */
function macInput(ciphertext: Uint8Array): Uint8Array {
  const filled = Math.ceil(ciphertext.length / 16) * 16;
  const input = new Uint8Array(filled + 16);
  input.set(ciphertext);
  new DataView(input.buffer).setBigUint64(filled + 8, BigInt(ciphertext.length), true);
  return input;
}

function poly1305(key: Uint8Array, message: Uint8Array): Uint8Array {
  const r = toNumber(key.subarray(0, 16)) & CLAMP;
  let sum = 0n;
  for (let at = 0; at < message.length; at += 16)
    sum = ((sum + (toNumber(message.subarray(at, at + 16)) | (1n << 128n))) * r) % POLY_PRIME;
  const tag = sum + toNumber(key.subarray(16, 32));
  return Uint8Array.from({ length: TAG_BYTES }, (_, at) => Number((tag >> BigInt(8 * at)) & 255n));
}

const toNumber = (bytes: Uint8Array): bigint => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
