/** What the public site keeps in memory, so that a page is made without waiting for the database. */
import type { House } from '../house.ts';
import { findSitePartner, followForms, FormKeeper, type DeskRecipient, type IntakeDeps } from '../intake/door.ts';
import type { Db } from '../platform/db.ts';
import { isDeskKey } from '../staff/door.ts';

/** Asks `read` again only when its last answer is older than `ms`; that there is none is never kept. */
export function keepFor(
  ms: number,
  read: () => Promise<DeskRecipient | undefined>,
): () => Promise<DeskRecipient | undefined> {
  let kept: { readonly value: DeskRecipient; readonly until: number } | undefined;
  return async () => {
    if (kept !== undefined && performance.now() < kept.until) return kept.value;
    const value = await read();
    kept = value === undefined ? undefined : { value, until: performance.now() + ms };
    return value;
  };
}

/** The forms that two people have released, from the first page on. */
export async function keepForms({ db, log }: House, stops: (() => Promise<void>)[]): Promise<FormKeeper> {
  const keeper = new FormKeeper(db);
  await keeper.refresh();
  const following = followForms(keeper, log);
  stops.push(() => following.stop());
  return keeper;
}

/** What the interface for other sites and apps asks of the house. */
export const handoverOf = (db: Db): IntakeDeps['handover'] => ({
  findPartner: (keyId) => findSitePartner(db, keyId),
  isDeskKey: (id) => isDeskKey(db, id),
});
