/** Figures as a PDF for people (src/platform/pdf.ts): a heading and a table each, then what people have written. */
import {
  drawHead,
  drawRule,
  makePdf,
  PDF_ACCENT,
  PDF_INK,
  PDF_MARGIN,
  printable,
  writeIn,
  type Pdf,
  type PdfPart,
} from '../../platform/pdf.ts';
import type { FigureDocument, FigureTable } from './figure-document.ts';

const SIZE = 9;
/** Of what people have written: it is read, not looked up. */
const WORDS_SIZE = 10;
const GAP = 8;
const WIDEST_NUMBER = 130;
/** A heading does not stand alone at a page's foot. */
const HEADING_ROOM = 110;

/** The file. The same document gives the same text. */
export function figuresPdfFile(document: FigureDocument): Promise<Buffer> {
  const { title, author, language, remarks, madeAt } = document;
  const head = {
    ...{ title, author, language, madeAt },
    footer: `${author} · ${title}`,
    layout: document.layout ?? 'landscape',
  } as const;
  return makePdf(head, (pdf, body) => {
    drawHead(pdf, body, title, remarks);
    for (const table of document.tables) drawTable(pdf, body, table);
    for (const { heading, paragraphs } of document.sections ?? []) {
      const section = startSection(pdf, body, heading);
      for (const words of paragraphs) {
        section.add(pdf.struct('P', {}, () => writeWords(pdf, words, WORDS_SIZE)));
        pdf.moveDown(0.4);
      }
      section.end();
    }
  });
}

/** A heading, with room for something beneath it. */
function startSection(pdf: Pdf, body: PdfPart, heading: string): PdfPart {
  const section = pdf.struct('Sect', { title: heading });
  body.add(section);
  if (pdf.y > pdf.page.height - PDF_MARGIN - HEADING_ROOM) pdf.addPage();
  else pdf.moveDown(0.8);
  const write = () => writeIn(pdf, 'bold', 13, PDF_ACCENT).text(printable(heading, 'bold'), PDF_MARGIN);
  section.add(pdf.struct('H2', {}, write));
  pdf.moveDown(0.2);
  return section;
}

const writeWords = (pdf: Pdf, words: string, size: number) =>
  writeIn(pdf, 'plain', size, PDF_INK).text(printable(words, 'plain'), PDF_MARGIN);

function drawTable(pdf: Pdf, body: PdfPart, { heading, lead, columns, rows, empty }: FigureTable): void {
  const section = startSection(pdf, body, heading);
  for (const words of (rows.length === 0 ? [lead, empty] : [lead]).filter((each) => each !== ''))
    section.add(pdf.struct('P', {}, () => writeWords(pdf, words, SIZE)));
  pdf.moveDown(0.3);
  if (rows.length > 0) {
    const table = pdf.struct('Table');
    section.add(table);
    drawRow(pdf, table, columns, true);
    for (const { label, cells } of rows) drawRow(pdf, table, [label, ...cells.map(({ text }) => text)], false);
    table.end();
  }
  section.end();
}

/** A row stands on one page. */
function drawRow(pdf: Pdf, table: PdfPart, texts: readonly string[], isHead: boolean): void {
  const width = pdf.page.width - 2 * PDF_MARGIN;
  const numberWidth = Math.min(WIDEST_NUMBER, (width * 0.8) / Math.max(1, texts.length - 1));
  const labelWidth = width - numberWidth * (texts.length - 1);
  const font = isHead ? 'bold' : 'plain';
  const cells = texts.map((text, at) => ({
    ...{ text: printable(text, font), width: (at === 0 ? labelWidth : numberWidth) - GAP },
    x: at === 0 ? PDF_MARGIN : PDF_MARGIN + labelWidth + numberWidth * (at - 1) + GAP,
    align: at === 0 ? ('left' as const) : ('right' as const),
  }));
  const write = () => writeIn(pdf, font, SIZE, PDF_INK);
  const height = Math.max(...cells.map((cell) => write().heightOfString(cell.text, { width: cell.width })));
  if (height > pdf.page.height - PDF_MARGIN - pdf.y) pdf.addPage();
  const top = pdf.y;
  const row = pdf.struct('TR');
  table.add(row);
  for (const [at, { text, x, width: cellWidth, align }] of cells.entries()) {
    const draw = () => write().text(text, x, top, { width: cellWidth, align });
    const header = { title: '', scope: isHead ? 'Column' : 'Row' };
    row.add(isHead || at === 0 ? pdf.struct('TH', header, draw) : pdf.struct('TD', {}, draw));
  }
  row.end();
  pdf.x = PDF_MARGIN;
  pdf.y = top + height + 2;
  drawRule(pdf);
  pdf.y += 3;
}
