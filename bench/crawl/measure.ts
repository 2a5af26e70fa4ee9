/** What one crawler's process used, told by the process itself. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** CPU: user and system time of the process, all its threads. Memory: the most that it ever held (VmHWM; `ru_maxrss` counts the process that started it). */
export const reportSchema = z.object({
  pages: z.number(),
  seconds: z.number(),
  cpuSeconds: z.number(),
  maxMb: z.number(),
});
export type CrawlReport = z.infer<typeof reportSchema>;

/** Begins measuring now: loading programs is not counted, for either side. */
export function measureFrom(): { report(pages: number): CrawlReport } {
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  return {
    report: (pages) => {
      const { user, system } = process.cpuUsage(cpu);
      return {
        pages,
        seconds: (performance.now() - startedAt) / 1000,
        cpuSeconds: (user + system) / 1e6,
        maxMb: Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024,
      };
    },
  };
}
