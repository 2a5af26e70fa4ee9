/**
 * That the mail server has taken a letter is written before anything else happens to it. Letters that are taken while one such
 * write is under way are written together by the next: they share its round trips and its flush of the log.
 */
import { transact, type Db } from '../../platform/db.ts';
import { markAccepted, type TakenLetter } from './accepted-store.ts';

/** For the letters of one batch. */
export interface Acceptances {
  /** Resolves once it is durable. @throws the database's errors */
  note(taken: TakenLetter): Promise<void>;
}

/** Opens them over a database. */
export function openAcceptances(db: Db): Acceptances {
  let waiting: TakenLetter[] = [];
  let lastWrite: Promise<unknown> = Promise.resolve();
  let nextWrite: Promise<void> | undefined;
  const write = () => {
    const together = waiting;
    [waiting, nextWrite] = [[], undefined];
    const written = transact(db, (tx) => markAccepted(tx, together));
    // One that fails is its letters' trouble, and not that of those after them.
    lastWrite = written.catch(() => undefined);
    return written;
  };
  return {
    note: (taken) => {
      waiting.push(taken);
      nextWrite ??= lastWrite.then(write);
      return nextWrite;
    },
  };
}
