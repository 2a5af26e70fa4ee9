import { isDatabaseAway } from '../platform/http.ts';
import { codeOf, type Log } from '../platform/log.ts';

/**
 * A library's own promise may break on a connection that dies under it, out of our reach. That is no reason to end: the
 * database comes back. Whatever else nobody handled ends the process, as a fault nobody knows the state after.
 */
export function surviveLostDatabase(log: Log): void {
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', (error) => {
    log.error('process.unhandled', { code: codeOf(error) });
    if (!isDatabaseAway(error)) process.exit(1);
  });
}
