/** News of changed lists: PostgreSQL's NOTIFY on a connection of its own, and a look every few seconds. */
import type pg from 'pg';
import { CHANGE_CHANNEL } from '../list-store.ts';

export interface Following {
  stop(): Promise<void>;
}

export interface FollowOptions {
  readonly pool: pg.Pool | undefined;
  readonly lookEveryMs: number;
  /** Reads what has changed. */
  readonly look: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Begins to follow. A lost connection is opened anew at the next look. */
export async function followChanges(options: FollowOptions): Promise<Following> {
  let client: pg.PoolClient | undefined;
  let isStopped = false;
  const look = () => void options.look().catch(options.onError);
  const drop = (lost: pg.PoolClient, error?: Error) => {
    if (client !== lost) return;
    client = undefined;
    lost.release(error ?? true);
  };
  const listen = async () => {
    if (options.pool === undefined || client !== undefined || isStopped) return;
    const opened = await options.pool.connect();
    client = opened;
    opened.on('notification', look);
    opened.once('error', (error: Error) => drop(opened, error));
    await opened.query(`listen ${CHANGE_CHANNEL}`);
  };
  const listenOrSay = () =>
    listen().catch((error: unknown) => {
      if (client !== undefined) drop(client);
      options.onError(error);
    });
  await listenOrSay();
  // What changed between the first load and the first news:
  look();
  const timer = setInterval(() => {
    void listenOrSay();
    look();
  }, options.lookEveryMs);
  timer.unref();
  return {
    stop: () => {
      isStopped = true;
      clearInterval(timer);
      if (client !== undefined) drop(client);
      return Promise.resolve();
    },
  };
}
