/**
 * The secret that digests and signatures hang on for good lies in the database, shrouded under the service key. A house from before it had
 * the oldest service key in its place, and keeps that value; a fresh house draws one. So a service key alone, without the database of
 * its time, makes no digest and no signature, and every service key can be replaced.
 */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { ServiceKey } from './service-key.ts';

const SECRET_BYTES = 32;

/**
 * The service key with the house's lasting secret, which is written down first where it is not yet. To be called by the owner of the
 * database, after all migrations. @throws Error when none of the service keys opens it
 */
export async function settleLastingSecret(pool: pg.Pool, serviceKey: ServiceKey): Promise<ServiceKey> {
  const known = await readLasting(pool, serviceKey);
  if (known !== undefined) return known;
  const { rows } = await pool.query<{ used: boolean }>(
    'select exists (select from tip) or exists (select from staff) or exists (select from ledger_act) or exists (select from ledger_entry) as used',
  );
  const secret = rows[0]?.used === true ? serviceKey.oldest : randomBytes(SECRET_BYTES);
  await pool.query(
    `insert into house_secret (name, shrouded, made_at) values ('lasting', $1, now()) on conflict (name) do nothing`,
    [serviceKey.shroud('secret', secret.toString('hex'))],
  );
  // Another process may have been first: what stands there counts.
  return holdLastingSecret(pool, serviceKey);
}

/** The same for a service, which writes none. @throws Error when it is not there yet, or no key opens it */
export async function holdLastingSecret(pool: pg.Pool, serviceKey: ServiceKey): Promise<ServiceKey> {
  const held = await readLasting(pool, serviceKey);
  if (held === undefined)
    throw new Error(
      'The house has no lasting secret yet: run "npm run fyr -- migrate" with the owner\'s DATABASE_URL first.',
    );
  return held;
}

async function readLasting(pool: pg.Pool, serviceKey: ServiceKey): Promise<ServiceKey | undefined> {
  const { rows } = await pool.query<{ shrouded: Buffer }>(`select shrouded from house_secret where name = 'lasting'`);
  const [row] = rows;
  if (row === undefined) return undefined;
  try {
    return serviceKey.holding(Buffer.from(serviceKey.unshroud('secret', row.shrouded), 'hex'));
  } catch {
    throw new Error(
      'The service key is not the one that this database was written with: its lasting secret stays shut. Give the key of this house, or of its backup (docs/keys.md).',
    );
  }
}
