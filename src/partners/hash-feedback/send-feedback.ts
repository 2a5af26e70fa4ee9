import { readReferredEntry } from '../../known/door.ts';
import { recordAct } from '../../ledger/door.ts';
import type { Clock } from '../../platform/clock.ts';
import { transact, type Db } from '../../platform/db.ts';
import { codeOf, type Log } from '../../platform/log.ts';
import { startLoop, type Loop } from '../../platform/loop.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { mayReach } from '../partner.ts';
import { noting } from '../settings/partner-health.ts';
import type { PartnerSettings } from '../settings/partner-setting.ts';
import { entryNameOf, feedbackDocument, stepFor, waitAfter } from './feedback.ts';
import {
  openFeedbackClient,
  type FeedbackClient,
  type FeedbackOutcome,
  type FeedbackTarget,
} from './feedback-client.ts';
import { accountOf, feedbackAccessOf } from './feedback-desk.ts';
import { claimDue, noteEnd, noteHeld, noteLater, type DueFeedback } from './feedback-store.ts';

/** What bringing feedback to its source takes. */
export interface FeedbackDeps {
  readonly db: Db;
  readonly serviceKey: ServiceKey;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: () => Promise<PartnerSettings>;
  /** For one request; 30 s by default. */
  readonly timeoutMs?: number;
}

const BATCH = 50;
/** Longer than all calls for one statement can take together. */
const CLAIM_MS = 5 * 60_000;

/** Brings what is due to the source. Safe to repeat, to be killed and to run in several processes. @returns how many were taken */
export async function sendDueFeedback(deps: FeedbackDeps): Promise<number> {
  const settings = await deps.settings();
  // Switched off, everything waits: a judgement is not forgotten.
  if (settings.mode === 'off') return 0;
  const due = await claimDue(deps.db, deps.clock.now(), CLAIM_MS, BATCH);
  if (due.length === 0) return 0;
  const access = feedbackAccessOf(settings);
  if (access === undefined || !mayReach(settings.mode, access.url)) {
    const code = access === undefined ? 'not-configured' : 'test-mode';
    for (const each of due) await transact(deps.db, (tx) => noteEnd(tx, each, { state: 'rehearsed', code }));
    return due.length;
  }
  const client = openFeedbackClient({ ...access, timeoutMs: deps.timeoutMs });
  try {
    for (const each of due) await sendOne(deps, settings, client, each);
  } finally {
    await client.close();
  }
  return due.length;
}

async function sendOne(
  deps: FeedbackDeps,
  settings: PartnerSettings,
  client: FeedbackClient,
  due: DueFeedback,
): Promise<void> {
  const { db, clock } = deps;
  try {
    const target = await targetOf(deps, settings, due);
    if (typeof target === 'string') await end(deps, due, target);
    else await noting(deps, 'ncmec-hashes', () => bring(deps, settings, client, due, target));
  } catch (error) {
    const code = codeOf(error);
    const nextAt = new Date(clock.now().getTime() + waitAfter(due.attempts + 1));
    await transact(db, (tx) => noteLater(tx, due, code, nextAt));
  }
}

/** Where to say it; else a code that says why not. */
async function targetOf(
  { db, serviceKey }: FeedbackDeps,
  settings: PartnerSettings,
  { listId, entryId, fingerprint }: DueFeedback,
): Promise<FeedbackTarget | string> {
  const entry = await readReferredEntry(db, serviceKey, listId, entryId);
  const name = entry === undefined ? undefined : entryNameOf(entry.reference);
  if (entry === undefined || name === undefined) return 'hash-feedback-no-reference';
  return entry.account === accountOf(settings) ? { ...name, fingerprint } : 'hash-feedback-other-account';
}

async function bring(
  deps: FeedbackDeps,
  { values }: PartnerSettings,
  client: FeedbackClient,
  due: DueFeedback,
  target: FeedbackTarget,
): Promise<void> {
  const reasonId = due.wanted === 'negative' ? await reasonFor(client, target, values['reason']) : undefined;
  const step = stepFor(due.wanted, due.held, reasonId !== undefined);
  switch (step.kind) {
    case 'cannot':
      return end(deps, due, step.code);
    case 'withdraw': {
      const outcome = await client.withdraw(target);
      return settle(deps, due, outcome, { held: 'none', state: 'refused', code: 'hash-feedback-no-reason' });
    }
    case 'put': {
      const categoryId = due.category === undefined ? undefined : await categoryFor(client, due.category);
      const outcome = await client.put(target, feedbackDocument(step.verdict, { reasonId, categoryId }));
      return settle(deps, due, outcome, { held: step.verdict, state: 'settled', code: undefined });
    }
  }
}

/** The reason by the name that the settings give, else the only one there is. */
async function reasonFor(client: FeedbackClient, target: FeedbackTarget, wanted: string | undefined) {
  const offered = await client.reasons(target.fingerprint);
  const found = offered.find(({ guid, name }) => guid === wanted || name.toLowerCase() === wanted?.toLowerCase());
  return (found ?? (offered.length === 1 ? offered[0] : undefined))?.guid;
}

const categoryFor = async (client: FeedbackClient, category: string): Promise<string | undefined> =>
  (await client.categorizations()).find(({ name }) => name === category)?.guid;

async function settle(
  deps: FeedbackDeps,
  due: DueFeedback,
  outcome: FeedbackOutcome,
  to: Parameters<typeof noteHeld>[2],
): Promise<void> {
  if (outcome.kind === 'refused') return end(deps, due, outcome.code);
  await transact(deps.db, async (tx) => {
    await noteHeld(tx, due, to);
    await record(tx, deps, due, 'hash-feedback.sent', { held: to.held });
  });
}

async function end(deps: FeedbackDeps, due: DueFeedback, code: string): Promise<void> {
  await transact(deps.db, async (tx) => {
    await noteEnd(tx, due, { state: 'refused', code });
    await record(tx, deps, due, 'hash-feedback.refused', { code });
  });
}

const record = (
  tx: Parameters<typeof recordAct>[0],
  { clock }: FeedbackDeps,
  { listId, entryId, fingerprint }: DueFeedback,
  action: string,
  more: Readonly<Record<string, string>>,
): Promise<void> =>
  recordAct(tx, {
    ...{ at: clock.now(), actor: 'system', action, subject: `known-entry:${listId}/${entryId}` },
    payload: { fingerprint, ...more },
  });

/** Sends what is due until stopped: a look every 15 seconds, and without a pause while there is more. */
export function startFeedback(deps: FeedbackDeps): Loop {
  return startLoop(async () => ((await sendDueFeedback(deps)) < BATCH ? 'rest' : 'more'), {
    pauseMs: 15_000,
    failurePauseMs: 30_000,
    onFailure: (error) => deps.log.warn('database.lost', { code: codeOf(error) }),
  });
}
