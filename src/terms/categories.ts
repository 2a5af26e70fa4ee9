/** What the public can tell the hotline about: the categories of the public form (DOMAIN.md, "The public form"). */
import { z } from 'zod';

export const TIP_CATEGORIES = ['online', 'grooming', 'extortion', 'trafficking', 'travel', 'offline', 'other'] as const;

export const tipCategorySchema = z.enum(TIP_CATEGORIES);
export type TipCategory = z.infer<typeof tipCategorySchema>;

/** How a tip reached the hotline. Plain (level 3): statistics need it. */
export const TIP_SOURCES = ['form', 'import', 'partner', 'crawler'] as const;
export const tipSourceSchema = z.enum(TIP_SOURCES);
export type TipSource = z.infer<typeof tipSourceSchema>;

/** The languages of the public site and of the mailbox. */
export const LANGUAGES = ['sv', 'en'] as const;
export const languageSchema = z.enum(LANGUAGES);
export type Language = z.infer<typeof languageSchema>;
