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

/** Does `work`, and goes to `good`, or to `bad` with word of why not where the error is a `Refusal`. @throws every other error */
export async function attemptStep(
  Refusal: abstract new (...args: never) => Error & { readonly code: string },
  paths: { readonly good: string; readonly bad: string },
  work: () => Promise<unknown>,
): Promise<Answer> {
  try {
    await work();
    return { goTo: paths.good };
  } catch (error) {
    if (error instanceof Refusal) return { goTo: `${paths.bad}?not=${error.code}` };
    throw error;
  }
}

/** Goes to `path` with word of why nothing was done. */
export const couldNot = (path: string, why: NotDone): Answer => ({ goTo: `${path}?not=${why}` });

/** What is said of what was done, or not. */
export type Word = { readonly text: string; readonly isBad: boolean } | undefined;
type Words = Readonly<Record<string, string>>;

/** The words for what a page's address says was done, or not; only words that the catalogue has. */
export const wordOf = ({ query, texts }: Visit): Word => wordIn(query, texts);

/** The same from a page's own words. */
export function wordIn(query: Visit['query'], words: { readonly done: Words; readonly notDone: Words }): Word {
  const find = (from: Words, code: string | undefined) =>
    code !== undefined && Object.hasOwn(from, code) ? from[code] : undefined;
  const bad = find(words.notDone, query.get('not'));
  if (bad !== undefined) return { text: bad, isBad: true };
  const good = find(words.done, query.get('done'));
  return good === undefined ? undefined : { text: good, isBad: false };
}
