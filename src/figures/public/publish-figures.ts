/** Preparing, publishing and taking back the public figures (public-figures.ts): every step is on the ledger. */
import { recordAct } from '../../ledger/door.ts';
import { isUniqueViolation, type Tx } from '../../platform/db.ts';
import type { StaffId } from '../../terms/ids.ts';
import type { Figures } from '../figures.ts';
import { insertSnapshot, lockSnapshot, ONE_PREPARED, updateSnapshot } from './public-figures-store.ts';
import { FiguresStepError, publicPartOf, type FiguresSnapshot } from './public-figures.ts';

/** One person takes a snapshot of what may be shown. @returns its number. @throws FiguresStepError */
export async function prepareFigures(tx: Tx, staffId: StaffId, figures: Figures, now: Date): Promise<number> {
  const id = await insertSnapshot(tx, publicPartOf(figures), staffId, now).catch((error: unknown) => {
    if (isUniqueViolation(error, ONE_PREPARED)) throw new FiguresStepError('snapshot-waits');
    throw error;
  });
  await record(tx, staffId, 'public-figures.prepared', id, now);
  return id;
}

/** Another person has reviewed it: it is on the site from now on. @throws FiguresStepError */
export async function publishFigures(tx: Tx, staffId: StaffId, id: number, now: Date): Promise<void> {
  const found = await readOrRefuse(tx, id);
  if (found.state !== 'prepared') throw new FiguresStepError('wrong-state');
  if (found.preparedBy === staffId) throw new FiguresStepError('same-person');
  await updateSnapshot(tx, id, { state: 'published', by: staffId, at: now });
  await record(tx, staffId, 'public-figures.published', id, now);
}

/** Takes a snapshot back; one person is enough. What was published before is on the site again. @throws FiguresStepError */
export async function withdrawFigures(tx: Tx, staffId: StaffId, id: number, now: Date): Promise<void> {
  const found = await readOrRefuse(tx, id);
  if (found.state === 'withdrawn') throw new FiguresStepError('wrong-state');
  await updateSnapshot(tx, id, { state: 'withdrawn', by: staffId, at: now });
  await record(tx, staffId, 'public-figures.withdrawn', id, now);
}

async function readOrRefuse(tx: Tx, id: number): Promise<FiguresSnapshot> {
  const found = await lockSnapshot(tx, id);
  if (found === undefined) throw new FiguresStepError('no-such-snapshot');
  return found;
}

const record = (tx: Tx, staffId: StaffId, action: string, id: number, now: Date): Promise<void> =>
  recordAct(tx, { at: now, actor: `staff:${staffId}`, action, subject: `public-figures:${id}`, payload: {} });
