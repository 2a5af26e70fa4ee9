/** The hotline as its operator starts it: a process of its own, which tests talk to, stop and kill. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { SOURCES } from '../src/platform/sources.ts';

const MAIN = path.resolve(import.meta.dirname, '../src/main.ts');
/** For a hotline that never comes up: on a machine that does much else besides, one that does takes half a minute. */
const READY_LIMIT_MS = 120_000;

export interface AppOptions {
  readonly dataDir: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** A process group of its own, as a terminal makes one: `stop('SIGINT')` then reaches all of it, as Ctrl-C does. */
  readonly hasOwnGroup?: boolean;
}

export interface App {
  readonly siteUrl: string;
  readonly consoleUrl: string;
  readonly setUpUrl: string | undefined;
  /** Everything that it printed, both streams. */
  output(): string;
  readonly child: ChildProcess;
  /** From the process's first moment until it said that it is ready. */
  readonly startMs: number;
  /** SIGTERM to the hotline, or Ctrl-C to its whole group, and waits. @returns the exit code */
  stop(signal?: 'SIGTERM' | 'SIGINT'): Promise<number | null>;
  /** SIGKILL, and waits. */
  kill(): Promise<void>;
}

/** Runs a command of the command line to its end. */
export async function runCli(
  options: AppOptions & { readonly onSpawn?: (child: ChildProcess) => void },
): Promise<{ code: number | null; output: string }> {
  const { child, output } = spawnMain(options);
  options.onSpawn?.(child);
  await once(child, 'exit');
  return { code: child.exitCode, output: output() };
}

/** Starts the hotline and waits until it says that it is ready. @throws Error with its output when it ends before */
export async function startApp(options: AppOptions): Promise<App> {
  const startedAt = performance.now();
  const { child, output } = spawnMain({ ...options, args: ['start', ...(options.args ?? [])] });
  const until = Date.now() + READY_LIMIT_MS;
  while (!output().includes('Ctrl-C stops it.')) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > until)
      throw new Error(`The hotline did not start:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  const startMs = performance.now() - startedAt;
  const urlAfter = (label: string) => new RegExp(`${label}\\s+(http\\S+)`).exec(output())?.[1];
  const ended = once(child, 'exit');
  return {
    siteUrl: urlAfter('Public site') ?? '',
    consoleUrl: urlAfter('Console') ?? '',
    setUpUrl: urlAfter('Set up the first supervisor \\(once\\)'),
    output,
    child,
    startMs,
    stop: async (signal = 'SIGTERM') => {
      if (signal === 'SIGINT' && options.hasOwnGroup === true && child.pid !== undefined)
        process.kill(-child.pid, signal);
      else child.kill(signal);
      await ended;
      return child.exitCode;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function spawnMain(options: AppOptions): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [...SOURCES, MAIN, ...(options.args ?? [])], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: options.hasOwnGroup === true,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      FYR_ENV_FILE: '/nonexistent',
      FYR_DATA_DIR: options.dataDir,
      ...options.env,
    },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, output: () => text };
}

/** A port of loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return address.port;
}

/** Settings for a hotline on free ports. */
export async function freeListeners(): Promise<Readonly<Record<string, string>>> {
  const [site, desk, check, exchange] = [await freePort(), await freePort(), await freePort(), await freePort()];
  return {
    FYR_SITE_LISTEN: `127.0.0.1:${site}`,
    FYR_CONSOLE_LISTEN: `127.0.0.1:${desk}`,
    FYR_CHECK_LISTEN: `127.0.0.1:${check}`,
    FYR_EXCHANGE_LISTEN: `127.0.0.1:${exchange}`,
    FYR_LOG_LEVEL: 'warn',
    // Tests and benchmarks send as fast as they can.
    FYR_TIP_EFFORT: 'none',
  };
}
