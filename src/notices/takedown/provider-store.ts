/** The providers' table, as far as sending asks it and people decide about it. */
import { sql } from 'kysely';
import { z } from 'zod';
import { KEEP, type Db, type Tx } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { contactSchema, type ProviderContact } from './rung.ts';

/** A provider as a letter to it finds it. */
export interface ProviderStand {
  readonly id: string;
  readonly contact: ProviderContact;
  readonly standing: 'new' | 'approved' | 'refused';
  readonly isPaused: boolean;
  /** Undefined: it works. */
  readonly bouncedAt: Date | undefined;
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
    quiet_hours: unknown;
  }>`${KEEP}
    select id, shrouded_contact, standing, delivery, is_paused, bounced_at, quiet_hours from provider
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
        quietHours: row.quiet_hours ?? undefined,
      },
    ]),
  );
}

/** Its address is no good: it is left out until it has rested, or a person says that it works. */
export async function markBouncing(tx: Tx, providerId: string, now: Date): Promise<void> {
  await sql`update provider set delivery = 'bouncing', bounced_at = ${now} where id = ${providerId}`.execute(tx);
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
        ? sql`delivery = 'working', bounced_at = null`
        : sql`is_paused = ${change.isPaused}`;
  const result = await sql`update provider set ${set} where id = ${providerId}`.execute(tx);
  return (result.numAffectedRows ?? 0n) > 0n;
}

/** Letters that wait for this provider are looked at again now. */
export async function wakeLettersOf(tx: Tx, providerId: string, now: Date): Promise<void> {
  await sql`update letter set send_at = least(send_at, ${now}::timestamptz)
    where provider_id = ${providerId} and state = 'gathering'`.execute(tx);
}
