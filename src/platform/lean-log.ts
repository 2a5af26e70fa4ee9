/** The log of a process that counts its memory: the same lines as the house's (log.ts), written without pino. */
import type { Log } from './log-events.ts';

/** pino's numbers, so that both logs read alike. */
const LEVELS = { debug: 20, info: 30, warn: 40, error: 50, silent: Infinity } as const;

/** What is logged from `level` on, as JSON lines on a stream (standard error by default). */
export function openLeanLog(
  level: keyof typeof LEVELS,
  stream: Pick<NodeJS.WritableStream, 'write'> = process.stderr,
): Log {
  const writer = (at: 'info' | 'warn' | 'error') => (event: string, fields: object) => {
    if (LEVELS[at] < LEVELS[level]) return;
    stream.write(`${JSON.stringify({ level: LEVELS[at], time: Date.now(), event, ...fields })}\n`);
  };
  return { info: writer('info'), warn: writer('warn'), error: writer('error') };
}
