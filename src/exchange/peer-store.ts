/** The peers' table. */
import { sql, type Selectable } from 'kysely';
import { z } from 'zod';
import { trustedCategorySchema } from '../known/door.ts';
import type { Db, Tx } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { countryCodeSchema } from '../terms/countries.ts';
import type { StaffId } from '../terms/ids.ts';
import { peerModeSchema, type Peer } from './peer.ts';

type PeerTable = {
  id: string;
  body: string;
  name: string;
  country: string;
  shrouded_url: Buffer;
  mode: string;
  key_text: string;
  next_key_text: string | null;
  gives: boolean;
  hands_cases: boolean;
  trusted: string[];
  list_id: number | null;
  entries_cursor: number;
  states_cursor: number;
  last_success_at: Date | null;
  failing_since: Date | null;
  failure_code: string | null;
  created_at: Date;
  created_by: string | null;
};
const tables = (db: Db) => db.$extendTables<{ exchange_peer: PeerTable }>();

/** Writes a new peer. @throws the database's unique violation for a body that is known already */
export async function insertPeer(
  tx: Tx,
  serviceKey: ServiceKey,
  peer: Pick<
    Peer,
    'id' | 'body' | 'name' | 'country' | 'url' | 'mode' | 'keyText' | 'gives' | 'handsCases' | 'trusted'
  >,
  by: { readonly at: Date; readonly staffId: StaffId },
): Promise<void> {
  await tables(tx)
    .insertInto('exchange_peer')
    .values({
      ...{ id: peer.id, body: peer.body, name: peer.name, country: peer.country, mode: peer.mode },
      ...{ key_text: peer.keyText, next_key_text: null, gives: peer.gives, hands_cases: peer.handsCases },
      ...{ trusted: [...peer.trusted], list_id: null, entries_cursor: 0, states_cursor: 0 },
      shrouded_url: serviceKey.shroud('url', peer.url),
      ...{ last_success_at: null, failing_since: null, failure_code: null },
      ...{ created_at: by.at, created_by: by.staffId },
    })
    .execute();
}

/** All peers, by name. */
export async function readPeers(db: Db, serviceKey: ServiceKey): Promise<readonly Peer[]> {
  const rows = await tables(db).selectFrom('exchange_peer').selectAll().orderBy('name').orderBy('id').execute();
  return rows.map((row) => toPeer(row, serviceKey));
}

/** One peer; undefined when there is none with this id. */
export async function readPeer(db: Db, serviceKey: ServiceKey, id: string): Promise<Peer | undefined> {
  const row = await tables(db).selectFrom('exchange_peer').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toPeer(row, serviceKey);
}

/** What of a peer can change. */
export type PeerChange = Partial<
  Pick<Peer, 'name' | 'mode' | 'gives' | 'handsCases' | 'keyText' | 'listId' | 'entriesCursor' | 'statesCursor' | 'url'>
> & { readonly nextKeyText?: string | null };

/** Changes a peer. */
export async function updatePeer(tx: Tx, serviceKey: ServiceKey, id: string, to: PeerChange): Promise<void> {
  const columns = {
    ...{ name: to.name, mode: to.mode, gives: to.gives, hands_cases: to.handsCases, key_text: to.keyText },
    ...{ next_key_text: to.nextKeyText, list_id: to.listId },
    ...{ entries_cursor: to.entriesCursor, states_cursor: to.statesCursor },
    shrouded_url: to.url === undefined ? undefined : serviceKey.shroud('url', to.url),
  };
  await tables(tx).updateTable('exchange_peer').set(columns).where('id', '=', id).execute();
}

/** Notes that a peer answered as it should (`code` undefined), or how it failed; the first of a row of failures stays. */
export async function notePeer(tx: Tx, id: string, code: string | undefined, at: Date): Promise<void> {
  await (
    code === undefined
      ? sql`update exchange_peer set last_success_at = ${at}, failing_since = null, failure_code = null where id = ${id}`
      : sql`update exchange_peer set failing_since = coalesce(failing_since, ${at}), failure_code = ${code} where id = ${id}`
  ).execute(tx);
}

/** Remembers a nonce; false when it was seen before. Those that need not be remembered any more are forgotten. */
export async function takeNonce(tx: Tx, peerId: string, nonce: string, until: Date, now: Date): Promise<boolean> {
  await sql`delete from exchange_nonce where seen_until < ${now}`.execute(tx);
  const result =
    await sql`insert into exchange_nonce (peer_id, nonce, seen_until) values (${peerId}, ${nonce}, ${until})
    on conflict do nothing`.execute(tx);
  return (result.numAffectedRows ?? 0n) > 0n;
}

/** The next change; until this transaction ends nobody else gets one, so that changes become visible in their order. */
export async function nextChange(tx: Tx): Promise<number> {
  const { rows } = await sql<{ value: number }>`update exchange_counter set value = value + 1 returning value`.execute(
    tx,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('The exchange has its counter.');
  return row.value;
}

function toPeer(row: Selectable<PeerTable>, serviceKey: ServiceKey): Peer {
  return {
    ...{ id: row.id, body: row.body, name: row.name, country: countryCodeSchema.parse(row.country) },
    ...{ url: serviceKey.unshroud('url', row.shrouded_url), mode: peerModeSchema.parse(row.mode) },
    ...{ keyText: row.key_text, nextKeyText: row.next_key_text ?? undefined, gives: row.gives },
    ...{ handsCases: row.hands_cases, trusted: z.array(trustedCategorySchema).parse(row.trusted) },
    ...{ listId: row.list_id ?? undefined, entriesCursor: row.entries_cursor, statesCursor: row.states_cursor },
    ...{ lastSuccessAt: row.last_success_at ?? undefined, failingSince: row.failing_since ?? undefined },
    failureCode: row.failure_code ?? undefined,
  };
}
