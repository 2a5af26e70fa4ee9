/** The takedowns' and their ladders' tables, by the hundred. */
import { sql } from 'kysely';
import { z } from 'zod';
import { KEEP, type Db, type Tx } from '../../platform/db.ts';
import { caseIdSchema, itemIdSchema, type CaseId, type ItemId } from '../../terms/ids.ts';
import { restsUntil } from './bounce-rest.ts';
import { contactSourceSchema, rungSchema, type ContactSource, type Rung } from './rung.ts';
import type { RungStand, TakedownStand } from './takedown.ts';

/** A takedown that begins: what the decision said. */
export interface NewTakedown {
  readonly id: string;
  readonly itemId: ItemId;
  readonly round: number;
  readonly caseId: CaseId;
  readonly isUrgent: boolean;
  readonly isDsa16: boolean;
  readonly isBehindProxy: boolean;
  readonly decidedAt: Date;
  readonly standstillMs: number;
  readonly country: string | undefined;
  readonly shroudedFacts: Buffer;
  /** The facts name the place behind a proxy. */
  readonly hasOrigin: boolean;
}

const columns = (starts: readonly NewTakedown[]) => sql`
  unnest(${starts.map((start) => start.id)}::uuid[], ${starts.map((start) => start.itemId)}::uuid[],
    ${starts.map((start) => start.round)}::int[], ${starts.map((start) => start.caseId)}::uuid[],
    ${starts.map((start) => start.isUrgent)}::bool[], ${starts.map((start) => start.isDsa16)}::bool[],
    ${starts.map((start) => start.isBehindProxy)}::bool[], ${starts.map((start) => start.decidedAt)}::timestamptz[],
    ${starts.map((start) => start.standstillMs)}::bigint[], ${starts.map((start) => start.country ?? null)}::text[],
    ${starts.map((start) => start.shroudedFacts)}::bytea[], ${starts.map((start) => start.hasOrigin)}::bool[])
  as t (id, item_id, round, case_id, is_urgent, is_dsa16, is_behind_proxy, decided_at, standstill_ms, country, facts,
    has_origin)`;

/** Writes those that are new, their ladder to be looked for now. @returns which items' were written */
export async function insertTakedowns(tx: Tx, starts: readonly NewTakedown[], now: Date): Promise<ReadonlySet<ItemId>> {
  const { rows } = await sql<{ item_id: string }>`${KEEP}
    insert into takedown (id, item_id, round, case_id, state, is_urgent, is_dsa16, is_behind_proxy, decided_at,
      standstill_ms, country, shrouded_facts, seek_at)
    select id, item_id, round, case_id, 'seeking', is_urgent, is_dsa16, is_behind_proxy, decided_at, standstill_ms,
      country, facts, ${now}::timestamptz
    from ${columns(starts)} order by item_id
    on conflict (item_id, round) do nothing returning item_id`.execute(tx);
  return new Set(rows.map((row) => itemIdSchema.parse(row.item_id)));
}

/**
 * Joins those that are there: an ended one that could tell nobody begins anew, one that turns out to stand behind a proxy, or whose
 * origin has been found, looks for its ladder again. @returns the message that told somebody first, by item, where somebody has been told
 */
export async function joinTakedowns(
  tx: Tx,
  starts: readonly NewTakedown[],
  now: Date,
): Promise<ReadonlyMap<ItemId, string | undefined>> {
  if (starts.length === 0) return new Map();
  await sql`${KEEP}
    update takedown_rung set is_out = false where takedown_id in (
      select d.id from takedown d join ${columns(starts)} on d.item_id = t.item_id and d.round = t.round
      where d.state = 'ended' and d.first_told_at is null)`.execute(tx);
  await sql`${KEEP}
    update takedown d set
      is_behind_proxy = d.is_behind_proxy or t.is_behind_proxy,
      is_dsa16 = d.is_dsa16 or t.is_dsa16,
      is_urgent = d.is_urgent or t.is_urgent,
      seek_at = case when d.state = 'ended' or t.has_origin or (t.is_behind_proxy and not d.is_behind_proxy)
        then ${now}::timestamptz else d.seek_at end,
      state = case when d.state = 'ended' then 'seeking' else d.state end,
      decided_at = case when d.state = 'ended' then t.decided_at else d.decided_at end,
      standstill_ms = case when d.state = 'ended' then t.standstill_ms else d.standstill_ms end,
      shrouded_facts = case when d.state = 'ended' or t.has_origin then t.facts else d.shrouded_facts end,
      opened = case when d.state = 'ended' then 0 else d.opened end,
      reminded = case when d.state = 'ended' then 0 else d.reminded end,
      seeks = case when d.state = 'ended' then 0 else d.seeks end,
      attention = case when d.state = 'ended' then null else d.attention end,
      end_reason = null, ended_at = null
    from ${columns(starts)}
    where d.item_id = t.item_id and d.round = t.round
      and (d.state <> 'ended' or d.first_told_at is null)`.execute(tx);
  const { rows } = await sql<{ item_id: string; message_id: string | null }>`${KEEP}
    select d.item_id, (select l.message_id from notice n join letter l on l.id = n.letter_id
      where n.takedown_id = d.id and n.state in ('sent', 'rehearsed') order by n.ended_at limit 1) as message_id
    from takedown d join ${columns(starts)} on d.item_id = t.item_id and d.round = t.round
    where d.first_told_at is not null`.execute(tx);
  return new Map(rows.map((row) => [itemIdSchema.parse(row.item_id), row.message_id ?? undefined]));
}

/** What the newest takedown of an item was about; undefined when it never had one. */
export async function readNewestFacts(
  db: Db,
  itemId: ItemId,
): Promise<{ readonly shroudedFacts: Buffer; readonly isBehindProxy: boolean } | undefined> {
  const { rows } = await sql<{ shrouded_facts: Buffer; is_behind_proxy: boolean }>`
    select shrouded_facts, is_behind_proxy from takedown where item_id = ${itemId} order by round desc limit 1`.execute(
    db,
  );
  const [row] = rows;
  return row === undefined ? undefined : { shroudedFacts: row.shrouded_facts, isBehindProxy: row.is_behind_proxy };
}

/** A takedown whose ladder is to be looked for. */
export interface Seek {
  readonly id: string;
  readonly seeks: number;
  readonly isBehindProxy: boolean;
  readonly shroudedFacts: Buffer;
  /** Somebody stands on it already: a person has added them, or an earlier search. */
  readonly hasLadder: boolean;
}

/** Takes takedowns whose ladder is to be looked for, off everybody else for `leaseMs`: the search goes over the network. */
export async function claimSeeks(db: Db, now: Date, limit: number, leaseMs: number): Promise<readonly Seek[]> {
  const { rows } = await sql<{
    id: string;
    seeks: number;
    is_behind_proxy: boolean;
    shrouded_facts: Buffer;
    has_ladder: boolean;
  }>`${KEEP}
    with due as (select id from takedown where seek_at <= ${now} and state in ('seeking', 'running')
      order by seek_at limit ${limit} for update skip locked)
    update takedown d set seek_at = ${new Date(now.getTime() + leaseMs)}, seeks = seeks + 1
    from due where d.id = due.id
    returning d.id, d.seeks, d.is_behind_proxy, d.shrouded_facts,
      exists (select 1 from takedown_rung r where r.takedown_id = d.id and not r.is_out) as has_ladder`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    seeks: row.seeks,
    isBehindProxy: row.is_behind_proxy,
    shroudedFacts: row.shrouded_facts,
    hasLadder: row.has_ladder,
  }));
}

/** What the end of a takedown, and the search for its ladder, have to know. */
export interface LockedTakedown {
  readonly id: string;
  readonly itemId: ItemId;
  readonly caseId: CaseId;
  readonly state: TakedownState;
  readonly attention: string | undefined;
  readonly decidedAt: Date;
  readonly standstillMs: number;
  readonly firstToldAt: Date | undefined;
}
const stateSchema = z.enum(['seeking', 'running', 'stopped', 'ended']);
export type TakedownState = z.infer<typeof stateSchema>;

/** Those takedowns, locked until the transaction ends, in the order of their ids: writers never wait for each other in a ring. */
export async function lockTakedowns(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, LockedTakedown>> {
  const { rows } = await sql<TakedownRow>`${KEEP}
    select * from takedown where id = any(${[...new Set(ids)]}::uuid[]) order by id for update`.execute(tx);
  return new Map(rows.map((row) => [row.id, toLocked(row)]));
}

/** The same, as they are, locked by nobody. */
export async function readTakedowns(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, LockedTakedown>> {
  const { rows } = await sql<TakedownRow>`select * from takedown where id = any(${[...new Set(ids)]}::uuid[])`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.id, toLocked(row)]));
}

interface TakedownRow {
  readonly id: string;
  readonly item_id: string;
  readonly case_id: string;
  readonly state: string;
  readonly attention: string | null;
  readonly is_urgent: boolean;
  readonly decided_at: Date;
  readonly standstill_ms: number;
  readonly step: number;
  readonly opened: number;
  readonly pushes: number;
  readonly reminded: number;
  readonly grace_until: Date | null;
  readonly first_told_at: Date | null;
  readonly claimed_gone_at: Date | null;
  readonly seek_at: Date | null;
}

function toLocked(row: TakedownRow): LockedTakedown {
  return {
    id: row.id,
    itemId: itemIdSchema.parse(row.item_id),
    caseId: caseIdSchema.parse(row.case_id),
    state: stateSchema.parse(row.state),
    attention: row.attention ?? undefined,
    decidedAt: row.decided_at,
    standstillMs: row.standstill_ms,
    firstToldAt: row.first_told_at ?? undefined,
  };
}

/** A takedown whose step is due. */
export interface DueTakedown extends TakedownStand {
  readonly id: string;
  readonly itemId: ItemId;
  readonly caseId: CaseId;
  readonly step: number;
  /** Since when a provider says that it is gone, while no visit has told. */
  readonly claimedGoneAt: Date | undefined;
}

/** Whether any step may be taken now: one is due, and the stop switch is not set. */
export async function hasDueTakedowns(db: Db, now: Date): Promise<boolean> {
  const { rows } = await sql<{ is_due: boolean }>`${KEEP}
    select exists (select 1 from takedown where next_at <= ${now} and state = 'running')
      and not exists (select 1 from sending_pause where released_at is null) as is_due`.execute(db);
  return rows[0]?.is_due === true;
}

/** Takedowns whose step is due, locked until the transaction ends; another process takes others. */
export async function lockDueTakedowns(tx: Tx, now: Date, limit: number): Promise<readonly DueTakedown[]> {
  const { rows } = await sql<TakedownRow>`${KEEP}
    select id, item_id, case_id, state, attention, is_urgent, decided_at, standstill_ms, step, opened, pushes, reminded,
      grace_until, first_told_at, claimed_gone_at, seek_at
    from takedown where next_at <= ${now} and state = 'running' order by next_at limit ${limit}
    for update skip locked`.execute(tx);
  return rows.map((row) => ({
    ...toLocked(row),
    isUrgent: row.is_urgent,
    step: row.step,
    opened: row.opened,
    pushes: row.pushes,
    reminded: row.reminded,
    graceUntil: row.grace_until ?? undefined,
    claimedGoneAt: row.claimed_gone_at ?? undefined,
    isSeeking: row.seek_at !== null,
  }));
}

/** A rung with what its provider wishes. */
export interface LadderRung extends RungStand {
  readonly takedownId: string;
  readonly groupMinutes: number | undefined;
  readonly quietHours: unknown;
}

interface RungRow {
  readonly takedown_id: string;
  readonly rung: string;
  readonly provider_id: string;
  readonly source: string;
  readonly is_out: boolean;
  readonly told_at: Date | null;
  readonly last_told_at: Date | null;
  readonly is_asking: boolean;
  readonly quiet_until: Date | null;
  readonly standing: string;
  readonly channel: string;
  readonly delivery: string;
  readonly bounced_at: Date | null;
  readonly bounces: number;
  readonly group_minutes: number | null;
  readonly quiet_hours: unknown;
}
const standingSchema = z.enum(['new', 'approved', 'refused']);

/** The ladders of these takedowns, nearest rung first. */
export async function readLadders(
  db: Db,
  takedownIds: readonly string[],
): Promise<ReadonlyMap<string, readonly LadderRung[]>> {
  const ids = [...takedownIds];
  const { rows } = await sql<RungRow>`${KEEP}
    select r.takedown_id, r.rung, r.provider_id, r.source, r.is_out, r.told_at, r.last_told_at, r.is_asking, r.quiet_until,
      p.standing, p.channel, p.delivery, p.bounced_at, p.bounces, p.group_minutes, p.quiet_hours
    from takedown_rung r join provider p on p.id = r.provider_id
    where r.takedown_id = any(${ids}::uuid[]) order by r.takedown_id, r.position`.execute(db);
  const waiting = await sql<{ takedown_id: string; provider_id: string; is_failing: boolean }>`${KEEP}
    select n.takedown_id, n.provider_id, bool_or(l.failing_since is not null) as is_failing
    from notice n join letter l on l.id = n.letter_id
    where n.takedown_id = any(${ids}::uuid[]) and n.state = 'waiting' group by 1, 2`.execute(db);
  const waits = new Map(waiting.rows.map((row) => [`${row.takedown_id} ${row.provider_id}`, row.is_failing]));
  const ladders = new Map<string, LadderRung[]>();
  for (const row of rows) {
    const rung = toRung(row, waits.get(`${row.takedown_id} ${row.provider_id}`));
    const ladder = ladders.get(row.takedown_id);
    if (ladder === undefined) ladders.set(row.takedown_id, [rung]);
    else ladder.push(rung);
  }
  return ladders;
}

function toRung(row: RungRow, isFailing: boolean | undefined): LadderRung {
  const bouncedAt = row.delivery === 'bouncing' ? (row.bounced_at ?? undefined) : undefined;
  return {
    takedownId: row.takedown_id,
    rung: rungSchema.parse(row.rung),
    providerId: row.provider_id,
    source: contactSourceSchema.parse(row.source),
    isOut: row.is_out,
    standing: standingSchema.parse(row.standing),
    restsUntil: restsUntil({ bouncedAt, bounces: row.bounces }),
    toldAt: row.told_at ?? undefined,
    lastToldAt: row.last_told_at ?? undefined,
    isAsking: row.is_asking,
    quietUntil: row.quiet_until ?? undefined,
    isWaiting: isFailing !== undefined,
    // A provider's own API that is away is the provider's trouble; our mail server is ours.
    isStuck: isFailing === true && row.channel === 'mail',
    groupMinutes: row.group_minutes ?? undefined,
    quietHours: row.quiet_hours ?? undefined,
  };
}

/** A rung to be added to a ladder. */
export interface NewRung {
  readonly takedownId: string;
  readonly rung: Rung;
  readonly providerId: string;
  readonly source: ContactSource;
}

/** Those of the takedowns that are urgent. */
export async function readUrgent(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from takedown where id = any(${[...ids]}::uuid[]) and is_urgent`.execute(tx);
  return new Set(rows.map((row) => row.id));
}

/** Adds rungs behind those that are there, in the order given; each provider stands in a ladder once. @returns whose ladders grew */
export async function insertRungs(tx: Tx, rungs: readonly NewRung[]): Promise<ReadonlySet<string>> {
  if (rungs.length === 0) return new Set();
  const { rows } = await sql<{ takedown_id: string }>`${KEEP}
    insert into takedown_rung (takedown_id, position, rung, provider_id, source)
    select t.takedown_id, coalesce((select max(position) + 1 from takedown_rung r where r.takedown_id = t.takedown_id), 0)
        + row_number() over (partition by t.takedown_id order by t.place)::int - 1,
      t.rung, t.provider_id, t.source
    from unnest(${rungs.map((rung) => rung.takedownId)}::uuid[], ${rungs.map((rung) => rung.rung)}::text[],
      ${rungs.map((rung) => rung.providerId)}::uuid[], ${rungs.map((rung) => rung.source)}::text[])
      with ordinality as t (takedown_id, rung, provider_id, source, place)
    on conflict (takedown_id, provider_id) do nothing returning takedown_id`.execute(tx);
  return new Set(rows.map((row) => row.takedown_id));
}

/** What the search for a ladder comes to. `isDue`: somebody new may have to be told now. */
export interface SeekEnd {
  readonly id: string;
  readonly isDue: boolean;
  readonly seekAt: Date | undefined;
}

/** Writes the ends of searches; who has anybody on its ladder runs. */
export async function updateSeeks(tx: Tx, ends: readonly SeekEnd[], now: Date): Promise<void> {
  if (ends.length === 0) return;
  await sql`${KEEP}
    update takedown d set seek_at = t.seek_at,
      state = case when d.state = 'seeking' and t.is_due then 'running' else d.state end,
      next_at = case when t.is_due and d.state in ('seeking', 'running') then ${now}::timestamptz else d.next_at end
    from unnest(${ends.map((end) => end.id)}::uuid[], ${ends.map((end) => end.isDue)}::bool[],
      ${ends.map((end) => end.seekAt ?? null)}::timestamptz[]) as t (id, is_due, seek_at)
    where d.id = t.id and d.state in ('seeking', 'running')`.execute(tx);
}

/** Somebody has been added by hand: what sought somebody runs, and its step is looked at now. What has stopped or ended stays so. */
export async function wakeWithLadder(tx: Tx, takedownId: string, now: Date): Promise<void> {
  await sql`update takedown set state = 'running', next_at = ${now}
    where id = ${takedownId} and state in ('seeking', 'running')`.execute(tx);
}

/** How a takedown stands after its step. */
export interface StepEnd {
  readonly id: string;
  readonly step: number;
  readonly opened: number;
  readonly reminded: number;
  readonly nextAt: Date;
  readonly attention: string | undefined;
  readonly seekAt: Date | undefined;
  readonly claimedGoneAt: Date | undefined;
}

/** Writes what steps have changed. */
export async function updateSteps(tx: Tx, ends: readonly StepEnd[]): Promise<void> {
  if (ends.length === 0) return;
  await sql`${KEEP}
    update takedown d set step = t.step, opened = t.opened, pushes = 0, reminded = t.reminded, next_at = t.next_at,
      attention = t.attention, seek_at = coalesce(t.seek_at, d.seek_at), claimed_gone_at = t.claimed_gone_at
    from unnest(${ends.map((end) => end.id)}::uuid[], ${ends.map((end) => end.step)}::int[],
      ${ends.map((end) => end.opened)}::int[], ${ends.map((end) => end.reminded)}::int[],
      ${ends.map((end) => end.nextAt)}::timestamptz[], ${ends.map((end) => end.attention ?? null)}::text[],
      ${ends.map((end) => end.seekAt ?? null)}::timestamptz[], ${ends.map((end) => end.claimedGoneAt ?? null)}::timestamptz[])
      as t (id, step, opened, reminded, next_at, attention, seek_at, claimed_gone_at)
    where d.id = t.id`.execute(tx);
}
