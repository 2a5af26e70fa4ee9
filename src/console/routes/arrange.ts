/** What is done with a case as a whole: handing it over, joining, splitting, tying, and notes about it. */
import {
  caseNumberIn,
  handOverCase,
  linkCases,
  listLinked,
  MAX_NOTE_LENGTH,
  readCaseIdByNumber,
  readCaseSummary,
  unlinkCases,
  writeNote,
} from '../../cases/door.ts';
import { joinUnsentCase, splitUnsentItems } from '../../deciding/door.ts';
import { transact } from '../../platform/db.ts';
import { leadsOthers, listStaff, worksOnCases } from '../../staff/door.ts';
import { caseIdSchema, itemIdSchema, staffIdSchema, type CaseId } from '../../terms/ids.ts';
import { attempt, couldNot, wordOf } from '../attempt.ts';
import { readCaseScreen } from '../case-screen.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { ArrangePage } from '../views/arrange.tsx';
import { notFound } from './case.ts';

/** The page for it, and each of its forms. */
export function addArrange(screens: Screens): void {
  screens.staff('GET /cases/:caseId/arrange', arrangePage);
  screens.staff('POST /cases/:caseId/notes', note);
  screens.staff('POST /cases/:caseId/hand-over', handOver);
  screens.staff('POST /cases/:caseId/join', join);
  screens.staff('POST /cases/:caseId/split', split);
  screens.staff('POST /cases/:caseId/link', link);
  screens.staff('POST /cases/:caseId/unlink', unlink);
}

async function arrangePage(visit: StaffVisit): Promise<Answer> {
  const screen = await readCaseScreen(visit);
  if (screen === undefined) return notFound(visit);
  const { deps, page, session } = visit;
  const [linked, people] = await Promise.all([listLinked(deps.db, screen.view.id), listStaff(deps.db)]);
  return ArrangePage({
    page: { ...page, path: `/cases/${screen.view.id}/arrange` },
    word: wordOf(visit),
    mayHandOver: screen.isMine || (screen.view.state === 'claimed' && leadsOthers(session.role)),
    people: people.filter(
      ({ id, role, disabledAt }) => worksOnCases(role) && disabledAt === undefined && id !== screen.view.claimedBy,
    ),
    ...{ screen, linked },
  });
}

async function note(visit: StaffVisit): Promise<Answer> {
  const { deps, session, now, form } = visit;
  const caseId = await knownCase(visit);
  if (caseId === undefined) return notFound(visit);
  const text = form.get('note').trim();
  const path = `/cases/${caseId}`;
  if (text === '' || text.length > MAX_NOTE_LENGTH) return couldNot(path, text === '' ? 'note-empty' : 'note-long');
  return attempt(path, 'noted', () =>
    transact(deps.db, (tx) => writeNote(tx, { caseId, staffId: session.staffId, text, now })),
  );
}

async function handOver(visit: StaffVisit): Promise<Answer> {
  const { deps, session, now, form } = visit;
  const caseId = await knownCase(visit);
  if (caseId === undefined) return notFound(visit);
  const to = staffIdSchema.safeParse(form.get('to'));
  if (!to.success) return couldNot(`/cases/${caseId}/arrange`, 'no-such-person');
  const by = { staffId: session.staffId, leadsOthers: leadsOthers(session.role) };
  return attempt(`/cases/${caseId}`, 'handed-over', () =>
    transact(deps.db, (tx) => handOverCase(tx, caseId, by, to.data, now)),
  );
}

async function join(visit: StaffVisit): Promise<Answer> {
  const { deps, session, now } = visit;
  const caseId = await knownCase(visit);
  if (caseId === undefined) return notFound(visit);
  const into = await caseNumbered(visit);
  if (into === undefined) return couldNot(`/cases/${caseId}/arrange`, 'no-such-case');
  const done = await attempt(`/cases/${into}`, 'joined', () =>
    transact(deps.db, (tx) => joinUnsentCase(tx, caseId, into, session.staffId, now)),
  );
  return backOnRefusal(done, `/cases/${into}`, `/cases/${caseId}/arrange`);
}

async function split(visit: StaffVisit): Promise<Answer> {
  const { deps, session, now, form } = visit;
  const caseId = await knownCase(visit);
  if (caseId === undefined) return notFound(visit);
  const itemIds = form.all('item').flatMap((text) => itemIdSchema.safeParse(text).data ?? []);
  return attempt(`/cases/${caseId}/arrange`, 'split', () =>
    transact(deps.db, (tx) =>
      splitUnsentItems(tx, deps.serviceKey, { caseId, itemIds, staffId: session.staffId, now }),
    ),
  );
}

async function link(visit: StaffVisit): Promise<Answer> {
  const { deps, session, now } = visit;
  const caseId = await knownCase(visit);
  if (caseId === undefined) return notFound(visit);
  const other = await caseNumbered(visit);
  if (other === undefined) return couldNot(`/cases/${caseId}/arrange`, 'no-such-case');
  return attempt(`/cases/${caseId}/arrange`, 'linked', () =>
    transact(deps.db, (tx) => linkCases(tx, caseId, other, session.staffId, now)),
  );
}

async function unlink(visit: StaffVisit): Promise<Answer> {
  const { deps, session, now, form } = visit;
  const caseId = await knownCase(visit);
  const other = caseIdSchema.safeParse(form.get('other'));
  if (caseId === undefined || !other.success) return notFound(visit);
  return attempt(`/cases/${caseId}/arrange`, 'unlinked', () =>
    transact(deps.db, (tx) => unlinkCases(tx, caseId, other.data, session.staffId, now)),
  );
}

async function knownCase({ deps, params }: StaffVisit): Promise<CaseId | undefined> {
  const id = caseIdSchema.safeParse(params.get('caseId'));
  return id.success ? (await readCaseSummary(deps.db, id.data))?.id : undefined;
}

/** The case whose number the form names. */
async function caseNumbered({ deps, form }: StaffVisit): Promise<CaseId | undefined> {
  const number = caseNumberIn(form.get('number'));
  return number === undefined ? undefined : readCaseIdByNumber(deps.db, number);
}

/** What was refused is said where it was asked for. */
function backOnRefusal(answer: Answer, from: string, to: string): Answer {
  return 'goTo' in answer && answer.goTo.startsWith(`${from}?not=`) ? { goTo: answer.goTo.replace(from, to) } : answer;
}
