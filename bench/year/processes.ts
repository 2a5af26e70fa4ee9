/** What processes have used, from proc(5). */
import { readdirSync, readFileSync } from 'node:fs';

/** Fields after the command's name: `state`, `ppid`, ... Undefined once the process has ended. */
function fieldsOf(pid: number): readonly string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ');
  } catch {
    return undefined;
  }
}

/** User and system time so far, in ms; the kernel counts in ticks of 10 ms. */
export const cpuMsOf = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + (Number(fieldsOf(pid)?.[11] ?? 0) + Number(fieldsOf(pid)?.[12] ?? 0)) * 10, 0);

/** What they hold in memory. */
export const residentBytesOf = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + Number(fieldsOf(pid)?.[21] ?? 0) * 4096, 0);

/** The process that started this one. @throws Error when it has ended */
export function parentOf(pid: number): number {
  const parent = Number(fieldsOf(pid)?.[1]);
  if (!Number.isInteger(parent)) throw new Error(`There is no process ${pid}.`);
  return parent;
}

/** User and system time of a server and all its processes, those that have ended too: a pool closes its connections now and then. */
export function serverCpuMs(pid: number): number {
  const ended = fieldsOf(pid)?.slice(13, 15) ?? [];
  const living = readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && fieldsOf(Number(name))?.[1] === String(pid),
  );
  return cpuMsOf([pid, ...living.map(Number)]) + ended.reduce((sum, ticks) => sum + Number(ticks) * 10, 0);
}
