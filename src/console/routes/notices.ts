/** What of the notices waits, what leaves next, and the stop switch. */
import { z } from 'zod';
import {
  countDueSteps,
  countUnmatched,
  listAttention,
  listUnmatchedAnswers,
  markSeen,
  previewSending,
  releaseSending,
  stopSending,
} from '../../notices/door.ts';
import { transact } from '../../platform/db.ts';
import { mayUse } from '../access.ts';
import { couldNot, wordOf } from '../attempt.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { NoticesPage } from '../views/notices.tsx';
import type { Problem } from '../views/shell.tsx';

const CASES_OF_A_KIND = 12;
const MAILS = 20;
const HOUR_MS = 3_600_000;
const MOST_REASON = 500;

/** The page for everybody; anybody may stop, supervisors release. */
export function addNotices(screens: Screens): void {
  screens.staff('GET /notices', (visit) => noticesPage(visit, []));

  screens.staff('POST /notices/stop', async (visit): Promise<Answer> => {
    const { deps, session, form, now, texts } = visit;
    const reason = form.get('reason').trim();
    if (reason === '' || reason.length > MOST_REASON)
      return { status: 400, page: await noticesPage(visit, [{ field: 'reason', text: texts.notices.reasonMissing }]) };
    await transact(deps.db, (tx) => stopSending(tx, { staffId: session.staffId, reason }, now));
    return { goTo: '/notices?done=sending-stopped' };
  });

  screens.staff('POST /notices/release', async ({ deps, session, now }): Promise<Answer> => {
    const isReleased = await transact(deps.db, (tx) => releaseSending(tx, session.staffId, now));
    return isReleased ? { goTo: '/notices?done=sending-released' } : couldNot('/notices', 'not-found');
  });

  screens.staff('POST /notices/mails/:answerId/seen', async ({ deps, session, params, now }): Promise<Answer> => {
    const id = z.uuid().safeParse(params.get('answerId'));
    const isNew = id.success && (await transact(deps.db, (tx) => markSeen(tx, id.data, session.staffId, now)));
    return isNew ? { goTo: '/notices?done=mail-seen' } : couldNot('/notices', 'not-found');
  });
}

async function noticesPage(visit: StaffVisit, problems: readonly Problem[]) {
  const { deps, page, session, now } = visit;
  const { db, serviceKey, takedowns } = deps;
  const until = new Date(now.getTime() + HOUR_MS);
  const mayRead = mayUse('POST /notices/mails/:answerId/seen', session.role);
  const [groups, mailCount, mails, preview, dueSteps] = await Promise.all([
    listAttention(db, now, CASES_OF_A_KIND),
    countUnmatched(db),
    mayRead ? listUnmatchedAnswers(db, { serviceKey, mayReadWords: true }, MAILS) : [],
    previewSending({ db, serviceKey, ...takedowns }, now, until),
    countDueSteps(db, until),
  ]);
  return NoticesPage({
    ...{ groups, mailCount, mails, preview, dueSteps, problems, now },
    page: { ...page, path: '/notices' },
    word: wordOf(visit),
  });
}
