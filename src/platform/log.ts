/** The house's log: events of the fixed list (log-events.ts) as JSON lines. */
import pino from 'pino';
import type { Log } from './log-events.ts';

export { codeOf, type Log, type LogEvent } from './log-events.ts';

/** Opens the log as JSON lines on a stream (standard error by default). */
export function openLog(level: pino.Level | 'silent' = 'info', stream: pino.DestinationStream = process.stderr): Log {
  const out = pino({ level, base: null }, stream);
  return {
    info: (event, fields) => out.info({ event, ...fields }),
    warn: (event, fields) => out.warn({ event, ...fields }),
    error: (event, fields) => out.error({ event, ...fields }),
  };
}
