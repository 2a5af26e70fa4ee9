/** The stop switch as every page shows it while it is set. */
import { readPause } from '../notices/door.ts';
import type { Db } from '../platform/db.ts';
import { listStaff } from '../staff/door.ts';
import type { ShownPause } from './views/shell.tsx';

/** The pause that stands, with the name of whoever set it; undefined while letters leave. */
export async function readShownPause(db: Db): Promise<ShownPause | undefined> {
  const pause = await readPause(db);
  if (pause === undefined) return undefined;
  const { setAt, setBy, reason } = pause;
  const by = setBy === undefined ? undefined : (await listStaff(db)).find(({ id }) => id === setBy)?.name;
  return { setAt, reason, by };
}
