/** The faults, each as something that is done to a hotline at work. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, lookInside } from '../inside.ts';
import type { Rig } from './rig.ts';

export interface Fault {
  readonly name: string;
  /** Why it cannot be tried here; undefined when it can. */
  readonly cannot?: (rig: Rig) => string | undefined;
  /** Strikes once, and returns when the fault is over (not when the hotline has got over it). */
  readonly strike: (rig: Rig, random: () => number) => Promise<void>;
}

const pause = (random: () => number) => sleep(100 + random() * 500);

/** All of them, in the order in which the short form tries them. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'kill -9 of the hotline',
    strike: (rig, random) =>
      rig.sendDuring(async () => {
        await pause(random);
        await rig.restart();
      }),
  },
  {
    name: 'kill -9 of the database',
    strike: (rig, random) =>
      rig.sendDuring(async () => {
        await pause(random);
        process.kill(await rig.postmasterPid(), 'SIGKILL');
        await takesTipsAgain(rig);
      }),
  },
  {
    name: 'kill -9 of one of its connections',
    strike: (rig, random) =>
      rig.sendDuring(async () => {
        await pause(random);
        const [backend] = childrenOf(await rig.postmasterPid()).filter((pid) =>
          /idle|INSERT|BEGIN/.test(commandOf(pid)),
        );
        if (backend !== undefined) process.kill(backend, 'SIGKILL');
        await takesTipsAgain(rig);
      }),
  },
  {
    name: 'database away, then back',
    strike: (rig) =>
      rig.sendDuring(async () => {
        const postmaster = await rig.postmasterPid();
        const all = [postmaster, ...childrenOf(postmaster)];
        signalAll(all, 'SIGSTOP');
        await sleep(2_500);
        signalAll(all, 'SIGCONT');
        await takesTipsAgain(rig);
      }),
  },
  {
    name: "the police's mail server down",
    strike: async (rig) => {
      rig.world.mail.behave({ kind: 'defer', times: 3 });
      await rig.sendDuring(() => sleep(700), { isUrgent: true });
      rig.world.mail.behave({ kind: 'ok' });
      await allDispatchesLeft(rig);
    },
  },
  {
    name: 'memory: 112 MB, and floods of long tips',
    strike: async (rig) => {
      await rig.restart({ NODE_OPTIONS: '--max-old-space-size=112' });
      await rig.sendDuring(
        async () => {
          for (let n = 0; n < 6; n += 1) {
            await sleep(300);
            await rig.restartIfEnded();
          }
        },
        { size: 15_000 },
      );
      await rig.restart();
    },
  },
  {
    name: 'disk full',
    cannot: (rig) => (isOnTmpfs(rig) ? undefined : 'it takes root and a small tmpfs of its own'),
    strike: async (rig) => {
      const ballast = path.join(rig.dataDir, '..', 'ballast');
      await rig.sendDuring(async () => {
        await sleep(200);
        const { bavail, bsize } = await statfs(rig.dataDir);
        await writeFile(ballast, Buffer.alloc(1)).catch(() => undefined);
        execFileSync('fallocate', ['-l', String(bavail * bsize), ballast]);
        const before = rig.broken();
        // Room that the database has set aside lasts a while: until then tips are taken, and that is right.
        await Promise.race([
          eventually('tips are refused', () => (rig.broken() > before + 3 ? true : undefined), 8_000),
          sleep(3_000),
        ]).catch(() => undefined);
        await rm(ballast);
        await rig.restartIfEnded();
        await takesTipsAgain(rig);
      });
    },
  },
];

/** Tips are acknowledged again, without anybody's help. */
async function takesTipsAgain(rig: Rig): Promise<void> {
  const before = rig.acknowledged();
  await eventually('tips are taken again', () => (rig.acknowledged() > before + 5 ? true : undefined), 60_000);
}

async function allDispatchesLeft(rig: Rig): Promise<void> {
  const inside = await lookInside(rig.dataDir);
  try {
    await inside.pool.query(`update graphile_worker._private_jobs set run_at = now() where run_at > now()`);
    await eventually(
      'every urgent tip has left, once',
      async () => {
        const { rows } = await inside.pool.query<{ waiting: number; urgent: number; left: number }>(
          `select count(*) filter (where state = 'planned') as waiting, count(*) filter (where state in ('sent', 'rehearsed')) as left,
             (select count(*) from tip where is_urgent) as urgent from dispatch where destination = 'police'`,
        );
        const [row] = rows;
        return row !== undefined && row.waiting === 0 && row.left === row.urgent ? true : undefined;
      },
      60_000,
    );
  } finally {
    await inside.close();
  }
}

function childrenOf(pid: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => new RegExp(`^PPid:\\s+${pid}$`, 'm').test(readProc(each, 'status')));
}

const commandOf = (pid: number): string => readProc(pid, 'cmdline');

function readProc(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    // It ended in this moment.
    return '';
  }
}

function signalAll(pids: readonly number[], signal: 'SIGSTOP' | 'SIGCONT'): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // One of its connections ended in this moment.
    }
  }
}

function isOnTmpfs(rig: Rig): boolean {
  const mounts = readFileSync('/proc/mounts', 'utf8');
  return mounts.includes(`tmpfs ${path.dirname(rig.dataDir)} tmpfs`);
}

/** A small disk of our own at `folder`, where we are allowed to make one. @returns how to take it away again */
export function mountSmallDisk(folder: string, megabytes: number): (() => void) | undefined {
  if (process.getuid?.() !== 0) return undefined;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  return () => void execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
}

/** Nothing that was acknowledged is lost or doubled, and every tip has its case. */
export function assertNothingLost(name: string, account: Awaited<ReturnType<Rig['account']>>): void {
  const { lost, doubled, withoutCase } = account;
  assert.deepEqual({ lost, doubled, withoutCase }, { lost: 0, doubled: 0, withoutCase: 0 }, name);
}
