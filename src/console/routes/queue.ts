/** The queue: its lanes, kept filters, live counts, and taking the next case. */
import {
  CaseStateError,
  claimCase,
  asksForSeconds,
  countQueues,
  listItemCountries,
  listLastOutcomes,
  listMentions,
  listQueue,
  listWaitingBulkActs,
  listWaitingSeconds,
  readCaseGists,
  type CaseSummary,
  type QueueFilter,
} from '../../cases/door.ts';
import { transact } from '../../platform/db.ts';
import { listStaff, worksOnCases } from '../../staff/door.ts';
import type { CaseId, StaffId } from '../../terms/ids.ts';
import { isIllegal } from '../../terms/outcomes.ts';
import { readStanding } from '../../wellbeing/door.ts';
import { couldNot, wordOf } from '../attempt.ts';
import { readPoliceAlerts } from '../police-alerts.ts';
import {
  countedFilters,
  countText,
  filterOf,
  laneFilters,
  LANES,
  namedCounts,
  queuePath,
  queryOf,
  QUEUE_LIMIT,
  readQueueWish,
} from '../queue.ts';
import { deleteQueueView, insertQueueView, listQueueViews } from '../queue-view-store.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { QueuePage } from '../views/queue.tsx';
import { SECOND_LIMIT } from './second.ts';

/** As many tries as others could be quicker. */
const NEXT_TRIES = 20;
const MAX_VIEW_NAME_LENGTH = 60;

/** The list of cases, and "the next one, please". */
export function addQueue(screens: Screens): void {
  screens.staff('GET /', queuePage);
  screens.staff('GET /queue/counts', liveCounts);
  screens.staff('POST /queue/next', claimNext);
  screens.staff('POST /queue/views', keepView);
  screens.staff('POST /queue/views/:viewId/forget', async ({ deps, session, params }) => {
    const isDone = await transact(deps.db, (tx) => deleteQueueView(tx, params.get('viewId') ?? '', session.staffId));
    return isDone ? { goTo: '/?done=view-forgotten' } : couldNot('/', 'not-found');
  });
}

async function queuePage(visit: StaffVisit): Promise<Answer> {
  const { deps, session, now } = visit;
  const wish = readQueueWish(visit.query);
  const rows = await listQueue(deps.db, filterOf(wish, session.staffId));
  const cases = rows.slice(0, QUEUE_LIMIT);
  const [mentions, bulk, seconds, standing] = await Promise.all([
    listMentions(deps.db, session.staffId),
    listWaitingBulkActs(deps.db, session.staffId),
    listWaitingSeconds(deps.db, session.staffId, SECOND_LIMIT),
    readStanding(deps.db, session.staffId, now, deps.config.timeZone),
  ]);
  const [counts, gists, countries, views, staff, alerts] = await Promise.all([
    countQueues(deps.db, countedFilters(wish.lane, session.staffId)),
    readCaseGists(
      deps.db,
      cases.map(({ id }) => id),
    ),
    listItemCountries(deps.db),
    listQueueViews(deps.db, session.staffId),
    listStaff(deps.db),
    readPoliceAlerts(visit),
  ]);
  return QueuePage({
    page: visit.page,
    word: wordOf(visit),
    staffId: session.staffId,
    names: new Map(staff.map((person) => [person.id, person.name] as const)),
    hasMore: rows.length > QUEUE_LIMIT,
    counts: namedCounts(counts),
    people: staff.filter(
      ({ id, role, disabledAt }) => worksOnCases(role) && disabledAt === undefined && id !== session.staffId,
    ),
    ...{ wish, cases, gists, countries, views, now, alerts, mentions, bulk },
    seconds: seconds.length > 0 || asksForSeconds(deps.questionSet.second) ? seconds.length : undefined,
    standing,
  });
}

/** For the script that keeps the page's numbers fresh: texts by the name of what they count, and what stands first. */
async function liveCounts({ deps, session, query }: StaffVisit): Promise<Answer> {
  const wish = { ...readQueueWish(query), after: undefined };
  const { lanes } = namedCounts(await countQueues(deps.db, laneFilters(session.staffId)));
  const [first] = await listQueue(deps.db, { ...filterOf(wish, session.staffId), limit: 1 });
  const texts = Object.fromEntries(LANES.map((lane) => [lane, countText(lanes[lane])]));
  return { json: { counts: texts, first: first?.number ?? 0 } };
}

/**
 * The next case for this person: none that they have passed over, and only what is urgent while it is time for a break. Who has just
 * had several illegal items gets one without a known hit, where there is one.
 */
async function claimNext({ deps, session, now, form }: StaffVisit): Promise<Answer> {
  const wish = readQueueWish(new Map(['category', 'origin', 'country'].map((name) => [name, form.get(name)])));
  const { pause } = await readStanding(deps.db, session.staffId, now, deps.config.timeZone);
  const filter: QueueFilter = { ...filterOf(wish, session.staffId), notSkippedBy: session.staffId, limit: NEXT_TRIES };
  const rows = await listQueue(deps.db, pause === undefined ? filter : { ...filter, isUrgent: true });
  const ids = (await isHeavyOf(deps, session.staffId)) ? await lighterFirst(deps, rows) : rows.map(({ id }) => id);
  for (const id of ids) {
    try {
      await transact(deps.db, (tx) => claimCase(tx, id, session.staffId, now));
      return { goTo: `/cases/${id}?done=claimed` };
    } catch (error) {
      // Somebody else was quicker with this one.
      if (!(error instanceof CaseStateError)) throw error;
    }
  }
  return couldNot('/', pause === undefined ? 'nothing-left' : 'pause');
}

/** So many illegal items one after the other are enough for a while. */
const HEAVY_ROW = 3;

async function isHeavyOf({ db }: StaffVisit['deps'], staffId: StaffId): Promise<boolean> {
  const outcomes = await listLastOutcomes(db, staffId, HEAVY_ROW);
  return outcomes.length === HEAVY_ROW && outcomes.every(isIllegal);
}

/** Urgent ones stay where they are: a child may be in danger. */
async function lighterFirst({ db }: StaffVisit['deps'], rows: readonly CaseSummary[]): Promise<readonly CaseId[]> {
  const gists = await readCaseGists(
    db,
    rows.map(({ id }) => id),
  );
  const weight = ({ id, isUrgent }: CaseSummary) => (!isUrgent && gists.get(id)?.isKnown === true ? 1 : 0);
  return rows.toSorted((a, b) => weight(a) - weight(b)).map(({ id }) => id);
}

async function keepView({ deps, session, now, form }: StaffVisit): Promise<Answer> {
  const wish = readQueueWish(
    new Map(['lane', 'category', 'origin', 'country'].map((field) => [field, form.get(field)])),
  );
  const name = form.get('name').replace(/\s+/g, ' ').trim();
  if (name === '' || Array.from(name).length > MAX_VIEW_NAME_LENGTH) return couldNot('/', 'view-name');
  const view = { staffId: session.staffId, name, query: queryOf(wish), isShared: form.get('shared') === 'yes' };
  await transact(deps.db, (tx) => insertQueueView(tx, view, now));
  const path = queuePath(wish);
  return { goTo: `${path}${path.includes('?') ? '&' : '?'}done=view-kept` };
}
