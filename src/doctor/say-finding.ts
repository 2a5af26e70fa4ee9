/** Findings in words: in English on the command line, in the reader's language in the console. */
import type { Language } from '../terms/categories.ts';
import type { Finding, FindingCode, FindingFacts, FindingTexts, FindingWords, Level } from './finding.ts';
import { findingsEn } from './findings-en.ts';
import { findingsSv } from './findings-sv.ts';

const TEXTS: Readonly<Record<Language, FindingTexts>> = { en: findingsEn, sv: findingsSv };

/** A finding in words. */
export const sayFinding = (finding: Finding, language: Language): FindingWords => say(TEXTS[language], finding);

const say = <C extends FindingCode>(
  texts: FindingTexts,
  { code, facts }: { readonly code: C; readonly facts: FindingFacts[C] },
): FindingWords => texts[code](facts);

/** One or two lines a finding, the worst last, where a terminal shows them. */
export function describeFindings(findings: readonly Finding[]): readonly string[] {
  const rank: Readonly<Record<Level, number>> = { fine: 0, soon: 1, wrong: 2 };
  const label: Readonly<Record<Level, string>> = { fine: 'ok    ', soon: 'SOON  ', wrong: 'WRONG ' };
  return findings
    .toSorted((a, b) => rank[a.level] - rank[b.level])
    .flatMap((finding) => {
      const { what, toDo } = sayFinding(finding, 'en');
      return [
        `${label[finding.level]} ${finding.check.padEnd(18)} ${what}`,
        ...(toDo === undefined ? [] : [`${' '.repeat(26)}-> ${toDo}`]),
      ];
    });
}
