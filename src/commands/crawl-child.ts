/**
 * The crawler beside the other services of one machine: a child process, since it reads what strangers wrote. What breaks it, or
 * whoever breaks into it, meets neither the console's memory nor the house's password for the database.
 *
 * | what happens              | then                                                                       |
 * |---------------------------|----------------------------------------------------------------------------|
 * | it ends by itself         | it is started again, after a pause that doubles up to half a minute          |
 * | it has lived for a minute | the pause is short again                                                   |
 * | the house stops           | it is told to (SIGTERM), and killed when it has not ended ten seconds later   |
 * | the house is killed       | its channel to us closes, and it stops                                     |
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Config } from '../platform/config.ts';
import { LEAN_ENV, LEAN_HEAP_ARGS } from '../platform/lean-heap.ts';
import type { Log } from '../platform/log.ts';
import { programFileOf } from '../platform/program-file.ts';

/** The crawler's process, kept alive. */
export interface CrawlChild {
  /** Of the process that runs now; undefined between two. */
  pid(): number | undefined;
  stop(): Promise<void>;
}

/** What is run, and how patiently. Milliseconds. */
export interface ChildPlan {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly pauseMs: number;
  readonly mostPauseMs: number;
  readonly goodLifeMs: number;
  readonly stopLimitMs: number;
}

const PROGRAM = fileURLToPath(new URL('../crawler.ts', import.meta.url));
const PATIENCE = { pauseMs: 500, mostPauseMs: 30_000, goodLifeMs: 60_000, stopLimitMs: 10_000 };
/** Of our own environment: where programs and temporary files are. */
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG'] as const;

/**
 * Starts the crawler of this house, out of one file where that can be kept. Else Node reads its sources, without read-sources.ts, since it
 * has no views; a test holds that it can.
 */
export async function startCrawlChild(config: Config, log: Log): Promise<CrawlChild> {
  const surroundings = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return keepChild(
    {
      ...PATIENCE,
      // The last two are for whoever lists the machine's processes.
      args: [...LEAN_HEAP_ARGS, (await programFileOf(PROGRAM)) ?? PROGRAM, 'start', '--services=crawl'],
      env: {
        ...Object.fromEntries(surroundings),
        ...config.crawlerEnv,
        ...LEAN_ENV,
        FYR_DATA_DIR: config.dataDir,
        // What Node made of our sources at the first start: later ones need neither the time nor the memory for it.
        NODE_COMPILE_CACHE: path.join(config.dataDir, 'program-cache'),
      },
    },
    log,
  );
}

/** Runs this program with `plan.args` and starts it again whenever it ends, until `stop`. */
export function keepChild(plan: ChildPlan, log: Log): CrawlChild {
  const stopping = new AbortController();
  let child: ChildProcess | undefined;
  const isStopping = () => stopping.signal.aborted;
  const live = async () => {
    let pauseMs = plan.pauseMs;
    while (!isStopping()) {
      const startedAt = performance.now();
      child = spawn(process.execPath, [...plan.args], {
        env: plan.env,
        // Standard output is ours alone; what it logs goes where we log. The channel tells it that we are gone.
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        // A group of its own: Ctrl-C reaches us, and we stop it in order.
        detached: true,
      });
      const code = await endOf(child);
      child = undefined;
      if (isStopping()) return;
      if (performance.now() - startedAt >= plan.goodLifeMs) pauseMs = plan.pauseMs;
      log.warn('crawl.restarted', { code });
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      pauseMs = Math.min(2 * pauseMs, plan.mostPauseMs);
    }
  };
  const living = live();
  return {
    pid: () => child?.pid,
    stop: async () => {
      stopping.abort();
      child?.kill('SIGTERM');
      const killer = setTimeout(() => child?.kill('SIGKILL'), plan.stopLimitMs);
      await living;
      clearTimeout(killer);
    },
  };
}

/** The exit code or signal of a process, in words that a log may hold. */
async function endOf(child: ChildProcess): Promise<string> {
  try {
    await once(child, 'exit');
    return child.signalCode ?? String(child.exitCode);
  } catch {
    return 'not-started';
  }
}
