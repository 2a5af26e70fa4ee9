/**
 * What may be logged: a fixed list of events, each with a fixed list of fields. Nothing else can be written: not a URL, a host, an IP
 * address, a text or a name (pino redacts one wildcard level only, so we allow instead of redact).
 */

interface LogEvents {
  'start.ready': { services: string; readyMs: number };
  'start.migrated': { count: number };
  'stop.asked': { signal: string };
  'stop.done': { stopMs: number };
  'database.started': { startMs: number; firstStart: boolean };
  'database.lost': { code: string };
  'jobs.restarted': Record<string, never>;
  'process.unhandled': { code: string };
  'job.failed': { task: string; attempt: number; code: string };
  'http.failed': { route: string; status: number; code: string };
  'intake.refused': { code: string };
  'tip.received': { category: string };
  'tip.urgent-unsealed': { code: string };
  'dispatch.sent': { destination: string; dispatchId: string };
  'dispatch.rehearsed': { destination: string; dispatchId: string };
  'dispatch.failed': { destination: string; dispatchId: string; code: string };
  'partner.failed': { partner: string; code: string };
  'police.no-proofs': { code: string };
  'police.unconfirmed': { count: number };
  'police.watch-failed': { code: string };
  'police.alert-failed': { code: string };
  'answer.noted': { via: string; kind: string };
  'mailbox.read': { messages: number };
  'mailbox.failed': { code: string };
  'notices.sent': { letters: number; items: number };
  'notices.failed': { what: string; code: string };
  'recheck.done': { online: number; gone: number; moved: number; unclear: number; left: number };
  'recheck.failed': { code: string };
  'crawl.broken-off': { code: string };
  'crawl.failed': { code: string };
  'crawl.taken-over': Record<string, never>;
  'crawl.restarted': { code: string };
  'crawl.no-renderer': { code: string };
  'ledger.checkpoint': { size: number };
  'ledger.stopped': { code: string };
  'import.progress': { done: number; rejected: number };
  'known-lists.stale': { code: string };
  'metrics.failed': { code: string };
  'webhooks.failed': { code: string };
  'webhooks.disabled': { code: string };
  'feed.failed': { code: string };
  'exchange.failed': { code: string };
  'ledger.unpublished': { code: string };
  'retention.erased': { count: number };
  'retention.failed': { code: string };
  'figures.fold-failed': { code: string };
  'session.lock-failed': { code: string };
  'oidc.refused': { code: string };
  'access.refused': { route: string; code: 'role' | 'form-token'; staffId: string };
}

/** A name that is not in the list does not compile: a new event is a decision about what may be written. */
export type LogEvent = keyof LogEvents;

/** Each event takes its own fields and nothing else, at three levels. */
export interface Log {
  info<E extends LogEvent>(event: E, fields: LogEvents[E]): void;
  warn<E extends LogEvent>(event: E, fields: LogEvents[E]): void;
  error<E extends LogEvent>(event: E, fields: LogEvents[E]): void;
}

/**
 * A code that says what went wrong without saying about what: the error's `code` (ECONNREFUSED, 23505 ...) or class name.
 * Messages of foreign errors are never logged: a database driver or mail library may quote a row or an address in them.
 */
export function codeOf(error: unknown): string {
  if (error instanceof Error) {
    if ('code' in error && typeof error.code === 'string') return error.code;
    return error.name;
  }
  return 'unknown';
}
