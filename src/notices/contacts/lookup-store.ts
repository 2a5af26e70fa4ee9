/** The table of kept look-ups. Questions are kept as keyed digests, answers shrouded: it tells nobody what was asked. */
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db, Tx } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import type { KeptLookup } from './lookup-age.ts';
import { registrationSchema, type Registration } from './registration.ts';

/** Which source a kept answer is from, and to what kind of question. */
export type LookupSource = 'rdap-domain' | 'rdap-ip' | 'rdap-asn' | 'ripe-abuse' | 'ripe-origin';

/** A question's name: `source`, a space, and what was asked. Equal questions have equal names. */
export type LookupKey = `${LookupSource} ${string}`;

const rowSchema = z.object({
  key: z.string(),
  outcome: z.enum(['found', 'none']).nullable(),
  shrouded_answer: z.instanceof(Buffer).nullable(),
  fetched_at: z.date().nullable(),
  failures: z.number(),
  ask_at: z.date(),
  forget_at: z.date(),
});

/** The kept answers to some questions, by their names; those without one are left out. */
export async function readLookups(
  db: Db,
  serviceKey: ServiceKey,
  keys: readonly LookupKey[],
): Promise<ReadonlyMap<LookupKey, KeptLookup<Registration>>> {
  const byDigest = new Map(keys.map((key) => [serviceKey.digest('contact', key).toString('hex'), key] as const));
  const digests = [...byDigest.keys()].map((hex) => Buffer.from(hex, 'hex'));
  const { rows } = await sql`
    select encode(key_digest, 'hex') as key, outcome, shrouded_answer, fetched_at, failures, ask_at, forget_at
    from contact_lookup where key_digest = any(${digests}::bytea[])
  `.execute(db);
  return new Map(
    rows.flatMap((raw) => {
      const row = rowSchema.parse(raw);
      const key = byDigest.get(row.key);
      return key === undefined ? [] : [[key, toLookup(row, serviceKey)] as const];
    }),
  );
}

function toLookup(row: z.infer<typeof rowSchema>, serviceKey: ServiceKey): KeptLookup<Registration> {
  const times = {
    fetchedAt: row.fetched_at ?? undefined,
    failures: row.failures,
    askAt: row.ask_at,
    forgetAt: row.forget_at,
  };
  if (row.outcome === 'found' && row.shrouded_answer !== null) {
    const value = registrationSchema.parse(JSON.parse(serviceKey.unshroud('contact', row.shrouded_answer)));
    return { answer: { kind: 'found', value }, ...times };
  }
  return { answer: row.outcome === null ? undefined : { kind: 'none' }, ...times };
}

/** Writes what is kept of a question from now on, and forgets what nobody needs any more. */
export async function writeLookup(
  tx: Tx,
  serviceKey: ServiceKey,
  key: LookupKey,
  kept: KeptLookup<Registration>,
  now: Date,
): Promise<void> {
  const { answer } = kept;
  const [source = ''] = key.split(' ', 1);
  const shrouded = answer?.kind === 'found' ? serviceKey.shroud('contact', JSON.stringify(answer.value)) : null;
  await sql`
    insert into contact_lookup (key_digest, source, outcome, shrouded_answer, fetched_at, failures, ask_at, forget_at)
    values (${serviceKey.digest('contact', key)}, ${source}, ${answer?.kind ?? null}, ${shrouded},
      ${kept.fetchedAt ?? null}, ${kept.failures}, ${kept.askAt}, ${kept.forgetAt})
    on conflict (key_digest) do update set outcome = excluded.outcome, shrouded_answer = excluded.shrouded_answer,
      fetched_at = excluded.fetched_at, failures = excluded.failures, ask_at = excluded.ask_at, forget_at = excluded.forget_at
  `.execute(tx);
  // Those that another transaction is forgetting are left to it: nobody waits for a clean-up.
  await sql`
    delete from contact_lookup where key_digest in (
      select key_digest from contact_lookup where forget_at < ${now} limit 50 for update skip locked)
  `.execute(tx);
}
