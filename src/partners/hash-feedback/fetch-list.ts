/**
 * The list that follows NCMEC's hash sharing, read by itself where the settings want it. What `fyr lists ncmec` made is gone on with, with its map and
 * its trust; where there is none a draft is made in which everything is for a person to judge, and which two people have yet to activate.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { NCMEC_DEFAULT_MAP, openNcmecClient, openNcmecList, syncNcmec, type NcmecAccess } from '../../known/door.ts';
import { transact } from '../../platform/db.ts';
import { codeOf } from '../../platform/log.ts';
import { startLoop, type Loop } from '../../platform/loop.ts';
import { mayReach } from '../partner.ts';
import { noting } from '../settings/partner-health.ts';
import type { FeedbackAccess } from './feedback-client.ts';
import { accountOf, feedbackAccessOf } from './feedback-desk.ts';
import { claimFetch, setNextFetch } from './fetch-store.ts';
import type { FeedbackDeps } from './send-feedback.ts';

const HOUR_MS = 60 * 60_000;
const PERIODS_MS: Readonly<Record<string, number>> = { hour: HOUR_MS, day: 24 * HOUR_MS };
/** A first reading of millions of entries takes hours; whoever dies with it is followed after this. */
const LEASE_MS = 6 * HOUR_MS;
const AFTER_FAILURE_MS = 15 * 60_000;
const LOOK_EVERY_MS = 60_000;

/** What fetching takes; `pause` waits between tries of one page. */
export interface FetchDeps extends FeedbackDeps {
  readonly pause?: (delayMs: number) => Promise<unknown>;
}

/** Reads everything new if it is time. @returns whether it was. @throws what {@link syncNcmec} throws; what came before is durable, and the failure noted */
export async function fetchListIfDue(deps: FetchDeps): Promise<boolean> {
  const { db, clock } = deps;
  const settings = await deps.settings();
  const { mode, values } = settings;
  const periodMs = PERIODS_MS[values['fetch'] ?? 'no'];
  const access = feedbackAccessOf(settings);
  if (mode === 'off' || periodMs === undefined || access === undefined || !mayReach(mode, access.url)) return false;
  const account = accountOf(settings);
  const now = clock.now();
  const until = new Date(now.getTime() + LEASE_MS);
  if (!(await transact(db, (tx) => claimFetch(tx, account, now, until)))) return false;
  const after = (ms: number) => setNextFetch(db, account, new Date(clock.now().getTime() + ms));
  try {
    await noting(deps, 'ncmec-hashes', () => fetchList(deps, { ...access, mode }, account));
  } catch (error) {
    await after(AFTER_FAILURE_MS);
    throw error;
  }
  await after(periodMs);
  return true;
}

async function fetchList(
  deps: FetchDeps,
  { url, user, password, mode }: FeedbackAccess & Pick<NcmecAccess, 'mode'>,
  account: string,
): Promise<void> {
  const client = openNcmecClient({
    ...{ url, user, mode, password: () => Promise.resolve(password) },
    ...(deps.timeoutMs === undefined ? {} : { timeoutMs: deps.timeoutMs }),
    pause: async (delayMs) => {
      await (deps.pause ?? sleep)(delayMs);
    },
  });
  try {
    const list = { name: 'NCMEC hash sharing', source: 'NCMEC', categoryMap: NCMEC_DEFAULT_MAP, trusted: [] };
    const listId = await openNcmecList(deps, { account, ...list });
    await syncNcmec(deps, listId, client, () => undefined);
  } finally {
    await client.close();
  }
}

/** Looks once a minute whether it is time, until stopped. Any number of processes may. */
export function startFetching(deps: FetchDeps): Loop {
  return startLoop(async () => (await fetchListIfDue(deps), 'rest'), {
    ...{ pauseMs: LOOK_EVERY_MS, failurePauseMs: LOOK_EVERY_MS },
    onFailure: (error) => deps.log.warn('partner.failed', { partner: 'ncmec-hashes', code: codeOf(error) }),
  });
}
