/** The takedowns of a case with their ladders, as people read them. */
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { itemIdSchema, type CaseId, type ItemId } from '../../terms/ids.ts';
import { statedKindSchema, type StatedKind } from '../answers/answer.ts';
import { readLadders, type LadderRung, type TakedownState } from '../takedown/takedown-store.ts';
import { readProviderNames } from './provider-list-store.ts';

/** One rung as it stands. */
export interface ShownRung extends LadderRung {
  readonly providerName: string;
  /** When the letter with the notice to it is to leave. */
  readonly leavesAt: Date | undefined;
  /** What it answered last. */
  readonly answer: { readonly kind: StatedKind; readonly at: Date } | undefined;
}

/** A takedown as it stands: the newest of an item. */
export interface ShownTakedown {
  readonly id: string;
  readonly itemId: ItemId;
  readonly round: number;
  readonly state: TakedownState;
  readonly attention: string | undefined;
  readonly endReason: string | undefined;
  readonly isUrgent: boolean;
  readonly firstToldAt: Date | undefined;
  readonly nextAt: Date | undefined;
  readonly graceUntil: Date | undefined;
  readonly rungs: readonly ShownRung[];
}
const stateSchema = z.enum(['seeking', 'running', 'stopped', 'ended']);

interface Row {
  readonly id: string;
  readonly item_id: string;
  readonly round: number;
  readonly state: string;
  readonly attention: string | null;
  readonly end_reason: string | null;
  readonly is_urgent: boolean;
  readonly first_told_at: Date | null;
  readonly next_at: Date | null;
  readonly grace_until: Date | null;
}

/** Each item's newest takedown, in the order in which the items were decided. */
export async function listTakedownsOfCase(
  db: Db,
  serviceKey: ServiceKey,
  caseId: CaseId,
): Promise<readonly ShownTakedown[]> {
  const { rows } = await sql<Row>`
    select * from (
      select distinct on (item_id) id, item_id, round, state, attention, end_reason, is_urgent, first_told_at, next_at,
        grace_until, decided_at
      from takedown where case_id = ${caseId} order by item_id, round desc) newest
    order by decided_at, id limit 500`.execute(db);
  const ids = rows.map((row) => row.id);
  const [ladders, said] = await Promise.all([readLadders(db, ids), readSaid(db, ids)]);
  const names = await readProviderNames(
    db,
    serviceKey,
    [...ladders.values()].flat().map((rung) => rung.providerId),
  );
  return rows.map((row) => ({
    id: row.id,
    itemId: itemIdSchema.parse(row.item_id),
    round: row.round,
    state: stateSchema.parse(row.state),
    attention: row.attention ?? undefined,
    endReason: row.end_reason ?? undefined,
    isUrgent: row.is_urgent,
    firstToldAt: row.first_told_at ?? undefined,
    nextAt: row.next_at ?? undefined,
    graceUntil: row.grace_until ?? undefined,
    rungs: (ladders.get(row.id) ?? []).map((rung) => ({
      ...rung,
      providerName: names.get(rung.providerId) ?? '–',
      leavesAt: said.get(keyOf(row.id, rung.providerId))?.leavesAt,
      answer: said.get(keyOf(row.id, rung.providerId))?.answer,
    })),
  }));
}

const keyOf = (takedownId: string, providerId: string): string => `${takedownId} ${providerId}`;

/** By takedown and provider: when the next notice leaves, and the newest answer. */
async function readSaid(db: Db, ids: readonly string[]) {
  const { rows } = await sql<{
    takedown_id: string;
    provider_id: string;
    leaves_at: Date | null;
    answer: string | null;
    answered_at: Date | null;
  }>`
    select n.takedown_id, n.provider_id, min(l.send_at) filter (where n.state = 'waiting') as leaves_at,
      (array_agg(n.answer order by n.answered_at desc) filter (where n.answer is not null))[1] as answer,
      max(n.answered_at) as answered_at
    from notice n join letter l on l.id = n.letter_id where n.takedown_id = any(${[...ids]}::uuid[]) group by 1, 2`.execute(
    db,
  );
  return new Map(
    rows.map((row) => {
      const kind = statedKindSchema.safeParse(row.answer).data;
      const answer = kind === undefined || row.answered_at === null ? undefined : { kind, at: row.answered_at };
      return [keyOf(row.takedown_id, row.provider_id), { leavesAt: row.leaves_at ?? undefined, answer }];
    }),
  );
}
