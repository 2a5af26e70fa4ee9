import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  formatReceipt,
  groupsOf,
  readReceipt,
  RECEIPT_ALPHABET,
  RECEIPT_LENGTH,
  receiptFromSeed,
  receiptSecret,
} from './door.ts';

const seeds = fc.uint8Array({ minLength: 16, maxLength: 64 });
const receipts = seeds.map((seed) => receiptFromSeed(seed));
const places = fc.integer({ min: 0, max: RECEIPT_LENGTH - 1 });

test('receiptFromSeed gives 28 symbols of the alphabet, the same for the same seed', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const receipt = receiptFromSeed(seed);
      assert.match(receipt, /^[0-9A-HJKMNP-TVXYZ]{28}$/);
      assert.equal(receipt, receiptFromSeed(Buffer.from(seed)));
    }),
  );
});

test('receiptFromSeed refuses a seed shorter than 16 bytes', () => {
  assert.throws(() => receiptFromSeed(new Uint8Array(15)), RangeError);
});

test('receiptFromSeed spreads symbols evenly over all 31 at every free place', () => {
  const rounds = 6_200;
  const counts = new Map<string, number>();
  for (let i = 0; i < rounds; i += 1) {
    const seed = Buffer.alloc(16);
    seed.writeUInt32BE(i, 12);
    for (const [place, symbol] of Array.from(receiptFromSeed(seed)).entries()) {
      counts.set(`${place}${symbol}`, (counts.get(`${place}${symbol}`) ?? 0) + 1);
    }
  }
  const expected = rounds / 31;
  assert.equal(counts.size, 28 * 31);
  const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // 28 places of 30 degrees of freedom: mean 840, standard deviation 41. Fixed seeds: the value never moves.
  assert.ok(chiSquare < 840 + 4 * 41 && chiSquare > 840 - 4 * 41, `chi-square ${chiSquare}`);
});

test('readReceipt reads back what formatReceipt wrote', () => {
  fc.assert(
    fc.property(receipts, (receipt) => {
      assert.match(formatReceipt(receipt), /^(\w{4} ){6}\w{4}$/);
      assert.equal(groupsOf(receipt).join(''), receipt);
      assert.deepEqual(readReceipt(formatReceipt(receipt)), { ok: true, receipt });
    }),
  );
});

test('readReceipt catches every single wrong symbol', () => {
  fc.assert(
    fc.property(receipts, (receipt) => {
      for (let place = 0; place < RECEIPT_LENGTH; place += 1) {
        for (const symbol of RECEIPT_ALPHABET) {
          if (symbol === receipt[place]) continue;
          const wrong = receipt.slice(0, place) + symbol + receipt.slice(place + 1);
          assert.deepEqual(readReceipt(wrong), { ok: false, fault: { code: 'wrong-check' } });
        }
      }
    }),
    { numRuns: 20 },
  );
});

test('readReceipt catches every swap of two different symbols', () => {
  fc.assert(
    fc.property(receipts, places, places, (receipt, a, b) => {
      const symbols = Array.from(receipt);
      const [first = '', second = ''] = [symbols[a], symbols[b]];
      fc.pre(first !== second);
      symbols[a] = second;
      symbols[b] = first;
      assert.deepEqual(readReceipt(symbols.join('')), { ok: false, fault: { code: 'wrong-check' } });
    }),
    { numRuns: 2_000 },
  );
});

test('readReceipt forgives case, spacing, hyphens and letters that look or sound alike', () => {
  const lookAlikes: Record<string, string[]> = {
    0: ['o', 'O', '０'],
    1: ['i', 'L', 'l', 'I'],
    V: ['u', 'w', 'W', 'v'],
  };
  const separators = fc.constantFrom('', ' ', '-', ' - ', '\u2013', '\u00a0', '\n', '.', '\t', '\u200b', '_', '\u2011');
  fc.assert(
    fc.property(
      receipts,
      fc.array(fc.nat(9), { minLength: 28, maxLength: 28 }),
      fc.array(separators, { minLength: 28, maxLength: 28 }),
      (receipt, picks, between) => {
        const typed = Array.from(receipt)
          .map((symbol, place) => {
            const pick = picks[place] ?? 0;
            const alike = lookAlikes[symbol] ?? [symbol.toLowerCase(), symbol];
            return (alike[pick % alike.length] ?? symbol) + (between[place] ?? '');
          })
          .join('');
        assert.deepEqual(readReceipt(typed), { ok: true, receipt });
      },
    ),
  );
});

test('readReceipt says what is wrong', () => {
  const receipt = receiptFromSeed(Buffer.alloc(16, 7));
  assert.deepEqual(readReceipt(' - '), { ok: false, fault: { code: 'empty' } });
  assert.deepEqual(readReceipt(receipt.slice(1)), { ok: false, fault: { code: 'wrong-length', count: 27 } });
  assert.deepEqual(readReceipt(`${receipt}0`), { ok: false, fault: { code: 'wrong-length', count: 29 } });
  assert.deepEqual(readReceipt(`Ö${receipt.slice(1)}`), { ok: false, fault: { code: 'wrong-symbol', symbol: 'Ö' } });
  assert.deepEqual(readReceipt('0'.repeat(300)), { ok: false, fault: { code: 'wrong-length', count: 300 } });
});

test('readReceipt answers whatever it is given', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      assert.equal(typeof readReceipt(text).ok, 'boolean');
    }),
  );
  assert.equal(readReceipt(`\0${String.fromCharCode(0xd800)}\u{10ffff}`).ok, false);
});

test('receiptSecret differs between receipts and stays the same for one', () => {
  const a = receiptFromSeed(Buffer.alloc(16, 1));
  const b = receiptFromSeed(Buffer.alloc(16, 2));
  assert.equal(receiptSecret(a).length, 32);
  assert.deepEqual(receiptSecret(a), receiptSecret(a));
  assert.notDeepEqual(receiptSecret(a), receiptSecret(b));
});
