import { listCalls, listUnconfirmed, listUnseenCases, readStoredSettings } from '../partners/door.ts';
import { readStaffNames } from '../staff/door.ts';
import { caseNumber } from './police-screen.ts';
import type { StaffVisit } from './screens.ts';
import type { ShownAlerts } from './views/police-alerts.tsx';

/** What of the police asks for a person now: calls about urgent cases that they have not confirmed, and unread messages. */
export async function readPoliceAlerts(visit: StaffVisit): Promise<ShownAlerts> {
  const { db, serviceKey } = visit.deps;
  const [unconfirmed, unseen] = await Promise.all([listUnconfirmed(db), listUnseenCases(db)]);
  const questions = await Promise.all(
    unseen.map(async ({ caseId, count }) => ({ caseId, count, number: await caseNumber(visit, caseId) })),
  );
  if (unconfirmed.length === 0) return { phone: undefined, calls: [], questions };
  const names = await readStaffNames(db);
  const calls = await listCalls(
    db,
    unconfirmed.map(({ dispatchId }) => dispatchId),
  );
  return {
    phone: (await readStoredSettings(db, serviceKey, 'police'))?.values['phone'],
    questions,
    calls: await Promise.all(
      unconfirmed.map(async ({ dispatchId, caseId, startedAt, round }) => {
        const open = calls.find((call) => call.dispatchId === dispatchId && call.endedAt === undefined);
        return {
          ...{ caseId, round, since: startedAt, number: await caseNumber(visit, caseId) },
          taken: open && { who: names.get(open.staffId) ?? '–', at: open.takenAt },
        };
      }),
    ),
  };
}
