/** People: inviting and disabling them, and one's own sessions. */
import { transact } from '../../platform/db.ts';
import {
  areCodesOff,
  disableStaff,
  endOtherSessions,
  endSession,
  endSessionsOf,
  inviteAgain,
  inviteStaff,
  listInvitations,
  listPasskeys,
  listSessions,
  listStaff,
  mayManage,
  readInvitation,
  readOidcLink,
  roleSchema,
} from '../../staff/door.ts';
import { staffIdSchema, type StaffId } from '../../terms/ids.ts';
import { couldNot, wordIn, wordOf } from '../attempt.ts';
import { leave } from '../leave.ts';
import { passwordProblem } from '../once-more.ts';
import { offerNew } from '../passkey-offer.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { oidcTexts } from '../texts/oidc.ts';
import { onceMoreTexts } from '../texts/once-more.ts';
import { ownPasswordTexts } from '../texts/own-password.ts';
import { secondFactorTexts } from '../texts/second-factor.ts';
import { SessionsPage } from '../views/sessions.tsx';
import { InvitationPage, StaffPage } from '../views/staff.tsx';

/** The staff page for supervisors. */
export function addStaff(screens: Screens): void {
  screens.staff('GET /staff', async (visit) => {
    const { db } = visit.deps;
    const [people, waiting] = await Promise.all([listStaff(db), listInvitations(db, visit.now)]);
    const word = wordOf(visit) ?? wordIn(visit.query, onceMoreTexts(visit.language));
    return StaffPage({ page: visit.page, people, waiting, word, by: visit.session.role, me: visit.session.staffId });
  });

  screens.staff('POST /staff/invite', async (visit) => {
    const { deps, session, now, texts } = visit;
    const role = roleSchema.catch('analyst').parse(visit.form.get('role'));
    if (!mayManage(session.role, role)) return couldNot('/staff', 'not-yours-to-manage');
    const wrong = await passwordProblem(visit);
    if (wrong !== undefined) return { goTo: `/staff?not=${wrong}` };
    const token = await transact(deps.db, (tx) => inviteStaff(tx, session, role, now));
    return invitationPage(visit, token, texts.staff.linkLead(texts.roles[role]));
  });

  screens.staff('POST /staff/:staffId/invite-again', async (visit) => {
    const { deps, session, now, texts } = visit;
    const staffId = staffIdSchema.safeParse(visit.params.get('staffId'));
    if (!staffId.success) return couldNot('/staff', 'not-found');
    if (!(await mayManagePerson(visit, staffId.data))) return couldNot('/staff', 'not-yours-to-manage');
    const wrong = await passwordProblem(visit);
    if (wrong !== undefined) return { goTo: `/staff?not=${wrong}` };
    const token = await transact(deps.db, (tx) => inviteAgain(tx, session, staffId.data, now));
    const person = (await listStaff(deps.db)).find((each) => each.id === staffId.data);
    if (token === undefined || person === undefined) return couldNot('/staff', 'not-found');
    return invitationPage(visit, token, texts.staff.linkAgain(person.name));
  });

  screens.staff('POST /staff/:staffId/disable', async (visit): Promise<Answer> => {
    const { deps, session, now } = visit;
    const staffId = staffIdSchema.safeParse(visit.params.get('staffId'));
    if (!staffId.success) return couldNot('/staff', 'not-found');
    if (!(await mayManagePerson(visit, staffId.data))) return couldNot('/staff', 'not-yours-to-manage');
    const wrong = await passwordProblem(visit);
    if (wrong !== undefined) return { goTo: `/staff?not=${wrong}` };
    const result = await transact(deps.db, (tx) => disableStaff(tx, session, staffId.data, now));
    if (result !== 'disabled') return couldNot('/staff', result);
    return staffId.data === session.staffId ? leave(visit) : { goTo: '/staff?done=disabled' };
  });

  screens.staff('POST /staff/:staffId/end-sessions', async (visit): Promise<Answer> => {
    const { deps, session, now } = visit;
    const staffId = staffIdSchema.safeParse(visit.params.get('staffId'));
    if (!staffId.success) return couldNot('/staff', 'not-found');
    if (!(await mayManagePerson(visit, staffId.data))) return couldNot('/staff', 'not-yours-to-manage');
    const wrong = staffId.data === session.staffId ? await passwordProblem(visit) : undefined;
    if (wrong !== undefined) return { goTo: `/staff?not=${wrong}` };
    await transact(deps.db, (tx) => endSessionsOf(tx, session, staffId.data, now));
    return staffId.data === session.staffId ? leave(visit) : { goTo: '/staff?done=sessions-ended' };
  });
}

/** True for somebody who is not there, too: that is said in its own words. */
async function mayManagePerson({ deps, session }: StaffVisit, staffId: StaffId): Promise<boolean> {
  const person = (await listStaff(deps.db)).find(({ id }) => id === staffId);
  return person === undefined || mayManage(session.role, person.role);
}

async function invitationPage(visit: StaffVisit, token: string, lead: string): Promise<Answer> {
  const { deps, request, now, page } = visit;
  const base = deps.config.console.url ?? `${request.protocol}://${request.host}`;
  const invitation = await readInvitation(deps.db, token, now);
  return InvitationPage({
    page: { ...page, path: '/staff' },
    lead,
    link: new URL(`/set-up/${token}`, base).href,
    until: invitation?.expiresAt ?? now,
    role: invitation?.role ?? 'analyst',
  });
}

/** One's own sessions. */
export function addSessions(screens: Screens): void {
  // The request itself is the news: it keeps the session of somebody who types for long.
  screens.staff('GET /presence', () => ({ json: {} }));

  screens.staff('GET /sessions', sessionsPage);

  screens.staff('POST /sessions/:sessionId/end', async (visit): Promise<Answer> => {
    const { deps, session, now } = visit;
    const sessionId = visit.params.get('sessionId') ?? '';
    const wrong = sessionId === session.id ? undefined : await passwordProblem(visit);
    if (wrong !== undefined) return { goTo: `/sessions?not=${wrong}` };
    const isDone = await transact(deps.db, (tx) => endSession(tx, session, sessionId, now));
    if (!isDone) return couldNot('/sessions', 'not-found');
    return sessionId === session.id ? leave(visit) : { goTo: '/sessions?done=session-ended' };
  });

  screens.staff('POST /sessions/end-others', async (visit): Promise<Answer> => {
    const { deps, session, now } = visit;
    const wrong = await passwordProblem(visit);
    if (wrong !== undefined) return { goTo: `/sessions?not=${wrong}` };
    await transact(deps.db, (tx) => endOtherSessions(tx, session, now));
    return { goTo: '/sessions?done=others-ended' };
  });
}

/** Sessions and second factors: all that is a person's own here. */
async function sessionsPage(visit: StaffVisit): Promise<Answer> {
  const { deps, session, now, page, language, texts, query } = visit;
  const { db, oidc } = deps;
  const [sessions, passkeys, codesOff, link] = await Promise.all([
    listSessions(db, session, now),
    listPasskeys(db, session.staffId),
    areCodesOff(db, session.staffId),
    readOidcLink(db, session.staffId),
  ]);
  const more = [secondFactorTexts, oidcTexts, onceMoreTexts, ownPasswordTexts];
  const words = [texts, ...more.map((textsOf) => textsOf(language))];
  return SessionsPage({
    ...{ page, sessions, currentId: session.id, now, passkeys, areCodesOff: codesOff },
    word: words.map((each) => wordIn(query, each)).find((word) => word !== undefined),
    offer: offerNew(visit, {
      ...{ staffId: session.staffId, name: session.name },
      known: passkeys.map(({ credentialId }) => credentialId),
    }),
    oidc: oidc === undefined ? undefined : { name: oidc.name, linkedAt: link?.linkedAt },
  });
}
