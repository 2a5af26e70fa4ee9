/** From a letter's rows and the templates to what is read: pure. What a letter says is the table in letter.ts. */
import type { Language } from '../../terms/categories.ts';
import { buildPart } from './letter-part.ts';
import { renderHtml } from './letter-html.ts';
import { renderText } from './letter-text.ts';
import type { ComposedLetter, LetterInput, LetterReport } from './letter.ts';
import { placeFor, referenceOf } from './notice.ts';
import { oneLine } from './one-line.ts';
import type { LetterTemplates, LetterWords } from './paragraphs.ts';
import { buildXarf } from './xarf.ts';

/** The letter, by the table in letter.ts. @throws RangeError when there is no item */
export function composeLetter(input: LetterInput, templates: LetterTemplates): ComposedLetter {
  if (input.items.length === 0) throw new RangeError('A letter needs at least one item.');
  const languages = languagesOf(input);
  const parts = languages.map((language) => buildPart(input, language, templates.texts[language]));
  const [first] = languages;
  const subject = subjectOf(input, templates.texts[first]);
  return {
    subject,
    text: renderText(parts),
    html: renderHtml(subject, parts),
    notices: input.items.map(({ noticeId, facts }) => ({ noticeId, reference: referenceOf(noticeId), url: facts.url })),
    reports: reportsOf(input),
    languages,
    templateVersion: templates.version,
  };
}

/** Swedish and English to a provider in Sweden (or, where its country is not known, about an item hosted there); English to all others. */
function languagesOf({ contact, items }: LetterInput): readonly [Language, ...Language[]] {
  const isSwedish =
    contact.country === undefined
      ? items.some(({ facts, rung }) => placeFor(facts, rung).country === 'SE')
      : contact.country === 'SE';
  return isSwedish ? ['sv', 'en'] : ['en'];
}

const MOST_TICKET_CHARACTERS = 60;

function subjectOf({ letterId, items, isUrgent, ticket }: LetterInput, words: LetterWords): string {
  const isReminder = items.every(({ kind }) => kind === 'reminder');
  const marks = [...(isUrgent ? [words['mark-urgent']] : []), ...(isReminder ? [words['mark-reminder']] : [])];
  const ticketMark = oneLine(ticket ?? '').slice(0, MOST_TICKET_CHARACTERS);
  return oneLine(
    `${ticketMark === '' ? '' : `[${ticketMark}] `}${marks.map((mark) => `${mark}: `).join('')}${words.subject} (${referenceOf(letterId)})`,
  );
}

function reportsOf({ contact, hotline, items }: LetterInput): readonly LetterReport[] {
  return items.flatMap((item, index) => {
    const { classification, url, host, detection, hashes, assessedAt } = item.facts;
    const { ip, country } = placeFor(item.facts, item.rung);
    if (classification === undefined) return [];
    const report = buildXarf({
      ...{ reportId: item.noticeId, at: assessedAt, hotline, url, host, ip, country, classification, detection },
      ...{ provider: contact.name, rung: item.rung, hashes },
    });
    const filename = items.length === 1 ? 'xarf.json' : `xarf-${index + 1}.json`;
    return [{ noticeId: item.noticeId, filename, json: `${JSON.stringify(report, null, 2)}\n` }];
  });
}
