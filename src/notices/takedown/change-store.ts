/** What moves takedowns from outside their timetable: holds, answers, bounces, people, and the end. */
import { sql } from 'kysely';
import { KEEP, type Tx } from '../../platform/db.ts';
import type { CaseId, ItemId } from '../../terms/ids.ts';

/** Takedowns of these items or cases that have not ended, locked. */
export async function listOpenTakedowns(
  tx: Tx,
  of: { readonly itemIds: readonly ItemId[] } | { readonly caseIds: readonly CaseId[] },
): Promise<readonly string[]> {
  const { rows } =
    'itemIds' in of
      ? await sql<{ id: string }>`${KEEP}
          select id from takedown where item_id = any(${[...of.itemIds]}::uuid[]) and state <> 'ended'
          order by id for update`.execute(tx)
      : await sql<{ id: string }>`${KEEP}
          select id from takedown where case_id = any(${[...of.caseIds]}::uuid[]) and state <> 'ended'
          order by id for update`.execute(tx);
  return rows.map((row) => row.id);
}

/** Stops what seeks or runs: nothing more is sent, and the timetable stands still. @returns which stopped */
export async function stopRows(
  tx: Tx,
  ids: readonly string[],
  attention: string,
  now: Date,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`${KEEP}
    update takedown set state = 'stopped', attention = ${attention}, stopped_at = ${now}, next_at = null, seek_at = null
    where id = any(${[...ids]}::uuid[]) and state in ('seeking', 'running') returning id`.execute(tx);
  await cancelWaiting(
    tx,
    rows.map((row) => row.id),
    attention,
    now,
  );
  return rows.map((row) => row.id);
}

/**
 * Lets what has stopped for one of these reasons go on, its timetable with it. Without a ladder it is looked for first.
 * @returns which go on
 */
export async function resumeRows(
  tx: Tx,
  ids: readonly string[],
  reasons: readonly string[],
  now: Date,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`${KEEP}
    update takedown d set attention = null, stopped_at = null,
      standstill_ms = d.standstill_ms + greatest(0, extract(epoch from ${now}::timestamptz - d.stopped_at) * 1000)::bigint,
      state = case when has.rungs then 'running' else 'seeking' end,
      next_at = case when has.rungs then ${now}::timestamptz end,
      seek_at = case when has.rungs then null else ${now}::timestamptz end
    from (select t.id, exists (select 1 from takedown_rung r where r.takedown_id = t.id) as rungs
      from takedown t where t.id = any(${[...ids]}::uuid[])) has
    where d.id = has.id and d.state = 'stopped' and d.attention = any(${[...reasons]}::text[]) returning d.id`.execute(
    tx,
  );
  return rows.map((row) => row.id);
}

/** Ends takedowns for one reason each. @returns which ended now */
export async function endRows(
  tx: Tx,
  ends: readonly { readonly id: string; readonly reason: string }[],
  now: Date,
): Promise<readonly string[]> {
  if (ends.length === 0) return [];
  const { rows } = await sql<{ id: string }>`${KEEP}
    update takedown d set state = 'ended', end_reason = t.reason, ended_at = ${now}, attention = null, next_at = null,
      seek_at = null, stopped_at = null
    from unnest(${ends.map((end) => end.id)}::uuid[], ${ends.map((end) => end.reason)}::text[]) as t (id, reason)
    where d.id = t.id and d.state <> 'ended' returning d.id`.execute(tx);
  await sql`${KEEP}
    update notice n set state = 'cancelled', reason = t.reason, ended_at = ${now}
    from unnest(${ends.map((end) => end.id)}::uuid[], ${ends.map((end) => end.reason)}::text[]) as t (id, reason)
    where n.takedown_id = t.id and n.state = 'waiting'`.execute(tx);
  return rows.map((row) => row.id);
}

/** Takes the waiting notices of takedowns out of their letters. */
export async function cancelWaiting(tx: Tx, takedownIds: readonly string[], reason: string, now: Date): Promise<void> {
  if (takedownIds.length === 0) return;
  await sql`${KEEP}
    update notice set state = 'cancelled', reason = ${reason}, ended_at = ${now}
    where takedown_id = any(${[...takedownIds]}::uuid[]) and state = 'waiting'`.execute(tx);
}

/** Why nobody could be told: the code of the newest refusal, by takedown. */
export async function readRefusals(tx: Tx, takedownIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (takedownIds.length === 0) return new Map();
  const { rows } = await sql<{ takedown_id: string; reason: string }>`
    select distinct on (takedown_id) takedown_id, reason from notice
    where takedown_id = any(${[...takedownIds]}::uuid[]) and state in ('refused', 'bounced') and reason is not null
    order by takedown_id, ended_at desc`.execute(tx);
  return new Map(rows.map((row) => [row.takedown_id, row.reason]));
}

/** A provider is on these ladders no more, and the next rung's turn comes at once (for those that run). */
export async function markOut(tx: Tx, takedownIds: readonly string[], providerId: string, now: Date): Promise<void> {
  if (takedownIds.length === 0) return;
  const { rows } = await sql<{ takedown_id: string }>`${KEEP}
    update takedown_rung set is_out = true
    where takedown_id = any(${[...takedownIds]}::uuid[]) and provider_id = ${providerId} and not is_out
    returning takedown_id`.execute(tx);
  await pushOn(
    tx,
    rows.map((row) => row.takedown_id),
    now,
  );
}

/** The next rung's turn comes at once; what has stopped keeps it for later. */
export async function pushOn(tx: Tx, takedownIds: readonly string[], now: Date): Promise<void> {
  if (takedownIds.length === 0) return;
  await sql`${KEEP}
    update takedown set pushes = pushes + 1,
      next_at = case when state = 'running' then ${now}::timestamptz else next_at end
    where id = any(${[...takedownIds]}::uuid[]) and state <> 'ended'`.execute(tx);
}

/** A provider is at work: no reminder to it, and no further rung, before `until`; the rungs wait once only. */
export async function grantGrace(
  tx: Tx,
  graces: readonly { readonly takedownId: string; readonly until: Date }[],
  providerId: string,
): Promise<void> {
  const [ids, untils] = [graces.map((grace) => grace.takedownId), graces.map((grace) => grace.until)];
  await sql`${KEEP}
    update takedown_rung r set quiet_until = t.until
    from unnest(${ids}::uuid[], ${untils}::timestamptz[]) as t (id, until)
    where r.takedown_id = t.id and r.provider_id = ${providerId}`.execute(tx);
  await sql`${KEEP}
    update takedown d set grace_until = t.until
    from unnest(${ids}::uuid[], ${untils}::timestamptz[]) as t (id, until)
    where d.id = t.id and d.grace_until is null and d.state <> 'ended'`.execute(tx);
}

/** A provider says that items are gone: the next visits decide, and the steps look at what they found. */
export async function markClaimedGone(tx: Tx, takedownIds: readonly string[], now: Date): Promise<void> {
  await sql`${KEEP}
    update takedown set claimed_gone_at = ${now}, next_at = case when state = 'running' then ${now}::timestamptz end
    where id = any(${[...takedownIds]}::uuid[]) and state <> 'ended'`.execute(tx);
}

/** A provider needs more from us: it hears no reminder, and a person must look. */
export async function markAsking(tx: Tx, takedownIds: readonly string[], providerId: string): Promise<void> {
  await sql`${KEEP}
    update takedown_rung set is_asking = true
    where takedown_id = any(${[...takedownIds]}::uuid[]) and provider_id = ${providerId}`.execute(tx);
  await sql`${KEEP}
    update takedown set attention = 'need-more'
    where id = any(${[...takedownIds]}::uuid[]) and state in ('seeking', 'running')`.execute(tx);
}

/** A person has seen to it: providers hear reminders again, and nobody need look any more. */
export async function clearAttention(tx: Tx, takedownId: string, now: Date): Promise<void> {
  await sql`update takedown_rung set is_asking = false where takedown_id = ${takedownId}`.execute(tx);
  await sql`update takedown set attention = null, next_at = ${now} where id = ${takedownId} and state = 'running'`.execute(
    tx,
  );
}

/** Wakes the takedowns on whose ladder a provider stands: whether it may be told has changed. */
export async function wakeLaddersOf(tx: Tx, providerId: string, now: Date): Promise<void> {
  await sql`update takedown set next_at = ${now} where state = 'running'
    and id in (select takedown_id from takedown_rung where provider_id = ${providerId} and told_at is null and not is_out)`.execute(
    tx,
  );
}

/** What a letter that has left changes: who has been told, since when, and for how long we had been in the way. */
export interface Told {
  readonly takedownId: string;
  readonly providerId: string;
  /** 0: nothing of ours was in the way. */
  readonly standstillMs: number;
}

/** Writes who has been told. @returns those takedowns of which nobody had been told before, with their items */
export async function markTold(tx: Tx, told: readonly Told[], now: Date): Promise<ReadonlyMap<string, string>> {
  if (told.length === 0) return new Map();
  const ids = told.map((each) => each.takedownId);
  await sql`${KEEP}
    update takedown_rung r set told_at = coalesce(r.told_at, ${now}), last_told_at = ${now}
    from unnest(${ids}::uuid[], ${told.map((each) => each.providerId)}::uuid[]) as t (takedown_id, provider_id)
    where r.takedown_id = t.takedown_id and r.provider_id = t.provider_id`.execute(tx);
  const { rows } = await sql<{ id: string; item_id: string }>`${KEEP}
    update takedown set first_told_at = ${now}
    where id = any(${ids}::uuid[]) and first_told_at is null returning id, item_id`.execute(tx);
  const delayed = told.filter((each) => each.standstillMs > 0);
  if (delayed.length > 0) {
    await sql`${KEEP}
      update takedown d set standstill_ms = d.standstill_ms + t.ms,
        next_at = case when d.state = 'running' then ${now}::timestamptz else d.next_at end
      from (select id, max(ms) as ms from unnest(${delayed.map((each) => each.takedownId)}::uuid[],
        ${delayed.map((each) => each.standstillMs)}::bigint[]) as u (id, ms) group by id) t
      where d.id = t.id`.execute(tx);
  }
  return new Map(rows.map((row) => [row.id, row.item_id]));
}
