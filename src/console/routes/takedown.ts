/** What a person decides after a provider has objected, asked or written: the ladder goes on, or nobody is asked any more. */
import { CaseStateError, readCaseSummary } from '../../cases/door.ts';
import { endTakedown, listTakedownsToLookAt, resumeTakedown } from '../../notices/door.ts';
import { transact, type Tx } from '../../platform/db.ts';
import { caseIdSchema, type StaffId } from '../../terms/ids.ts';
import type { StaffRoute } from '../access.ts';
import { attempt, couldNot, type Done } from '../attempt.ts';
import { mayLookAt } from '../provider-answers.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { notFound } from './case.ts';

interface TakedownDecision {
  readonly takedownId: string;
  readonly staffId: StaffId;
}

/** Going on, and ending. */
export function addTakedown(screens: Screens): void {
  const decision = (route: StaffRoute, done: Done, work: (tx: Tx, act: TakedownDecision, now: Date) => Promise<void>) =>
    screens.staff(route, (visit) => decide(visit, done, work));
  decision('POST /cases/:caseId/takedowns/:takedownId/resume', 'takedown-resumed', resumeTakedown);
  decision('POST /cases/:caseId/takedowns/:takedownId/end', 'takedown-ended', (tx, act, now) =>
    endTakedown(tx, { ...act, reason: 'appeal-accepted' }, now),
  );
}

async function decide(
  visit: StaffVisit,
  done: Done,
  work: (tx: Tx, act: TakedownDecision, now: Date) => Promise<void>,
): Promise<Answer> {
  const { deps, session, now, params } = visit;
  const caseId = caseIdSchema.safeParse(params.get('caseId'));
  if (!caseId.success) return notFound(visit);
  const path = `/cases/${caseId.data}`;
  const waiting = await listTakedownsToLookAt(deps.db, caseId.data);
  const takedown = waiting.find(({ takedownId }) => takedownId === params.get('takedownId'));
  // Somebody else has decided meanwhile: that decision stands.
  if (takedown === undefined) return couldNot(path, 'not-found');
  return attempt(path, done, () =>
    transact(deps.db, async (tx) => {
      const found = await readCaseSummary(tx, caseId.data);
      if (found === undefined) throw new CaseStateError('no-such-case');
      if (!mayLookAt(found, visit)) throw new CaseStateError('not-yours');
      await work(tx, { takedownId: takedown.takedownId, staffId: session.staffId }, now);
    }),
  );
}
