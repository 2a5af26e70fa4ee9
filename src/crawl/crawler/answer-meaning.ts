/**
 * What an answer means for its address and for its host. Pure. The first row that fits decides:
 *
 * | what came                                             | the address              | its host                       |
 * |-------------------------------------------------------|--------------------------|--------------------------------|
 * | our own rules refused the connection                  | `dead`                   | nothing was asked of it        |
 * | the request was broken off                            | `retry`                  | as it was                      |
 * | its kept connection ended as it was sent (`stale`)    | `retry`                  | it answered                    |
 * | broken HTTP or coding, headers too large              | `dead`                   | it answered                    |
 * | no name, no connection, TLS, time-out, cut off        | `retry`                  | one failure more               |
 * | 429, 503                                              | `retry`                  | busy: Retry-After and back-off |
 * | 304                                                   | `unchanged`              | it answered                    |
 * | a redirect                                            | `dead`, its target offered | it answered                  |
 * | 2xx                                                   | read                     | it answered                    |
 * | 401, 403, 407; 404, 410; 451; any other below 500     | `dead`                   | it answered                    |
 * | 5xx                                                   | `retry`                  | it answered                    |
 */
import type { Answer } from '../fetching/page-client.ts';
import type { VisitEnd } from '../frontier/crawl-task.ts';
import { readRetryAfter, type HostAnswer } from './politeness.ts';

/** What is to be done with an answer. `read` is for the reader to conclude. */
export interface AnswerMeaning {
  readonly result: VisitEnd | 'read';
  readonly reason: string;
  readonly host: HostAnswer;
}

/** By the table above. */
export function meaningOf(answer: Answer, now: Date): AnswerMeaning {
  switch (answer.kind) {
    case 'refused':
      return { result: 'dead', reason: `refused-${answer.reason}`, host: { kind: 'none' } };
    case 'failed':
      return meaningOfFailure(answer.reason);
    case 'answered':
      return meaningOfStatus(answer, now);
  }
}

const ALIVE: HostAnswer = { kind: 'answered', tookMs: 0 };

function meaningOfFailure(reason: Extract<Answer, { kind: 'failed' }>['reason']): AnswerMeaning {
  switch (reason) {
    case 'aborted':
      return { result: 'retry', reason, host: { kind: 'none' } };
    case 'stale':
      // The server has closed an idle connection, as it may: the host's delay counts from now.
      return { result: 'retry', reason, host: ALIVE };
    case 'bad-http':
    case 'bad-encoding':
    case 'headers-too-large':
      return { result: 'dead', reason, host: ALIVE };
    default:
      return { result: 'retry', reason, host: { kind: 'failed' } };
  }
}

const DEAD_REASONS: Readonly<Partial<Record<number, string>>> = {
  401: 'access-denied',
  403: 'access-denied',
  407: 'access-denied',
  404: 'not-found',
  410: 'not-found',
  451: 'legal',
};

function meaningOfStatus(answer: Extract<Answer, { kind: 'answered' }>, now: Date): AnswerMeaning {
  const { status, redirectTo, tookMs } = answer;
  const host: HostAnswer = { kind: 'answered', tookMs };
  if (status === 429 || status === 503) {
    const retryAfterMs = readRetryAfter(answer.headers['retry-after'], now);
    return { result: 'retry', reason: 'busy', host: { kind: 'busy', retryAfterMs } };
  }
  if (status === 304) return { result: 'unchanged', reason: 'not-modified', host };
  if (redirectTo !== undefined) return { result: 'dead', reason: 'redirected', host };
  if (status >= 200 && status < 300) return { result: 'read', reason: 'ok', host };
  if (status >= 500) return { result: 'retry', reason: 'server-trouble', host };
  return { result: 'dead', reason: DEAD_REASONS[status] ?? 'other-status', host };
}
