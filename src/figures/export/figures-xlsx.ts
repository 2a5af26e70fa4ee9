/** Figures as an Excel workbook: one sheet a table, the first says what was chosen, and what people have written. */
import type { FigureDocument, FigureTable } from './figure-document.ts';

/** Excel's own limits on a sheet's name: 31 characters, none of these, and no name twice. */
const FORBIDDEN_IN_NAME = /[\\/?*[\]:]/g;
const LONGEST_NAME = 31;
const SHARE_FORMAT = '0.0%';

/** Words are text whatever they begin with: none of them is a formula. Numbers are numbers. */
export async function figuresXlsxFile(document: FigureDocument): Promise<Buffer> {
  // Read when somebody wants such a file, not at the start.
  const { default: writeWorkbook } = await import('write-excel-file/node');
  const names = sheetNames([document.title, ...document.tables.map(({ heading }) => heading)]);
  const first = [
    ...[document.title, ...document.remarks].map((words, at) => [word(words, at === 0)]),
    ...(document.sections ?? []).flatMap(({ heading, paragraphs }) => [
      [word(heading, true)],
      ...paragraphs.map((paragraph) => [word(paragraph)]),
    ]),
  ];
  const sheets = document.tables.map((table, at) => ({
    ...{ sheet: names[at + 1] ?? '', data: sheetOf(table) },
    columns: table.columns.map((name, column) => ({ width: column === 0 ? 36 : Math.max(12, name.length + 2) })),
  }));
  return writeWorkbook([{ sheet: names[0] ?? '', data: first, columns: [{ width: 100 }] }, ...sheets]).toBuffer();
}

function sheetOf({ columns, rows, empty }: FigureTable) {
  if (rows.length === 0) return [[word(empty)]];
  return [
    columns.map((name) => word(name, true)),
    ...rows.map(({ label, cells }) => [
      word(label),
      ...cells.map(({ value, text }) =>
        value === undefined
          ? word(text)
          : { ...{ value, type: Number }, ...(text.endsWith('%') ? { format: SHARE_FORMAT } : {}) },
      ),
    ]),
  ];
}

const word = (value: string, isHead = false) => ({
  ...{ value, type: String },
  ...(isHead ? ({ fontWeight: 'bold' } as const) : {}),
});

function sheetNames(wanted: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return wanted.map((name, at) => {
    const plain = name.replace(FORBIDDEN_IN_NAME, ' ').slice(0, LONGEST_NAME).trim();
    const own = plain === '' || taken.has(plain.toLowerCase()) ? `${plain.slice(0, LONGEST_NAME - 4)} ${at}` : plain;
    taken.add(own.toLowerCase());
    return own;
  });
}
