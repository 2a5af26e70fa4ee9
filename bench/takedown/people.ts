/** The hotline's people and the police, in the month: decisions, holds, second thoughts, appeals, the stop switch. */
import type pg from 'pg';
import { endTakedown, releaseSending, resumeTakedown, stopSending, type NoticeDoor } from '../../src/notices/door.ts';
import { transact, type Db } from '../../src/platform/db.ts';
import { emitAll } from '../../src/platform/events.ts';
import type { ServiceKey } from '../../src/platform/service-key.ts';
import { planDispatches, readDispatch, releaseHold, setHold } from '../../src/routing/door.ts';
import type { CaseId, DispatchId, ItemId, StaffId } from '../../src/terms/ids.ts';
import type { Agenda } from './agenda.ts';
import { MONTH_START, type Month, type MonthItem } from './month.ts';
import { assessItem, insertDecided, listAppeals, markDecidedAgain, newIds } from './rows.ts';
import type { SimulatedWeb } from './web.ts';

const HOUR_MS = 3_600_000;
/** On the Wednesday: nothing may leave for three hours. */
const STOP = { fromMs: MONTH_START.getTime() + 58 * HOUR_MS, toMs: MONTH_START.getTime() + 61 * HOUR_MS };
const HOLD_AFTER_MS = 5 * HOUR_MS;
const HOLD_MS = 10 * HOUR_MS;
const REJUDGED_AFTER_MS = 7 * HOUR_MS;
/** An item whose host has changed waits so long for an analyst, an appeal so long for a person. */
const ANALYST_MS = 2 * HOUR_MS;
const APPEAL_MS = 20 * HOUR_MS;

/** What is known of an item's row, and when the house must not tell anybody: from, to. */
export interface ItemRecord {
  readonly itemId: ItemId;
  readonly caseId: CaseId;
  readonly caseNumber: number;
  readonly silences: { readonly because: string; readonly fromMs: number; toMs: number }[];
  /** What a person has made of a provider's appeal, the notice or the appeal; and when. */
  appeal?: 'upheld' | 'accepted';
  appealAtMs?: number;
  isRejudged?: boolean;
  /** An analyst looked again, and it was not there. */
  isNotFound?: boolean;
}

export interface PeopleDeps {
  readonly db: Db;
  readonly pool: pg.Pool;
  readonly serviceKey: ServiceKey;
  readonly month: Month;
  readonly web: SimulatedWeb;
  readonly agenda: Agenda;
  readonly provider: NoticeDoor;
  readonly staffId: StaffId;
  readonly now: () => Date;
}

/** Opens their desks. */
export function openPeople(deps: PeopleDeps) {
  const records: ItemRecord[] = [];
  const numbers = new Map<string, number>();
  /** Ids of items that are being written: a second try writes the same. */
  const given = new Map<number, ReturnType<typeof newIds>>();
  const stops: { fromMs: number; toMs: number }[] = [];
  let decided = 0;
  let appeals = 0;
  const { db, pool, month, web, agenda, now } = deps;

  const decideUntil = async (until: Date, most: number): Promise<boolean> => {
    const due: MonthItem[] = [];
    for (let n = decided; n < month.items.length && due.length < most; n += 1) {
      const item = month.items[n];
      if (item === undefined || item.decidedAt > until) break;
      due.push(item);
    }
    if (due.length === 0) return false;
    const fresh = due.map((item) => {
      const ids = given.get(item.n) ?? newIds();
      given.set(item.n, ids);
      return { ...item, ...placeOf(deps, item, now()), ...ids };
    });
    const caseNumbers = await insertDecided(pool, deps.serviceKey, fresh);
    const rows = fresh.map(({ itemId, caseId }, index): ItemRecord => {
      return { itemId, caseId, caseNumber: caseNumbers[index] ?? 1, silences: [] };
    });
    await planAll(deps, due, rows, 1);
    due.forEach((item, index) => {
      const record = rows[index];
      if (record === undefined) return;
      records[item.n] = record;
      numbers.set(record.itemId, item.n);
      given.delete(item.n);
      putFate(deps, item, record);
    });
    decided += due.length;
    return due.length === most;
  };

  /** The house has sent an item back: an analyst looks at it again where it is now. */
  const lookAgain = (itemId: ItemId): void => {
    agenda.put(new Date(now().getTime() + ANALYST_MS), async () => {
      const item = month.items[numbers.get(itemId) ?? -1];
      const record = item === undefined ? undefined : records[item.n];
      if (item === undefined || record === undefined) return;
      const isThere = web.isUp(item.n, now().getTime());
      const round = await assessItem(pool, itemId, 'new', isThere ? 'illegal-baseline' : 'not-found');
      if (round === undefined) return;
      record.isNotFound = !isThere;
      if (!isThere) return;
      await markDecidedAgain(pool, record.caseId);
      await planAll(deps, [item], [record], round);
    });
  };

  /** Nobody could be told, and the case is back: an analyst decides it once more. */
  const decideAgain = (dispatchId: DispatchId): void => {
    agenda.put(new Date(now().getTime() + ANALYST_MS), async () => {
      const dispatch = await readDispatch(db, dispatchId);
      const item = month.items[numbers.get(dispatch?.itemId ?? '') ?? -1];
      const record = item === undefined ? undefined : records[item.n];
      if (dispatch?.state !== 'refused' || item === undefined || record === undefined) return;
      const isThere = web.isUp(item.n, now().getTime());
      const round = await assessItem(pool, record.itemId, 'assessed', isThere ? 'illegal-baseline' : 'not-found');
      if (round === undefined || record.isRejudged === true) return;
      record.isNotFound = !isThere;
      if (!isThere) return;
      await markDecidedAgain(pool, record.caseId);
      await planAll(deps, [item], [record], round);
    });
  };

  const seeToAppeals = async (): Promise<void> => {
    for (const { id, item_id: itemId } of await listAppeals(pool, new Date(now().getTime() - APPEAL_MS))) {
      const record = records[numbers.get(itemId) ?? -1];
      if (record === undefined) continue;
      // In turn, so that a short month has both: the notice is upheld and goes on, or the appeal is accepted and it ends.
      appeals += 1;
      const isAccepted = appeals % 2 === 0;
      record.appeal = isAccepted ? 'accepted' : 'upheld';
      record.appealAtMs = now().getTime();
      const act = { takedownId: id, staffId: deps.staffId };
      await transact(db, (tx) =>
        isAccepted ? endTakedown(tx, { ...act, reason: 'appeal-accepted' }, now()) : resumeTakedown(tx, act, now()),
      );
    }
  };
  agenda.put(new Date(STOP.fromMs), async () => {
    await transact(db, (tx) => stopSending(tx, { staffId: deps.staffId, reason: 'A drill.' }, now()));
    stops.push({ fromMs: now().getTime(), toMs: Infinity });
  });
  agenda.put(new Date(STOP.toMs), async () => {
    await transact(db, (tx) => releaseSending(tx, deps.staffId, now()));
    for (const stop of stops) stop.toMs = now().getTime();
  });
  return {
    ...{ decideUntil, lookAgain, decideAgain, seeToAppeals, records, stops },
    numberOf: (itemId: string) => numbers.get(itemId),
    nextDecisionMs: () => month.items[decided]?.decidedAt.getTime() ?? Infinity,
  };
}
export type People = ReturnType<typeof openPeople>;

const placeOf = ({ month, web }: PeopleDeps, item: MonthItem, now: Date) => {
  const host = month.sites[item.site]?.host ?? '';
  return { host, ip: web.resolve(host, now)[0] ?? '' };
};

/** Plans the notices of decided items and tells the house, in one transaction, as deciding does. */
async function planAll(
  deps: PeopleDeps,
  items: readonly MonthItem[],
  rows: readonly Pick<ItemRecord, 'itemId' | 'caseId' | 'caseNumber'>[],
  round: number,
): Promise<void> {
  const now = deps.now();
  const plans = items.flatMap((item, index) => {
    const row = rows[index];
    if (row === undefined) return [];
    const payload = deps.provider.prepareNotice({
      ...{ caseNumber: row.caseNumber, itemId: row.itemId, url: item.url, ...placeOf(deps, item, now), country: 'NL' },
      ...{ target: 'host', outcome: 'illegal-baseline', classification: 'baseline' },
      ...{ detection: 'manual_review', assessedAt: now },
    });
    const nothing = { tipId: undefined, isHeld: false, isAtOnce: item.isUrgent } as const;
    const marks = { destination: 'provider', target: 'host', isDsa16: true, rule: 'dsa16' } as const;
    return [{ ...nothing, ...marks, caseId: row.caseId, itemId: row.itemId, payload, occasion: `r${round}` }];
  });
  await transact(deps.db, async (tx) => {
    await planDispatches(tx, `staff:${deps.staffId}`, plans, now);
    await emitAll(
      tx,
      plans.map(({ caseId }) => ({ kind: 'case-decided', caseId })),
    );
  });
}

function putFate(deps: PeopleDeps, item: MonthItem, record: ItemRecord): void {
  const { db, pool, agenda, now, staffId } = deps;
  const { caseId, itemId } = record;
  if (item.fate === 'held') {
    agenda.put(new Date(item.decidedAt.getTime() + HOLD_AFTER_MS), async () => {
      await transact(db, (tx) => setHold(tx, caseId, staffId, now()));
      const silence = { because: 'hold', fromMs: now().getTime(), toMs: Infinity };
      record.silences.push(silence);
      agenda.put(new Date(now().getTime() + HOLD_MS), async () => {
        await transact(db, (tx) => releaseHold(tx, caseId, staffId, now()));
        silence.toMs = now().getTime();
      });
    });
  }
  if (item.fate === 'rejudged') {
    agenda.put(new Date(item.decidedAt.getTime() + REJUDGED_AFTER_MS), async () => {
      if ((await assessItem(pool, itemId, 'assessed', 'not-illegal')) === undefined) return;
      record.isRejudged = true;
      record.silences.push({ because: 'not-illegal', fromMs: now().getTime(), toMs: Infinity });
    });
  }
}
