/**
 * What became of letters that went by an API: their providers are asked, and what they say is noted as an answer like any
 * other. The answers' room is downstream of letters, so that it is injected.
 */
import { transact, type Db, type Tx } from '../../platform/db.ts';
import { codeOf, type Log } from '../../platform/log.ts';
import type { Clock } from '../../platform/clock.ts';
import { startLoop, type Loop } from '../../platform/loop.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { isOnlyAsker, listOpenApiLetters } from './api-letter-store.ts';
import type { ProviderApi, ReportStatus } from './provider-api.ts';

/** An answer by API, in the answers' words. */
export interface ApiAnswer {
  readonly letterId: string;
  readonly noticeIds: readonly string[];
  readonly kind: Exclude<ReportStatus, 'received'>;
  readonly via: 'api';
  /** The same status of the same notice, asked again, is the same answer. */
  readonly sourceKey: string;
}

/** What asking needs; `noteAnswer` writes an answer once and does what follows from it. */
export interface AskApisDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly log: Log;
  readonly clock: Clock;
  readonly reachable: (account: string) => ProviderApi | undefined;
  readonly noteAnswer: (tx: Tx, answer: ApiAnswer, now: Date) => Promise<unknown>;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Later, what a provider says of a letter is of no use any more: reminders have gone to it since. */
const ASK_FOR_MS = 30 * DAY_MS;
const ASK_EVERY_MS = 10 * MINUTE_MS;

/**
 * Asks about every letter that is still of interest, one after the other; an account that does not answer is left alone for
 * this round. Several processes may call it: one asks, the others do nothing. @returns how many answers were handed on
 */
export async function askApis(deps: AskApisDeps, now: Date): Promise<number> {
  return transact(deps.db, async (guard) => {
    if (!(await isOnlyAsker(guard))) return 0;
    const letters = await listOpenApiLetters(guard, deps.serviceKey, new Date(now.getTime() - ASK_FOR_MS));
    const silent = new Set<string>();
    let handedOn = 0;
    for (const letter of letters) {
      const api = silent.has(letter.account) ? undefined : deps.reachable(letter.account);
      if (api === undefined) continue;
      try {
        handedOn += await askAbout(deps, api, letter, now);
      } catch (error) {
        silent.add(letter.account);
        deps.log.warn('notices.failed', { what: 'api-status', code: codeOf(error) });
      }
    }
    return handedOn;
  });
}

async function askAbout(
  deps: AskApisDeps,
  api: ProviderApi,
  letter: { readonly letterId: string; readonly reference: string },
  now: Date,
): Promise<number> {
  const statuses = await api.readStatus(letter.reference);
  let handedOn = 0;
  for (const { noticeId, status, at } of statuses) {
    if (status === 'received') continue;
    const sourceKey = `api ${letter.letterId} ${noticeId} ${status} ${at.toISOString()}`;
    const answer = { letterId: letter.letterId, noticeIds: [noticeId], kind: status, via: 'api', sourceKey } as const;
    // Each in a transaction of its own: what one answer sets in motion waits for no other.
    await transact(deps.db, (tx) => deps.noteAnswer(tx, answer, now));
    handedOn += 1;
  }
  return handedOn;
}

/** Asks every ten minutes until stopped. */
export function startAskingApis(deps: AskApisDeps): Loop {
  return startLoop(
    async () => {
      await askApis(deps, deps.clock.now());
      return 'rest';
    },
    {
      pauseMs: ASK_EVERY_MS,
      failurePauseMs: MINUTE_MS,
      onFailure: (error) => deps.log.warn('notices.failed', { what: 'api-status', code: codeOf(error) }),
    },
  );
}
