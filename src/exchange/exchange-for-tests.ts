import { openScene } from '../cases/test-support.ts';
import type { Db } from '../platform/db.ts';
import type { StaffId } from '../terms/ids.ts';

/** Two people of a hotline. */
export async function createStaff(db: Db): Promise<readonly [StaffId, StaffId]> {
  const { analystId, otherId } = await openScene(db);
  return [analystId, otherId];
}
