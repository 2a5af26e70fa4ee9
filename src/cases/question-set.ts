/**
 * The configured question set: its words and order are data (config/question-set.json, or the file that FYR_QUESTION_SET
 * names); its codes must be the ones that routing and the schemes know, and each must be asked.
 */
import { z } from 'zod';
import { caseAnswersSchema, itemAnswersSchema } from '../terms/answers.ts';
import { secondRulesSchema, type SecondRules } from './second-opinion.ts';

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

const presetSchema = z.strictObject({
  /** The key that fills it in. */
  key: z.string().regex(/^[a-z0-9=]$/, 'must be one small letter, a digit or ='),
  text: textSchema,
  answers: z.record(z.string(), z.string()),
});

const fileSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,40}$/, 'must be 1 to 40 small letters, digits or hyphens'),
  version: z.number().int().positive(),
  item: z.array(questionSchema),
  case: z.array(questionSchema),
  presets: z
    .strictObject({ item: z.array(presetSchema).default([]), case: z.array(presetSchema).default([]) })
    .default({ item: [], case: [] }),
  second: secondRulesSchema.default({ outcomes: [], answers: {}, sampleOneIn: 0 }),
});

export type Question = z.infer<typeof questionSchema>;
/** Answers that often go together, filled in by one key; a person sees them, and answers what is left, before anything is saved. */
export type Preset = z.infer<typeof presetSchema>;

export interface QuestionSet {
  /** `name@version`: kept with each assessment, so that a later set never changes what was answered. */
  readonly id: string;
  readonly item: readonly Question[];
  readonly case: readonly Question[];
  readonly presets: { readonly item: readonly Preset[]; readonly case: readonly Preset[] };
  readonly second: SecondRules;
}

/** Reads a question set from its JSON text. @throws Error naming the question and what is allowed. */
export function parseQuestionSet(json: string): QuestionSet {
  const parsed = fileSchema.safeParse(JSON.parse(json));
  if (!parsed.success) throw new Error(`The question set is not right:\n${z.prettifyError(parsed.error)}`);
  const set = parsed.data;
  requireKnownCodes('item', set.item, itemAnswersSchema);
  requireKnownCodes('case', set.case, caseAnswersSchema);
  requireOfferedAnswers(set.presets.item, set.item);
  requireOfferedAnswers(set.presets.case, set.case);
  for (const [code, values] of Object.entries(set.second.answers))
    for (const value of values) requireOffered(`part "second"`, code, value, set.item);
  const { item, case: ofCase, presets, second } = set;
  return { id: `${set.name}@${set.version}`, item, case: ofCase, presets, second };
}

function requireOfferedAnswers(presets: readonly Preset[], questions: readonly Question[]): void {
  for (const { key, answers } of presets)
    for (const [code, answer] of Object.entries(answers)) requireOffered(`preset "${key}"`, code, answer, questions);
}

function requireOffered(part: string, code: string, answer: string, questions: readonly Question[]): void {
  const options = questions.find((each) => each.code === code)?.options ?? [];
  if (!options.some((option) => option.code === answer))
    throw new Error(`The question set's ${part} names the answer "${answer}" to "${code}", which is not offered.`);
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
