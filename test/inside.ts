/** A look inside a running hotline's data folder: its database by its socket, and its keys. For setting scenes and for checks. */
import path from 'node:path';
import { openDatabase, transact, type OpenDatabase } from '../src/platform/db.ts';
import { holdLastingSecret } from '../src/platform/lasting-secret-store.ts';
import { loadServiceKey, type ServiceKey } from '../src/platform/service-key.ts';
import { createStaffMember } from '../src/staff/door.ts';
import { quietLog } from './fresh-database.ts';

export const STAFF_PASSWORD = 'a lighthouse in the dark';

export interface Inside extends OpenDatabase {
  readonly serviceKey: ServiceKey;
}

/** Opens the embedded database of a data folder, or the server that keeps the rest of it; waits for one that was killed a moment ago. */
export async function lookInside(dataDir: string, databaseUrl?: string): Promise<Inside> {
  const host = path.join(path.resolve(dataDir), 'postgres', 'run');
  const at =
    databaseUrl === undefined ? { host, user: 'fyr', database: 'postgres' } : { connectionString: databaseUrl };
  const database = openDatabase({ ...at, max: 4 }, quietLog);
  await eventually('the database is back', () =>
    database.pool.query('select 1').then(
      () => true,
      () => undefined,
    ),
  );
  const keys = await loadServiceKey(path.join(dataDir, 'keys', 'service.key'));
  return { ...database, serviceKey: await holdLastingSecret(database.pool, keys) };
}

/** Makes a person, and with the first one the key that tips are sealed to. @returns their TOTP secret */
export async function addPerson(
  inside: Inside,
  login: string,
  role: 'analyst' | 'supervisor' = 'supervisor',
): Promise<string> {
  const { totpSecret } = await transact(inside.db, (tx) =>
    createStaffMember(tx, inside.serviceKey, { name: login, login, password: STAFF_PASSWORD, role, now: new Date() }),
  );
  return totpSecret;
}

/** Waits until `check` gives a value, asking a few times a second. @throws Error naming `what` after the limit */
export async function eventually<T>(
  what: string,
  check: () => Promise<T | undefined> | T | undefined,
  limitMs = 30_000,
): Promise<T> {
  const until = Date.now() + limitMs;
  for (;;) {
    const value = await check();
    if (value !== undefined) return value;
    if (Date.now() > until) throw new Error(`Waited ${limitMs / 1000} s in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
}

/** What `make` gives, made when it is first asked for. */
export function runsOnce<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
