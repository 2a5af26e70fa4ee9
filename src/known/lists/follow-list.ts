/** Lists that follow a source of any kind: opened once for an account, then fed page by page. */
import { recordAct, type Actor } from '../../ledger/door.ts';
import type { Tx } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import { applyUpdates, type AppliedCounts, type FeedUpdate } from './apply-updates.ts';
import { findFeed, insertFeed } from './feed-store.ts';
import type { CategoryMap, ListCategory } from './list-entry.ts';
import { insertList } from './list-store.ts';
import { entryKeysFrom } from './shrouded-entry.ts';

/** A source to follow. */
export interface FollowedSource {
  /** Tells sources apart: address and user, or a body's id. Never a password. */
  readonly account: string;
  readonly name: string;
  readonly source: string;
  readonly format: string;
  readonly categoryMap: CategoryMap;
  readonly trusted: readonly ListCategory[];
  /** Before this nothing is asked for. */
  readonly from: Date;
}

/** Finds the list that follows this account, or makes it, as a draft that two people have yet to activate. */
export async function openFollowedList(
  tx: Tx,
  wanted: FollowedSource,
  by: { readonly actor: Actor; readonly now: Date },
): Promise<number> {
  const known = await findFeed(tx, wanted.account);
  if (known !== undefined) return known;
  const listId = await insertList(tx, { ...wanted, kind: 'feed', createdAt: by.now });
  await insertFeed(tx, listId, wanted.account, wanted.from);
  await recordAct(tx, {
    ...{ at: by.now, actor: by.actor, action: 'known-list.followed', subject: `known-list:${listId}` },
    payload: { format: wanted.format },
  });
  return listId;
}

/** Applies what a source says, in any order and any number of times. @throws ListStepError when the list takes no entries */
export function applyFollowed(
  tx: Tx,
  serviceKey: ServiceKey,
  listId: number,
  updates: readonly FeedUpdate[],
  now: Date,
): Promise<AppliedCounts> {
  return applyUpdates(tx, entryKeysFrom(serviceKey), listId, updates, { actor: 'partner', now });
}
