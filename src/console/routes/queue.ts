/** The queue and taking from it. */
import { CaseStateError, claimCase, countCases, countTipsOfCases, listQueue } from '../../cases/door.ts';
import { transact } from '../../platform/db.ts';
import { listStaff } from '../../staff/door.ts';
import { couldNot, wordOf } from '../attempt.ts';
import { filterOf, laneCounts, QUEUE_LIMIT, readQueueWish } from '../queue.ts';
import { readPoliceAlerts } from '../police-alerts.ts';
import type { Answer, Screens } from '../screens.ts';
import { QueuePage } from '../views/queue.tsx';

/** As many tries as others could be quicker. */
const NEXT_TRIES = 20;

/** The list of cases, and "the next one, please". */
export function addQueue(screens: Screens): void {
  screens.staff('GET /', async (visit) => {
    const { deps, session, now } = visit;
    const wish = readQueueWish(visit.query);
    const mineFilter = filterOf({ lane: 'mine', category: undefined }, session.staffId);
    const [rows, counts, mine, staff, alerts] = await Promise.all([
      listQueue(deps.db, filterOf(wish, session.staffId)),
      countCases(deps.db),
      listQueue(deps.db, mineFilter),
      listStaff(deps.db),
      readPoliceAlerts(visit),
    ]);
    const cases = rows.slice(0, QUEUE_LIMIT);
    return QueuePage({
      page: visit.page,
      word: wordOf(visit),
      wish,
      cases,
      tipCounts: await countTipsOfCases(
        deps.db,
        cases.map(({ id }) => id),
      ),
      hasMore: rows.length > QUEUE_LIMIT,
      counts: laneCounts(counts, mine),
      names: new Map(staff.map((person) => [person.id, person.name] as const)),
      ...{ now, alerts },
    });
  });

  screens.staff('POST /queue/next', async (visit): Promise<Answer> => {
    const { deps, session, now } = visit;
    const { category } = readQueueWish(new Map([['category', visit.form.get('category')]]));
    const rows = await listQueue(deps.db, { states: ['new'], category, limit: NEXT_TRIES });
    for (const { id } of rows) {
      try {
        await transact(deps.db, (tx) => claimCase(tx, id, session.staffId, now));
        return { goTo: `/cases/${id}?done=claimed` };
      } catch (error) {
        // Somebody else was quicker with this one.
        if (!(error instanceof CaseStateError)) throw error;
      }
    }
    return couldNot('/', 'nothing-left');
  });
}
