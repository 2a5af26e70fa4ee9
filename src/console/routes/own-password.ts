/** The page on which a person changes their own password. */
import { changePassword, listStaff, type ChangeProblem } from '../../staff/door.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { ownPasswordTexts } from '../texts/own-password.ts';
import { OwnPasswordPage } from '../views/own-password.tsx';

type OwnPasswordProblem = ChangeProblem | 'password-differs';

const FIELDS: Readonly<Record<OwnPasswordProblem, string>> = {
  'password-wrong': 'password',
  'password-paused': 'password',
  'password-changed-meanwhile': 'password',
  'password-short': 'chosen',
  'password-long': 'chosen',
  'password-trivial': 'chosen',
  'password-common': 'chosen',
  'password-same': 'chosen',
  'password-differs': 'again',
};

/** Nobody else's password is ever changed: others are invited again (routes/staff.ts). */
export function addOwnPassword(screens: Screens): void {
  screens.staff('GET /password', (visit) => passwordPage(visit));

  screens.staff('POST /password', async (visit): Promise<Answer> => {
    const { deps, session, form, now } = visit;
    const chosen = form.get('chosen');
    if (chosen !== form.get('again')) return { status: 400, page: await passwordPage(visit, 'password-differs') };
    const result = await changePassword(
      { ...deps, hotlineName: deps.config.hotline.name },
      session,
      { present: form.get('password'), chosen },
      now,
    );
    if (result.kind === 'changed') return { goTo: '/sessions?done=password-changed' };
    const status = result.problem === 'password-paused' ? 429 : 400;
    return { status, page: await passwordPage(visit, result.problem) };
  });
}

async function passwordPage({ deps, session, page, language, texts }: StaffVisit, problem?: OwnPasswordProblem) {
  const words = { ...texts.setUp.problems, ...ownPasswordTexts(language).problems };
  const person = (await listStaff(deps.db)).find(({ id }) => id === session.staffId);
  return OwnPasswordPage({
    page: { ...page, path: '/password' },
    login: person?.login ?? '',
    problems: problem === undefined ? [] : [{ field: FIELDS[problem], text: words[problem] }],
  });
}
