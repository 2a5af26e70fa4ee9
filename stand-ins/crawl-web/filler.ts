/** Words between the links: a page has a real page's size and shape, and says nothing. */
import { below, numbersFrom } from './numbers.ts';

const WORDS = (
  'the of and a in to is was on by at from with for that this it as has had were are boat harbour bridge river lake island ' +
  'train station winter summer morning market bread butter timber cotton iron glass lamp tower road village town council ' +
  'library garden apple birch pine heron salmon weather rain snow wind light window door table school museum map number'
).split(' ');

function sentence(random: () => number): string {
  const words = Array.from({ length: 7 + below(random, 12) }, () => WORDS[below(random, WORDS.length)] ?? 'the');
  const text = words.join(' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** Paragraphs of some 600 bytes with the markup of ordinary text. */
export function makeParagraphs(seed: string, count: number): readonly string[] {
  const random = numbersFrom(`${seed} words`);
  return Array.from({ length: count }, () => {
    const sentences = Array.from({ length: 6 }, () => sentence(random));
    return `<p class="text">${sentences.slice(0, 3).join(' ')} <em>${sentences[3] ?? ''}</em> ${sentences.slice(4).join(' ')}</p>\n`;
  });
}
