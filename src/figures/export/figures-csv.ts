/** Figures as CSV (RFC 4180), long: one number a line, for programs and for Excel. Pure. */
import { stringify } from 'csv-stringify/sync';
import type { FigureDocument } from './figure-document.ts';

const HEADS = {
  sv: ['tabell', 'rad', 'kolumn', 'värde', 'som det visas'],
  en: ['table', 'row', 'column', 'value', 'as shown'],
} as const;

/**
 * A number stands plain (`0.67`, hours for lengths of time; empty where it is not known), and beside it as the page shows it. No cell begins a formula
 * (OWASP, "CSV Injection": `=`, `+`, `-`, `@`, tab and CR get a `'` before them); the mark at the front tells Excel that it is UTF-8.
 */
export function figuresCsvFile(document: FigureDocument): Buffer {
  const remarks = document.remarks.map((remark) => [document.title, remark, '', '', '']);
  const lines = document.tables.flatMap(({ heading, columns, rows, empty }) =>
    rows.length === 0
      ? [[heading, empty, '', '', '']]
      : rows.flatMap(({ label, cells }) =>
          cells.map(({ value, text }, at) => [heading, label, columns[at + 1] ?? '', value ?? '', text]),
        ),
  );
  const written = (document.sections ?? []).flatMap(({ heading, paragraphs }) =>
    paragraphs.map((paragraph) => [heading, paragraph, '', '', '']),
  );
  const text = stringify([HEADS[document.language], ...remarks, ...lines, ...written], {
    escape_formulas: true,
    bom: true,
  });
  return Buffer.from(text);
}
