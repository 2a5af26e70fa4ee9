/** The letters' and notices' tables, by the hundred. */
import { sql } from 'kysely';
import { z } from 'zod';
import { KEEP, type Db, type Tx } from '../../platform/db.ts';
import { caseIdSchema, itemIdSchema, type CaseId, type ItemId } from '../../terms/ids.ts';
import type { EarlierLetters } from './due-store.ts';
import { rungSchema, type Rung } from './rung.ts';

/** A letter that shall gather for a provider, unless one does already; its id and token's digest are used only then. */
export interface LetterWish {
  readonly id: string;
  readonly providerId: string;
  readonly isUrgent: boolean;
  readonly sendAt: Date;
  readonly tokenDigest: Buffer;
}

/** The key under which one letter gathers at a time. */
export const gatheringKey = (letter: { readonly providerId: string; readonly isUrgent: boolean }): string =>
  `${letter.providerId} ${letter.isUrgent}`;

/**
 * Opens gathering letters, or brings those that gather already forward. Wishes must differ in provider or urgency. Rows are
 * taken in the order of providers, so that writers never wait for each other in a ring. @returns letter ids by `gatheringKey`
 */
export async function openLetters(tx: Tx, wishes: readonly LetterWish[]): Promise<ReadonlyMap<string, string>> {
  if (wishes.length === 0) return new Map();
  const { rows } = await sql<{ id: string; provider_id: string; is_urgent: boolean }>`${KEEP}
    insert into letter (id, provider_id, is_urgent, state, send_at, token_digest)
    select id, provider_id, is_urgent, 'gathering', send_at, token_digest
    from unnest(${wishes.map((wish) => wish.id)}::uuid[], ${wishes.map((wish) => wish.providerId)}::uuid[],
      ${wishes.map((wish) => wish.isUrgent)}::bool[], ${wishes.map((wish) => wish.sendAt)}::timestamptz[],
      ${wishes.map((wish) => wish.tokenDigest)}::bytea[]) as t (id, provider_id, is_urgent, send_at, token_digest)
    order by provider_id, is_urgent
    on conflict (provider_id, is_urgent) where state = 'gathering'
      do update set send_at = least(letter.send_at, excluded.send_at)
    returning id, provider_id, is_urgent`.execute(tx);
  return new Map(rows.map((row) => [gatheringKey({ providerId: row.provider_id, isUrgent: row.is_urgent }), row.id]));
}

/** One item to be told to one provider. */
export interface NewNotice {
  readonly id: string;
  readonly takedownId: string;
  readonly itemId: ItemId;
  readonly providerId: string;
  readonly letterId: string;
  readonly rung: Rung;
  readonly step: number;
  readonly kind: 'first' | 'reminder';
  /** When it is to leave. */
  readonly plannedAt: Date;
}

/** Puts notices into their letters. */
export async function insertNotices(tx: Tx, notices: readonly NewNotice[]): Promise<void> {
  if (notices.length === 0) return;
  await sql`${KEEP}
    insert into notice (id, takedown_id, item_id, provider_id, letter_id, rung, step, kind, state, planned_at)
    select id, takedown_id, item_id, provider_id, letter_id, rung, step, kind, 'waiting', planned_at
    from unnest(${notices.map((notice) => notice.id)}::uuid[], ${notices.map((notice) => notice.takedownId)}::uuid[],
      ${notices.map((notice) => notice.itemId)}::uuid[], ${notices.map((notice) => notice.providerId)}::uuid[],
      ${notices.map((notice) => notice.letterId)}::uuid[], ${notices.map((notice) => notice.rung)}::text[],
      ${notices.map((notice) => notice.step)}::int[], ${notices.map((notice) => notice.kind)}::text[],
      ${notices.map((notice) => notice.plannedAt)}::timestamptz[])
      as t (id, takedown_id, item_id, provider_id, letter_id, rung, step, kind, planned_at)`.execute(tx);
}

/** A notice that waits in a letter, with what its takedown knows. */
export interface WaitingNotice {
  readonly id: string;
  readonly letterId: string;
  readonly takedownId: string;
  readonly itemId: ItemId;
  readonly caseId: CaseId;
  readonly round: number;
  readonly isDsa16: boolean;
  readonly rung: Rung;
  readonly kind: 'first' | 'reminder';
  readonly plannedAt: Date;
  readonly shroudedFacts: Buffer;
  /** When this provider was first told of the item. */
  readonly toldAt: Date | undefined;
  /** When anybody on a nearer rung was, some time before: nothing that a second try would see otherwise. */
  readonly nearerToldAt: Date | undefined;
}
const kindSchema = z.enum(['first', 'reminder']);

/** The notices that wait in these letters, always in the same order: the one in which the provider’s page numbers them too. */
export async function readWaitingNotices(db: Db, letterIds: readonly string[]): Promise<readonly WaitingNotice[]> {
  const { rows } = await sql<{
    id: string;
    letter_id: string;
    takedown_id: string;
    item_id: string;
    case_id: string;
    round: number;
    is_dsa16: boolean;
    rung: string;
    kind: string;
    planned_at: Date;
    shrouded_facts: Buffer;
    told_at: Date | null;
    nearer_told_at: Date | null;
  }>`${KEEP}
    select n.id, n.letter_id, n.takedown_id, n.item_id, t.case_id, t.round, t.is_dsa16, n.rung, n.kind, n.planned_at,
      t.shrouded_facts, r.told_at,
      (select min(e.told_at) from takedown_rung e where e.takedown_id = n.takedown_id and e.position < r.position
        and e.told_at < n.planned_at - interval '30 minutes') as nearer_told_at
    from notice n join takedown t on t.id = n.takedown_id
    join takedown_rung r on r.takedown_id = n.takedown_id and r.provider_id = n.provider_id
    where n.letter_id = any(${[...letterIds]}::uuid[]) and n.state = 'waiting'
    order by n.letter_id, n.planned_at, n.id`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    letterId: row.letter_id,
    takedownId: row.takedown_id,
    itemId: itemIdSchema.parse(row.item_id),
    caseId: caseIdSchema.parse(row.case_id),
    round: row.round,
    isDsa16: row.is_dsa16,
    rung: rungSchema.parse(row.rung),
    kind: kindSchema.parse(row.kind),
    plannedAt: row.planned_at,
    shroudedFacts: row.shrouded_facts,
    toldAt: row.told_at ?? undefined,
    nearerToldAt: row.nearer_told_at ?? undefined,
  }));
}

/** Which of these notices still wait: they may have been taken out since they were read. Call it with their takedowns locked. */
export async function listStillWaiting(db: Db, letterIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`${KEEP}
    select id from notice where letter_id = any(${[...letterIds]}::uuid[]) and state = 'waiting'`.execute(db);
  return new Set(rows.map((row) => row.id));
}

/** Takes notices out of their letters, each for its reason. */
export async function cancelNoticeRows(
  tx: Tx,
  dropped: readonly { readonly id: string; readonly reason: string }[],
  now: Date,
): Promise<void> {
  if (dropped.length === 0) return;
  await sql`${KEEP}
    update notice n set state = 'cancelled', reason = t.reason, ended_at = ${now}
    from unnest(${dropped.map((each) => each.id)}::uuid[], ${dropped.map((each) => each.reason)}::text[]) as t (id, reason)
    where n.id = t.id and n.state = 'waiting'`.execute(tx);
}

/** Moves notices into other letters. */
export async function moveNotices(
  tx: Tx,
  moves: readonly { readonly id: string; readonly letterId: string }[],
): Promise<void> {
  if (moves.length === 0) return;
  await sql`${KEEP}
    update notice n set letter_id = t.letter_id
    from unnest(${moves.map((move) => move.id)}::uuid[], ${moves.map((move) => move.letterId)}::uuid[]) as t (id, letter_id)
    where n.id = t.id`.execute(tx);
}

/** Writes letters that are closed from the beginning: what was too much for one. */
export async function insertFullLetters(tx: Tx, letters: readonly LetterWish[]): Promise<void> {
  if (letters.length === 0) return;
  await sql`${KEEP}
    insert into letter (id, provider_id, is_urgent, state, send_at, token_digest)
    select id, provider_id, is_urgent, 'leaving', send_at, token_digest
    from unnest(${letters.map((letter) => letter.id)}::uuid[], ${letters.map((letter) => letter.providerId)}::uuid[],
      ${letters.map((letter) => letter.isUrgent)}::bool[], ${letters.map((letter) => letter.sendAt)}::timestamptz[],
      ${letters.map((letter) => letter.tokenDigest)}::bytea[])
      as t (id, provider_id, is_urgent, send_at, token_digest)`.execute(tx);
}

/** Letters in which nothing is left: one that nobody ever tried is forgotten, unless notices still name it. */
export async function closeEmptyLetters(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`${KEEP}
    delete from letter l where id = any(${[...ids]}::uuid[]) and attempts = 0
      and not exists (select 1 from notice n where n.letter_id = l.id)`.execute(tx);
  await sql`${KEEP}
    update letter set state = 'cancelled' where id = any(${[...ids]}::uuid[]) and state = 'leaving'`.execute(tx);
}

/** Puts claimed letters back as they are, to be looked at again at `sendAt`. */
export async function postponeLetters(tx: Tx, ids: readonly string[], sendAt: Date): Promise<void> {
  if (ids.length === 0) return;
  await sql`${KEEP}
    update letter set send_at = ${sendAt} where id = any(${[...ids]}::uuid[]) and state = 'leaving'`.execute(tx);
}

/** Notes that letters are about to leave, before they do: what follows may be cut off at any moment. */
export async function markLeaving(
  tx: Tx,
  letters: readonly { readonly id: string; readonly messageId: string; readonly earlier: EarlierLetters | undefined }[],
  marks: {
    readonly now: Date;
    readonly leaseUntil: Date;
    readonly pageExpiresAt: Date;
    readonly templateVersion: number;
  },
): Promise<void> {
  if (letters.length === 0) return;
  await sql`${KEEP}
    update letter l set attempts = l.attempts + 1, written_at = coalesce(l.written_at, ${marks.now}),
      send_at = ${marks.leaseUntil}, message_id = t.message_id,
      token_expires_at = coalesce(l.token_expires_at, ${marks.pageExpiresAt}),
      template_version = coalesce(l.template_version, ${marks.templateVersion}::int), thread = coalesce(l.thread, t.thread)
    from unnest(${letters.map((letter) => letter.id)}::uuid[], ${letters.map((letter) => letter.messageId)}::text[],
      ${letters.map((letter) => (letter.earlier === undefined ? null : JSON.stringify(letter.earlier)))}::jsonb[])
      as t (id, message_id, thread)
    where l.id = t.id`.execute(tx);
}

/** A letter that has left, or was rehearsed. */
export interface LetterEnd {
  readonly id: string;
  readonly state: 'sent' | 'rehearsed';
  readonly code: string | undefined;
  /** What the provider's own system calls it, where it said so at once. */
  readonly ticket: string | undefined;
  readonly noticeIds: readonly string[];
}

/** Writes that letters have left, and with them all notices that they named: what has left has left. */
export async function markLeft(tx: Tx, ends: readonly LetterEnd[], now: Date): Promise<void> {
  if (ends.length === 0) return;
  await sql`${KEEP}
    update letter l set state = t.state, failure_code = coalesce(t.code, case when l.state = 'sent' then l.failure_code end),
      failing_since = null, left_at = ${now},
      ticket = coalesce(l.ticket, t.ticket)
    from unnest(${ends.map((end) => end.id)}::uuid[], ${ends.map((end) => end.state)}::text[],
      ${ends.map((end) => end.code ?? null)}::text[], ${ends.map((end) => end.ticket ?? null)}::text[])
      as t (id, state, code, ticket)
    where l.id = t.id`.execute(tx);
  const notices = ends.flatMap((end) => end.noticeIds.map((id) => ({ id, state: end.state })));
  await sql`${KEEP}
    update notice n set state = t.state, reason = null, ended_at = ${now}
    from unnest(${notices.map((notice) => notice.id)}::uuid[], ${notices.map((notice) => notice.state)}::text[])
      as t (id, state)
    where n.id = t.id and n.state in ('waiting', 'cancelled')`.execute(tx);
}

/** A letter whose way out could not be used. */
export interface LetterFailure {
  readonly id: string;
  readonly code: string;
  readonly sendAt: Date;
}

/** Notes failed tries: the letter is tried again. */
export async function markFailed(tx: Tx, failures: readonly LetterFailure[], now: Date): Promise<void> {
  if (failures.length === 0) return;
  await sql`${KEEP}
    update letter l set failing_since = coalesce(l.failing_since, ${now}), failure_code = t.code, send_at = t.send_at
    from unnest(${failures.map((failure) => failure.id)}::uuid[], ${failures.map((failure) => failure.code)}::text[],
      ${failures.map((failure) => failure.sendAt)}::timestamptz[]) as t (id, code, send_at)
    where l.id = t.id and l.state = 'leaving'`.execute(tx);
}

/** A letter that came back or was refused for good: its notices with it. @returns its takedowns */
export async function markReturned(
  tx: Tx,
  letterId: string,
  how: { readonly notices: 'refused' | 'bounced'; readonly code: string },
  now: Date,
): Promise<readonly string[]> {
  const letterState = how.notices === 'refused' ? 'refused' : 'sent';
  await sql`
    update letter set state = ${letterState}, failure_code = ${how.code}, failing_since = null
    where id = ${letterId} and state in ('leaving', 'sent')`.execute(tx);
  const { rows } = await sql<{ takedown_id: string }>`
    update notice set state = ${how.notices}, reason = ${how.code}, ended_at = coalesce(ended_at, ${now})
    where letter_id = ${letterId} and state in ('waiting', 'sent', 'refused') returning takedown_id`.execute(tx);
  return rows.map((row) => row.takedown_id);
}

/** The takedowns of a letter and its provider, locked in the order of ids; undefined when there is no such letter. */
export async function lockLetter(
  tx: Tx,
  letterId: string,
): Promise<{ readonly providerId: string; readonly takedownIds: readonly string[] } | undefined> {
  const { rows: takedowns } = await sql<{ id: string }>`
    select id from takedown where id in (select takedown_id from notice where letter_id = ${letterId})
    order by id for update`.execute(tx);
  const { rows } = await sql<{
    provider_id: string;
  }>`select provider_id from letter where id = ${letterId} for update`.execute(tx);
  const [row] = rows;
  return row === undefined
    ? undefined
    : { providerId: row.provider_id, takedownIds: takedowns.map((takedown) => takedown.id) };
}

/** The takedowns that these notices of a letter are about, and their items. */
export async function readNoticeTakedowns(
  tx: Tx,
  letterId: string,
  noticeIds: readonly string[],
): Promise<readonly { readonly takedownId: string; readonly itemId: ItemId; readonly rung: Rung }[]> {
  const { rows } = await sql<{ takedown_id: string; item_id: string; rung: string }>`
    select distinct on (takedown_id) takedown_id, item_id, rung from notice
    where letter_id = ${letterId} and id = any(${[...noticeIds]}::uuid[])`.execute(tx);
  return rows.map((row) => ({
    takedownId: row.takedown_id,
    itemId: itemIdSchema.parse(row.item_id),
    rung: rungSchema.parse(row.rung),
  }));
}

const MOST_REFERENCES = 10;

/** By letter; only reminders have any. */
export async function readEarlierLetters(
  db: Db,
  letterIds: readonly string[],
): Promise<ReadonlyMap<string, EarlierLetters>> {
  const { rows } = await sql<{ letter_id: string; message_id: string; ticket: string | null }>`${KEEP}
    select n.letter_id, e.message_id, e.ticket from (
      select distinct n.letter_id, b.letter_id as earlier_id from notice n
      join notice b on b.takedown_id = n.takedown_id and b.provider_id = n.provider_id and b.state = 'sent'
      where n.letter_id = any(${[...letterIds]}::uuid[]) and n.kind = 'reminder' and n.state = 'waiting') n
    join letter e on e.id = n.earlier_id where e.message_id is not null order by n.letter_id, e.left_at`.execute(db);
  const found = new Map<string, { messageIds: string[]; ticket: string | undefined }>();
  for (const row of rows) {
    const known = found.get(row.letter_id) ?? { messageIds: [], ticket: undefined };
    if (known.messageIds.length < MOST_REFERENCES) known.messageIds.push(row.message_id);
    found.set(row.letter_id, { ...known, ticket: row.ticket ?? known.ticket });
  }
  return found;
}
