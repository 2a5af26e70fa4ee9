import { readFile } from 'node:fs/promises';
import { changeSettings, POLICE_DEFINITION } from '../partners/door.ts';
import { transact } from '../platform/db.ts';
import type { StaffId } from '../terms/ids.ts';
import type { House } from '../house.ts';

/** The demo's police get everything twice: by mail to the stand-in, and in an account that its officer logs in to. */
export async function openDemoAccount(house: House, staffId: StaffId): Promise<void> {
  const { db, serviceKey, config, clock } = house;
  const { email, keyFile, mode } = config.police;
  if (email === undefined || keyFile === undefined) return;
  const values = { email, key: (await readFile(keyFile, 'utf8')).trim() };
  const settings = { mode, values: { ...values, way: 'both', phone: '+46 8 000 00 00', confirmMinutes: '5' } };
  const change = { settings, before: { mode, values }, staffId };
  await transact(db, (tx) => changeSettings(tx, serviceKey, POLICE_DEFINITION, change, clock.now()));
}
