import { randomUUID } from 'node:crypto';
import { recordActs } from '../../ledger/door.ts';
import type { Tx } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import type { CaseId, ItemId } from '../../terms/ids.ts';
import { writeNoticeFacts, type NoticeFacts } from '../letters/notice.ts';
import { insertTakedowns, joinTakedowns, type NewTakedown } from './takedown-store.ts';

/** One item that is to go, as it was decided. */
export interface TakedownStart {
  readonly itemId: ItemId;
  readonly round: number;
  readonly caseId: CaseId;
  readonly isUrgent: boolean;
  readonly isDsa16: boolean;
  readonly isBehindProxy: boolean;
  /** When it was decided: the timetable counts from then, without the time until `now`. */
  readonly decidedAt: Date;
  readonly facts: NoticeFacts;
}

/** From the decision to the start nothing could be sent (a hold stood, a queue was long): less than this is no standstill. */
const USUAL_DELAY_MS = 5 * 60_000;

/**
 * Starts takedowns, or joins those that are there for the same item and round: deciding twice starts one.
 * @returns the message that told somebody first, for items of which somebody has been told already
 */
export async function startTakedowns(
  tx: Tx,
  deps: { readonly serviceKey: ServiceKey },
  starts: readonly TakedownStart[],
  now: Date,
): Promise<ReadonlyMap<ItemId, string | undefined>> {
  if (starts.length === 0) return new Map();
  const rows = starts.map((start) => rowOf(deps.serviceKey, start, now));
  const written = await insertTakedowns(tx, rows, now);
  await recordActs(
    tx,
    rows
      .filter((row) => written.has(row.itemId))
      .map((row) => ({
        at: now,
        actor: 'system',
        action: 'takedown.started',
        subject: `item:${row.itemId}`,
        payload: { takedownId: row.id, round: row.round },
      })),
  );
  return joinTakedowns(
    tx,
    rows.filter((row) => !written.has(row.itemId)),
    now,
  );
}

/** As `startTakedowns`, for one item. */
export async function startTakedown(
  tx: Tx,
  deps: { readonly serviceKey: ServiceKey },
  start: TakedownStart,
  now: Date,
): Promise<ReadonlyMap<ItemId, string | undefined>> {
  return startTakedowns(tx, deps, [start], now);
}

function rowOf(serviceKey: ServiceKey, start: TakedownStart, now: Date): NewTakedown {
  const delayMs = Math.max(0, now.getTime() - start.decidedAt.getTime());
  return {
    id: randomUUID(),
    itemId: start.itemId,
    round: start.round,
    caseId: start.caseId,
    isUrgent: start.isUrgent,
    isDsa16: start.isDsa16,
    isBehindProxy: start.isBehindProxy,
    decidedAt: start.decidedAt,
    standstillMs: delayMs > USUAL_DELAY_MS ? delayMs : 0,
    country: (start.facts.origin ?? start.facts).country,
    shroudedFacts: serviceKey.shroud('payload', writeNoticeFacts(start.facts)),
    hasOrigin: start.facts.origin !== undefined,
  };
}
