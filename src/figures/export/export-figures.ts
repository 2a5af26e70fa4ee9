/** What the page shows, as a file. */
import { filterSentence, tablesOf, type BoardWords } from '../board/board-tables.ts';
import { BOARD_TEXTS } from '../board/board-texts.ts';
import type { Board } from '../board/board.ts';
import { formatsOf } from '../format.ts';
import { FIGURES_TEXTS } from '../texts.ts';
import type { ExportForm, FigureDocument } from './figure-document.ts';
import { figuresCsvFile } from './figures-csv.ts';
import { figuresXlsxFile } from './figures-xlsx.ts';

/** All tables of the board, with the choice they are of; `author` is the hotline. */
export function boardDocument(board: Board, words: BoardWords, author: string): FigureDocument {
  const texts = BOARD_TEXTS[words.language];
  const { count } = formatsOf(words.language, words.timeZone);
  return {
    ...{ title: FIGURES_TEXTS[words.language].heading, author, language: words.language },
    remarks: [filterSentence(board, words), ...(board.rehearsed > 0 ? [texts.rehearsed(count(board.rehearsed))] : [])],
    tables: tablesOf(board, words),
    madeAt: board.figures.madeAt,
  };
}

/** Fonts and the writer of PDFs are read when the first file is made, not at the start. */
const loadPdf = () => import('./figures-pdf.ts');

/** The file's bytes. */
export async function exportFigures(document: FigureDocument, form: ExportForm): Promise<Buffer> {
  switch (form) {
    case 'csv':
      return figuresCsvFile(document);
    case 'xlsx':
      return await figuresXlsxFile(document);
    case 'pdf':
      return await (await loadPdf()).figuresPdfFile(document);
  }
}
