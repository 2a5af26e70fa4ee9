/**
 * A version of the letters' texts and its way to being used: one supervisor proposes it, another releases it. One person is
 * enough to take it back: that brings the texts before it into use again, at once.
 *
 * | state     | meaning                                             | ended by                                                |
 * |-----------|-----------------------------------------------------|---------------------------------------------------------|
 * | proposed  | written and checked; letters do not use it          | release (another person) -> released; withdraw          |
 * | released  | the newest of these is what letters are made from   | a newer release; withdraw (when it is the newest)       |
 * | withdrawn | never used again; kept, because letters may name it | nothing                                                 |
 *
 * Version 0, the shipped texts, is in use while no version is released.
 */
import { z } from 'zod';
import { LANGUAGES } from '../../terms/categories.ts';
import type { StaffId } from '../../terms/ids.ts';
import { PARAGRAPH_CODES, type LetterTexts, type LetterWords, type PlacedProblem } from './paragraphs.ts';
import { SHIPPED_TEMPLATES } from './shipped-templates.ts';

/** The states of the table above, for rows read back. */
export const templateStateSchema = z.enum(['proposed', 'released', 'withdrawn']);
export type TemplateState = z.infer<typeof templateStateSchema>;

/** A version as people see it before they say yes to it. */
export interface TemplateVersion {
  readonly version: number;
  readonly state: TemplateState;
  /** The version in use that the proposer saw. */
  readonly basedOn: number;
  readonly texts: LetterTexts;
  readonly reason: string;
  readonly proposedBy: StaffId;
  readonly proposedAt: Date;
  readonly releasedBy: StaffId | undefined;
  readonly releasedAt: Date | undefined;
  readonly withdrawnBy: StaffId | undefined;
  readonly withdrawnAt: Date | undefined;
}

/** In characters; one line on the ledger's page. */
export const MOST_REASON_CHARACTERS = 200;

/**
 * | refusal         | meaning                                                                |
 * |-----------------|------------------------------------------------------------------------|
 * | no-such-version | nothing has this number                                                |
 * | wrong-state     | the version is not in the state that this step begins in               |
 * | same-person     | whoever proposed a version cannot release it                           |
 * | changed-since   | other texts are in use than those that the proposer saw                |
 * | proposal-waits  | one proposal at a time: release or withdraw that one first             |
 * | nothing-changed | the texts are those that are in use                                    |
 * | not-newest      | a version that is not in use has nothing to be taken back from         |
 * | not-right       | a text lacks something, or has too much: `problems` says what          |
 * | no-reason       | nobody can judge a change whose reason is not given                    |
 */
export type TemplateRefusal =
  | 'no-such-version'
  | 'wrong-state'
  | 'same-person'
  | 'changed-since'
  | 'proposal-waits'
  | 'nothing-changed'
  | 'not-newest'
  | 'not-right'
  | 'no-reason';

/** Thrown when a step is not allowed; `code` says why. */
export class TemplateStepError extends Error {
  override readonly name = 'TemplateStepError';
  readonly code: TemplateRefusal;
  readonly problems: readonly PlacedProblem[];
  constructor(code: TemplateRefusal, problems: readonly PlacedProblem[] = []) {
    super(`This step is not allowed for the letters' texts: ${code}.`);
    this.code = code;
    this.problems = problems;
  }
}

/** Why `staffId` cannot release a version now; undefined when they can. */
export function whyNotRelease(found: TemplateVersion, staffId: StaffId, inUse: number): TemplateRefusal | undefined {
  if (found.state !== 'proposed') return 'wrong-state';
  if (found.proposedBy === staffId) return 'same-person';
  return found.basedOn === inUse ? undefined : 'changed-since';
}

/** Why a version cannot be taken back now; undefined when it can. */
export function whyNotWithdraw(found: TemplateVersion, inUse: number): TemplateRefusal | undefined {
  if (found.state === 'withdrawn') return 'wrong-state';
  return found.state === 'released' && found.version !== inUse ? 'not-newest' : undefined;
}

/** Where two versions differ, in the order of the letter. */
export const changedTexts = (before: LetterTexts, after: LetterTexts) =>
  LANGUAGES.flatMap((language) =>
    PARAGRAPH_CODES.filter((code) => before[language][code] !== after[language][code]).map((code) => ({
      ...{ language, code, before: before[language][code], after: after[language][code] },
    })),
  );

const wordsSchema = z.record(z.string(), z.string());
const storedSchema = z.object({ sv: wordsSchema, en: wordsSchema });

/** Stored texts; one that a newer Fyr has added since is the shipped one, and one that it has dropped is left out. */
export function readTexts(stored: unknown): LetterTexts {
  const { sv, en } = storedSchema.parse(stored);
  return { sv: completed(sv, SHIPPED_TEMPLATES.texts.sv), en: completed(en, SHIPPED_TEMPLATES.texts.en) };
}

function completed(some: Readonly<Record<string, string>>, shipped: LetterWords): LetterWords {
  const words = { ...shipped };
  for (const code of PARAGRAPH_CODES) words[code] = some[code] ?? shipped[code];
  return words;
}
