/** Where acts wait, written in the transaction of what they tell of, until the sequencer gives each its place in the log. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
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

interface ActRow {
  readonly happenedAt: Date;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly payloadHash: Buffer;
}

/** Writes one waiting act. */
export async function insertAct(tx: Tx, act: ActRow): Promise<void> {
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

/** Writes many waiting acts with one statement, in the order given. */
export async function insertActs(tx: Tx, acts: readonly ActRow[]): Promise<void> {
  if (acts.length === 0) return;
  await sql`insert into ledger_act (id, happened_at, actor, action, subject, payload_hash)
    select * from unnest(${acts.map(() => randomUUID())}::uuid[], ${acts.map((act) => act.happenedAt)}::timestamptz[],
      ${acts.map((act) => act.actor)}::text[], ${acts.map((act) => act.action)}::text[],
      ${acts.map((act) => act.subject)}::text[], ${acts.map((act) => act.payloadHash)}::bytea[])`.execute(tx);
}
