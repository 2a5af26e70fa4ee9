/**
 * PDFs that assistive technology reads (PDF/UA-1, ISO 14289-1): one language a file, a structure, and the fonts in it. What
 * they cannot show stands as `[U+4E2D]`.
 */
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import * as fontkit from 'fontkit';
import PDFDocument from 'pdfkit';

const require = createRequire(import.meta.url);
const FONTS = { plain: loadFont('DejaVuSans'), bold: loadFont('DejaVuSans-Bold') };
const LOCALES = { sv: 'sv-SE', en: 'en-GB' } as const;

/** Of every page, in points. */
export const PDF_MARGIN = 56;
/** Of text, and of headings. */
export const PDF_INK = '#14202b';
export const PDF_ACCENT = '#12395b';

/** A file that is being drawn, and a part of its structure. */
export type Pdf = InstanceType<typeof PDFDocument>;
export type PdfPart = ReturnType<Pdf['struct']>;

function loadFont(name: string) {
  const bytes = readFileSync(require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`));
  const font = fontkit.create(bytes);
  return { bytes, has: (codePoint: number) => 'hasGlyphForCodePoint' in font && font.hasGlyphForCodePoint(codePoint) };
}

/** What a file says of itself. `footer` stands at the foot of each page. */
export interface PdfHead {
  readonly title: string;
  readonly author: string;
  readonly language: keyof typeof LOCALES;
  readonly footer: string;
  readonly madeAt: Date;
  readonly layout?: 'portrait' | 'landscape';
}

/** A file whose body `draw` fills. The same head and body give the same text. */
export function makePdf(head: PdfHead, draw: (pdf: Pdf, body: PdfPart) => void): Promise<Buffer> {
  const { title, author, language, madeAt, layout = 'portrait' } = head;
  const pdf = new PDFDocument({
    ...{ size: 'A4', layout, margin: PDF_MARGIN, bufferPages: true, autoFirstPage: true },
    ...{ pdfVersion: '1.7', tagged: true, displayTitle: true, lang: LOCALES[language] },
    info: { Title: title, Author: author, CreationDate: madeAt, ModDate: madeAt },
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
  const body = pdf.struct('Document', { lang: LOCALES[language] });
  pdf.addStructure(body);
  draw(pdf, body);
  body.end();
  numberPages(pdf, head.footer);
  pdf.end();
  return done;
}

/** Title and remarks, at the top of the first page. */
export function drawHead(pdf: Pdf, body: PdfPart, title: string, remarks: readonly string[]): void {
  const block = (tag: string, write: () => void) => body.add(pdf.struct(tag, {}, write));
  block('H1', () => writeIn(pdf, 'bold', 18, PDF_ACCENT).text(printable(title, 'bold')));
  pdf.moveDown(0.6);
  for (const remark of remarks) {
    block('P', () => writeIn(pdf, 'plain', 10, PDF_INK).text(printable(remark, 'plain')));
    pdf.moveDown(0.5);
  }
}

/** The file's footer and the page at the foot of each; no part of the text for a screen reader. */
function numberPages(pdf: Pdf, footer: string): void {
  const { count } = pdf.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    pdf.switchToPage(index);
    // Below the margin text would begin a new page.
    pdf.page.margins.bottom = 0;
    pdf.markContent('Artifact', { type: 'Pagination' });
    const y = pdf.page.height - PDF_MARGIN + 14;
    writeIn(pdf, 'plain', 8, PDF_INK).text(`${printable(footer, 'plain')} · ${index + 1} / ${count}`, PDF_MARGIN, y, {
      lineBreak: false,
    });
    pdf.endMarkedContent();
  }
}

/** Sets how the next text looks; `size` in points. */
export const writeIn = (pdf: Pdf, font: keyof typeof FONTS, size: number, color: string): Pdf =>
  pdf.font(font).fontSize(size).fillColor(color);

/** The text as the font can show it: no control characters but line ends, and code points in place of missing signs. */
export function printable(text: string, font: keyof typeof FONTS): string {
  return Array.from(text.replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n').toWellFormed(), (sign) => {
    const codePoint = sign.codePointAt(0) ?? 0;
    if (sign === '\n' || FONTS[font].has(codePoint)) return sign;
    if (sign === '\t') return ' ';
    return `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`;
  }).join('');
}

/** A thin line across the page at the pen, as decoration. */
export function drawRule(pdf: Pdf): void {
  pdf.markContent('Artifact', { type: 'Layout' });
  pdf
    .moveTo(PDF_MARGIN, pdf.y)
    .lineTo(pdf.page.width - PDF_MARGIN, pdf.y)
    .lineWidth(0.4)
    .stroke('#c3ccd4');
  pdf.endMarkedContent();
}
