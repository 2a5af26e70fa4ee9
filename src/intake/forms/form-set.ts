/**
 * The public forms as data: which categories are offered, on which pages which questions are asked, and what they say. Version 0
 * is what Fyr ships; an administrator's versions are kept in the database (form-set-store.ts) and released by two people.
 *
 * What an id means never changes: the shipped ones stand in every tip, and an own question's or page's is random and never given
 * twice. So a tip keeps its meaning, and a page that was opened under an earlier version still completes in it.
 */
import { z } from 'zod';
import { TIP_CATEGORIES, tipCategorySchema, type TipCategory } from '../../terms/categories.ts';
import { siteLanguageSchema } from '../../terms/site-languages.ts';
import { GROUPS, STEPS, TEXT_FIELDS, type QuestionGroup, type TickField } from '../tip-form.ts';

/** How much a version may hold: what a frightened person can be asked at all. */
export const FORM_LIMITS = {
  pagesInCategory: 12,
  questionsOnPage: 8,
  ownQuestions: 40,
  ownPages: 40,
  options: 12,
  /** UTF-16 units that an administrator's questions of one category may be answered with: a filled form must fit into a page. */
  ownLettersInCategory: 8_000,
} as const;

/** `line` and `text` are answered in words, `choice` by one of its options. None of an administrator's is ever required. */
export const OWN_KINDS = ['line', 'text', 'choice'] as const;
export type OwnKind = (typeof OWN_KINDS)[number];

/** An administrator's questions: their longest answer in UTF-16 units, and the lines of their field. */
export const OWN_FIELDS = { line: { most: 300, rows: 1 }, text: { most: 2_000, rows: 4 } } as const;

const ownQuestionIdSchema = z.string().regex(/^q-[a-z0-9]{6}$/);
const ownPageIdSchema = z.string().regex(/^p-[a-z0-9]{6}$/);
const optionIdSchema = z.string().regex(/^o-[a-z0-9]{6}$/);
const shippedQuestions: readonly string[] = [...Object.keys(TEXT_FIELDS), 'isUrgent', 'wantsAnswer'];
const shippedPages: readonly string[] = Object.keys(GROUPS);

const questionIdSchema = z.string().refine((id) => shippedQuestions.includes(id) || isOwnQuestion(id));
const pageIdSchema = z.string().refine((id) => shippedPages.includes(id) || ownPageIdSchema.safeParse(id).success);

/** True for the id of a question that an administrator made. */
export const isOwnQuestion = (id: string): boolean => ownQuestionIdSchema.safeParse(id).success;
/** True for a box to tick. */
export const isTickField = (id: string): id is TickField => id === 'isUrgent' || id === 'wantsAnswer';
/** True for a page of Fyr's. */
export const isShippedPage = (id: string): id is QuestionGroup => Object.hasOwn(GROUPS, id);

const ownQuestionSchema = z.object({
  id: ownQuestionIdSchema,
  kind: z.enum(OWN_KINDS),
  /** Ids of a choice's answers in their order; empty for the other kinds. */
  options: z.array(optionIdSchema).max(FORM_LIMITS.options),
});
/** A question that an administrator made. */

const formPageSchema = z.object({ id: pageIdSchema, questions: z.array(questionIdSchema) });
const categoryFormSchema = z.object({ code: tipCategorySchema, pages: z.array(formPageSchema) });
/** A category's pages in their order, each with its questions' ids in theirs. */
export type CategoryForm = z.infer<typeof categoryFormSchema>;
export type FormPageDefinition = z.infer<typeof formPageSchema>;

/**
 * A version's content as it is stored. `categories`: those that are offered, in the first page's order. `texts`: language -> key
 * (form-words.ts) -> words that stand in place of the shipped ones, or that belong to what an administrator made.
 */
export const formSetSchema = z.object({
  categories: z.array(categoryFormSchema),
  questions: z.array(ownQuestionSchema).max(FORM_LIMITS.ownQuestions),
  pages: z.array(ownPageIdSchema).max(FORM_LIMITS.ownPages),
  texts: z.partialRecord(siteLanguageSchema, z.record(z.string(), z.string())),
});
export type FormSet = z.infer<typeof formSetSchema>;

/** A category's form as Fyr ships it. */
export const shippedForm = (code: TipCategory): CategoryForm => ({
  code,
  pages: STEPS[code].map((id) => ({ id, questions: [...GROUPS[id]] })),
});

/** Version 0. */
export const SHIPPED_FORMS: FormSet = {
  categories: TIP_CATEGORIES.map(shippedForm),
  questions: [],
  pages: [],
  texts: {},
};

/** All questions of a category's form, in their order. */
export const questionIdsOf = (form: CategoryForm): readonly string[] => form.pages.flatMap((page) => page.questions);
