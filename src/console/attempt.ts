/** A change that a case's state may not allow: said in words where the person is, never as an error page. */
import { CaseStateError } from '../cases/door.ts';
import { PartnerUnavailable } from '../partners/door.ts';
import type { Answer, Visit } from './screens.ts';
import type { Texts } from './texts/texts.ts';

/** What was done, as a word in the address that the page says in words. */
export type Done = keyof Texts['done'];
export type NotDone = keyof Texts['notDone'];

/** Does `work`, and goes to `path` with word of it, or of why not. */
export async function attempt(path: string, done: Done, work: () => Promise<unknown>): Promise<Answer> {
  try {
    await work();
    return { goTo: `${path}?done=${done}` };
  } catch (error) {
    if (error instanceof CaseStateError) return couldNot(path, error.code);
    if (error instanceof PartnerUnavailable && error.code === 'no-police-account') return couldNot(path, error.code);
    throw error;
  }
}

/** Goes to `path` with word of why nothing was done. */
export const couldNot = (path: string, why: NotDone): Answer => ({ goTo: `${path}?not=${why}` });

/** The words for what a page's address says was done, or not; only words that the catalogue has. */
export function wordOf(visit: Visit): { readonly text: string; readonly isBad: boolean } | undefined {
  const find = (words: Readonly<Record<string, string>>, code: string | undefined) =>
    code !== undefined && Object.hasOwn(words, code) ? words[code] : undefined;
  const bad = find(visit.texts.notDone, visit.query.get('not'));
  if (bad !== undefined) return { text: bad, isBad: true };
  const good = find(visit.texts.done, visit.query.get('done'));
  return good === undefined ? undefined : { text: good, isBad: false };
}
