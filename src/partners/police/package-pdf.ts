/**
 * The readable page as a PDF (src/platform/pdf.ts): headings, and a table a section whose labels are header cells. What its fonts
 * cannot show, the JSON has.
 */
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
import type { Outline, OutlineSection } from './package-outline.ts';

const LABEL_SHARE = 0.34;
const GAP = 12;

/** The outline as a file. The same outline gives the same text; `madeAt` is the file's own date. */
export function packagePdf(outline: Outline, madeAt: Date): Promise<Buffer> {
  const { title, author, language, footer } = outline;
  return makePdf({ title, author, language, footer, madeAt }, (pdf, body) => {
    drawHead(pdf, body, title, outline.remarks);
    for (const section of outline.sections) drawSection(pdf, body, section);
  });
}

function drawSection(pdf: Pdf, body: PdfPart, { heading, rows }: OutlineSection): void {
  const section = pdf.struct('Sect', { title: heading });
  body.add(section);
  if (pdf.y > pdf.page.height - PDF_MARGIN - 90) pdf.addPage();
  else pdf.moveDown(0.8);
  section.add(
    pdf.struct('H2', {}, () => writeIn(pdf, 'bold', 13, PDF_ACCENT).text(printable(heading, 'bold'), PDF_MARGIN)),
  );
  pdf.moveDown(0.3);
  const table = pdf.struct('Table');
  section.add(table);
  for (const [label, value] of rows) drawRow(pdf, table, printable(label, 'bold'), printable(value, 'plain'));
  table.end();
  section.end();
}

/** A row that fits on one page begins on the page where it ends; a longer one goes on over as many as it takes. */
function drawRow(pdf: Pdf, table: PdfPart, label: string, value: string): void {
  const width = pdf.page.width - 2 * PDF_MARGIN;
  const labelWidth = width * LABEL_SHARE - GAP;
  const valueWidth = width - labelWidth - GAP;
  const height = Math.max(
    writeIn(pdf, 'bold', 10, PDF_INK).heightOfString(label, { width: labelWidth }),
    writeIn(pdf, 'plain', 10, PDF_INK).heightOfString(value, { width: valueWidth }),
  );
  const room = pdf.page.height - PDF_MARGIN - pdf.y;
  if (height > room && (height < pdf.page.height - 2 * PDF_MARGIN || room < 60)) pdf.addPage();
  const top = pdf.y;
  const firstPage = pdf.bufferedPageRange().count;
  const row = pdf.struct('TR');
  table.add(row);
  const header = { title: '', scope: 'Row' };
  row.add(
    pdf.struct('TH', header, () =>
      writeIn(pdf, 'bold', 10, PDF_INK).text(label, PDF_MARGIN, top, { width: labelWidth, align: 'left' }),
    ),
  );
  const labelEnd = pdf.y;
  row.add(
    pdf.struct('TD', {}, () =>
      writeIn(pdf, 'plain', 10, PDF_INK).text(value, PDF_MARGIN + labelWidth + GAP, top, { width: valueWidth }),
    ),
  );
  row.end();
  pdf.x = PDF_MARGIN;
  const isSamePage = pdf.bufferedPageRange().count === firstPage;
  pdf.y = (isSamePage ? Math.max(labelEnd, pdf.y) : pdf.y) + 3;
  drawRule(pdf);
  pdf.y += 4;
}
