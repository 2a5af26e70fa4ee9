/** What a run at ICCAM works with, and the pauses that it keeps. */
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import type { PartnerSettings } from '../settings/partner-setting.ts';
import type { ReasonNumbers } from './acts.ts';
import type { IccamUser } from './iccam-answers.ts';
import type { IccamClient } from './iccam-client.ts';

/** One run's tools: an open connection, and who we are there. */
export interface IccamWork {
  readonly db: Db;
  readonly clock: Clock;
  readonly serviceKey: ServiceKey;
  readonly client: IccamClient;
  readonly us: IccamUser;
  /** Stands for every analyst: no name leaves the hotline. */
  readonly analyst: string;
  readonly reasons: ReasonNumbers;
  /** Content of this country that none of its several hotlines has taken becomes cases here. */
  readonly takesUntaken: boolean;
}

/** How long a worker has what it took, when it dies: longer than all calls about one thing take. */
export const LEASE_MS = 5 * 60_000;

/** The pause before a next try: half a minute, doubled with each failure in a row, an hour at most. */
export const retryPauseMs = (attempts: number): number => Math.min(3_600_000, 30_000 * 2 ** Math.min(attempts, 10));

const REASON_FIELDS = {
  notFound: 'reason-not-found',
  notPublic: 'reason-not-public',
  notIllegal: 'reason-not-illegal',
} as const;

/** The numbers of ICCAM's reasons as an administrator has set them; 1, "other", where they are not. */
export function reasonsOf({ values }: PartnerSettings): ReasonNumbers {
  const number = (field: string): number => Number(values[field] ?? '1');
  return {
    notFound: number(REASON_FIELDS.notFound),
    notPublic: number(REASON_FIELDS.notPublic),
    notIllegal: number(REASON_FIELDS.notIllegal),
  };
}
