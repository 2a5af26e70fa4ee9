/**
 * Sends what waits. Messages to one endpoint begin in the order of the events; one that failed comes later than those after it. Each
 * arrives at least once, and carries the same `webhook-id` every time.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Network } from '../crawl/door.ts';
import { recordAct } from '../ledger/door.ts';
import { askOutside } from '../partners/door.ts';
import type { Clock } from '../platform/clock.ts';
import { transact, type Db, type Tx } from '../platform/db.ts';
import { codeOf, type Log } from '../platform/log.ts';
import { startLoop, type Loop } from '../platform/loop.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { FAILED_AFTER_MS, KEPT_MS, outcomeOf, retryAt, type TryOutcome } from './webhook.ts';
import { signWebhook } from './webhook-signature.ts';
import {
  failEndpoint,
  forgetMessages,
  readEndpoints,
  settleDelivery,
  takeDue,
  updateEndpoint,
  type DueDelivery,
  type Endpoint,
} from './webhook-store.ts';

/** What sending takes; `chance` gives numbers from 0 to 1. */
export interface WebhookDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
  readonly log: Log;
  readonly network: Network;
  readonly chance?: () => number;
  /** For one request. Default 15,000. */
  readonly timeoutMs?: number;
}

const AT_ONCE = 8;
const TIMEOUT_MS = 15_000;
const PAUSE_MS = 1_000;
const FORGET_EVERY_MS = 60 * 60_000;

/** Sends until stopped. Any number of processes may. */
export function startWebhooks(deps: WebhookDeps): Loop {
  let forgottenAt = 0;
  const round = async () => {
    const now = deps.clock.now();
    if (now.getTime() - forgottenAt > FORGET_EVERY_MS) {
      await transact(deps.db, (tx) => forgetMessages(tx, new Date(now.getTime() - KEPT_MS)));
      forgottenAt = now.getTime();
    }
    return (await deliverDue(deps)) < AT_ONCE ? ('rest' as const) : ('more' as const);
  };
  return startLoop(round, {
    ...{ pauseMs: PAUSE_MS, failurePauseMs: 5 * PAUSE_MS },
    onFailure: (error) => deps.log.warn('webhooks.failed', { code: codeOf(error) }),
  });
}

/** One round: takes what is due, sends it, notes how it ended. @returns how many were tried */
export async function deliverDue(deps: WebhookDeps): Promise<number> {
  const now = deps.clock.now();
  // Whoever dies with a delivery in hand gives it up when the lease ends: twice the deadline of a request.
  const leaseUntil = new Date(now.getTime() + 2 * (deps.timeoutMs ?? TIMEOUT_MS));
  const due = await transact(deps.db, (tx) => takeDue(tx, now, leaseUntil, AT_ONCE));
  if (due.length === 0) return 0;
  const endpoints = new Map((await readEndpoints(deps.db, deps.serviceKey)).map((each) => [each.id, each]));
  const underWay: Promise<void>[] = [];
  for (const delivery of due) {
    const endpoint = endpoints.get(delivery.endpointId);
    if (endpoint === undefined) continue;
    underWay.push(tryOne(deps, endpoint, delivery));
    // In their order: the next one begins once this one has been handed to the network.
    await sleep(0);
  }
  await Promise.all(underWay);
  return due.length;
}

async function tryOne(deps: WebhookDeps, endpoint: Endpoint, due: DueDelivery): Promise<void> {
  const outcome = await post(deps, endpoint, due);
  await transact(deps.db, (tx) => settle(tx, deps, endpoint.id, due, outcome));
}

/** Secrets that sign now, the newest first. */
export const signingSecrets = ({ secrets }: Pick<Endpoint, 'secrets'>, now: Date): readonly string[] =>
  secrets.filter(({ until }) => until === undefined || until > now).map(({ secret }) => secret);

async function post(deps: WebhookDeps, endpoint: Endpoint, due: DueDelivery): Promise<TryOutcome> {
  const now = deps.clock.now();
  try {
    const answer = await askOutside(deps.network, {
      ...{ mode: endpoint.mode, method: 'POST', url: new URL(endpoint.url) },
      headers: {
        'content-type': 'application/json',
        ...signWebhook(signingSecrets(endpoint, now), due.id, now, due.body),
      },
      body: Buffer.from(due.body),
      timeoutMs: deps.timeoutMs ?? TIMEOUT_MS,
      // Only the status counts; a receiver that talks on is cut off and counted as failed.
      maxAnswerBytes: 64 * 1024,
    });
    return outcomeOf(answer.status, answer.headers['retry-after']);
  } catch (error) {
    return { kind: 'failed', code: codeOf(error) };
  }
}

async function settle(
  tx: Tx,
  deps: WebhookDeps,
  endpointId: string,
  due: DueDelivery,
  outcome: TryOutcome,
): Promise<void> {
  const now = deps.clock.now();
  if (outcome.kind === 'delivered') {
    await settleDelivery(tx, due, { state: 'delivered', at: now, code: undefined });
    const well = { lastSuccessAt: now, failingSince: null, failureCode: null };
    await updateEndpoint(tx, deps.serviceKey, endpointId, well);
    return;
  }
  const code = outcome.kind === 'gone' ? 'status-410' : outcome.code;
  const retryAfterMs = outcome.kind === 'failed' ? outcome.retryAfterMs : undefined;
  const nextAt = retryAt(due.attempts + 1, retryAfterMs, (deps.chance ?? Math.random)(), now);
  await settleDelivery(
    tx,
    due,
    nextAt === undefined ? { state: 'given-up', at: now, code } : { state: 'waiting', nextAt, code },
  );
  await noteFailure(tx, deps, endpointId, { code, isGone: outcome.kind === 'gone' }, now);
}

/** A failing endpoint is failed after five days, or at once when it says that it is gone; the ledger and the console say so. */
async function noteFailure(
  tx: Tx,
  deps: WebhookDeps,
  endpointId: string,
  failure: { readonly code: string; readonly isGone: boolean },
  now: Date,
): Promise<void> {
  const endpoint = (await readEndpoints(tx, deps.serviceKey)).find(({ id }) => id === endpointId);
  if (endpoint === undefined) return;
  const since = endpoint.failingSince ?? now;
  const isFailed = failure.isGone || now.getTime() - since.getTime() >= FAILED_AFTER_MS;
  await updateEndpoint(tx, deps.serviceKey, endpointId, { failingSince: since, failureCode: failure.code });
  if (!isFailed || !(await failEndpoint(tx, endpointId))) return;
  deps.log.warn('webhooks.disabled', { code: failure.code });
  await recordAct(tx, {
    ...{ at: now, actor: 'system', action: 'webhook.disabled', subject: `webhook:${endpointId}` },
    payload: { code: failure.code },
  });
}
