/** The providers' table, as far as contacts become providers here: one contact, one row, its name and address shrouded. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db, Tx } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import type { ContactSource, ProviderContact } from '../takedown/rung.ts';
import { contactKey } from './ladder.ts';

const standingSchema = z.enum(['new', 'approved', 'refused']);

/** A provider as it was found or added for a contact. */
export interface ContactProvider {
  readonly id: string;
  /** `new`: told only after a person has approved it. `refused`: never. */
  readonly standing: z.infer<typeof standingSchema>;
}

/** A contact and who named it. */
export interface ContactFound {
  readonly contact: ProviderContact;
  readonly source: ContactSource;
}

/**
 * What a contact that the hotline does not know yet may do: one that a person has written down is approved; one that another
 * provider named always waits for a person; registration data goes by the setting (`FYR_NOTICE_NEW_CONTACTS`).
 */
export function standingOfNew(source: ContactSource, newContacts: 'use' | 'ask'): ContactProvider['standing'] {
  switch (source) {
    case 'rule':
    case 'console':
      return 'approved';
    case 'answer':
      return 'new';
    case 'rdap':
    case 'ripe':
      return newContacts === 'use' ? 'approved' : 'new';
  }
}

/** As `providersFor`, for one contact. */
export async function providerFor(
  tx: Tx,
  serviceKey: ServiceKey,
  found: ContactFound,
  newContacts: 'use' | 'ask',
  now: Date,
): Promise<ContactProvider> {
  const [provider] = await providersFor(tx, serviceKey, [found], newContacts, now);
  if (provider === undefined) throw new Error('A contact has become no provider.');
  return provider;
}

/**
 * The providers of contacts, in their order; those that are not known yet are added. One that waited for a person and that
 * a rule names now is approved by that; one that a person has refused stays so.
 */
export async function providersFor(
  tx: Tx,
  serviceKey: ServiceKey,
  found: readonly ContactFound[],
  newContacts: 'use' | 'ask',
  now: Date,
): Promise<readonly ContactProvider[]> {
  const wanted = found.map((one) => {
    const digest = serviceKey.digest('contact', contactKey(one.contact));
    return { ...one, digest, hex: digest.toString('hex') };
  });
  // A fixed order: two transactions that add the same contacts wait for each other and never both.
  const distinct = [...new Map(wanted.map((one) => [one.hex, one])).values()].sort((a, b) => (a.hex < b.hex ? -1 : 1));
  const known = await readProviders(
    tx,
    distinct.map((one) => one.digest),
  );
  const unknown = distinct.filter((one) => !known.has(one.hex));
  if (unknown.length > 0) {
    await insertProviders(tx, serviceKey, unknown, newContacts, now);
    const added = await readProviders(
      tx,
      unknown.map((one) => one.digest),
    );
    for (const [hex, provider] of added) known.set(hex, provider);
  }
  await approveByRule(tx, wanted, known);
  return wanted.map((one) => {
    const provider = known.get(one.hex);
    if (provider === undefined) throw new Error('A contact has become no provider.');
    return provider;
  });
}

type Wanted = ContactFound & { readonly digest: Buffer; readonly hex: string };

async function readProviders(db: Db, digests: readonly Buffer[]): Promise<Map<string, ContactProvider>> {
  if (digests.length === 0) return new Map();
  const { rows } = await sql<{ id: string; hex: string; standing: string }>`
    select id, encode(contact_digest, 'hex') as hex, standing from provider where contact_digest = any(${digests}::bytea[])
  `.execute(db);
  return new Map(rows.map(({ id, hex, standing }) => [hex, { id, standing: standingSchema.parse(standing) }]));
}

async function insertProviders(
  tx: Tx,
  serviceKey: ServiceKey,
  unknown: readonly Wanted[],
  newContacts: 'use' | 'ask',
  now: Date,
): Promise<void> {
  await sql`
    insert into provider (id, contact_digest, shrouded_contact, channel, country, source, standing, added_at)
    select added.*, ${now}::timestamptz from unnest(
      ${unknown.map(() => randomUUID())}::uuid[],
      ${unknown.map((one) => one.digest)}::bytea[],
      ${unknown.map((one) => serviceKey.shroud('contact', JSON.stringify(one.contact)))}::bytea[],
      ${unknown.map((one) => one.contact.channel)}::text[],
      ${unknown.map((one) => one.contact.country ?? null)}::text[],
      ${unknown.map((one) => one.source)}::text[],
      ${unknown.map((one) => standingOfNew(one.source, newContacts))}::text[]
    ) as added
    on conflict (contact_digest) do nothing
  `.execute(tx);
}

async function approveByRule(tx: Tx, wanted: readonly Wanted[], known: Map<string, ContactProvider>): Promise<void> {
  const approved = wanted.flatMap(({ source, hex }) => {
    const provider = known.get(hex);
    return source === 'rule' && provider?.standing === 'new' ? [{ hex, id: provider.id }] : [];
  });
  if (approved.length === 0) return;
  await sql`
    update provider set standing = 'approved' where id = any(${approved.map((one) => one.id)}::uuid[]) and standing = 'new'
  `.execute(tx);
  for (const { hex, id } of approved) known.set(hex, { id, standing: 'approved' });
}
