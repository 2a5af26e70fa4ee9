/** In and out. */
import { transact } from '../../platform/db.ts';
import { logIn, logOut } from '../../staff/door.ts';
import { localPath } from '../form.ts';
import { formatsOf } from '../format.ts';
import type { Answer, Screens, Visit } from '../screens.ts';
import { LogInPage } from '../views/log-in.tsx';

/** Log-in and log-out. */
export function addLogIn(screens: Screens): void {
  screens.open('GET /log-in', (visit) => (visit.session === undefined ? logInPage(visit, []) : { goTo: '/' }));

  screens.open('POST /log-in', async (visit): Promise<Answer> => {
    const { deps, form, now, texts } = visit;
    const given = { login: form.get('login'), password: form.get('password'), code: form.get('code') };
    const result = await logIn(deps, given, now);
    switch (result.kind) {
      case 'open':
        visit.cookies.set(visit.reply, 'session', result.cookie);
        return { goTo: localPath(form.get('next')) };
      case 'wrong':
        return { status: 401, page: logInPage(visit, [{ field: 'login', text: texts.logIn.wrong }]) };
      case 'paused': {
        const until = formatsOf(visit.language).time(new Date(result.until.getTime() + 59_999), now);
        return { status: 429, page: logInPage(visit, [{ field: 'login', text: texts.logIn.paused(until) }]) };
      }
    }
  });

  screens.open('POST /log-out', async (visit) => {
    const session = visit.session ?? visit.locked;
    if (session !== undefined) await transact(visit.deps.db, (tx) => logOut(tx, session, visit.now));
    visit.cookies.clear(visit.reply, 'session');
    return { goTo: '/log-in' };
  });
}

function logInPage(visit: Visit, problems: readonly { field: string; text: string }[]) {
  const { page, form, query } = visit;
  const next = form.get('next') === '' ? (query.get('next') ?? '/') : form.get('next');
  const login = form.get('login');
  return LogInPage({ page, login, next: localPath(next), problems, hasEnded: query.get('ended') === '1' });
}
