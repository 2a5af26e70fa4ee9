import { codeOf, type Log } from '../platform/log.ts';
import { startLoop, type Loop } from '../platform/loop.ts';
import type { FeedKeeper } from './keep-feed.ts';

const PAUSE_MS = 10_000;

/** Keeps the feed until stopped: what is decided, held, appealed or gone is in it or out of it after ten seconds. */
export function startFeed(keeper: FeedKeeper, log: Log): Loop {
  return startLoop(async () => ((await keeper.keep()) ? 'more' : 'rest'), {
    ...{ pauseMs: PAUSE_MS, failurePauseMs: PAUSE_MS },
    onFailure: (error) => log.warn('feed.failed', { code: codeOf(error) }),
  });
}
