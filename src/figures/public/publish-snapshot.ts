/** Preparing, wording, publishing and taking back what everybody may see (snapshot.ts): every step is on the ledger. */
import { recordAct } from '../../ledger/door.ts';
import { isUniqueViolation, type Tx } from '../../platform/db.ts';
import {
  insertSnapshot,
  lockSnapshot,
  ONE_PREPARED,
  updateSnapshotContent,
  updateSnapshotState,
  type Step,
} from './snapshot-store.ts';
import {
  FiguresStepError,
  whyNotChange,
  whyNotPublish,
  type FiguresRefusal,
  type Snapshot,
  type SnapshotKind,
} from './snapshot.ts';

/** A snapshot as somebody saw it: its number, and the revision of its words. */
export interface SeenSnapshot {
  readonly id: number;
  readonly revision: number;
}

/** One person takes a snapshot of what may be shown. @returns its number. @throws FiguresStepError */
export async function prepareSnapshot<Content>(
  tx: Tx,
  kind: SnapshotKind<Content>,
  content: Content,
  step: Step,
): Promise<number> {
  const id = await insertSnapshot(tx, kind, content, step).catch((error: unknown) => {
    if (isUniqueViolation(error, ONE_PREPARED)) throw new FiguresStepError('snapshot-waits');
    throw error;
  });
  await record(tx, `${kind.act}.prepared`, `${kind.act}:${id}`, step);
  return id;
}

/** Changes what waits, as long as it is what was seen. @throws FiguresStepError */
export async function changeSnapshot<Content>(
  tx: Tx,
  kind: SnapshotKind<Content>,
  seen: SeenSnapshot,
  change: (content: Content) => Content,
  step: Step,
): Promise<void> {
  const found = await lockOrRefuse(tx, kind, seen.id);
  refuse(whyNotChange(found, seen.revision));
  await updateSnapshotContent(tx, found, change(found.content), step.by);
  await record(tx, `${kind.act}.changed`, `${kind.act}:${seen.id}`, step);
}

/** Another person has reviewed it: it is on the site from now on. @throws FiguresStepError */
export async function publishSnapshot<Content>(
  tx: Tx,
  kind: SnapshotKind<Content>,
  seen: SeenSnapshot,
  step: Step,
): Promise<void> {
  const found = await lockOrRefuse(tx, kind, seen.id);
  refuse(whyNotPublish(kind, found, { by: step.by, revision: seen.revision }));
  await updateSnapshotState(tx, seen.id, 'published', step);
  await record(tx, `${kind.act}.published`, `${kind.act}:${seen.id}`, step);
}

/** Takes a snapshot back; one person is enough. What was published before is on the site again. @throws FiguresStepError */
export async function withdrawSnapshot<Content>(
  tx: Tx,
  kind: SnapshotKind<Content>,
  id: number,
  step: Step,
): Promise<void> {
  const found = await lockOrRefuse(tx, kind, id);
  refuse(found.state === 'withdrawn' ? 'wrong-state' : undefined);
  await updateSnapshotState(tx, id, 'withdrawn', step);
  await record(tx, `${kind.act}.withdrawn`, `${kind.act}:${id}`, step);
}

async function lockOrRefuse<Content>(tx: Tx, kind: SnapshotKind<Content>, id: number): Promise<Snapshot<Content>> {
  const found = await lockSnapshot(tx, kind, id);
  if (found === undefined) throw new FiguresStepError('no-such-snapshot');
  return found;
}

function refuse(why: FiguresRefusal | undefined): void {
  if (why !== undefined) throw new FiguresStepError(why);
}

const record = (tx: Tx, action: string, subject: string, { by, at }: Step): Promise<void> =>
  recordAct(tx, { at, actor: `staff:${by}`, action, subject, payload: {} });
