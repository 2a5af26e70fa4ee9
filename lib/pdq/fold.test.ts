import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldAxis } from './fold.ts';
import { randomFrom } from './test-support.ts';

/** What the folded weights stand for, step by step: sample, box, box, decimate. */
function reduceLine(line: readonly number[], isSampled: boolean): number[] {
  const sampled = isSampled
    ? Array.from({ length: 512 }, (_, k) => line[Math.floor((k * line.length) / 512)] ?? 0)
    : line;
  const window = Math.ceil(sampled.length / 128);
  const box = (values: readonly number[]) =>
    values.map((_, k) => {
      const after = Math.floor(window / 2);
      const inside = values.slice(Math.max(0, k - (window - 1 - after)), k + after + 1);
      return inside.reduce((sum, value) => sum + value, 0) / inside.length;
    });
  const smooth = box(box(sampled));
  return Array.from({ length: 64 }, (_, cell) => smooth[Math.floor(((cell + 0.5) * sampled.length) / 64)] ?? 0);
}

/** Forward DCT of eight values, orthonormal as JPEG's is along one axis. */
function transformEight(values: readonly number[]): number[] {
  return Array.from({ length: 8 }, (_, frequency) => {
    const sum = values.reduce((s, v, x) => s + v * Math.cos(((2 * x + 1) * frequency * Math.PI) / 16), 0);
    return (frequency === 0 ? Math.SQRT1_2 / 2 : 0.5) * sum;
  });
}

test('foldAxis weighs the coefficients of blocks as sampling, boxes and decimation weigh their pixels', () => {
  const random = randomFrom(9);
  for (const length of [5, 8, 13, 64, 65, 100, 128, 129, 200, 384, 500, 512, 513, 777, 1152, 4000, 20000, 65535]) {
    for (const isSampled of length > 512 ? [true] : [true, false]) {
      const line = Array.from({ length }, () => random() * 255);
      const { weights, blocks } = foldAxis(length, isSampled);
      const cells = new Array<number>(64).fill(0);
      for (let block = 0; block * 8 < length; block++) {
        const [cell = 0, count = 0, entry = 0] = blocks.subarray(block * 4);
        // What pads the last block must not matter: fill it with something else.
        const pixels = Array.from({ length: 8 }, (_, x) => line[block * 8 + x] ?? 999);
        const coefficients = transformEight(pixels);
        for (let k = 0; k < count; k++) {
          const of = weights.subarray((entry + k) * 8, (entry + k) * 8 + 8);
          const sum = coefficients.reduce((s, value, u) => s + value * (of[u] ?? 0), 0);
          cells[cell + k] = (cells[cell + k] ?? 0) + sum;
        }
      }
      reduceLine(line, isSampled).forEach((expected, cell) => {
        const actual = cells[cell] ?? Number.NaN;
        assert.ok(Math.abs(actual - expected) < 0.002, `${length} cell ${cell}: ${actual} for ${expected}`);
      });
    }
  }
});

test('foldAxis keeps its lists inside what the engine has room for', () => {
  for (let length = 5; length <= 65535; length += length < 1100 ? 1 : 997) {
    const { weights, blocks } = foldAxis(length, length > 512);
    assert.ok(weights.length / 8 <= 1024 && blocks.length / 4 <= 8192, `${length}`);
  }
});
