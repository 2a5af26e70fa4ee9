/** `fyr texts`: which of the public site's texts still wait for somebody who speaks the language. */
import { uncheckedGuidance } from '../site/country-guidance.ts';
import { textsIn } from '../site/texts.ts';
import { leavesOf } from '../site/texts/leaves.ts';
import { countUnread, reviewOf } from '../site/texts/review.ts';
import { languageName, siteLanguageSchema } from '../terms/site-languages.ts';

interface Output {
  write(text: string): unknown;
}

/**
 * Without arguments all languages; with a language its sections; with a section its texts beside the English ones.
 * @returns the exit code: 2 when it was not understood
 */
export function runTextsCommand(args: readonly string[], output: Output): number {
  const [code, section] = args;
  if (code === undefined) {
    for (const [language, unread, sections] of countUnread()) {
      const word = unread === 0 ? 'read' : `${unread} of ${sections} sections are drafts`;
      output.write(`${language}  ${languageName(language, 'en').padEnd(18)} ${word}\n`);
    }
    output.write(`Numbers of these countries wait for somebody to check them: ${uncheckedGuidance().join(', ')}\n`);
    return 0;
  }
  const language = siteLanguageSchema.safeParse(code);
  const sections = language.success ? reviewOf(language.data) : [];
  const chosen = section === undefined ? sections : sections.filter((each) => each.section === section);
  if (chosen.length === 0) {
    output.write(`There is no such ${sections.length === 0 ? 'language' : 'section'}: ${args.join(' ')}\n`);
    return 2;
  }
  if (section === undefined) {
    for (const each of chosen) output.write(`${each.section.padEnd(18)} ${each.state.padEnd(9)} ${each.digest}\n`);
    return 0;
  }
  const english = new Map(leavesOf(textsIn('en')));
  for (const [path, text] of chosen.flatMap((each) => each.texts))
    output.write(`${path}\n  ${english.get(`.${path}`) ?? ''}\n  ${text}\n\n`);
  return 0;
}
