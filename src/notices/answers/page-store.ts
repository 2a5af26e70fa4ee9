/** What the provider's page of a letter is made of, found by the digest of its token and in no other way. */
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { itemIdSchema, type ItemId } from '../../terms/ids.ts';
import { rungSchema, type Rung } from '../takedown/rung.ts';
import { answerKindSchema, statedKindSchema, type StatedKind } from './answer.ts';
import type { StandingFacts } from './standing.ts';

/** One item of a letter. The address is in clear: in memory and on the page alone. */
export interface PageNotice extends StandingFacts {
  readonly id: string;
  readonly itemId: ItemId;
  readonly url: string;
  readonly ip: string | undefined;
  readonly rung: Rung;
  /** When this provider was told about it first. */
  readonly toldAt: Date;
}

/** A letter whose page may be opened. */
export interface LetterPage {
  readonly letterId: string;
  /** Of the provider, where known; it chooses the language. */
  readonly country: string | undefined;
  readonly ticket: string | undefined;
  readonly expiresAt: Date;
  readonly notices: readonly PageNotice[];
}

/** The part of a notice's facts that the page shows. */
const factsSchema = z.object({ url: z.string(), ip: z.string().optional() });
const orUndefined = <T>(value: T | null): T | undefined => value ?? undefined;

/**
 * The letter that this digest opens now. Undefined alike for a token that is wrong, of a letter that has not left, or
 * expired: one look-up by an index, whichever it is.
 */
export async function readLetterPage(
  db: Db,
  serviceKey: ServiceKey,
  tokenDigest: Buffer,
  now: Date,
): Promise<LetterPage | undefined> {
  const found = await sql<{ id: string; country: string | null; ticket: string | null; token_expires_at: Date }>`
    select letter.id, provider.country, letter.ticket, letter.token_expires_at
    from letter join provider on provider.id = letter.provider_id
    where letter.token_digest = ${tokenDigest} and letter.token_expires_at > ${now}
      and letter.state in ('leaving', 'sent', 'rehearsed')`.execute(db);
  const [letter] = found.rows;
  if (letter === undefined) return undefined;
  return {
    letterId: letter.id,
    country: orUndefined(letter.country),
    ticket: orUndefined(letter.ticket),
    expiresAt: letter.token_expires_at,
    notices: await readNotices(db, serviceKey, letter.id),
  };
}

interface NoticeRow {
  readonly id: string;
  readonly item_id: string;
  readonly rung: string;
  readonly told_at: Date;
  readonly answer: string | null;
  readonly answered_at: Date | null;
  readonly until_at: Date | null;
  readonly takedown_state: string;
  readonly item_state: string;
  readonly shrouded_facts: Buffer;
}

async function readNotices(db: Db, serviceKey: ServiceKey, letterId: string): Promise<readonly PageNotice[]> {
  const { rows } = await sql<NoticeRow>`
    select notice.id, notice.item_id, notice.rung, notice.answer, notice.answered_at,
      takedown.state as takedown_state, takedown.shrouded_facts, item.state as item_state,
      coalesce((select min(earlier.ended_at) from notice earlier
        where earlier.takedown_id = notice.takedown_id and earlier.provider_id = notice.provider_id
          and earlier.state in ('sent', 'rehearsed')), notice.planned_at) as told_at,
      (select said.until_at from provider_answer said join provider_answer_notice about on about.answer_id = said.id
        where about.notice_id = notice.id order by said.received_at desc limit 1) as until_at
    from notice
      join takedown on takedown.id = notice.takedown_id
      join item on item.id = notice.item_id
    where notice.letter_id = ${letterId} and notice.state in ('waiting', 'sent', 'rehearsed')
    order by notice.planned_at, notice.id`.execute(db);
  return rows.map((row) => toNotice(serviceKey, row));
}

function toNotice(serviceKey: ServiceKey, row: NoticeRow): PageNotice {
  const facts = factsSchema.parse(JSON.parse(serviceKey.unshroud('payload', row.shrouded_facts)));
  return {
    id: row.id,
    itemId: itemIdSchema.parse(row.item_id),
    url: facts.url,
    ip: facts.ip,
    rung: rungSchema.parse(row.rung),
    toldAt: row.told_at,
    isItemGone: row.item_state === 'gone',
    takedownState: row.takedown_state,
    answer: statedKindSchema.safeParse(row.answer).data,
    answeredAt: orUndefined(row.answered_at),
    untilAt: orUndefined(row.until_at),
  };
}

/** An answer by the page to this letter, for the confirmation after it. */
export async function readPageAnswer(
  db: Db,
  letterId: string,
  answerId: string,
): Promise<{ readonly kind: StatedKind; readonly at: Date; readonly noticeIds: readonly string[] } | undefined> {
  const { rows } = await sql<{ kind: string; received_at: Date; notice_ids: string[] }>`
    select said.kind, said.received_at, array_agg(about.notice_id::text) as notice_ids
    from provider_answer said join provider_answer_notice about on about.answer_id = said.id
    where said.id = ${answerId} and said.letter_id = ${letterId} and said.via = 'page'
    group by said.id`.execute(db);
  const [row] = rows;
  const kind = statedKindSchema.safeParse(answerKindSchema.safeParse(row?.kind).data).data;
  return row === undefined || kind === undefined ? undefined : { kind, at: row.received_at, noticeIds: row.notice_ids };
}
