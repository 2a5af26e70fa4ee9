/** The providers' table, as far as sending asks it and people decide about it. */
import { sql } from 'kysely';
import { z } from 'zod';
import { KEEP, type Db, type Tx } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { afterBounce, LEAST_REST_MS } from './bounce-rest.ts';
import { contactSchema, type ProviderContact } from './rung.ts';

/** A provider as a letter to it finds it. */
export interface ProviderStand {
  readonly id: string;
  readonly contact: ProviderContact;
  readonly standing: 'new' | 'approved' | 'refused';
  readonly isPaused: boolean;
  /** Undefined: it works. */
  readonly bouncedAt: Date | undefined;
  /** In a row. */
  readonly bounces: number;
  readonly quietHours: unknown;
}
const standingSchema = z.enum(['new', 'approved', 'refused']);

/** These providers, by id. */
export async function readProviders(
  db: Db,
  serviceKey: ServiceKey,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ProviderStand>> {
  const { rows } = await sql<{
    id: string;
    shrouded_contact: Buffer;
    standing: string;
    delivery: string;
    is_paused: boolean;
    bounced_at: Date | null;
    bounces: number;
    quiet_hours: unknown;
  }>`${KEEP}
    select id, shrouded_contact, standing, delivery, is_paused, bounced_at, bounces, quiet_hours from provider
    where id = any(${[...new Set(ids)]}::uuid[])`.execute(db);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        contact: contactSchema.parse(JSON.parse(serviceKey.unshroud('contact', row.shrouded_contact))),
        standing: standingSchema.parse(row.standing),
        isPaused: row.is_paused,
        bouncedAt: row.delivery === 'bouncing' ? (row.bounced_at ?? undefined) : undefined,
        bounces: row.bounces,
        quietHours: row.quiet_hours ?? undefined,
      },
    ]),
  );
}

/** Mail to its address came back: it is left out until it has rested (bounce-rest.ts), or a person says that it works. */
export async function markBouncing(tx: Tx, providerId: string, now: Date): Promise<void> {
  const { rows } = await sql<{ bounced_at: Date | null; bounces: number }>`
    select bounced_at, bounces from provider where id = ${providerId} for update`.execute(tx);
  const [row] = rows;
  if (row === undefined) return;
  const known = { bouncedAt: row.bounced_at ?? undefined, bounces: row.bounces };
  const { bouncedAt = now, bounces } = afterBounce(known, now);
  await sql`update provider set delivery = 'bouncing', bounced_at = ${bouncedAt}, bounces = ${bounces}
    where id = ${providerId}`.execute(tx);
}

/**
 * A mail server has taken a letter to them: those that have rested work again. When they bounced last stays known, so that one more
 * bounce makes the next rest longer.
 */
export async function markWorking(tx: Tx, providerIds: readonly string[], now: Date): Promise<void> {
  if (providerIds.length === 0) return;
  await sql`${KEEP}
    update provider set delivery = 'working'
    where id = any(${[...new Set(providerIds)].toSorted()}::uuid[]) and delivery = 'bouncing'
      and bounced_at <= ${new Date(now.getTime() - LEAST_REST_MS)}`.execute(tx);
}

/** A person's word about a provider. False when there is none with this id. */
export async function updateProvider(
  tx: Tx,
  providerId: string,
  change:
    { readonly standing: 'approved' | 'refused' } | { readonly delivery: 'working' } | { readonly isPaused: boolean },
): Promise<boolean> {
  const set =
    'standing' in change
      ? sql`standing = ${change.standing}`
      : 'delivery' in change
        ? sql`delivery = 'working', bounced_at = null, bounces = 0`
        : sql`is_paused = ${change.isPaused}`;
  const result = await sql`update provider set ${set} where id = ${providerId}`.execute(tx);
  return (result.numAffectedRows ?? 0n) > 0n;
}

/** Letters that wait for this provider are looked at again now. */
export async function wakeLettersOf(tx: Tx, providerId: string, now: Date): Promise<void> {
  await sql`update letter set send_at = least(send_at, ${now}::timestamptz)
    where provider_id = ${providerId} and state = 'gathering'`.execute(tx);
}
