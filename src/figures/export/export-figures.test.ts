/** Files read back: they hold what the page shows, and nothing that a spreadsheet would run. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import readWorkbook from 'read-excel-file/node';
import { z } from 'zod';
import { fullBoard } from '../board/board-for-tests.ts';
import type { BoardWords } from '../board/board-tables.ts';
import { boardDocument, exportFigures } from './export-figures.ts';

const EVIL = ['=cmd|x!A1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'];
const words: BoardWords = {
  ...({ language: 'sv', timeZone: 'Europe/Stockholm' } as const),
  nameOfProvider: (id) => EVIL[Number(id.slice(1)) - 1],
};
const document = boardDocument(fullBoard(), words, 'Fyr prov');
const cellsOf = (text: string) => z.array(z.array(z.string())).parse(parse(text, { bom: true }));

test('exportFigures writes a CSV with every number of every table, marked as UTF-8', async () => {
  const bytes = await exportFigures(document, 'csv');
  assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  const lines = cellsOf(bytes.toString());
  assert.deepEqual(lines[0], ['tabell', 'rad', 'kolumn', 'värde', 'som det visas']);
  assert.equal(lines[1]?.[1], document.remarks[0]);
  for (const { heading, rows, columns } of document.tables)
    for (const { cells } of rows)
      for (const [at, { value, text }] of cells.entries())
        assert.ok(
          lines.some(
            (line) =>
              line[0] === heading && line[2] === columns[at + 1] && line[3] === String(value ?? '') && line[4] === text,
          ),
          `${heading}: ${text}`,
        );
});

test('exportFigures lets no name become a formula in a CSV (OWASP)', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...EVIL, '＝1', '＠x'), fc.string(), async (start, rest) => {
      const label = `${start}${rest}`;
      const table = {
        heading: label,
        lead: '',
        columns: ['', label],
        empty: '',
        rows: [{ key: '', label, cells: [{ text: label, value: 1 }] }],
      };
      const bytes = await exportFigures({ ...document, remarks: [label], tables: [table] }, 'csv');
      for (const cell of cellsOf(bytes.toString()).flat()) assert.doesNotMatch(cell, /^[=+\-@\t\r]/);
    }),
    { numRuns: 60 },
  );
});

test('exportFigures writes a workbook with a sheet for each table, numbers as numbers and words as words', async () => {
  const sheets = await readWorkbook(await exportFigures(document, 'xlsx'));
  assert.equal(sheets.length, document.tables.length + 1);
  assert.deepEqual(sheets[0]?.data[1], [document.remarks[0]]);
  for (const [at, { rows, columns }] of document.tables.entries()) {
    const data = sheets[at + 1]?.data ?? [];
    assert.deepEqual(data[0], columns);
    rows.forEach(({ label, cells }, row) => {
      const read = data[row + 1] ?? [];
      assert.equal(String(read[0]).trim(), label.trim());
      cells.forEach(({ value, text }, cell) => assert.equal(read[cell + 1], value ?? text));
    });
  }
});

const nodeSchema = z.object({ role: z.string(), children: z.array(z.unknown()).optional() });

function rolesOf(node: unknown): readonly string[] {
  const read = nodeSchema.safeParse(node);
  return read.success ? [read.data.role, ...(read.data.children ?? []).flatMap(rolesOf)] : [];
}

test('exportFigures writes a tagged PDF with every table and its choice', async () => {
  const plain = { ...words, nameOfProvider: (id: string) => `Leverantör ${id}` };
  const shown = boardDocument(fullBoard(), plain, 'Fyr prov');
  const data = new Uint8Array(await exportFigures(shown, 'pdf'));
  const task = getDocument({ data, useSystemFonts: false, verbosity: 0 });
  const pdf = await task.promise;
  const roles: string[] = [];
  let text = '';
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    roles.push(...rolesOf(await page.getStructTree()));
    for (const item of (await page.getTextContent()).items) text += 'str' in item ? `${item.str} ` : '';
  }
  await task.destroy();
  const squeezed = (words: string) => words.replace(/\s+/g, '');
  for (const said of [shown.title, ...shown.remarks, ...shown.tables.map(({ heading }) => heading)])
    assert.ok(squeezed(text).includes(squeezed(said)), said);
  for (const { rows } of shown.tables)
    for (const { label, cells } of rows)
      assert.ok(squeezed(text).includes(squeezed([label, ...cells.map((cell) => cell.text)].join(''))), label);
  assert.equal(roles.filter((role) => role === 'H2').length, shown.tables.length);
  const rows = shown.tables.reduce((sum, table) => sum + table.rows.length, 0);
  assert.ok(roles.filter((role) => role === 'TD').length >= rows);
});
