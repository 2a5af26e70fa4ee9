/** What goes into a file: exactly what a page shows, in words. Pure. */
import type { Language } from '../../terms/categories.ts';
import type { BoardTable } from '../board/board-tables.ts';

/** Tables under a title, with what was chosen (and whatever else is to be said) above them. */
export interface FigureDocument {
  readonly title: string;
  /** The hotline. */
  readonly author: string;
  readonly language: Language;
  readonly remarks: readonly string[];
  readonly tables: readonly FigureTable[];
  /** What people have written, after the tables. */
  readonly sections?: readonly FigureSection[];
  readonly madeAt: Date;
  /** Of a PDF's pages; wide where nothing is said, since tables can have many columns. */
  readonly layout?: 'portrait' | 'landscape';
}

/** A heading with its paragraphs. */
export interface FigureSection {
  readonly heading: string;
  readonly paragraphs: readonly string[];
}

/** What a file needs of a table; an empty one stands there with its sentence. */
export type FigureTable = Pick<BoardTable, 'heading' | 'lead' | 'columns' | 'rows' | 'empty'>;

/** The forms a file can have. */
export const EXPORT_FORMS = ['csv', 'xlsx', 'pdf'] as const;
export type ExportForm = (typeof EXPORT_FORMS)[number];
