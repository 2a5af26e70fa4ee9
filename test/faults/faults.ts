/** The faults, each as something that is done to a hotline at work. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { appendFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, lookInside } from '../inside.ts';
import { SENDERS, type Rig } from './rig.ts';

export interface Fault {
  readonly name: string;
  /** Takes minutes: in the long form (`FYR_LONG_TESTS=yes`) and in `npm run faults` alone. */
  readonly isLong?: boolean;
  /** Why it cannot be tried here; undefined when it can. */
  readonly cannot?: (rig: Rig) => string | undefined;
  /** Strikes once, and returns when the fault is over (not when the hotline has got over it). */
  readonly strike: (rig: Rig, random: () => number) => Promise<void>;
}

/** Just under what the form takes of one answer: an honest tip, however long, is answered with a receipt. */
const LONG_TIP_LENGTH = 4_900;
/** Far more than any of it takes on a machine that does something else besides: a limit is for what never comes. */
const RECOVERY_LIMIT_MS = 120_000;

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
    isLong: true,
    strike: async (rig) => {
      await rig.restart({ NODE_OPTIONS: '--max-old-space-size=112' });
      await rig.sendDuring(
        async () => {
          for (let n = 0; n < 6; n += 1) {
            await sleep(300);
            await rig.restartIfEnded();
          }
        },
        { size: LONG_TIP_LENGTH },
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
        const before = rig.broken();
        // Room that the database has set aside lasts a while: until then tips are taken, and that is right.
        await eventually(
          'tips are refused',
          async () => {
            await fill(ballast);
            return rig.broken() > before + 3 ? true : undefined;
          },
          RECOVERY_LIMIT_MS,
        );
        await rm(ballast);
        await takesTipsAgain(rig, { isStartedAgain: true });
      });
    },
  },
];

/**
 * Tips are acknowledged again, without anybody's help; `isStartedAgain`: with the help of a service manager, which starts a hotline that
 * has ended again.
 */
async function takesTipsAgain(rig: Rig, options: { readonly isStartedAgain?: boolean } = {}): Promise<void> {
  const before = rig.acknowledged();
  await eventually(
    'tips are taken again',
    async () => {
      if (options.isStartedAgain === true) await rig.restartIfEnded();
      // Each sender may have had one under way that was durable before the fault.
      return rig.acknowledged() > before + 2 * SENDERS ? true : undefined;
    },
    RECOVERY_LIMIT_MS,
  );
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
             (select count(*) from tip where is_urgent) as urgent from dispatch where destination = 'police' and rule = 'danger'`,
        );
        const [row] = rows;
        return row !== undefined && row.waiting === 0 && row.left === row.urgent ? true : undefined;
      },
      RECOVERY_LIMIT_MS,
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

/** Writes until nothing more goes onto the disk, whatever others take and give back meanwhile. */
async function fill(file: string): Promise<void> {
  for (const sizeBytes of [1 << 20, 4_096]) {
    const isFull = () =>
      appendFile(file, Buffer.alloc(sizeBytes)).then(
        () => false,
        () => true,
      );
    while (!(await isFull()));
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

/** Nothing that was acknowledged is lost or doubled, every tip has its case, every decision what follows from it, and nobody outside has it twice. */
export function assertNothingLost(name: string, account: Awaited<ReturnType<Rig['account']>>): void {
  const { lost, doubled, withoutCase, undecided, repeated } = account;
  assert.deepEqual(
    { lost, doubled, withoutCase, undecided, repeated },
    { lost: 0, doubled: 0, withoutCase: 0, undecided: 0, repeated: 0 },
    name,
  );
}
