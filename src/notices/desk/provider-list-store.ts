/** Providers as people look through them: who they are, what they have been told lately, and what they still have. */
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { Db } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { restsUntil } from '../takedown/bounce-rest.ts';
import { quietHoursSchema, type QuietHours } from '../takedown/quiet-hours.ts';
import { contactSchema, contactSourceSchema, type ContactSource, type ProviderContact } from '../takedown/rung.ts';

/** Which providers are listed. */
export const PROVIDER_LANES = ['all', 'approval', 'bouncing', 'paused', 'refused'] as const;
export type ProviderLane = (typeof PROVIDER_LANES)[number];

/** One provider. */
export interface ListedProvider {
  readonly id: string;
  readonly contact: ProviderContact;
  readonly country: string | undefined;
  /** How it was found first, and when. */
  readonly source: ContactSource;
  readonly addedAt: Date;
  readonly standing: 'new' | 'approved' | 'refused';
  /** Undefined: its address works. */
  readonly bouncedAt: Date | undefined;
  /** And until when nobody is told by it. */
  readonly restsUntil: Date | undefined;
  readonly isPaused: boolean;
  readonly quietHours: QuietHours | undefined;
  /** Undefined: the hotline's setting. */
  readonly groupMinutes: number | undefined;
  /** Letters and the items in them that have left since the time that was asked for; rehearsed ones count. */
  readonly letters: number;
  readonly items: number;
  /** Items that it has been told of and whose takedowns have not ended. */
  readonly openItems: number;
}

interface Row {
  readonly id: string;
  readonly shrouded_contact: Buffer;
  readonly country: string | null;
  readonly source: string;
  readonly added_at: Date;
  readonly standing: string;
  readonly delivery: string;
  readonly bounced_at: Date | null;
  readonly bounces: number;
  readonly is_paused: boolean;
  readonly quiet_hours: unknown;
  readonly group_minutes: number | null;
  readonly letters: number;
  readonly items: number;
  readonly open_items: number;
}

const LANES: Readonly<Record<ProviderLane, RawBuilder<unknown>>> = {
  all: sql`true`,
  approval: sql`standing = 'new'`,
  bouncing: sql`delivery = 'bouncing'`,
  paused: sql`is_paused`,
  refused: sql`standing = 'refused'`,
};

const select = (since: Date, where: RawBuilder<unknown>) => sql<Row>`
  select p.id, p.shrouded_contact, p.country, p.source, p.added_at, p.standing, p.delivery, p.bounced_at, p.bounces, p.is_paused,
    p.quiet_hours, p.group_minutes, told.letters, told.items, has.open_items
  from (select * from provider where ${where}) p
  cross join lateral (select count(distinct n.letter_id) as letters, count(*) as items from notice n
    where n.provider_id = p.id and n.ended_at >= ${since} and n.state in ('sent', 'rehearsed')) told
  cross join lateral (select count(*) as open_items from takedown_rung r join takedown t on t.id = r.takedown_id
    where r.provider_id = p.id and r.told_at is not null and not r.is_out and t.state <> 'ended') has`;

/** A page of a lane; those with the most open items first. */
export async function listProviders(
  db: Db,
  serviceKey: ServiceKey,
  wish: { readonly lane: ProviderLane; readonly since: Date; readonly offset: number; readonly limit: number },
): Promise<readonly ListedProvider[]> {
  const { rows } = await sql<Row>`${select(wish.since, LANES[wish.lane])}
    order by has.open_items desc, told.items desc, p.added_at desc, p.id limit ${wish.limit} offset ${wish.offset}`.execute(
    db,
  );
  return rows.map((row) => toListed(serviceKey, row));
}

/** One of them; undefined when there is none with this id. */
export async function readListedProvider(
  db: Db,
  serviceKey: ServiceKey,
  id: string,
  since: Date,
): Promise<ListedProvider | undefined> {
  const [row] = (await select(since, sql`id = ${id}`).execute(db)).rows;
  return row === undefined ? undefined : toListed(serviceKey, row);
}

/** How many stand in each lane. */
export async function countProviders(db: Db): Promise<Readonly<Record<ProviderLane, number>>> {
  const { rows } = await sql<Record<ProviderLane, number>>`
    select count(*) as all, ${sql.join(
      PROVIDER_LANES.filter((lane) => lane !== 'all').map(
        (lane) => sql`count(*) filter (where ${LANES[lane]}) as ${sql.ref(lane)}`,
      ),
    )} from provider`.execute(db);
  return rows[0] ?? { all: 0, approval: 0, bouncing: 0, paused: 0, refused: 0 };
}

/** What providers are called, by id. */
export async function readProviderNames(
  db: Db,
  serviceKey: ServiceKey,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; shrouded_contact: Buffer }>`
    select id, shrouded_contact from provider where id = any(${[...new Set(ids)]}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.id, contactOf(serviceKey, row.shrouded_contact).name]));
}

const contactOf = (serviceKey: ServiceKey, shrouded: Buffer): ProviderContact =>
  contactSchema.parse(JSON.parse(serviceKey.unshroud('contact', shrouded)));

const standingSchema = z.enum(['new', 'approved', 'refused']);

function toListed(serviceKey: ServiceKey, row: Row): ListedProvider {
  const contact = contactOf(serviceKey, row.shrouded_contact);
  const quiet = quietHoursSchema.safeParse(row.quiet_hours);
  const bouncedAt = row.delivery === 'bouncing' ? (row.bounced_at ?? undefined) : undefined;
  return {
    id: row.id,
    contact,
    country: row.country ?? contact.country,
    source: contactSourceSchema.parse(row.source),
    addedAt: row.added_at,
    standing: standingSchema.parse(row.standing),
    bouncedAt,
    restsUntil: restsUntil({ bouncedAt, bounces: row.bounces }),
    isPaused: row.is_paused,
    quietHours: quiet.success && quiet.data.hours.length > 0 ? quiet.data : undefined,
    groupMinutes: row.group_minutes ?? undefined,
    letters: row.letters,
    items: row.items,
    openItems: row.open_items,
  };
}
