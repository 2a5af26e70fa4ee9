/** The table of known videos. */
import type { Generated } from 'kysely';
import type { Db, Tx } from '../../platform/db.ts';

type KnownVideoTable = {
  id: Generated<number>;
  list_id: number;
  category: string;
  frames: number;
  shrouded: Buffer;
  listed_at: Date | null;
  added_at: Date;
  withdrawn_at: Date | null;
};
/** What this store needs of the lists' own table. */
type KnownListTable = {
  id: number;
  source: string;
  kind: string;
  state: string;
  trusted: readonly string[];
  change: number;
};

const tables = (db: Db) => db.$extendTables<{ known_video: KnownVideoTable; known_list: KnownListTable }>();

/** A video as it lies in the table, its list's facts beside it. */
export interface StoredVideo {
  readonly id: number;
  readonly listId: number;
  readonly source: string;
  readonly category: string;
  readonly isTrusted: boolean;
  readonly listedAt: Date | undefined;
  readonly shrouded: Buffer;
}

/**
 * Counts a change of a list that may still take videos: a feed, or a file's list that nobody has activated yet (two people
 * confirm what is in it, so nothing comes in afterwards). False for any other list.
 */
export async function countListChange(tx: Tx, listId: number): Promise<boolean> {
  const result = await tables(tx)
    .updateTable('known_list')
    .set((eb) => ({ change: eb('change', '+', 1) }))
    .where('id', '=', listId)
    .where('state', '<>', 'withdrawn')
    .where((eb) => eb.or([eb('kind', '=', 'feed'), eb('state', 'in', ['draft', 'proposed'])]))
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Writes a video; returns its number. */
export async function insertVideo(
  tx: Tx,
  video: {
    readonly listId: number;
    readonly category: string;
    readonly frames: number;
    readonly shrouded: Buffer;
    readonly listedAt: Date | undefined;
    readonly addedAt: Date;
  },
): Promise<number> {
  const row = await tables(tx)
    .insertInto('known_video')
    .values({
      list_id: video.listId,
      category: video.category,
      frames: video.frames,
      shrouded: video.shrouded,
      listed_at: video.listedAt ?? null,
      added_at: video.addedAt,
      withdrawn_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Ends a video; false when there is none that still counts. */
export async function markVideoWithdrawn(tx: Tx, id: number, at: Date): Promise<boolean> {
  const result = await tables(tx)
    .updateTable('known_video')
    .set({ withdrawn_at: at })
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

const findable = (db: Db) =>
  tables(db)
    .selectFrom('known_video')
    .innerJoin('known_list', 'known_list.id', 'known_video.list_id')
    .where('known_list.state', '=', 'active')
    .where('known_video.withdrawn_at', 'is', null);

/** Ids of the videos of active lists, in order: changes exactly when what can be found does. */
export async function readFindableIds(db: Db): Promise<readonly number[]> {
  const rows = await findable(db).select('known_video.id').orderBy('known_video.id').execute();
  return rows.map((row) => row.id);
}

/** The videos of active lists, in order of their ids. */
export async function readFindableVideos(db: Db): Promise<readonly StoredVideo[]> {
  const rows = await findable(db)
    .selectAll('known_video')
    .select(['known_list.source', 'known_list.trusted'])
    .orderBy('known_video.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    listId: row.list_id,
    source: row.source,
    category: row.category,
    isTrusted: row.trusted.includes(row.category),
    listedAt: row.listed_at ?? undefined,
    shrouded: row.shrouded,
  }));
}
