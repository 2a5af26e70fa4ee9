/** In and out. */
import type { VNode } from 'preact';
import { transact } from '../../platform/db.ts';
import { logIn, logOut, type LogInResult, type SecondFactor } from '../../staff/door.ts';
import { localPath } from '../form.ts';
import { formatsOf } from '../format.ts';
import { leave } from '../leave.ts';
import { offerLogIn, passkeyIn } from '../passkey-offer.ts';
import type { Answer, Screens, Visit } from '../screens.ts';
import { proofIn, welcomeAgain } from './oidc.ts';
import { LogInPage } from '../views/log-in.tsx';
import type { Problem } from '../views/shell.tsx';

/** Log-in and log-out. */
export function addLogIn(screens: Screens): void {
  screens.open('GET /log-in', (visit) => (visit.session === undefined ? logInPage(visit, []) : { goTo: '/' }));

  screens.open('POST /log-in', async (visit): Promise<Answer> => {
    const { deps, form, now } = visit;
    const oidc = proofIn(visit);
    const factor: SecondFactor = oidc === undefined ? secondFactorIn(visit) : { oidc };
    const result = await logIn(deps, { login: form.get('login'), password: form.get('password'), ...factor }, now);
    return answerLogIn(visit, result, (problems) =>
      oidc === undefined ? logInPage(visit, problems) : welcomeAgain(visit, deps.oidc?.name ?? '', problems),
    );
  });

  screens.open('POST /log-out', async (visit) => {
    const session = visit.session ?? visit.locked;
    if (session !== undefined) await transact(visit.deps.db, (tx) => logOut(tx, session, visit.now));
    return leave(visit);
  });
}

/** A passkey where the browser has sent one, else the code. */
function secondFactorIn(visit: Visit): SecondFactor {
  const passkey = passkeyIn(visit);
  return passkey === undefined ? { code: visit.form.get('code') } : { passkey };
}

/** In, to where they were going; or the page once more with what is wrong. */
function answerLogIn(visit: Visit, result: LogInResult, pageWith: (problems: readonly Problem[]) => VNode): Answer {
  const { form, now, texts } = visit;
  switch (result.kind) {
    case 'open':
      visit.cookies.set(visit.reply, 'session', result.cookie);
      return { goTo: localPath(form.get('next')) };
    case 'wrong':
      return { status: 401, page: pageWith([{ field: 'login', text: texts.logIn.wrong }]) };
    case 'paused': {
      const until = formatsOf(visit.language).time(new Date(result.until.getTime() + 59_999), now);
      return { status: 429, page: pageWith([{ field: 'login', text: texts.logIn.paused(until) }]) };
    }
  }
}

function logInPage(visit: Visit, problems: readonly Problem[]) {
  const { page, form, query, deps } = visit;
  const next = form.get('next') === '' ? (query.get('next') ?? '/') : form.get('next');
  return LogInPage({
    ...{ page, problems, login: form.get('login'), next: localPath(next), hasEnded: query.get('ended') === '1' },
    ...{ offer: offerLogIn(visit), oidcName: deps.oidc?.name },
  });
}
