/** Opens everything that a check needs, once a process: lists in memory, workers for pictures, the sandbox for videos. */
import { openPictureHasher } from '../../../lib/pdq/door.ts';
import type { Network } from '../../crawl/door.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import type { Log } from '../../platform/log.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import type { Matcher } from '../known-hit.ts';
import { openMatcher, type MatcherDeps } from '../lists/matcher/open-matcher.ts';
import { openVideoChecker, type VideoOptions } from '../video/video-checker.ts';
import type { CheckApiDeps } from './http.ts';
import { MemoryBudget } from './memory-budget.ts';
import { DEFAULT_MEDIA_LIMITS, type MediaLimits } from './receive-media.ts';

/** The network is there for checks by address: the file is fetched through the safe fetcher. */
export interface CheckServiceDeps {
  readonly db: Db;
  /** For news of changed lists at once; without it they are looked for every few seconds. */
  readonly pool?: NonNullable<MatcherDeps['pool']>;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
  readonly log: Log;
  readonly network: Network;
  readonly userAgent: string;
}

/** Settings; each has a default. */
export interface CheckServiceOptions {
  /** Worker processes for pictures; one a core by default. */
  readonly workers?: number;
  readonly limits?: MediaLimits;
  /** Others' media in memory at once. Default 1 GiB. */
  readonly memoryBytes?: number;
  readonly video?: VideoOptions;
  /** In place of the database's lists; closed with the rest. */
  readonly matcher?: Matcher;
}

/** Open and ready. */
export interface CheckService {
  readonly tools: CheckApiDeps;
  close(): Promise<void>;
}

/** Opens a service. On a failure, what was opened is closed again. @throws Error when the lists cannot be loaded */
export async function openCheckService(
  deps: CheckServiceDeps,
  options: CheckServiceOptions = {},
): Promise<CheckService> {
  const { db, serviceKey, clock, log, network, userAgent } = deps;
  const matcher = options.matcher ?? (await openMatcher(deps));
  const video = await openVideoChecker({ db, serviceKey, log }, options.video).catch(async (error: unknown) => {
    await matcher.close();
    throw error;
  });
  const hasher = openPictureHasher(options.workers === undefined ? {} : { workers: options.workers });
  return {
    tools: {
      ...{ db, clock, log, network, userAgent, matcher, hasher, video },
      budget: new MemoryBudget(options.memoryBytes ?? 2 ** 30),
      limits: options.limits ?? DEFAULT_MEDIA_LIMITS,
    },
    close: async () => {
      video.close();
      await hasher.close();
      await matcher.close();
    },
  };
}
