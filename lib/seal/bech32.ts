/** Bech32 (BIP 173) without its length limit, the spelling of age keys. */

const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const CHECK_SYMBOLS = 6;

/** `bytes` under the prefix `hrp`, in lower case. */
export function encodeBech32(hrp: string, bytes: Uint8Array): string {
  const symbols = regroup(bytes, 8, 5, true);
  const rest = checksumOf([...expand(hrp), ...symbols, ...new Array<number>(CHECK_SYMBOLS).fill(0)]) ^ 1;
  const check = Array.from({ length: CHECK_SYMBOLS }, (_, i) => (rest >>> (5 * (CHECK_SYMBOLS - 1 - i))) & 31);
  return `${hrp}1${[...symbols, ...check].map((symbol) => ALPHABET.charAt(symbol)).join('')}`;
}

/** The bytes behind `text`. @throws SyntaxError when the prefix, a symbol or the checksum is wrong. */
export function decodeBech32(hrp: string, text: string): Uint8Array {
  if (!text.startsWith(`${hrp}1`)) throw new SyntaxError(`A key of this kind begins with ${hrp}1.`);
  const symbols = Array.from(text.slice(hrp.length + 1), (letter) => ALPHABET.indexOf(letter));
  if (symbols.includes(-1)) throw new SyntaxError('The key has a letter that bech32 does not use.');
  if (checksumOf([...expand(hrp), ...symbols]) !== 1)
    throw new SyntaxError('The key is mistyped: its check letters do not fit.');
  return Uint8Array.from(regroup(symbols.slice(0, -CHECK_SYMBOLS), 5, 8, false));
}

function checksumOf(values: readonly number[]): number {
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    GENERATOR.forEach((term, i) => {
      if ((top >>> i) & 1) sum ^= term;
    });
  }
  return sum >>> 0;
}

function expand(hrp: string): number[] {
  const codes = Array.from(hrp, (letter) => letter.charCodeAt(0));
  return [...codes.map((code) => code >>> 5), 0, ...codes.map((code) => code & 31)];
}

/** Regroups a bit string from `from`-bit to `to`-bit groups; padded with zeros on encoding, padding dropped on decoding. */
function regroup(groups: Iterable<number>, from: number, to: number, pad: boolean): number[] {
  const out: number[] = [];
  let bits = 0;
  let waiting = 0;
  for (const group of groups) {
    waiting = (waiting << from) | group;
    bits += from;
    while (bits >= to) {
      bits -= to;
      out.push((waiting >>> bits) & ((1 << to) - 1));
    }
    waiting &= (1 << bits) - 1;
  }
  if (pad && bits > 0) out.push((waiting << (to - bits)) & ((1 << to) - 1));
  return out;
}
