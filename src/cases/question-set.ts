/**
 * The configured question set: its words and order are data (config/question-set.json, or the file that FYR_QUESTION_SET
 * names); its codes must be the ones that routing and the schemes know, and each must be asked.
 */
import { z } from 'zod';
import { caseAnswersSchema, itemAnswersSchema } from '../terms/answers.ts';

const textSchema = z.object({ en: z.string().min(1), sv: z.string().min(1) });

const YES = { code: 'yes', text: { en: 'Yes', sv: 'Ja' } };
const NO = { code: 'no', text: { en: 'No', sv: 'Nej' } };
const UNKNOWN = { code: 'unknown', text: { en: 'Cannot say', sv: 'Kan inte avgöras' } };

const optionsSchema = z
  .union([
    z.literal('yes-no'),
    z.literal('yes-no-unknown'),
    z.array(z.object({ code: z.string(), text: textSchema })).min(2),
  ])
  .transform((options) =>
    options === 'yes-no' ? [YES, NO] : options === 'yes-no-unknown' ? [YES, NO, UNKNOWN] : options,
  );

const questionSchema = z.strictObject({
  code: z.string(),
  text: textSchema,
  help: textSchema.optional(),
  options: optionsSchema,
});

const fileSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,40}$/, 'must be 1 to 40 small letters, digits or hyphens'),
  version: z.number().int().positive(),
  item: z.array(questionSchema),
  case: z.array(questionSchema),
});

export type Question = z.infer<typeof questionSchema>;

export interface QuestionSet {
  /** `name@version`: kept with each assessment, so that a later set never changes what was answered. */
  readonly id: string;
  readonly item: readonly Question[];
  readonly case: readonly Question[];
}

/** Reads a question set from its JSON text. @throws Error naming the question and what is allowed. */
export function parseQuestionSet(json: string): QuestionSet {
  const parsed = fileSchema.safeParse(JSON.parse(json));
  if (!parsed.success) throw new Error(`The question set is not right:\n${z.prettifyError(parsed.error)}`);
  const set = parsed.data;
  requireKnownCodes('item', set.item, itemAnswersSchema);
  requireKnownCodes('case', set.case, caseAnswersSchema);
  return { id: `${set.name}@${set.version}`, item: set.item, case: set.case };
}

function requireKnownCodes(part: string, questions: readonly Question[], answers: z.ZodObject): void {
  const known = Object.keys(answers.shape);
  const asked = questions.map((question) => question.code);
  const missing = known.filter((code) => !asked.includes(code));
  if (missing.length > 0) throw new Error(`The question set's "${part}" part does not ask: ${missing.join(', ')}.`);
  for (const { code, options } of questions) {
    if (!known.includes(code))
      throw new Error(`The question set asks "${code}", which nothing can use. Known: ${known.join(', ')}.`);
    for (const option of options) {
      if (!answers.safeParse({ access: 'available', [code]: option.code }).success) {
        throw new Error(`The question set's "${code}" offers "${option.code}", which is not one of its answers.`);
      }
    }
  }
}
