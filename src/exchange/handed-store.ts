/** Items handed over, either way: what became of each. The sender's facts go in and come out shrouded. */
import { sql } from 'kysely';
import { z } from 'zod';
import { KEEP, type Db, type Tx } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import { itemIdSchema, type ItemId } from '../terms/ids.ts';
import { nextChange } from './peer-store.ts';
import { exchangeStateSchema, handedCaseSchema, type ExchangeState, type HandedCase } from './wire.ts';

/** One item that was handed over. */
export interface Handed {
  readonly peerId: string;
  readonly direction: 'in' | 'out';
  readonly reference: string;
  readonly itemId: ItemId;
  readonly state: ExchangeState;
  readonly stateAt: Date;
}

const directionSchema = z.enum(['in', 'out']);

/** What came in or went out under a reference; undefined when nothing has. */
export async function readHanded(
  db: Db,
  peerId: string,
  direction: Handed['direction'],
  reference: string,
): Promise<Handed | undefined> {
  return (await select(db, sql`peer_id = ${peerId} and direction = ${direction} and reference = ${reference}`))[0];
}

/** Whoever takes a case under this reference waits until this transaction ends: a sender may come again while its first try is still at work. */
export async function lockReference(tx: Tx, peerId: string, reference: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`exchange ${peerId} ${reference}`}, 0))`.execute(tx);
}

/** Everything that is known of an item's ways between hotlines, the oldest first. */
export const listHanded = (db: Db, itemId: ItemId): Promise<readonly Handed[]> => select(db, sql`item_id = ${itemId}`);

async function select(db: Db, where: ReturnType<typeof sql>): Promise<readonly Handed[]> {
  const { rows } = await sql<HandedRow>`
    select peer_id, direction, reference, item_id, state, state_at from exchange_case
    where ${where} order by state_at`.execute(db);
  return rows.map(toHanded);
}

interface HandedRow {
  readonly peer_id: string;
  readonly direction: string;
  readonly reference: string;
  readonly item_id: string;
  readonly state: string;
  readonly state_at: Date;
}

const toHanded = (row: HandedRow): Handed => ({
  ...{ peerId: row.peer_id, direction: directionSchema.parse(row.direction), reference: row.reference },
  ...{ itemId: itemIdSchema.parse(row.item_id), state: exchangeStateSchema.parse(row.state), stateAt: row.state_at },
});

/** Writes what came in. */
export async function insertReceivedCase(
  tx: Tx,
  serviceKey: ServiceKey,
  handed: Omit<Handed, 'direction'>,
  facts: HandedCase,
): Promise<void> {
  const box = serviceKey.shroud('payload', JSON.stringify(facts));
  await sql`insert into exchange_case (peer_id, direction, reference, item_id, state, change, state_at, shrouded_facts)
    values (${handed.peerId}, 'in', ${handed.reference}, ${handed.itemId}, ${handed.state}, ${await nextChange(tx)},
      ${handed.stateAt}, ${box})`.execute(tx);
}

/** Notes what the peer says of what went out; a second telling changes nothing. */
export async function upsertSent(tx: Tx, handed: Omit<Handed, 'direction'>): Promise<void> {
  await sql`insert into exchange_case (peer_id, direction, reference, item_id, state, state_at)
    values (${handed.peerId}, 'out', ${handed.reference}, ${handed.itemId}, ${handed.state}, ${handed.stateAt})
    on conflict (peer_id, direction, reference) do update set state = excluded.state, state_at = excluded.state_at`.execute(
    tx,
  );
}

/** What has become of an item. */
interface ItemMove {
  readonly itemId: ItemId;
  readonly state: ExchangeState;
}

/** Moves what came in about items to their states, in the order in which its senders hear of it. */
export async function moveReceived(tx: Tx, moves: readonly ItemMove[], at: Date): Promise<void> {
  const { rows } = await sql<{ peer_id: string; reference: string; to_state: string }>`${KEEP}
    select e.peer_id, e.reference, t.state as to_state
    from unnest(${moves.map(({ itemId }) => itemId)}::uuid[], ${moves.map(({ state }) => state)}::text[])
      with ordinality as t (item_id, state, place)
    join exchange_case e on e.item_id = t.item_id
    where e.direction = 'in' and e.state <> t.state order by t.place for update of e`.execute(tx);
  for (const row of rows) {
    await sql`update exchange_case set state = ${row.to_state}, state_at = ${at}, change = ${await nextChange(tx)}
      where peer_id = ${row.peer_id} and direction = 'in' and reference = ${row.reference}`.execute(tx);
  }
}

/** States of what a peer handed to us, past `after`. */
export async function readStatesAfter(
  db: Db,
  peerId: string,
  after: number,
  limit: number,
): Promise<
  readonly { readonly change: number; readonly reference: string; readonly state: ExchangeState; readonly at: Date }[]
> {
  const { rows } = await sql<{ change: number; reference: string; state: string; state_at: Date }>`
    select change, reference, state, state_at from exchange_case
    where peer_id = ${peerId} and direction = 'in' and change > ${after} order by change limit ${limit}`.execute(db);
  return rows.map((row) => ({
    ...{ change: row.change, reference: row.reference, at: row.state_at },
    state: exchangeStateSchema.parse(row.state),
  }));
}

/** What senders said of an item when they handed it over. */
export async function readHandedFacts(
  db: Db,
  serviceKey: ServiceKey,
  itemId: ItemId,
): Promise<readonly { readonly peerId: string; readonly facts: HandedCase }[]> {
  const { rows } = await sql<{
    peer_id: string;
    shrouded_facts: Buffer;
  }>`select peer_id, shrouded_facts from exchange_case
    where item_id = ${itemId} and direction = 'in' and shrouded_facts is not null order by state_at`.execute(db);
  return rows.map((row) => ({
    peerId: row.peer_id,
    facts: handedCaseSchema.parse(JSON.parse(serviceKey.unshroud('payload', row.shrouded_facts))),
  }));
}

/** An item's way between this hotline and another one, as a person reads it. */
export interface HandedItem extends Handed {
  readonly peerName: string;
  /** What the sender says of it; undefined for what went out. */
  readonly facts: HandedCase | undefined;
}

/** The ways of these items, the oldest first. */
export async function listHandedItems(
  db: Db,
  serviceKey: ServiceKey,
  itemIds: readonly ItemId[],
): Promise<readonly HandedItem[]> {
  const { rows } = await sql<HandedRow & { name: string; shrouded_facts: Buffer | null }>`
    select e.peer_id, e.direction, e.reference, e.item_id, e.state, e.state_at, e.shrouded_facts, p.name
    from exchange_case e join exchange_peer p on p.id = e.peer_id
    where e.item_id = any(${[...itemIds]}::uuid[]) order by e.state_at, e.reference`.execute(db);
  return rows.map((row) => ({
    ...toHanded(row),
    peerName: row.name,
    facts:
      row.shrouded_facts === null
        ? undefined
        : handedCaseSchema.parse(JSON.parse(serviceKey.unshroud('payload', row.shrouded_facts))),
  }));
}

/** How many items came from a peer and went to it. */
export async function countHanded(
  db: Db,
): Promise<ReadonlyMap<string, { readonly received: number; readonly sent: number }>> {
  const { rows } = await sql<{ peer_id: string; received: number; sent: number }>`select peer_id,
      count(*) filter (where direction = 'in')::int as received, count(*) filter (where direction = 'out')::int as sent
    from exchange_case group by 1`.execute(db);
  return new Map(rows.map((row) => [row.peer_id, { received: row.received, sent: row.sent }]));
}
