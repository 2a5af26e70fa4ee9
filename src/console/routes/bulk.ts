/** Something done with several cases of the queue: shown first, done on a second form, taken back while there is time. */
import {
  MOST_IN_BULK,
  obstacleTo,
  planBulk,
  readBulkWish,
  readCaseSummaries,
  undoBulk,
  type BulkWish,
  type CaseSummary,
} from '../../cases/door.ts';
import { transact } from '../../platform/db.ts';
import { leadsOthers, readStaffNames } from '../../staff/door.ts';
import { caseIdSchema, type CaseId } from '../../terms/ids.ts';
import { couldNot } from '../attempt.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { BulkPage, type BulkRow } from '../views/bulk.tsx';

/** The preview, the doing, the taking back. */
export function addBulk(screens: Screens): void {
  screens.staff('POST /queue/bulk/preview', preview);
  screens.staff('POST /queue/bulk', carryOut);
  screens.staff('POST /queue/bulk/:bulkId/undo', async ({ deps, session, params, now }) => {
    const isDone = await transact(deps.db, (tx) => undoBulk(tx, params.get('bulkId') ?? '', session.staffId, now));
    return isDone ? { goTo: '/?done=bulk-undone' } : couldNot('/', 'bulk-too-late');
  });
}

async function preview(visit: StaffVisit): Promise<Answer> {
  const { deps, session, page } = visit;
  const asked = askedFor(visit);
  if ('goTo' in asked) return asked;
  const by = { staffId: session.staffId, leadsOthers: leadsOthers(session.role) };
  const rowOf = (each: CaseSummary): BulkRow => ({ found: each, obstacle: obstacleTo(asked.wish, each, by) });
  const rows = (await readCaseSummaries(deps.db, asked.caseIds)).map(rowOf);
  const names = await readStaffNames(deps.db);
  return BulkPage({ page: { ...page, path: '/' }, wish: asked.wish, rows, names });
}

async function carryOut(visit: StaffVisit): Promise<Answer> {
  const { deps, session, now } = visit;
  const asked = askedFor(visit);
  if ('goTo' in asked) return asked;
  await transact(deps.db, (tx) => planBulk(tx, asked.wish, asked.caseIds, session.staffId, now));
  return { goTo: asked.wish.kind === 'take' ? '/?lane=mine&done=bulk-taken' : '/?done=bulk-planned' };
}

/** The cases that were ticked and what is to be done with them; or where to go when that is not whole. */
function askedFor({
  form,
}: StaffVisit): { readonly wish: BulkWish; readonly caseIds: readonly CaseId[] } | { readonly goTo: string } {
  const caseIds = [...new Set(form.all('case').flatMap((text) => caseIdSchema.safeParse(text).data ?? []))];
  if (caseIds.length === 0) return { goTo: '/?not=nothing-chosen' };
  if (caseIds.length > MOST_IN_BULK) return { goTo: '/?not=bulk-too-many' };
  const kind = form.get('kind');
  const choice = kind === 'hand-over' ? form.get('to') : kind === 'close' ? form.get('reason') : undefined;
  const wish = readBulkWish(kind, choice);
  return wish === undefined ? { goTo: '/?not=bulk-choice' } : { wish, caseIds };
}
