/** ICCAM as it runs: what was read and told, what does not go through, and what a supervisor can ask of it. */
import {
  certificateEnds,
  listHealth,
  readIccamDesk,
  readListsNow,
  readStoredSettings,
  retryContent,
  rewind,
} from '../../partners/door.ts';
import { transact, type Tx } from '../../platform/db.ts';
import { iccamContentIdSchema } from '../../terms/ids.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { iccamTexts } from '../texts/iccam-page.ts';
import { IccamPage } from '../views/iccam.tsx';
import { notFound } from './case.ts';

const TROUBLES = 50;
const LONGEST_BACK_MS = 5 * 365 * 86_400_000;

/** The page and its three forms. */
export function addIccam(screens: Screens): void {
  screens.staff('GET /iccam', (visit) => iccamPage(visit, undefined));
  screens.staff('POST /iccam/read', (visit) => steer(visit, 'read', (tx, act) => readListsNow(tx, act)));
  screens.staff('POST /iccam/rewind', (visit) => {
    const since = dayOf(visit.form.get('day'), visit.now);
    return since === undefined
      ? iccamPage(visit, iccamTexts(visit.language).rewindWrong)
      : steer(visit, 'rewound', (tx, act) => rewind(tx, since, act));
  });
  screens.staff('POST /iccam/contents/:contentId/retry', async (visit) => {
    const id = iccamContentIdSchema.safeParse(visit.params.get('contentId'));
    if (!id.success) return notFound(visit);
    return steer(visit, 'retried', (tx, act) => retryContent(tx, visit.deps.serviceKey, id.data, act));
  });
}

async function steer(
  { deps, session, now }: StaffVisit,
  done: string,
  work: (tx: Tx, act: { readonly staffId: StaffVisit['session']['staffId']; readonly now: Date }) => Promise<unknown>,
): Promise<Answer> {
  await transact(deps.db, (tx) => work(tx, { staffId: session.staffId, now }));
  return { goTo: `/iccam?done=${done}` };
}

/** The beginning of a day of the last five years, UTC; undefined for anything else. */
export function dayOf(text: string, now: Date): Date | undefined {
  const day = text.trim();
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00Z`) : undefined;
  if (at === undefined || Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== day) return undefined;
  const backMs = now.getTime() - at.getTime();
  return backMs >= 0 && backMs <= LONGEST_BACK_MS ? at : undefined;
}

async function iccamPage(visit: StaffVisit, problem: string | undefined): Promise<Answer> {
  const { deps, now, language, query } = visit;
  const desk = deps.partnerDesks.find(({ definition }) => definition.name === 'iccam');
  const [view, health, stored] = await Promise.all([
    readIccamDesk(deps.db, now, TROUBLES),
    listHealth(deps.db),
    readStoredSettings(deps.db, deps.serviceKey, 'iccam'),
  ]);
  const settings = stored ?? desk?.fallback ?? { mode: 'off' as const, values: {} };
  const done: Readonly<Record<string, string>> = iccamTexts(language).done;
  const asked = query.get('done');
  const page = IccamPage({
    page: { ...visit.page, path: '/iccam' },
    ...{ view, now, problem },
    health: health.get('iccam'),
    mode: settings.mode,
    isSet: ['url', 'user', 'password'].every((name) => settings.values[name] !== undefined),
    certificateEnds: certificateEnds(settings),
    word: asked === undefined || !Object.hasOwn(done, asked) ? undefined : done[asked],
    given: visit.form.get('day'),
  });
  return problem === undefined ? page : { status: 400, page };
}
