/** Where acts wait, written in the transaction of what they tell of, until the sequencer gives each its place in the log. */
import { randomUUID } from 'node:crypto';
import type { Db, Tx } from '../platform/db.ts';

type ActTables = {
  ledger_act: {
    id: string;
    happened_at: Date;
    actor: string;
    action: string;
    subject: string;
    payload_hash: Buffer;
  };
};

const tables = (db: Db) => db.$extendTables<ActTables>();

/** Writes one waiting act. */
export async function insertAct(
  tx: Tx,
  act: { happenedAt: Date; actor: string; action: string; subject: string; payloadHash: Buffer },
): Promise<void> {
  await tables(tx)
    .insertInto('ledger_act')
    .values({
      id: randomUUID(),
      happened_at: act.happenedAt,
      actor: act.actor,
      action: act.action,
      subject: act.subject,
      payload_hash: act.payloadHash,
    })
    .execute();
}
