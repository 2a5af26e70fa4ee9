/** Work that is done again and again until it is told to stop. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Loop {
  /** Begins no new round, lets a running one finish. */
  stop(): Promise<void>;
}

/**
 * Runs `round` until stopped: at once again while it says that more is waiting, else after `pauseMs`; after a failure, which
 * `onFailure` hears of, when `failurePauseMs` have passed.
 */
export function startLoop(
  round: () => Promise<'more' | 'rest'>,
  options: { readonly pauseMs: number; readonly failurePauseMs: number; readonly onFailure: (error: unknown) => void },
): Loop {
  const stopping = new AbortController();
  const rest = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        if ((await round()) === 'rest') await rest(options.pauseMs);
      } catch (error) {
        options.onFailure(error);
        await rest(options.failurePauseMs);
      }
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
