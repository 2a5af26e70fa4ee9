/** Where the exchange with each source stands. */
import type { Db, Tx } from '../../platform/db.ts';

type FeedTable = {
  list_id: number;
  account: string;
  checked_until: Date;
  query_to: Date | null;
  query_next: string | null;
  queried_at: Date | null;
};
const tables = (db: Db) => db.$extendTables<{ known_feed: FeedTable }>();

/** One list's place in its source's updates, stored with each page so that a killed run goes on there. */
export interface Feed {
  readonly account: string;
  /** Every question up to here was read to its end. */
  readonly checkedUntil: Date;
  /** The question under way: its end, and its next page. */
  readonly query: { readonly to: Date; readonly next: string } | undefined;
}

/** Notes that a list follows a source. */
export async function insertFeed(tx: Tx, listId: number, account: string, from: Date): Promise<void> {
  await tables(tx)
    .insertInto('known_feed')
    .values({ list_id: listId, account, checked_until: from, query_to: null, query_next: null, queried_at: null })
    .execute();
}

/** The feed of a list; undefined when the list follows none. */
export async function readFeed(db: Db, listId: number): Promise<Feed | undefined> {
  const row = await tables(db).selectFrom('known_feed').selectAll().where('list_id', '=', listId).executeTakeFirst();
  return row === undefined
    ? undefined
    : {
        account: row.account,
        checkedUntil: row.checked_until,
        query:
          row.query_to === null || row.query_next === null ? undefined : { to: row.query_to, next: row.query_next },
      };
}

/** The list that follows a source through this account, and is not withdrawn. */
export async function findFeed(db: Db, account: string): Promise<number | undefined> {
  const row = await tables(db)
    .$extendTables<{ known_list: { id: number; state: string } }>()
    .selectFrom('known_feed')
    .innerJoin('known_list', 'known_list.id', 'known_feed.list_id')
    .select('known_feed.list_id')
    .where('known_feed.account', '=', account)
    .where('known_list.state', '!=', 'withdrawn')
    .orderBy('known_feed.list_id', 'desc')
    .executeTakeFirst();
  return row?.list_id;
}

/** Notes how far the exchange has come, in the transaction of the entries it brought. */
export async function updateFeed(
  tx: Tx,
  listId: number,
  to: { readonly checkedUntil?: Date; readonly query: Feed['query']; readonly at: Date },
): Promise<void> {
  await tables(tx)
    .updateTable('known_feed')
    .set({
      ...(to.checkedUntil === undefined ? {} : { checked_until: to.checkedUntil }),
      query_to: to.query?.to ?? null,
      query_next: to.query?.next ?? null,
      queried_at: to.at,
    })
    .where('list_id', '=', listId)
    .execute();
}
