/**
 * The readable page as a PDF that assistive technology reads (PDF/UA-1, ISO 14289-1): one language a file, headings, and a
 * table a section whose labels are header cells. Its fonts are in it. What they cannot show stands as `[U+4E2D]`; the JSON has it.
 */
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import * as fontkit from 'fontkit';
import PDFDocument from 'pdfkit';
import type { Outline, OutlineSection } from './package-outline.ts';

const require = createRequire(import.meta.url);
const FONTS = { plain: loadFont('DejaVuSans'), bold: loadFont('DejaVuSans-Bold') };
const MARGIN = 56;
const LABEL_SHARE = 0.34;
const GAP = 12;
const INK = '#14202b';
const ACCENT = '#12395b';
const LOCALES = { sv: 'sv-SE', en: 'en-GB' } as const;

type Pdf = InstanceType<typeof PDFDocument>;
type Parent = ReturnType<Pdf['struct']>;

function loadFont(name: string) {
  const bytes = readFileSync(require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`));
  const font = fontkit.create(bytes);
  return { bytes, has: (codePoint: number) => 'hasGlyphForCodePoint' in font && font.hasGlyphForCodePoint(codePoint) };
}

/** The outline as a file. The same outline gives the same text; `madeAt` is the file's own date. */
export function packagePdf(outline: Outline, madeAt: Date): Promise<Buffer> {
  const pdf = new PDFDocument({
    ...{ size: 'A4', margin: MARGIN, bufferPages: true, autoFirstPage: true },
    ...{ pdfVersion: '1.7', tagged: true, displayTitle: true, lang: LOCALES[outline.language] },
    info: { Title: outline.title, Author: outline.author, CreationDate: madeAt, ModDate: madeAt },
  });
  for (const [name, { bytes }] of Object.entries(FONTS)) pdf.registerFont(name, bytes);
  pdf.appendXML(
    '<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about=""><pdfuaid:part>1</pdfuaid:part></rdf:Description>',
  );
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
  draw(pdf, outline);
  pdf.end();
  return done;
}

function draw(pdf: Pdf, outline: Outline): void {
  const body = pdf.struct('Document', { lang: LOCALES[outline.language] });
  pdf.addStructure(body);
  const block = (parent: Parent, tag: string, write: () => void) => parent.add(pdf.struct(tag, {}, write));
  block(body, 'H1', () => write(pdf, 'bold', 18, ACCENT).text(printable(outline.title, 'bold')));
  pdf.moveDown(0.6);
  for (const remark of outline.remarks) {
    block(body, 'P', () => write(pdf, 'plain', 10, INK).text(printable(remark, 'plain')));
    pdf.moveDown(0.5);
  }
  for (const section of outline.sections) drawSection(pdf, body, section);
  body.end();
  numberPages(pdf, outline);
}

function drawSection(pdf: Pdf, body: Parent, { heading, rows }: OutlineSection): void {
  const section = pdf.struct('Sect', { title: heading });
  body.add(section);
  if (pdf.y > pdf.page.height - MARGIN - 90) pdf.addPage();
  else pdf.moveDown(0.8);
  section.add(pdf.struct('H2', {}, () => write(pdf, 'bold', 13, ACCENT).text(printable(heading, 'bold'), MARGIN)));
  pdf.moveDown(0.3);
  const table = pdf.struct('Table');
  section.add(table);
  for (const [label, value] of rows) drawRow(pdf, table, printable(label, 'bold'), printable(value, 'plain'));
  table.end();
  section.end();
}

/** A row that fits on one page begins on the page where it ends; a longer one goes on over as many as it takes. */
function drawRow(pdf: Pdf, table: Parent, label: string, value: string): void {
  const width = pdf.page.width - 2 * MARGIN;
  const labelWidth = width * LABEL_SHARE - GAP;
  const valueWidth = width - labelWidth - GAP;
  const height = Math.max(
    write(pdf, 'bold', 10, INK).heightOfString(label, { width: labelWidth }),
    write(pdf, 'plain', 10, INK).heightOfString(value, { width: valueWidth }),
  );
  const room = pdf.page.height - MARGIN - pdf.y;
  if (height > room && (height < pdf.page.height - 2 * MARGIN || room < 60)) pdf.addPage();
  const top = pdf.y;
  const firstPage = pdf.bufferedPageRange().count;
  const row = pdf.struct('TR');
  table.add(row);
  const header = { title: '', scope: 'Row' };
  row.add(
    pdf.struct('TH', header, () =>
      write(pdf, 'bold', 10, INK).text(label, MARGIN, top, { width: labelWidth, align: 'left' }),
    ),
  );
  const labelEnd = pdf.y;
  row.add(
    pdf.struct('TD', {}, () =>
      write(pdf, 'plain', 10, INK).text(value, MARGIN + labelWidth + GAP, top, { width: valueWidth }),
    ),
  );
  row.end();
  pdf.x = MARGIN;
  const isSamePage = pdf.bufferedPageRange().count === firstPage;
  pdf.y = (isSamePage ? Math.max(labelEnd, pdf.y) : pdf.y) + 3;
  pdf.markContent('Artifact', { type: 'Layout' });
  pdf
    .moveTo(MARGIN, pdf.y)
    .lineTo(MARGIN + width, pdf.y)
    .lineWidth(0.4)
    .stroke('#c3ccd4');
  pdf.endMarkedContent();
  pdf.y += 4;
}

/** The case and the page at the foot of each; no part of the text for a screen reader. */
function numberPages(pdf: Pdf, { footer }: Outline): void {
  const { count } = pdf.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    pdf.switchToPage(index);
    // Below the margin text would begin a new page.
    pdf.page.margins.bottom = 0;
    pdf.markContent('Artifact', { type: 'Pagination' });
    const y = pdf.page.height - MARGIN + 14;
    write(pdf, 'plain', 8, INK).text(`${printable(footer, 'plain')} · ${index + 1} / ${count}`, MARGIN, y, {
      lineBreak: false,
    });
    pdf.endMarkedContent();
  }
}

const write = (pdf: Pdf, font: keyof typeof FONTS, size: number, color: string): Pdf =>
  pdf.font(font).fontSize(size).fillColor(color);

/** The text as the font can show it: no control characters but line ends, and code points in place of missing signs. */
function printable(text: string, font: keyof typeof FONTS): string {
  return Array.from(text.replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n').toWellFormed(), (sign) => {
    const codePoint = sign.codePointAt(0) ?? 0;
    if (sign === '\n' || FONTS[font].has(codePoint)) return sign;
    if (sign === '\t') return ' ';
    return `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`;
  }).join('');
}
