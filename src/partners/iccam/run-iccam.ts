/** Runs at ICCAM: what others assigned is read, what we filed is read back, what is to be told is told. */
import type { Clock } from '../../platform/clock.ts';
import { transact, type Db } from '../../platform/db.ts';
import { codeOf, type Log } from '../../platform/log.ts';
import { startLoop, type Loop } from '../../platform/loop.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { mayReach, PartnerUnavailable, type FollowUpReport } from '../partner.ts';
import { noting } from '../settings/partner-health.ts';
import type { PartnerSettings } from '../settings/partner-setting.ts';
import { CATALOGUE_NAMES } from './catalogues.ts';
import { accessOf } from './iccam-desk.ts';
import type { IccamUser } from './iccam-answers.ts';
import type { IccamClient } from './iccam-client.ts';
import type { IccamAccess } from './iccam-http.ts';
import { readCatalogues, upsertCatalogue } from './list-store.ts';
import { readLists } from './read-lists.ts';
import { readOwnReports } from './read-reports.ts';
import { tendContents } from './tend-contents.ts';
import { insertOwnReport } from './content-store.ts';
import { isAnythingDue, listSentWithoutReport } from './due-store.ts';
import { reasonsOf, type IccamWork } from './work.ts';

/** What a run needs. */
export interface IccamRunDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly serviceKey: ServiceKey;
  readonly settings: () => Promise<PartnerSettings>;
  /** A client for this access, kept between runs. */
  readonly clientFor: (access: Omit<IccamAccess, 'timeoutMs'>) => IccamClient;
  readonly homeCountry: string;
}

const NOTHING: FollowUpReport = { looked: 0, changed: 0 };
/** Value lists are read again after so long: they change once in years. */
const CATALOGUE_MS = 24 * 3_600_000;

/**
 * One run, safe to run twice, beside another, and to be killed. Nothing happens while ICCAM is off, not set up, or may not be reached in test
 * mode. How it ended is noted for the partner's page. @throws PartnerUnavailable when ICCAM cannot be asked; the rest of the run waits
 */
export async function runIccam(deps: IccamRunDeps): Promise<FollowUpReport> {
  const settings = await deps.settings();
  const access = accessOf(settings);
  if (settings.mode === 'off' || access === undefined || !mayReach(settings.mode, access.url)) return NOTHING;
  await noteSentReports(deps);
  if (!(await isAnythingDue(deps.db, deps.clock.now()))) return NOTHING;
  return noting(deps, 'iccam', async () => {
    const client = deps.clientFor(access);
    const us = await whoWeAre(client, deps.clock);
    // Acting for another country would hand it our decisions.
    if (us.countryCode !== deps.homeCountry) throw new PartnerUnavailable('iccam-other-country');
    const { db, clock, serviceKey } = deps;
    const takesUntaken = settings.values['unassigned'] === 'take';
    const work: IccamWork = {
      ...{ db, clock, serviceKey, client, us, takesUntaken },
      analyst: access.user,
      reasons: reasonsOf(settings),
    };
    await readValueLists(work);
    const parts = [await readOwnReports(work), await readLists(work), await tendContents(work)];
    return {
      looked: parts.reduce((sum, part) => sum + part.looked, 0),
      changed: parts.reduce((sum, part) => sum + part.changed, 0),
    };
  });
}

const known = new WeakMap<IccamClient, { readonly us: IccamUser; readonly at: number }>();
const USER_MS = 3_600_000;

/** Asked once an hour for each connection: it changes only when the account does. */
async function whoWeAre(client: IccamClient, clock: Clock): Promise<IccamUser> {
  const kept = known.get(client);
  const at = clock.now().getTime();
  if (kept !== undefined && at - kept.at < USER_MS) return kept.us;
  const us = await client.userInfo();
  known.set(client, { us, at });
  return us;
}

/** Reports that left and are not in the book yet: also those of before there was one. */
async function noteSentReports({ db, clock }: Pick<IccamWork, 'db' | 'clock'>): Promise<void> {
  for (const { dispatchId, reportId } of await listSentWithoutReport(db))
    await transact(db, (tx) => insertOwnReport(tx, reportId, dispatchId, clock.now()));
}

async function readValueLists({ db, clock, client }: IccamWork): Promise<void> {
  const now = clock.now();
  const held = await readCatalogues(db);
  const isFresh =
    held.length === CATALOGUE_NAMES.length &&
    held.every(({ readAt }) => now.getTime() - readAt.getTime() < CATALOGUE_MS);
  if (isFresh) return;
  for (const name of CATALOGUE_NAMES) await upsertCatalogue(db, name, await client.catalogue(name), now);
  await upsertCatalogue(db, 'hotlines', await client.hotlines(), now);
}

const PAUSE_MS = 5_000;
const FIRST_FAILURE_PAUSE_MS = 10_000;
const LONGEST_FAILURE_PAUSE_MS = 2 * 60_000;

/** Runs until stopped: a look every five seconds, which asks ICCAM only for what is due; after failures at growing pauses. */
export function startIccamRuns(run: () => Promise<FollowUpReport>, log: Log): Loop {
  let failures = 0;
  let restUntil = 0;
  return startLoop(
    async () => {
      if (performance.now() < restUntil) return 'rest';
      try {
        await run();
        failures = 0;
      } catch (error) {
        failures += 1;
        const pauseMs = Math.min(LONGEST_FAILURE_PAUSE_MS, FIRST_FAILURE_PAUSE_MS * 2 ** Math.min(failures - 1, 6));
        restUntil = performance.now() + pauseMs;
        log.warn('partner.failed', { partner: 'iccam', code: codeOf(error) });
      }
      return 'rest';
    },
    { pauseMs: PAUSE_MS, failurePauseMs: PAUSE_MS, onFailure: () => undefined },
  );
}
