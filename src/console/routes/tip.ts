/**
 * One tip, opened: only ever by a POST, and each opening is an act on the ledger before anything is shown. The tipster's
 * identity is opened by a POST of its own, with a reason.
 */
import {
  askTipster,
  openTip,
  readMailbox,
  readReportedAddresses,
  TipClosed,
  type TipRecord,
} from '../../intake/door.ts';
import { recordAct } from '../../ledger/door.ts';
import { transact } from '../../platform/db.ts';
import { noteExposure } from '../../wellbeing/door.ts';
import { readCaseScreen, type CaseScreen } from '../case-screen.ts';
import { contactReasonSchema, type ContactReason } from '../contact-reason.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { MessagePage } from '../views/message.tsx';
import type { Problem } from '../views/shell.tsx';
import { TipPage } from '../views/tip.tsx';
import { attempt } from '../attempt.ts';
import { notFound } from './case.ts';

const MAX_QUESTION_LENGTH = 4_000;

/** Reading a tip, opening its contact, asking its sender. */
export function addTip(screens: Screens): void {
  screens.staff('POST /cases/:caseId/tips/:tipId/read', async (visit) => {
    const found = await findTip(visit);
    return found === undefined ? notFound(visit) : openedTip(visit, found, { problems: [] });
  });

  screens.staff('POST /cases/:caseId/tips/:tipId/contact', async (visit) => {
    const found = await findTip(visit);
    if (found === undefined) return notFound(visit);
    const reason = contactReasonSchema.safeParse(visit.form.get('reason'));
    if (reason.success) return openedTip(visit, found, { problems: [], contactReason: reason.data });
    return openedTip(visit, found, { problems: [{ field: 'reason', text: visit.texts.tip.reasonMissing }] });
  });

  screens.staff('POST /cases/:caseId/tips/:tipId/ask', async (visit) => {
    const found = await findTip(visit);
    if (found === undefined) return notFound(visit);
    const { deps, session, now, texts } = visit;
    const text = visit.form.get('question').trim();
    if (text === '' || text.length > MAX_QUESTION_LENGTH) {
      const problem = text === '' ? texts.tip.askMissing : texts.tip.askLong;
      return openedTip(visit, found, { problems: [{ field: 'question', text: problem }], question: text });
    }
    return attempt(`/cases/${found.screen.view.id}`, 'asked', () =>
      transact(deps.db, (tx) => askTipster(tx, { tipId: found.tip.id, text, staffId: session.staffId, now })),
    );
  });
}

interface Found {
  readonly screen: CaseScreen;
  readonly tip: TipRecord;
  readonly number: number;
}

/** Only a tip of the case that the path names. */
async function findTip(visit: StaffVisit): Promise<Found | undefined> {
  const screen = await readCaseScreen(visit);
  const index = screen?.tips.findIndex((each) => each.id === visit.params.get('tipId')) ?? -1;
  const tip = screen?.tips[index];
  return screen === undefined || tip === undefined ? undefined : { screen, tip, number: index + 1 };
}

interface Opening {
  readonly problems: readonly Problem[];
  readonly question?: string;
  /** With it, the contact details are opened too. */
  readonly contactReason?: ContactReason;
}

async function openedTip(visit: StaffVisit, { screen, tip, number }: Found, opening: Opening): Promise<Answer> {
  const { deps, session, now, texts } = visit;
  const { contactReason, problems } = opening;
  const keys = await session.deskIdentities();
  let opened;
  try {
    opened = openTip(tip, keys);
  } catch (error) {
    if (!(error instanceof TipClosed)) throw error;
    const title = texts.tip.title(number);
    const text = error.code === 'erased' ? texts.tip.erased : texts.tip.noKey;
    return { status: 410, page: MessagePage({ page: visit.page, title, text }) };
  }
  await transact(deps.db, async (tx) => {
    const act = { at: now, actor: `staff:${session.staffId}`, subject: `tip:${tip.id}` } as const;
    await noteExposure(tx, session.staffId, 'tip', now);
    await recordAct(tx, { ...act, action: 'tip.read', payload: { caseId: screen.view.id } });
    if (contactReason !== undefined) {
      await recordAct(tx, { ...act, action: 'contact.opened', payload: { reason: contactReason } });
    }
  });
  const page = TipPage({
    page: { ...visit.page, path: `/cases/${screen.view.id}` },
    view: screen.view,
    tip,
    number,
    report: opened.report,
    isUnreadable: opened.unreadable.includes('report') || (contactReason !== undefined && opened.unreadable.length > 0),
    contact: contactReason === undefined ? undefined : (opened.contact ?? {}),
    contactReason,
    addresses: await readReportedAddresses(deps.db, deps.serviceKey, tip.id),
    mailbox: await readMailbox(deps.db, tip.id, { tipIdentity: opened.tipIdentity, deskIdentities: keys }),
    question: opening.question ?? '',
    problems,
  });
  return problems.length === 0 ? page : { status: 400, page };
}
