/** What of the ledger was published outside, and when. */
import type { Db, Tx } from '../platform/db.ts';

export type Channel = 'mail' | 'timestamp';

type PublicationTables = {
  ledger_publication: {
    channel: string;
    day: string;
    size: number;
    token: Buffer | null;
    stamped_at: Date | null;
    published_at: Date;
  };
};

const tables = (db: Db) => db.$extendTables<PublicationTables>();

/** Was this channel served on this day (UTC, `YYYY-MM-DD`)? */
export async function isPublished(db: Db, channel: Channel, day: string): Promise<boolean> {
  const row = await tables(db)
    .selectFrom('ledger_publication')
    .select('size')
    .where('channel', '=', channel)
    .where('day', '=', day)
    .executeTakeFirst();
  return row !== undefined;
}

/** Notes it; of two processes at once the first stands. */
export async function insertPublication(
  tx: Tx,
  publication: {
    readonly channel: Channel;
    readonly day: string;
    readonly size: number;
    readonly token?: Buffer;
    readonly stampedAt?: Date;
    readonly at: Date;
  },
): Promise<void> {
  const { channel, day, size, token, stampedAt, at } = publication;
  await tables(tx)
    .insertInto('ledger_publication')
    .values({ channel, day, size, token: token ?? null, stamped_at: stampedAt ?? null, published_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
