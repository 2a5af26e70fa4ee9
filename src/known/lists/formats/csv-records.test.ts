import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { readCsvRecords, splitRecord } from './csv-records.ts';
import { readLines } from './json-lines.ts';

async function* bytesOf(text: string, size = 5) {
  await Promise.resolve();
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function rowsOf(text: string, size?: number) {
  const rows = [];
  for await (const record of readCsvRecords(bytesOf(text, size), () => undefined)) {
    rows.push(record.ok ? [record.line, record.field('a'), record.field('b')] : [record.row.line, 'bad']);
  }
  return rows;
}
/** Without the control characters and spaces at the ends that the reader trims away. */
const field = fc
  .array(fc.constantFrom('a', 'b', '"', ',', ';', ' ', 'å', '\t', "'", '0'), { maxLength: 8 })
  .map((characters) => characters.join('').trim());

test('splitRecord equals csv-parse on whatever csv-stringify writes', () => {
  fc.assert(
    fc.property(
      fc.array(field, { minLength: 2, maxLength: 6 }),
      fc.constantFrom(',', ';', '\t'),
      (fields, delimiter) => {
        fc.pre(fields.some((each) => each !== ''));
        const text = stringify([fields], { delimiter }).trimEnd();
        assert.deepEqual(splitRecord(text, delimiter), parse(text, { delimiter, trim: true })[0]);
      },
    ),
    { numRuns: 1_000 },
  );
});

test('readCsvRecords gives back every record, with line breaks in quotes, in any chunks', async () => {
  const text = fc
    .array(fc.constantFrom('x', '"', '\n', ',', ' y'), { maxLength: 5 })
    .map((parts) => parts.join('').trim());
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(text, text), { maxLength: 8 }),
      fc.integer({ min: 1, max: 30 }),
      async (rows, size) => {
        const file = stringify([['a', 'b'], ...rows.map(([a, b]) => [`k${a}`, b])], { quoted: true });
        const found = await rowsOf(file, size);
        assert.deepEqual(
          found.map(([, a, b]) => [a, b]),
          rows.map(([a, b]) => [`k${a}`, b]),
        );
      },
    ),
    { numRuns: 300 },
  );
});

test('readCsvRecords loses one record to a stray quote, not those after it', async () => {
  assert.deepEqual(await rowsOf('\uFEFFa;b\r\n1;2\r\n"x"y;2\r\n4;5\r\n6;7;8\r\n9;10;\r\n'), [
    [2, '1', '2'],
    [3, 'bad'],
    [4, '4', '5'],
    [5, 'bad'],
    [6, '9', '10'],
  ]);
  const never = `a,b\n"open,1\n${Array.from({ length: 50 }, (_, n) => `${n},x`).join('\n')}\n`;
  const rows = await rowsOf(never);
  assert.deepEqual(rows[0], [2, 'bad']);
  assert.equal(rows.length, 51);
  assert.deepEqual(rows.at(-1), [52, '49', 'x']);
});

test('readCsvRecords refuses an empty file', async () => {
  await assert.rejects(rowsOf(''), /empty/);
});

test('readLines keeps nothing of a line longer than a mebibyte, and goes on after it', async () => {
  const lines = [];
  for await (const line of readLines(bytesOf(`one\n${'x'.repeat(3 << 20)}\n\nfour`, 1 << 16)))
    lines.push([line.line, line.text]);
  assert.deepEqual(lines, [
    [1, 'one'],
    [2, undefined],
    [3, ''],
    [4, 'four'],
  ]);
});
