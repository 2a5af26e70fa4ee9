/** What providers answered about a case's items, and what waits there for a person: read for its page. */
import { listAnswersOfCase, listTakedownsToLookAt, type ShownAnswer, type TakedownToLookAt } from '../notices/door.ts';
import type { CaseView } from '../cases/door.ts';
import type { StaffVisit } from './screens.ts';

export interface ProviderAnswers {
  readonly answers: readonly ShownAnswer[];
  readonly takedowns: readonly TakedownToLookAt[];
  /** The visitor may read the words, and decide. */
  readonly mayLook: boolean;
}

/** Whoever has the case, or had it when it was decided; and a supervisor, for somebody must be able to when that one is away. */
export const mayLookAt = (view: Pick<CaseView, 'claimedBy'>, { session }: StaffVisit): boolean =>
  view.claimedBy === session.staffId || session.role === 'supervisor';

/** The answers of a case as this visitor may see them. */
export async function readProviderAnswers(visit: StaffVisit, view: CaseView): Promise<ProviderAnswers> {
  const { db, serviceKey } = visit.deps;
  const mayLook = mayLookAt(view, visit);
  const [answers, takedowns] = await Promise.all([
    listAnswersOfCase(db, { serviceKey, mayReadWords: mayLook }, view.id),
    listTakedownsToLookAt(db, view.id),
  ]);
  return { answers, takedowns, mayLook };
}
