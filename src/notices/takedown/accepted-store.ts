/** Letters that a mail server has taken, while what follows from it is not written yet: what a killed sender leaves behind. */
import { sql } from 'kysely';
import { KEEP, type Db, type Tx } from '../../platform/db.ts';
import { itemIdSchema, type ItemId } from '../../terms/ids.ts';

/** A notice that has left, as far as its end needs it. */
export interface LeftNotice {
  readonly id: string;
  readonly takedownId: string;
  readonly itemId: ItemId;
}

/** What the mail server took, and when. */
export interface Acceptance {
  readonly at: Date;
  readonly messageId: string;
  /** All that the letter named, whatever has become of it since. */
  readonly notices: readonly LeftNotice[];
}

/** A letter that the mail server has just taken, with these notices in it. */
export interface TakenLetter {
  readonly id: string;
  readonly noticeIds: readonly string[];
  readonly at: Date;
}

/** Notes that letters have been taken. */
export async function markAccepted(tx: Tx, taken: readonly TakenLetter[]): Promise<void> {
  await sql`${KEEP}
    update letter l set accepted_at = t.at, accepted_notices = string_to_array(t.notices, ' ')::uuid[]
    from unnest(${taken.map(({ id }) => id)}::uuid[], ${taken.map(({ at }) => at)}::timestamptz[],
      ${taken.map(({ noticeIds }) => noticeIds.join(' '))}::text[]) as t (id, at, notices)
    where l.id = t.id and l.state = 'leaving'`.execute(tx);
}

/** Those of the letters that have been taken already. */
export async function readAcceptances(db: Db, letterIds: readonly string[]): Promise<ReadonlyMap<string, Acceptance>> {
  const { rows } = await sql<{
    letter_id: string;
    message_id: string;
    accepted_at: Date;
    id: string;
    takedown_id: string;
    item_id: string;
  }>`${KEEP}
    select l.id as letter_id, l.message_id, l.accepted_at, n.id, n.takedown_id, n.item_id
    from letter l join notice n on n.id = any(l.accepted_notices)
    where l.id = any(${[...letterIds]}::uuid[]) and l.accepted_at is not null order by n.id`.execute(db);
  const found = new Map<string, Acceptance & { readonly notices: LeftNotice[] }>();
  for (const row of rows) {
    const notice = { id: row.id, takedownId: row.takedown_id, itemId: itemIdSchema.parse(row.item_id) };
    const known = found.get(row.letter_id);
    if (known === undefined)
      found.set(row.letter_id, { at: row.accepted_at, messageId: row.message_id, notices: [notice] });
    else known.notices.push(notice);
  }
  return found;
}
