/**
 * Tips that say the same, within an hour: a mail that went round, or somebody's flood. They get one group, so that an analyst meets one
 * case with a count and not a hundred. Compared in memory under a key that is forgotten (forgetful-map.ts); what is kept with the
 * tips is a random id.
 */
import { randomUUID } from 'node:crypto';
import type { TipCategory } from '../../terms/categories.ts';
import type { TipReport } from '../tip.ts';
import { ForgetfulMap } from './forgetful-map.ts';

/** Fewer letters than this and two people may well have written the same: "help me" is never a flood. */
const LEAST_LETTERS = 40;

/** What makes two reports the same: their letters, whatever the case, spaces, digits and signs; undefined when there are too few. */
export function wordsMark(category: TipCategory, report: TipReport): string | undefined {
  const { own = [], ...fields } = report;
  const answers = own.map(({ question, answer }) => [question, answer] as const);
  const letters = [...Object.entries(fields), ...answers]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, text = '']) =>
        `${name}:${text
          .normalize('NFKC')
          .toLowerCase()
          .replace(/[^\p{L}\p{M}]/gu, '')}`,
    );
  const count = letters.reduce((sum, text) => sum + text.length - text.indexOf(':') - 1, 0);
  return count < LEAST_LETTERS ? undefined : `${category} ${letters.join(' ')}`;
}

export class SameWords {
  readonly #groups = new ForgetfulMap<string>();

  /** The group of a report; undefined when it says too little to have one. What was sealed before it came has none: nobody here can read it. */
  groupOf(category: TipCategory, report: TipReport): string | undefined {
    const mark = wordsMark(category, report);
    if (mark === undefined) return undefined;
    const group = this.#groups.get(mark) ?? randomUUID();
    this.#groups.set(mark, group);
    return group;
  }
}
