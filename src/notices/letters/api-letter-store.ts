/** Letters that went to a provider by its API, for asking what became of them. */
import { sql } from 'kysely';
import { contactSchema } from '../takedown/rung.ts';
import type { Db, Tx } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';

/** A letter whose provider can be asked. */
export interface ApiLetter {
  readonly letterId: string;
  /** The provider's name for it. */
  readonly reference: string;
  readonly account: string;
}

const ASK_LOCK = 0x66790184;

/** True for one process at a time, until its transaction ends: the others have nothing to ask. */
export async function isOnlyAsker(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`select pg_try_advisory_xact_lock(${ASK_LOCK}) as locked`.execute(tx);
  return rows[0]?.locked === true;
}

/** Letters that left by an API after `since` and name an item whose takedown has not ended, the oldest first. */
export async function listOpenApiLetters(db: Db, serviceKey: ServiceKey, since: Date): Promise<readonly ApiLetter[]> {
  const { rows } = await sql<{ id: string; ticket: string; shrouded_contact: Buffer }>`
    select l.id, l.ticket, p.shrouded_contact
    from provider p join letter l on l.provider_id = p.id
    where p.channel = 'api' and l.state = 'sent' and l.ticket is not null and l.left_at > ${since}
      and exists (select from notice n join takedown t on t.id = n.takedown_id
                  where n.letter_id = l.id and t.state <> 'ended')
    order by l.left_at, l.id`.execute(db);
  return rows.flatMap(({ id, ticket, shrouded_contact }) => {
    const contact = contactSchema.parse(JSON.parse(serviceKey.unshroud('contact', shrouded_contact)));
    return contact.channel === 'api' ? [{ letterId: id, reference: ticket, account: contact.account }] : [];
  });
}
