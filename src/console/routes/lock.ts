/** A console that was left alone, or locked by hand: its page, and the way back by the password. */
import { transact } from '../../platform/db.ts';
import { lockByHand, openSession, unlockSession } from '../../staff/door.ts';
import { readDraft } from '../draft.ts';
import { localPath } from '../form.ts';
import { formatsOf } from '../format.ts';
import type { Answer, Screens, Visit } from '../screens.ts';
import { lockTexts } from '../texts/lock.ts';
import { KeptPage, LockPage } from '../views/lock.tsx';

/** Locking and unlocking. The lock's page itself is what every other route answers meanwhile (screens.ts). */
export function addLock(screens: Screens): void {
  // For the script of a page that nobody touches: the answer to a locked session is the lock's page, with its status.
  screens.staff('GET /lock', () => ({ json: {} }));

  screens.staff('POST /lock', async ({ deps, session, cookies, request, now, form }) => {
    const cookie = cookies.read(request, 'session') ?? '';
    await transact(deps.db, (tx) => lockByHand(tx, session, cookie, now));
    return { goTo: localPath(form.get('back')) };
  });

  screens.open('POST /unlock', unlock);
}

async function unlock(visit: Visit): Promise<Answer> {
  const { deps, cookies, request, form, now, language } = visit;
  const result = await unlockSession(deps, cookies.read(request, 'session') ?? '', form.get('password'), now);
  const texts = lockTexts(language);
  switch (result.kind) {
    case 'over':
      return isScript(visit)
        ? { status: 410, json: {} }
        : { goTo: cookies.read(request, 'session') === undefined ? '/log-in' : '/log-in?ended=1' };
    case 'open':
      return isScript(visit) ? { json: {} } : goOn(visit);
    case 'wrong':
      return refuse(visit, 401, texts.wrong);
    case 'paused': {
      const until = formatsOf(language).time(new Date(result.until.getTime() + 59_999), now);
      return refuse(visit, 429, texts.paused(until));
    }
  }
}

/** The page's own script unlocks in place, so that nothing on the page is lost. */
const isScript = ({ request }: Visit): boolean => request.headers.accept === 'application/json';

function refuse(visit: Visit, status: number, problem: string): Answer {
  const { locked, form } = visit;
  if (isScript(visit)) return { status, json: { problem } };
  if (locked === undefined) return { goTo: '/' };
  const kept = form.get('kept') === '' ? undefined : form.get('kept');
  return { status, page: LockPage({ ...visit, locked, next: localPath(form.get('next')), kept, problem }) };
}

/** Where the person was; or, where something was sent meanwhile, a page that offers to send it now. */
async function goOn(visit: Visit): Promise<Answer> {
  const { deps, cookies, request, form, now, page } = visit;
  const { lockAfterMs } = deps.config.console;
  const session = await openSession(deps.db, cookies.read(request, 'session') ?? '', now, { lockAfterMs });
  const kept = session?.readDraft(form.get('kept'));
  if (session === undefined || kept === undefined) return { goTo: localPath(form.get('next')) };
  const person = { name: session.name, role: session.role };
  return KeptPage({ page: { ...page, person, path: '/' }, draft: readDraft(kept) });
}
