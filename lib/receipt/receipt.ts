/**
 * A receipt: 27 uniformly chosen symbols of 31 and one check symbol, shown as seven groups of four.
 *
 * 27 * log2(31) is 133.7 bits, so a receipt cannot be found by trying. The alphabet is Crockford's base 32 without W, which
 * sounds like V in Swedish; 31 is prime, which makes the check exact: with weights 1 to 28, all different and none of them
 * zero modulo 31, a single wrong symbol changes the weighted sum, and so does any swap of two different symbols.
 */
import { createHmac, hkdfSync } from 'node:crypto';

/** A digit stands for itself, a letter for the next free number. */
export const RECEIPT_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVXYZ';
/** Symbols in all, the check symbol last. */
export const RECEIPT_LENGTH = 28;

const BASE = RECEIPT_ALPHABET.length;
const GROUP_LENGTH = 4;
const MIN_SEED_BYTES = 16;
/** Longer input is no receipt however it is spaced. */
const MAX_TYPED_LENGTH = 200;

declare const receiptBrand: unique symbol;
/** 28 symbols without spaces, the check symbol right. Made by `receiptFromSeed` and `readReceipt` only. */
export type Receipt = string & { readonly [receiptBrand]: true };

/** Why a typed text is not a receipt; screens translate these. */
export type ReceiptFault =
  | { readonly code: 'empty' }
  /** `count`: how many symbols there were; a receipt has `RECEIPT_LENGTH`. */
  | { readonly code: 'wrong-length'; readonly count: number }
  /** `symbol`: a character that no receipt has. */
  | { readonly code: 'wrong-symbol'; readonly symbol: string }
  /** Well formed, but a symbol is wrong or two have changed places. */
  | { readonly code: 'wrong-check' };

/**
 * The receipt that belongs to a seed: the same seed gives the same receipt, and a random seed a uniformly random one.
 * Symbols are 5-bit pieces of an HMAC-SHA-256 counter stream; the one value of 32 that is no symbol is passed over.
 * @throws RangeError when the seed is shorter than 16 bytes.
 */
export function receiptFromSeed(seed: Uint8Array): Receipt {
  if (seed.length < MIN_SEED_BYTES) throw new RangeError(`A receipt's seed is at least ${MIN_SEED_BYTES} bytes.`);
  const values: number[] = [];
  for (let block = 0; values.length < RECEIPT_LENGTH - 1; block += 1) {
    for (const byte of createHmac('sha256', seed).update(`fyr/receipt/v1/${block}`).digest()) {
      const value = byte & 31;
      if (value < BASE && values.length < RECEIPT_LENGTH - 1) values.push(value);
    }
  }
  values.push(checkValueOf(values));
  const symbols = values.map((value) => RECEIPT_ALPHABET.charAt(value)).join('');
  if (!isReceipt(symbols)) throw new Error('A receipt came out that does not pass its own check.');
  return symbols;
}

/** Seven groups of four with spaces between, as shown to people. */
export const formatReceipt = (receipt: Receipt): string => groupsOf(receipt).join(' ');

/** The seven groups of four. */
export const groupsOf = (receipt: Receipt): readonly string[] =>
  Array.from({ length: RECEIPT_LENGTH / GROUP_LENGTH }, (_, i) =>
    receipt.slice(i * GROUP_LENGTH, (i + 1) * GROUP_LENGTH),
  );

/**
 * Reads a receipt that a person typed or pasted: capitals or not, with or without spaces, hyphens and dots, with letters
 * that look or sound like others (O for 0, I and L for 1, U and W for V). Never throws.
 */
export function readReceipt(
  typed: string,
): { readonly ok: true; readonly receipt: Receipt } | { readonly ok: false; readonly fault: ReceiptFault } {
  if (typed.length > MAX_TYPED_LENGTH) return { ok: false, fault: { code: 'wrong-length', count: typed.length } };
  const symbols = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}\p{Cf}\p{Cc}._/|,;:'"`<>[\](){}*]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
    .replace(/[UW]/g, 'V');
  if (symbols === '') return { ok: false, fault: { code: 'empty' } };
  const strange = Array.from(symbols).find((symbol) => !RECEIPT_ALPHABET.includes(symbol));
  if (strange !== undefined) return { ok: false, fault: { code: 'wrong-symbol', symbol: strange.toWellFormed() } };
  if (symbols.length !== RECEIPT_LENGTH) return { ok: false, fault: { code: 'wrong-length', count: symbols.length } };
  return isReceipt(symbols) ? { ok: true, receipt: symbols } : { ok: false, fault: { code: 'wrong-check' } };
}

/** The 32 secret bytes that a receipt stands for (HKDF-SHA-256, RFC 5869): keys are derived from these. */
export function receiptSecret(receipt: Receipt): Buffer {
  return Buffer.from(hkdfSync('sha256', Buffer.from(receipt, 'ascii'), Buffer.alloc(0), 'fyr/receipt/v1/secret', 32));
}

function isReceipt(symbols: string): symbols is Receipt {
  const values = Array.from(symbols, (symbol) => RECEIPT_ALPHABET.indexOf(symbol));
  return values.length === RECEIPT_LENGTH && !values.includes(-1) && weightedSum(values) === 0;
}

/** Solves `weightedSum(values with the check) = 0`: the check's weight is 28, and 28 * 10 = 280 = 1 modulo 31. */
function checkValueOf(values: readonly number[]): number {
  return ((BASE - weightedSum(values)) * 10) % BASE;
}

function weightedSum(values: readonly number[]): number {
  return values.reduce((sum, value, index) => (sum + (index + 1) * value) % BASE, 0);
}
