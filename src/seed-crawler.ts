import { readCase } from './cases/door.ts';
import { readFromCases, seedFromCases } from './crawl/door.ts';
import type { Tx } from './platform/db.ts';
import type { ServiceKey } from './platform/service-key.ts';
import type { CaseId } from './terms/ids.ts';
import { isIllegal } from './terms/outcomes.ts';

/** Where the hotline wants it, illegal items are where the crawler begins: they, and the pages that they stood on. */
export async function seedCrawler(
  deps: { readonly serviceKey: ServiceKey },
  tx: Tx,
  caseIds: readonly CaseId[],
): Promise<void> {
  if ((await readFromCases(tx)).runId === undefined) return;
  for (const caseId of caseIds) {
    const view = await readCase(tx, deps.serviceKey, caseId);
    const illegal = view?.items.filter((item) => item.state === 'assessed' && isIllegal(item.outcome)) ?? [];
    const pages = illegal.flatMap((item) => (view?.hits.get(item.id) ?? []).map(({ pageUrl }) => pageUrl));
    await seedFromCases(tx, deps.serviceKey, [...illegal.map(({ url }) => url), ...pages]);
  }
}
