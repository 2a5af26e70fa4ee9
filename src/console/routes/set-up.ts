/** Accepting an invitation, the first supervisor's among them. */
import QRCode from 'qrcode';
import {
  acceptInvitation,
  freshTotpSecret,
  listStaff,
  MIN_PASSWORD_LENGTH,
  readInvitation,
  totpUri,
  type AcceptProblem,
  type Invitation,
} from '../../staff/door.ts';
import type { Answer, Screens, Visit } from '../screens.ts';
import { MessagePage } from '../views/message.tsx';
import { SetUpPage } from '../views/set-up.tsx';

const SECRET_LIFE_MS = 3_600_000;
const SECRET_KIND = 'totp-set-up';

type SetUpProblem = AcceptProblem | 'password-differs' | 'secret-old';

const FIELDS: Readonly<Record<SetUpProblem, string>> = {
  'name-form': 'name',
  'login-form': 'login',
  'login-taken': 'login',
  'password-short': 'password',
  'password-long': 'password',
  'password-trivial': 'password',
  'password-common': 'password',
  'password-differs': 'again',
  'code-wrong': 'code',
  'secret-old': 'code',
};

/** The one-time link's page and form. */
export function addSetUp(screens: Screens): void {
  screens.open('GET /set-up/:token', async (visit) => {
    const invitation = await readInvitation(visit.deps.db, tokenOf(visit), visit.now);
    return invitation === undefined ? linkIsOver(visit) : setUpPage(visit, invitation, freshTotpSecret(), []);
  });

  screens.open('POST /set-up/:token', async (visit): Promise<Answer> => {
    const { deps, form, now } = visit;
    const token = tokenOf(visit);
    const invitation = await readInvitation(deps.db, token, now);
    if (invitation === undefined) return linkIsOver(visit);
    const totpSecret = deps.serviceKey.readToken(SECRET_KIND, form.get('secret'), now)?.toString('utf8');
    const refuse = async (problems: readonly SetUpProblem[]) => ({
      status: 400,
      page: await setUpPage(visit, invitation, totpSecret ?? freshTotpSecret(), problems),
    });
    if (totpSecret === undefined) return refuse(['secret-old']);
    const password = form.get('password');
    if (password !== form.get('again')) {
      const isShort = Array.from(password).length < MIN_PASSWORD_LENGTH;
      return refuse([isShort ? 'password-short' : 'password-differs']);
    }
    const result = await acceptInvitation(
      { ...deps, hotlineName: deps.config.hotline.name },
      { token, totpSecret, password, name: form.get('name'), login: form.get('login'), code: form.get('code') },
      now,
    );
    switch (result.kind) {
      case 'accepted':
        visit.cookies.set(visit.reply, 'session', result.cookie);
        return { goTo: '/' };
      case 'refused':
        return refuse(result.problems);
      case 'no-invitation':
        return linkIsOver(visit);
    }
  });
}

const tokenOf = (visit: Visit): string => visit.params.get('token') ?? '';

function linkIsOver(visit: Visit): Answer {
  const { overTitle, over } = visit.texts.setUp;
  return { status: 410, page: MessagePage({ page: visit.page, title: overTitle, text: over }) };
}

async function setUpPage(visit: Visit, invitation: Invitation, secret: string, problems: readonly SetUpProblem[]) {
  const { deps, form, now, texts } = visit;
  const renewed =
    invitation.renews === undefined
      ? undefined
      : (await listStaff(deps.db)).find((person) => person.id === invitation.renews);
  const login = renewed?.login ?? form.get('login');
  // The app shows this label; before a login is known the hotline's name alone must do.
  const label = login === '' ? deps.config.hotline.name : login;
  return SetUpPage({
    page: { ...visit.page, path: `/set-up/${tokenOf(visit)}` },
    path: `/set-up/${tokenOf(visit)}`,
    occasion:
      renewed !== undefined
        ? { kind: 'renew', name: renewed.name, login: renewed.login }
        : invitation.invitedBy === undefined
          ? { kind: 'first' }
          : { kind: 'new', role: invitation.role },
    name: form.get('name'),
    login,
    secretToken: deps.serviceKey.issueToken(
      SECRET_KIND,
      Buffer.from(secret, 'utf8'),
      new Date(now.getTime() + SECRET_LIFE_MS),
    ),
    secret,
    qr: await QRCode.toDataURL(totpUri(secret, deps.config.hotline.name, label), { margin: 2, width: 400 }),
    problems: problems.map((problem) => ({ field: FIELDS[problem], text: texts.setUp.problems[problem] })),
  });
}
