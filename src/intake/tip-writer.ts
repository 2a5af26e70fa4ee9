/**
 * Tips that arrive together are written together. Each waits at most for the statement under way; under load a statement then
 * carries several tips, which share one round trip and one flush of the log. Nobody is answered before their own is durable.
 */
import type { Db } from '../platform/db.ts';
import { hasSubmission, insertTips, type SealedTip } from './tip-store.ts';

interface WaitingTip {
  readonly tip: SealedTip;
  readonly resolve: (isNew: boolean) => void;
  readonly reject: (error: unknown) => void;
}

interface TipWriter {
  readonly waiting: WaitingTip[];
  underWay: number;
}

/** Two: while the database flushes one, the next is already there. */
const MOST_UNDER_WAY = 2;
const MOST_TOGETHER = 64;

const writers = new WeakMap<Db, TipWriter>();

/**
 * Writes a tip durably. False when its submission is there already: then nothing was written.
 * @throws the database's errors: then it was not taken (or, when the connection broke on commit, sending it again tells)
 */
export function writeTip(db: Db, tip: SealedTip): Promise<boolean> {
  const writer = writers.get(db) ?? { waiting: [], underWay: 0 };
  writers.set(db, writer);
  const written = new Promise<boolean>((resolve, reject) => writer.waiting.push({ tip, resolve, reject }));
  pump(db, writer);
  return written;
}

function pump(db: Db, writer: TipWriter): void {
  while (writer.underWay < MOST_UNDER_WAY && writer.waiting.length > 0) {
    const together = writer.waiting.splice(0, MOST_TOGETHER);
    writer.underWay += 1;
    void writeTogether(db, together).finally(() => {
      writer.underWay -= 1;
      pump(db, writer);
    });
  }
}

async function writeTogether(db: Db, together: readonly WaitingTip[]): Promise<void> {
  try {
    const written = await insertTips(
      db,
      together.map(({ tip }) => tip),
    );
    await Promise.all(together.map((each) => answer(db, each, written.has(each.tip.id))));
  } catch (error) {
    for (const { reject } of together) reject(error);
  }
}

async function answer(db: Db, { tip, resolve, reject }: WaitingTip, isNew: boolean): Promise<void> {
  if (isNew || (await hasSubmission(db, tip.submissionDigest))) resolve(isNew);
  else reject(new Error('A tip was neither written nor there already.'));
}
