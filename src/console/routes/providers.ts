/** Providers: all of them, one of them, and what people decide about one. */
import { z } from 'zod';
import { readProviderFigures } from '../../figures/door.ts';
import {
  countHeldItems,
  countProviders,
  listLettersTo,
  listOpenCasesOf,
  listProviders,
  pauseProvider,
  PROVIDER_LANES,
  readListedProvider,
  readOpenRelease,
  readProviderNames,
  refuseProvider,
  ReleaseError,
  releaseProvider,
  setProviderWishes,
  withdrawRelease,
  type ProviderAct,
  type ReleaseKind,
} from '../../notices/door.ts';
import { transact, type Tx } from '../../platform/db.ts';
import { readStaffNames } from '../../staff/door.ts';
import type { StaffRoute } from '../access.ts';
import { couldNot, wordOf, type Done } from '../attempt.ts';
import { readWishes, shownWishes, typedWishes, type TypedWishes } from '../provider-wishes.ts';
import type { Answer, Screens, StaffVisit } from '../screens.ts';
import { ProviderPage } from '../views/provider.tsx';
import { ProvidersPage } from '../views/providers.tsx';
import type { Problem } from '../views/shell.tsx';
import { notFound } from './case.ts';

const ROWS = 50;
const LETTERS = 40;
const CASES = 20;
const MONTH_MS = 30 * 86_400_000;
const MINUTE_MS = 60_000;

const RELEASED: Readonly<Record<ReleaseKind, Done>> = {
  approve: 'provider-approved',
  resume: 'provider-resumed',
  restore: 'provider-restored',
};

/** Looking for everybody; pausing too. Whatever lets letters leave, and refusing, is for supervisors. */
export function addProviders(screens: Screens): void {
  screens.staff('GET /providers', providersPage);
  screens.staff('GET /providers/:providerId', (visit) => providerPage(visit, undefined, []));

  const act = (route: StaffRoute, work: (tx: Tx, act: ProviderAct, now: Date) => Promise<Done>) =>
    screens.staff(route, (visit) => decide(visit, work));
  const releases = (route: StaffRoute, what: ReleaseKind) =>
    act(route, async (tx, who, now) =>
      (await releaseProvider(tx, { ...who, what }, now)) === 'asked' ? 'provider-asked' : RELEASED[what],
    );
  releases('POST /providers/:providerId/approve', 'approve');
  releases('POST /providers/:providerId/resume', 'resume');
  releases('POST /providers/:providerId/restore', 'restore');
  act('POST /providers/:providerId/pause', async (tx, who, now) => {
    await pauseProvider(tx, who, now);
    return 'provider-paused';
  });
  act('POST /providers/:providerId/refuse', async (tx, who, now) => {
    await refuseProvider(tx, who, now);
    return 'provider-refused';
  });
  act('POST /providers/:providerId/withdraw', async (tx, who, now) => {
    await withdrawRelease(tx, who, now);
    return 'provider-withdrawn';
  });
  screens.staff('POST /providers/:providerId/wishes', saveWishes);
}

async function providersPage({ deps, page, query, now }: StaffVisit): Promise<Answer> {
  const { db, serviceKey, config } = deps;
  const lane = PROVIDER_LANES.find((each) => each === query.get('lane')) ?? 'all';
  const place = z.coerce.number().int().min(1).max(10_000).catch(1).parse(query.get('page'));
  const wish = { lane, since: new Date(now.getTime() - MONTH_MS), offset: (place - 1) * ROWS, limit: ROWS + 1 };
  const [found, counts] = await Promise.all([listProviders(db, serviceKey, wish), countProviders(db)]);
  const providers = found.slice(0, ROWS);
  const ids = providers.map(({ id }) => id);
  const times = await readProviderFigures(db, { now, timeZone: config.timeZone }, ids);
  return ProvidersPage({ page, lane, counts, providers, times, place, hasMore: found.length > ROWS });
}

const idOf = (visit: StaffVisit): string | undefined => z.uuid().safeParse(visit.params.get('providerId')).data;

async function providerPage(
  visit: StaffVisit,
  typed: TypedWishes | undefined,
  problems: readonly Problem[],
): Promise<Answer> {
  const { deps, page, session, now } = visit;
  const { db, serviceKey, config } = deps;
  const id = idOf(visit);
  const provider =
    id === undefined ? undefined : await readListedProvider(db, serviceKey, id, new Date(now.getTime() - MONTH_MS));
  if (provider === undefined) return notFound(visit);
  const range = { now, timeZone: config.timeZone };
  const [heldItems, release, names, letters, openCases, times] = await Promise.all([
    countHeldItems(db, provider.id),
    readOpenRelease(db, provider.id),
    readStaffNames(db),
    listLettersTo(db, provider.id, LETTERS),
    listOpenCasesOf(db, provider.id, CASES),
    readProviderFigures(db, range, [provider.id]),
  ]);
  const rendered = ProviderPage({
    page: { ...page, path: `/providers/${provider.id}` },
    ...{ provider, heldItems, release, names, letters, openCases, problems, now },
    word: wordOf(visit),
    myId: session.staffId,
    times: times.get(provider.id),
    typed: typed ?? shownWishes(provider, config.timeZone),
    groupMinutes: Math.round(config.notices.groupMs / MINUTE_MS),
    timeZone: config.timeZone,
  });
  return problems.length === 0 ? rendered : { status: 400, page: rendered };
}

async function decide(
  visit: StaffVisit,
  work: (tx: Tx, act: ProviderAct, now: Date) => Promise<Done>,
): Promise<Answer> {
  const { deps, session, now } = visit;
  const providerId = idOf(visit);
  if (providerId === undefined || !(await isKnown(visit, providerId))) return notFound(visit);
  const path = `/providers/${providerId}`;
  try {
    const done = await transact(deps.db, (tx) => work(tx, { providerId, staffId: session.staffId }, now));
    return { goTo: `${path}?done=${done}` };
  } catch (error) {
    if (error instanceof ReleaseError) return couldNot(path, `release-${error.code}`);
    throw error;
  }
}

const isKnown = async ({ deps }: StaffVisit, providerId: string): Promise<boolean> =>
  (await readProviderNames(deps.db, deps.serviceKey, [providerId])).has(providerId);

async function saveWishes(visit: StaffVisit): Promise<Answer> {
  const typed = typedWishes(visit.form);
  const read = readWishes(typed, visit.texts.providers);
  if ('problems' in read) return providerPage(visit, typed, read.problems);
  return decide(visit, async (tx, who, now) => {
    await setProviderWishes(tx, { ...who, ...read.wishes }, now);
    return 'provider-saved';
  });
}
