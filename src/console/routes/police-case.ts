/** An analyst's page of one case about the police: what left, whether it arrived, calling them, and the messages. */
import { readCase, type CaseView } from '../../cases/door.ts';
import { readTip } from '../../intake/door.ts';
import {
  callOutcomeSchema,
  endCall,
  listCalls,
  listDeliveries,
  listPackages,
  listReceipts,
  listWaitingAnswers,
  markSeen,
  messageIdSchema,
  openText,
  passToTipster,
  readStoredSettings,
  releaseAnswer,
  takeCall,
  writeMessage,
  type CallResult,
} from '../../partners/door.ts';
import { transact } from '../../platform/db.ts';
import { readStaffNames } from '../../staff/door.ts';
import { caseIdSchema, dispatchIdSchema, tipIdSchema, type CaseId, type TipId } from '../../terms/ids.ts';
import { formatsOf } from '../format.ts';
import { readMessage, readThread, submissionOf } from '../police-screen.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { policeTextsIn, policeWord, type PoliceTexts } from '../texts/police.ts';
import { PoliceDeskPage, type ShownDelivery } from '../views/police-case.tsx';
import type { Problem } from '../views/shell.tsx';
import { notFound } from './case.ts';

const MOST_PACKAGES = 100;
const MAX_QUESTION_LENGTH = 4_000;
const MAX_SAID_LENGTH = 2_000;

/** Everything under `/cases/:caseId/police`. */
export function addPoliceCase(screens: Screens): void {
  screens.staff('GET /cases/:caseId/police', (visit) => withCase(visit, (view) => deskPage(visit, view, {})));
  screens.staff('POST /cases/:caseId/police/message', (visit) => withCase(visit, (view) => answer(visit, view)));
  screens.staff('POST /cases/:caseId/police/pass', (visit) => withCase(visit, (view) => pass(visit, view)));
  screens.staff('POST /cases/:caseId/police/release', (visit) => withCase(visit, (view) => release(visit, view.id)));
  screens.staff('POST /cases/:caseId/police/call', (visit) => withCase(visit, (view) => take(visit, view.id)));
  screens.staff('POST /cases/:caseId/police/call-end', (visit) => withCase(visit, (view) => end(visit, view)));
}

async function withCase(visit: StaffVisit, work: (view: CaseView) => Promise<Answer>): Promise<Answer> {
  const caseId = caseIdSchema.safeParse(visit.params.get('caseId')).data;
  const view = caseId === undefined ? undefined : await readCase(visit.deps.db, visit.deps.serviceKey, caseId);
  return view === undefined ? notFound(visit) : work(view);
}

interface Typed {
  readonly typed?: string;
  readonly passed?: { readonly messageId: string; readonly text: string };
  readonly problems?: readonly Problem[];
}

async function deskPage(visit: StaffVisit, view: CaseView, more: Typed): Promise<Answer> {
  const { deps, session, now, language } = visit;
  const tips = await tipNumbers(visit, view);
  const words = policeTextsIn(language);
  const tipWord = (tipId: TipId) => words.analyst.tip(tips.get(tipId) ?? 0);
  const messages = await readThread(visit, view.id, ({ passed }) =>
    passed === undefined
      ? undefined
      : words.thread.passed(tipWord(passed.tipId), formatsOf(language).moment(passed.at)),
  );
  const waiting = await listWaitingAnswers(deps.db, session, view.id);
  await transact(deps.db, (tx) => markSeen(tx, view.id, now));
  const problems = more.problems ?? [];
  const page = PoliceDeskPage({
    page: { ...visit.page, path: `/cases/${view.id}/police` },
    ...{ caseId: view.id, number: view.number.toString(), problems, messages },
    deliveries: await readDeliveries(visit, view.id),
    phone: (await readStoredSettings(deps.db, deps.serviceKey, 'police'))?.values['phone'],
    tips: [...tips].map(([id, number]) => ({ id, word: words.analyst.tip(number) })),
    waiting: waiting.map((each) => ({ ...each, from: tipWord(each.tipId) })),
    typed: more.typed ?? '',
    passing: more.passed,
    word: policeWord(language, visit.query),
  });
  return problems.length === 0 ? page : { status: 400, page };
}

/** Tips that can still be asked, numbered as on the case's page. */
async function tipNumbers(visit: StaffVisit, view: CaseView): Promise<ReadonlyMap<TipId, number>> {
  const tips = await Promise.all(view.tipIds.map((tipId) => readTip(visit.deps.db, tipId)));
  return new Map(
    tips
      .toSorted((a, b) => a.receivedHour.getTime() - b.receivedHour.getTime())
      .flatMap(({ id, erasedAt }, index) => (erasedAt === undefined ? [[id, index + 1] as const] : [])),
  );
}

async function readDeliveries(visit: StaffVisit, caseId: CaseId): Promise<readonly ShownDelivery[]> {
  const { deps, session } = visit;
  const names = await readStaffNames(visit.deps.db);
  const deliveries = await listDeliveries(deps.db, caseId);
  const calls = await listCalls(
    deps.db,
    deliveries.map(({ dispatchId }) => dispatchId),
  );
  const packages = await listPackages(deps.db, MOST_PACKAGES, caseId);
  const receipts = await listReceipts(
    deps.db,
    packages.map(({ id }) => id),
  );
  return Promise.all(
    deliveries.map(async (delivery) => {
      const packageId = packages.find(({ dispatchId }) => dispatchId === delivery.dispatchId)?.id;
      const own = calls.filter(({ dispatchId }) => dispatchId === delivery.dispatchId);
      return {
        delivery,
        openCall: own.find(({ endedAt }) => endedAt === undefined),
        isMine: own.some(({ endedAt, staffId }) => endedAt === undefined && staffId === session.staffId),
        confirmedBy: delivery.confirmed?.by === undefined ? '' : (names.get(delivery.confirmed.by) ?? ''),
        calls: await Promise.all(
          own.map(async (call) => ({
            ...{ at: call.takenAt, who: names.get(call.staffId) ?? '–', outcome: call.outcome },
            isOpen: call.endedAt === undefined,
            said: call.sealedNote === undefined ? undefined : await openText(session, call.sealedNote),
          })),
        ),
        receipts: receipts
          .filter((receipt) => receipt.packageId === packageId)
          .map(({ receivedAt, staffId, file }) => ({ at: receivedAt, who: names.get(staffId) ?? '–', file })),
      };
    }),
  );
}

const pathOf = (caseId: CaseId): string => `/cases/${caseId}/police`;
const done = (caseId: CaseId, word: keyof PoliceTexts['done']): Answer => ({ goTo: `${pathOf(caseId)}?done=${word}` });
const notDone = (caseId: CaseId, word: keyof PoliceTexts['notDone']): Answer => ({
  goTo: `${pathOf(caseId)}?not=${word}`,
});

async function answer(visit: StaffVisit, view: CaseView): Promise<Answer> {
  const { deps, session, now } = visit;
  const { text, problems } = readMessage(visit);
  if (problems.length > 0) return deskPage(visit, view, { typed: text, problems });
  const common = { caseId: view.id, author: 'hotline', staffId: session.staffId } as const;
  await transact(deps.db, (tx) => writeMessage(tx, { ...common, text, submission: submissionOf(visit) }, now));
  return done(view.id, 'police-written');
}

async function pass(visit: StaffVisit, view: CaseView): Promise<Answer> {
  const { deps, form, session, now, language, texts } = visit;
  const words = policeTextsIn(language).thread;
  const messageId = messageIdSchema.safeParse(form.get('messageId')).data;
  if (messageId === undefined) return notFound(visit);
  const text = form.get('question').trim();
  const tipId = tipIdSchema.safeParse(form.get('tip')).data;
  const problems: Problem[] = [
    ...(tipId === undefined ? [{ field: 'tip', text: words.passTip }] : []),
    ...(text === '' ? [{ field: 'question', text: texts.tip.askMissing }] : []),
    ...(text.length > MAX_QUESTION_LENGTH ? [{ field: 'question', text: texts.tip.askLong }] : []),
  ];
  if (tipId === undefined || problems.length > 0)
    return deskPage(visit, view, { passed: { messageId, text }, problems });
  if (!(await tipNumbers(visit, view)).has(tipId)) return notDone(view.id, 'police-not-here');
  const passing = { caseId: view.id, messageId, tipId, text, staffId: session.staffId };
  switch (await transact(deps.db, (tx) => passToTipster(tx, passing, now))) {
    case 'passed':
      return done(view.id, 'police-passed');
    case 'earlier':
      return notDone(view.id, 'police-passed-earlier');
    case 'not-here':
      return notDone(view.id, 'police-not-here');
  }
}

async function release(visit: StaffVisit, caseId: CaseId): Promise<Answer> {
  const { deps, form, session, now } = visit;
  const tipId = tipIdSchema.safeParse(form.get('tip')).data;
  const number = /^\d{1,6}$/.test(form.get('number')) ? Number(form.get('number')) : undefined;
  if (tipId === undefined || number === undefined) return notFound(visit);
  const isReleased = await releaseAnswer(deps.db, session, { caseId, tipId, number }, now);
  return isReleased ? done(caseId, 'police-released') : notDone(caseId, 'police-answer-gone');
}

/** The dispatch that a form is about, when it is one of this case's. */
async function dispatchOf(visit: StaffVisit, caseId: CaseId) {
  const dispatchId = dispatchIdSchema.safeParse(visit.form.get('dispatch')).data;
  const found = await listDeliveries(visit.deps.db, caseId);
  return found.find((delivery) => delivery.dispatchId === dispatchId)?.dispatchId;
}

async function take(visit: StaffVisit, caseId: CaseId): Promise<Answer> {
  const dispatchId = await dispatchOf(visit, caseId);
  if (dispatchId === undefined) return notFound(visit);
  return called(caseId, await takeCall(visit.deps.db, dispatchId, visit.session.staffId, visit.now), 'police-call');
}

async function end(visit: StaffVisit, view: CaseView): Promise<Answer> {
  const { deps, form, session, now, language } = visit;
  const dispatchId = await dispatchOf(visit, view.id);
  if (dispatchId === undefined) return notFound(visit);
  const outcome = callOutcomeSchema.safeParse(form.get('outcome')).data;
  if (outcome === undefined) {
    const text = policeTextsIn(language).delivery.outcomeMissing;
    return deskPage(visit, view, { problems: [{ field: 'outcome', text }] });
  }
  const said = form.get('said').trim().slice(0, MAX_SAID_LENGTH);
  const result = await endCall(deps.db, { dispatchId, staffId: session.staffId, outcome, said }, now);
  return called(view.id, result, 'police-call-ended');
}

function called(caseId: CaseId, result: CallResult, word: keyof PoliceTexts['done']): Answer {
  switch (result) {
    case 'done':
      return done(caseId, word);
    case 'gone':
      return notDone(caseId, 'police-call-gone');
    case 'other':
      return notDone(caseId, 'police-call-other');
  }
}
