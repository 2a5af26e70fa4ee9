/** One case: its page, and what can be done to it as a whole. */
import {
  answerCase,
  CaseStateError,
  claimCase,
  closeCase,
  listLinked,
  markMentionsSeen,
  readCaseSummary,
  readJoinedTo,
  readNotes,
  releaseCase,
  skipCase,
  takeUpCase,
} from '../../cases/door.ts';
import { decideCase, NCMEC_CHOICES } from '../../deciding/door.ts';
import { transact, type Tx } from '../../platform/db.ts';
import { isOnHold, releaseHold, setHold } from '../../routing/door.ts';
import { caseIdSchema, type CaseId } from '../../terms/ids.ts';
import { closeReasonSchema } from '../../terms/outcomes.ts';
import { caseQuestions, readCaseAnswers, unansweredOf } from '../answers.ts';
import { attempt, couldNot, wordOf, type Done } from '../attempt.ts';
import { decideDepsOf, readCaseScreen } from '../case-screen.ts';
import type { Answer, Screens, StaffVisit, Visit } from '../screens.ts';
import type { StaffRoute } from '../access.ts';
import { CasePage } from '../views/case.tsx';
import { MessagePage } from '../views/message.tsx';
import type { Problem } from '../views/shell.tsx';

/** Everything under `/cases/:caseId` but items and tips. */
export function addCase(screens: Screens): void {
  screens.staff('GET /cases/:caseId', (visit) => casePage(visit, []));

  const change = (
    route: StaffRoute,
    done: Done,
    work: (tx: Tx, caseId: CaseId, visit: StaffVisit) => Promise<unknown>,
  ) =>
    screens.staff(route, (visit) => {
      const caseId = caseIdOf(visit);
      if (caseId === undefined) return notFound(visit);
      return attempt(`/cases/${caseId}`, done, () => transact(visit.deps.db, (tx) => work(tx, caseId, visit)));
    });

  change('POST /cases/:caseId/claim', 'claimed', (tx, id, visit) =>
    claimCase(tx, id, visit.session.staffId, visit.now),
  );
  change('POST /cases/:caseId/take-up', 'taken-up', (tx, id, visit) =>
    takeUpCase(tx, id, visit.session.staffId, visit.now),
  );
  change('POST /cases/:caseId/release', 'released', (tx, id, visit) =>
    releaseCase(tx, id, visit.session.staffId, visit.now),
  );

  change('POST /cases/:caseId/skip', 'skipped', (tx, id, visit) => skipCase(tx, id, visit.session.staffId, visit.now));

  screens.staff('POST /cases/:caseId/answers', saveAnswers);
  screens.staff('POST /cases/:caseId/decide', decide);
  screens.staff('POST /cases/:caseId/hold', changeHold);
  screens.staff('POST /cases/:caseId/close', close);
}

async function saveAnswers(visit: StaffVisit): Promise<Answer> {
  const { deps, session, now, texts, language } = visit;
  const screen = await readCaseScreen(visit);
  if (screen === undefined) return notFound(visit);
  const questions = caseQuestions(deps.questionSet, screen.items.length > 0);
  const { answers, problems } = readCaseAnswers(visit.form, questions);
  if (problems.length > 0) {
    const words = new Map(questions.map(({ code, text }) => [code, text[language]]));
    const told = problems.map(({ code }) => ({ field: code, text: texts.item.notOffered(words.get(code) ?? code) }));
    return casePage(visit, told);
  }
  const { id } = screen.view;
  return attempt(`/cases/${id}`, 'answered', () =>
    transact(deps.db, (tx) => answerCase(tx, id, session.staffId, answers, now)),
  );
}

/** Only with every question answered: a danger that nobody was asked about is not "no danger". */
async function decide(visit: StaffVisit): Promise<Answer> {
  const { deps, session, form } = visit;
  const screen = await readCaseScreen(visit);
  if (screen === undefined) return notFound(visit);
  const path = `/cases/${screen.view.id}`;
  if (!screen.isMine) return couldNot(path, 'not-yours');
  const questions = caseQuestions(deps.questionSet, screen.items.length > 0);
  if (unansweredOf(screen.view.answers, questions).length > 0) return couldNot(path, 'answers-missing');
  if (screen.needsPerson) return couldNot(path, 'needs-person');
  const ncmec = NCMEC_CHOICES.find((choice) => choice === form.get('ncmec')) ?? 'as-ruled';
  const options = { includeContact: form.get('contact') === 'yes', ncmec };
  return attempt(path, 'decided', () => decideCase(decideDepsOf(deps), session, screen.view.id, options));
}

async function changeHold(visit: StaffVisit): Promise<Answer> {
  const { deps, session, now } = visit;
  const caseId = caseIdOf(visit);
  if (caseId === undefined || (await readCaseSummary(deps.db, caseId)) === undefined) return notFound(visit);
  const isWanted = visit.form.get('hold') === 'on';
  return attempt(`/cases/${caseId}`, isWanted ? 'held' : 'hold-released', () =>
    transact(deps.db, async (tx) => {
      if ((await isOnHold(tx, caseId)) === isWanted) return;
      await (isWanted ? setHold : releaseHold)(tx, caseId, session.staffId, now);
    }),
  );
}

async function close(visit: StaffVisit): Promise<Answer> {
  const { deps, session, now, texts } = visit;
  const caseId = caseIdOf(visit);
  if (caseId === undefined) return notFound(visit);
  const reason = closeReasonSchema.safeParse(visit.form.get('reason'));
  if (!reason.success) return casePage(visit, [{ field: 'reason', text: texts.case.closeMissing }]);
  return attempt(`/cases/${caseId}`, 'closed', () =>
    transact(deps.db, async (tx) => {
      const found = await readCaseSummary(tx, caseId);
      if (found === undefined) throw new CaseStateError('no-such-case');
      if (found.state !== 'claimed' || found.claimedBy !== session.staffId) throw new CaseStateError('not-yours');
      await closeCase(tx, caseId, reason.data, `staff:${session.staffId}`, now);
    }),
  );
}

async function casePage(visit: StaffVisit, problems: readonly Problem[]): Promise<Answer> {
  const screen = await readCaseScreen(visit);
  if (screen === undefined) return notFound(visit);
  const { page, now, deps, session } = visit;
  const { id } = screen.view;
  const [notes, linked, joinedTo] = await Promise.all([
    readNotes(deps.db, id, () => session.deskIdentities()),
    listLinked(deps.db, id),
    readJoinedTo(deps.db, id),
  ]);
  if (notes.length > 0) await transact(deps.db, (tx) => markMentionsSeen(tx, id, session.staffId, now));
  const rendered = CasePage({
    page: { ...page, path: `/cases/${id}` },
    ...{ screen, notes, linked, joinedTo },
    problems,
    now,
    word: wordOf(visit),
    questions: caseQuestions(deps.questionSet, screen.items.length > 0),
    presets: deps.questionSet.presets.case,
  });
  return problems.length === 0 ? rendered : { status: 400, page: rendered };
}

function caseIdOf(visit: StaffVisit): CaseId | undefined {
  return caseIdSchema.safeParse(visit.params.get('caseId')).data;
}

/** There is no such case, item, version or file. */
export function notFound(visit: Visit): Answer {
  const { missingTitle, missing } = visit.texts.errors;
  return { status: 404, page: MessagePage({ page: visit.page, title: missingTitle, text: missing }) };
}
