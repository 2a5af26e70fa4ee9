/** What the public can tell the hotline about: the categories of the public form (DOMAIN.md, "The public form"). */
import { z } from 'zod';

/**
 * In the order of the form. The codes are stored with each tip and stand in printed figures: none is renamed or
 * removed.
 */
export const TIP_CATEGORIES = ['online', 'grooming', 'extortion', 'trafficking', 'travel', 'offline', 'other'] as const;

/** For a category that comes in with a form, an import or a row of the database. */
export const tipCategorySchema = z.enum(TIP_CATEGORIES);
export type TipCategory = z.infer<typeof tipCategorySchema>;

/** How a tip reached the hotline. Plain (level 3): statistics need it. */
export const TIP_SOURCES = ['form', 'import', 'partner', 'crawler'] as const;
/** For rows read back: the column is text. */
export const tipSourceSchema = z.enum(TIP_SOURCES);
export type TipSource = z.infer<typeof tipSourceSchema>;

/** The languages of the console, of the letters to providers and of what the police read. The public's: site-languages.ts. */
export const LANGUAGES = ['sv', 'en'] as const;
/** For a person's choice and for rows read back. */
export const languageSchema = z.enum(LANGUAGES);
export type Language = z.infer<typeof languageSchema>;
