/** Keeps the sums: folds in what has changed, and makes them anew when their rules or the house's zone have changed. */
import { transact, type Db, type Tx } from '../../platform/db.ts';
import { codeOf, type Log } from '../../platform/log.ts';
import { startLoop, type Loop } from '../../platform/loop.ts';
import {
  areSumsCurrent,
  foldTips,
  lockSums,
  markBuilt,
  readZone,
  recount,
  restartSums,
  takeMarks,
} from './rollup-store.ts';

const BATCH = 2_000;

/** Folds at most one batch into the sums. @returns whether more may be waiting */
export async function foldOnce(db: Db, batch = BATCH): Promise<'more' | 'rest'> {
  return await transact(db, async (tx) => {
    await lockSums(tx);
    const zone = await readZone(tx);
    const tips = await foldTips(tx, zone, batch);
    const marks = await takeMarks(tx, batch);
    if (marks.size > 0) await recount(tx, zone, marks);
    if (tips > 0 || marks.size > 0) return 'more';
    await markBuilt(tx);
    return 'rest';
  });
}

/** Begins the sums anew; until they are whole readers count the rows themselves. @throws the database's error for a time zone that is not known */
export async function rebuildSums(db: Db, zone: string): Promise<void> {
  await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx: Tx) => {
      await lockSums(tx);
      await restartSums(tx, zone);
    });
}

const LOOK_MS = 5_000;
const AFTER_FAILURE_MS = 30_000;

/** Does so until stopped. */
export function startSums(deps: { readonly db: Db; readonly log: Log; readonly timeZone: string }): Loop {
  const { db, log, timeZone } = deps;
  let isCurrent = false;
  const step = async () => {
    if (!isCurrent) {
      isCurrent = await transact(db, (tx) => areSumsCurrent(tx, timeZone));
      if (!isCurrent) await rebuildSums(db, timeZone);
      isCurrent = true;
    }
    return await foldOnce(db);
  };
  return startLoop(step, {
    ...{ pauseMs: LOOK_MS, failurePauseMs: AFTER_FAILURE_MS },
    onFailure: (error) => log.warn('figures.fold-failed', { code: codeOf(error) }),
  });
}
