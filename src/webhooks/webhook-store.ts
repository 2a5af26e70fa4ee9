/** The tables of webhooks: endpoints with their secrets shrouded, messages, and who still has to get which. */
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db, Tx } from '../platform/db.ts';
import type { ServiceKey } from '../platform/service-key.ts';
import type { StaffId } from '../terms/ids.ts';
import { endpointStateSchema, webhookKindSchema, type EndpointState, type WebhookKind } from './webhook.ts';

/** A secret, and when it stops signing; undefined for the one that holds. */
export interface EndpointSecret {
  readonly secret: string;
  readonly until: Date | undefined;
}

/** An endpoint, its address and secrets in clear: in memory alone. */
export interface Endpoint {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly mode: 'test' | 'live';
  /** Empty: every kind. */
  readonly kinds: readonly WebhookKind[];
  readonly state: EndpointState;
  readonly secrets: readonly EndpointSecret[];
  readonly lastSuccessAt: Date | undefined;
  readonly failingSince: Date | undefined;
  readonly failureCode: string | undefined;
}

type EndpointTable = {
  id: string;
  name: string;
  shrouded_url: Buffer;
  mode: string;
  kinds: string[];
  state: string;
  shrouded_secrets: Buffer;
  created_at: Date;
  created_by: string | null;
  last_success_at: Date | null;
  failing_since: Date | null;
  failure_code: string | null;
};
const tables = (db: Db) => db.$extendTables<{ webhook_endpoint: EndpointTable }>();

/** Bound to its endpoint, so that one's secrets cannot be moved to another's row. */
const boxSchema = z.object({
  id: z.string(),
  secrets: z.array(z.object({ secret: z.string(), until: z.iso.datetime().nullable() })),
});
const modeSchema = z.enum(['test', 'live']);

const shroudSecrets = (key: ServiceKey, id: string, secrets: readonly EndpointSecret[]): Buffer => {
  const plain = secrets.map(({ secret, until }) => ({ secret, until: until?.toISOString() ?? null }));
  return key.shroud('payload', JSON.stringify({ id, secrets: plain }));
};

/** Writes a new endpoint. */
export async function insertEndpoint(
  tx: Tx,
  serviceKey: ServiceKey,
  endpoint: Pick<Endpoint, 'id' | 'name' | 'url' | 'mode' | 'kinds' | 'secrets'>,
  by: { readonly at: Date; readonly staffId: StaffId },
): Promise<void> {
  const { id, name, url, mode, kinds, secrets } = endpoint;
  await tables(tx)
    .insertInto('webhook_endpoint')
    .values({
      ...{ id, name, mode, kinds: [...kinds], state: 'on', created_at: by.at, created_by: by.staffId },
      shrouded_url: serviceKey.shroud('url', url),
      shrouded_secrets: shroudSecrets(serviceKey, id, secrets),
      ...{ last_success_at: null, failing_since: null, failure_code: null },
    })
    .execute();
}

/** All endpoints, the oldest first. */
export async function readEndpoints(db: Db, serviceKey: ServiceKey): Promise<readonly Endpoint[]> {
  const rows = await tables(db)
    .selectFrom('webhook_endpoint')
    .selectAll()
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => {
    const box = boxSchema.parse(JSON.parse(serviceKey.unshroud('payload', row.shrouded_secrets)));
    if (box.id !== row.id) throw new Error('A webhook endpoint’s row holds another one’s secrets.');
    return {
      ...{ id: row.id, name: row.name, url: serviceKey.unshroud('url', row.shrouded_url) },
      ...{ mode: modeSchema.parse(row.mode), state: endpointStateSchema.parse(row.state) },
      kinds: row.kinds.map((kind) => webhookKindSchema.parse(kind)),
      secrets: box.secrets.map(({ secret, until }) => ({
        secret,
        until: until === null ? undefined : new Date(until),
      })),
      lastSuccessAt: row.last_success_at ?? undefined,
      failingSince: row.failing_since ?? undefined,
      failureCode: row.failure_code ?? undefined,
    };
  });
}

/** What of an endpoint can change. */
export interface EndpointChange {
  readonly state?: EndpointState;
  readonly mode?: 'test' | 'live';
  readonly secrets?: readonly EndpointSecret[];
  readonly lastSuccessAt?: Date;
  /** null: it answers again. */
  readonly failingSince?: Date | null;
  readonly failureCode?: string | null;
}

/** Changes an endpoint; false when there is none of this id. */
export async function updateEndpoint(tx: Tx, serviceKey: ServiceKey, id: string, to: EndpointChange): Promise<boolean> {
  const result = await tables(tx)
    .updateTable('webhook_endpoint')
    .set({
      ...(to.state === undefined ? {} : { state: to.state }),
      ...(to.mode === undefined ? {} : { mode: to.mode }),
      ...(to.secrets === undefined ? {} : { shrouded_secrets: shroudSecrets(serviceKey, id, to.secrets) }),
      ...(to.lastSuccessAt === undefined ? {} : { last_success_at: to.lastSuccessAt }),
      ...(to.failingSince === undefined ? {} : { failing_since: to.failingSince }),
      ...(to.failureCode === undefined ? {} : { failure_code: to.failureCode }),
    })
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Moves an endpoint from on to failed; false when it was not on (any more). */
export async function failEndpoint(tx: Tx, id: string): Promise<boolean> {
  const result = await tables(tx)
    .updateTable('webhook_endpoint')
    .set({ state: 'failed' })
    .where('id', '=', id)
    .where('state', '=', 'on')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Takes an endpoint away, with what waited for it. */
export async function deleteEndpoint(tx: Tx, id: string): Promise<boolean> {
  const result = await tables(tx).deleteFrom('webhook_endpoint').where('id', '=', id).executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** A message as it lies here. */
export interface Message {
  readonly id: string;
  readonly kind: WebhookKind;
  readonly body: string;
}

/**
 * Writes a message and a delivery for each endpoint that wants it, unless the message stands already, or nobody listens. For a test,
 * `onlyTo` is its endpoint.
 */
export async function insertMessage(tx: Tx, message: Message, now: Date, onlyTo?: string): Promise<void> {
  const { id, kind, body } = message;
  await sql`with listener as (
      select id from webhook_endpoint where state <> 'off' and (${onlyTo ?? null}::uuid is null
        and (kinds = '{}' or ${kind} = any(kinds)) or id = ${onlyTo ?? null}::uuid)
    ), message as (
      insert into webhook_message (id, kind, body, written_at)
      select ${id}, ${kind}, ${body}, ${now} where exists (select 1 from listener)
      on conflict (id) do nothing returning number
    )
    insert into webhook_delivery (endpoint_id, number, state, next_at)
    select listener.id, message.number, 'waiting', ${now} from listener, message`.execute(tx);
}

/** A delivery that is somebody's to try now. */
export interface DueDelivery extends Message {
  readonly endpointId: string;
  readonly number: number;
  readonly attempts: number;
}

/** Takes deliveries that are due, the oldest messages first; whoever takes them has until `leaseUntil`. */
export async function takeDue(tx: Tx, now: Date, leaseUntil: Date, limit: number): Promise<readonly DueDelivery[]> {
  const { rows } = await sql<{
    endpoint_id: string;
    number: number;
    attempts: number;
    id: string;
    kind: string;
    body: string;
  }>`with due as (
      select d.endpoint_id, d.number from webhook_delivery d join webhook_endpoint e on e.id = d.endpoint_id
      where d.state = 'waiting' and d.next_at <= ${now} and e.state = 'on'
      order by d.number limit ${limit} for update of d skip locked
    )
    update webhook_delivery d set next_at = ${leaseUntil} from due, webhook_message m
    where d.endpoint_id = due.endpoint_id and d.number = due.number and m.number = d.number
    returning d.endpoint_id, d.number, d.attempts, m.id, m.kind, m.body`.execute(tx);
  return rows
    .map((row) => ({
      ...{ endpointId: row.endpoint_id, number: row.number, attempts: row.attempts, id: row.id, body: row.body },
      kind: webhookKindSchema.parse(row.kind),
    }))
    .sort((a, b) => a.number - b.number);
}

/** Notes how a try ended. */
export async function settleDelivery(
  tx: Tx,
  due: Pick<DueDelivery, 'endpointId' | 'number'>,
  end:
    | { readonly state: 'delivered' | 'given-up'; readonly at: Date; readonly code: string | undefined }
    | { readonly state: 'waiting'; readonly nextAt: Date; readonly code: string },
): Promise<void> {
  const at = end.state === 'waiting' ? null : end.at;
  const next = end.state === 'waiting' ? end.nextAt : end.at;
  await sql`update webhook_delivery set state = ${end.state}, attempts = attempts + 1, next_at = ${next},
      failure_code = ${end.code ?? null}, ended_at = ${at}
    where endpoint_id = ${due.endpointId} and number = ${due.number} and state = 'waiting'`.execute(tx);
}

/** Makes everything since `since` wait for an endpoint again, also what it has had, in its kinds. @returns how many messages */
export async function replaySince(tx: Tx, endpointId: string, since: Date, now: Date): Promise<number> {
  const result = await sql`insert into webhook_delivery (endpoint_id, number, state, next_at)
    select e.id, m.number, 'waiting', ${now} from webhook_endpoint e, webhook_message m
    where e.id = ${endpointId} and m.written_at >= ${since} and m.kind <> 'test' and (e.kinds = '{}' or m.kind = any(e.kinds))
    on conflict (endpoint_id, number) do update
      set state = 'waiting', attempts = 0, next_at = excluded.next_at, ended_at = null, failure_code = null`.execute(
    tx,
  );
  return Number(result.numAffectedRows ?? 0n);
}

/** How many deliveries of each endpoint wait, and how many were given up. */
export async function countDeliveries(
  db: Db,
): Promise<ReadonlyMap<string, { readonly waiting: number; readonly givenUp: number; readonly delivered: number }>> {
  const { rows } = await sql<{ endpoint_id: string; waiting: number; given_up: number; delivered: number }>`
    select endpoint_id, count(*) filter (where state = 'waiting')::int as waiting,
      count(*) filter (where state = 'given-up')::int as given_up,
      count(*) filter (where state = 'delivered')::int as delivered
    from webhook_delivery group by 1`.execute(db);
  return new Map(
    rows.map((row) => [row.endpoint_id, { waiting: row.waiting, givenUp: row.given_up, delivered: row.delivered }]),
  );
}

/** Forgets messages that are older than this. */
export async function forgetMessages(tx: Tx, before: Date): Promise<void> {
  await sql`delete from webhook_message where written_at < ${before}`.execute(tx);
}
