import { readCase, readNewestAssessment } from './cases/door.ts';
import { readSighting } from './crawl/door.ts';
import { publishItem } from './exchange/door.ts';
import type { Tx } from './platform/db.ts';
import type { ServiceKey } from './platform/service-key.ts';
import type { CaseId } from './terms/ids.ts';

/** What a person here has confirmed of what the crawler saw is given to other hotlines; what was found wrong is taken back. */
export async function giveToPeers(
  deps: { readonly serviceKey: ServiceKey; readonly hotlineName?: string },
  tx: Tx,
  caseIds: readonly CaseId[],
  now: Date,
): Promise<void> {
  const { serviceKey, hotlineName } = deps;
  if (hotlineName === undefined) return;
  for (const caseId of caseIds) {
    const view = await readCase(tx, serviceKey, caseId);
    for (const { id: itemId, outcome } of view?.items ?? []) {
      const [hit] = view?.hits.get(itemId) ?? [];
      if (hit === undefined || (await readNewestAssessment(tx, itemId)) === undefined) continue;
      const sighting = await readSighting(tx, serviceKey, hit.sightingId);
      if (sighting === undefined) continue;
      const category = outcome === 'illegal-baseline' || outcome === 'illegal-national' ? outcome : undefined;
      const { md5, sha1, sha256, pdq } = sighting.hashes;
      const hashes = { md5, sha1, sha256, ...(pdq === undefined ? {} : { pdq }) };
      await publishItem(tx, { serviceKey, hotlineName }, { itemId, category, hashes }, now);
    }
  }
}
