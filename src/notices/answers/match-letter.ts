/**
 * Which letter a mail is about, by what it carries of ours: a Message-ID first, then the page's token, then a reference. Pure;
 * the store looks the findings up.
 */
import { headerOf, idsIn, type ReceivedMessage } from './message.ts';

/** What may name one of our letters, each list in the order to be tried. */
export interface LetterClues {
  readonly messageIds: readonly string[];
  readonly tokens: readonly string[];
  /** Each the first twelve hexadecimal digits of a notice's id. */
  readonly references: readonly string[];
}

/** A thread can be long and quote much: beyond so many clues of a kind nothing new is found. */
const MOST = 50;

/** The clues of a mail. A mail system's report names the letter by the headers that it returns. */
export function cluesOf(message: ReceivedMessage): LetterClues {
  const { carried } = message;
  const words = `${message.subject}\n${message.text}\n${carried}`;
  const threads = [
    ...idsIn(headerOf(message, 'in-reply-to')),
    // The newest of a thread stands last (RFC 5322, 3.6.4).
    ...idsIn(headerOf(message, 'references')).toReversed(),
    ...[...carried.matchAll(/^[> \t]*message-id:\s*(<[^<>\s]+>)/gim)].flatMap(([, id]) => idsIn(id)),
    ...idsIn(message.deliveryStatus),
  ];
  return {
    messageIds: firstOf(threads),
    tokens: firstOf(
      [...words.matchAll(/\/n\/([a-z2-7]{32})(?![a-z2-7])/gi)].map(([, token = '']) => token.toLowerCase()),
    ),
    references: firstOf(
      [...words.matchAll(/\bFyr-([0-9a-f]{12})\b/gi)].map(([, reference = '']) => reference.toLowerCase()),
    ),
  };
}

const firstOf = (all: readonly string[]): readonly string[] => [...new Set(all)].slice(0, MOST);

/** The notices' ids that a reference can stand for: a range, so that the primary key finds them. */
export function idRangeOf(reference: string): { readonly from: string; readonly to: string } {
  const head = `${reference.slice(0, 8)}-${reference.slice(8, 12)}`;
  return { from: `${head}-0000-0000-000000000000`, to: `${head}-ffff-ffff-ffffffffffff` };
}
