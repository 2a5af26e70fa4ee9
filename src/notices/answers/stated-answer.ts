/**
 * Answers by mail that say what they mean: the page's own words on a line of their own, or a XARF report sent back with an
 * `answer`. Everything else that a person writes is for a person to read. Pure.
 */
import { z } from 'zod';
import { LANGUAGES } from '../../terms/categories.ts';
import { STATED_KINDS, statedKindSchema, type StatedKind } from './answer.ts';
import { pageTextsIn } from './texts/texts.ts';

/** Which notices, where the answer names them; none: the letter as a whole. */
export interface StatedAnswer {
  readonly kind: StatedKind;
  readonly noticeIds: readonly string[];
}

const machineAnswerSchema = z.object({ xarf_version: z.string(), report_id: z.uuid(), answer: statedKindSchema });

/** The answer in XARF reports that were sent back, each with one more field `answer`; they must all say the same. */
export function readMachineAnswer(parts: readonly string[]): StatedAnswer | undefined {
  const answers = parts
    .flatMap((part) => parseAll(part))
    .flatMap((value) => machineAnswerSchema.safeParse(value).data ?? []);
  const [first] = answers;
  if (first === undefined || answers.some(({ answer }) => answer !== first.answer)) return undefined;
  return { kind: first.answer, noticeIds: [...new Set(answers.map(({ report_id: id }) => id.toLowerCase()))] };
}

function parseAll(part: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(part);
    return Array.isArray(value) ? value : [value];
  } catch {
    return [];
  }
}

const bare = (line: string): string =>
  line
    .toLowerCase()
    .replace(/[^\p{L}\p{N} ]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** Each choice of the page in each language, and its code. */
const PHRASES: ReadonlyMap<string, StatedKind> = new Map(
  STATED_KINDS.flatMap((kind) => [
    [bare(kind), kind] as const,
    ...LANGUAGES.map((language) => [bare(pageTextsIn(language).kinds[kind].label), kind] as const),
  ]),
);

/**
 * The choice that the first written line repeats word for word, quotation and empty lines left out. Not an appeal: whoever
 * objects gives reasons, and they need a person at once either way.
 */
export function readStatedWords(text: string): StatedKind | undefined {
  const first = text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '' && !line.startsWith('>'));
  const kind = first === undefined || first.length > 100 ? undefined : PHRASES.get(bare(first));
  return kind === 'appeal' ? undefined : kind;
}

/** What somebody wrote, without what they quoted: lines that begin with `>`, and what follows a quotation's head. */
export function writtenPart(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const head = lines.findIndex(
    (line) =>
      /^-{2,}\s*(original message|ursprungligt meddelande|forwarded message)/i.test(line) ||
      /^(on|den|am|le)\b.{5,200}\b(wrote|skrev|schrieb|écrit)\b.{0,100}:\s*$/i.test(line),
  );
  const own = head === -1 ? lines : lines.slice(0, head);
  return own
    .filter((line) => !line.trimStart().startsWith('>'))
    .join('\n')
    .trim();
}
