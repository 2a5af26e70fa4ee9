/** Keeps in step with the database: at once on news, and by a look every few seconds for what a broken connection lost. */
import type { Pool } from '../../../platform/pool.ts';
import { listenForChanges } from '../change-store.ts';

/** Stop it before the pool is closed: it holds one of its connections. */
export interface Following {
  stop(): Promise<void>;
}

/**
 * `look` may be called while an earlier one is under way and has to bear that; after a failure the next one tries
 * again.
 */
export interface FollowOptions {
  /** Without it there is no news, only looks. */
  readonly pool: Pool | undefined;
  readonly lookEveryMs: number;
  /** Reads what has changed. */
  readonly look: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Begins to follow. A lost connection is opened anew at the next look. */
export async function followChanges(options: FollowOptions): Promise<Following> {
  const { pool } = options;
  let listening: { stop: () => void } | undefined;
  let isStopped = false;
  const look = () => void options.look().catch(options.onError);
  const listen = async () => {
    if (pool === undefined || listening !== undefined || isStopped) return;
    const opened = await listenForChanges(pool, look, () => {
      listening = undefined;
    });
    listening = opened;
  };
  await listen().catch(options.onError);
  // What changed between the first load and the first news:
  look();
  let opening: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    opening = opening.then(listen).catch(options.onError);
    look();
  }, options.lookEveryMs);
  timer.unref();
  return {
    stop: async () => {
      isStopped = true;
      clearInterval(timer);
      await opening;
      listening?.stop();
    },
  };
}
