import type { NoticeInput } from '../notices/door.ts';
import type { CybertipInput } from '../partners/door.ts';
import type { Decision } from '../routing/door.ts';
import type { ItemId } from '../terms/ids.ts';
import { requireBasis } from './basis.ts';
import type { DecideDeps } from './decision-deps.ts';
import { standOf } from './host-stands.ts';
import type { Proposal } from './propose-decision.ts';

/** What NCMEC is told of one item of a case: its addresses, its assessment, its hashes; nothing that a tip holds. */
export async function cybertipInputOf(
  deps: Pick<DecideDeps, 'db' | 'readHashes'>,
  { view, decisions, hosts }: Pick<Proposal, 'view' | 'decisions' | 'hosts'>,
  itemId: ItemId,
): Promise<CybertipInput> {
  const { item, basis } = await requireBasis(deps, view, itemId);
  const hits = view.hits.get(itemId) ?? [];
  const exact = hits.find((hit) => hit.kind === 'exact');
  const hashes = exact === undefined ? undefined : await deps.readHashes?.(exact.sightingId);
  const { url } = item;
  const { ip, country } = standOf(hosts, itemId);
  return {
    ...{ caseNumber: view.number, category: view.category, url, answers: basis.answers },
    isDanger: view.answers.danger === 'yes',
    isIdentifiable: view.answers.identifiable === 'yes',
    isReportedToPolice: decisions.some(isToPolice),
    pageUrls: hits.map((hit) => hit.pageUrl),
    ...(ip === undefined ? {} : { ip }),
    ...(country === undefined ? {} : { country }),
    confirmedAt: basis.assessedAt,
    by: basis.detection === 'manual_review' ? 'person' : 'list',
    ...(hashes === undefined ? {} : { hashes: exactHashesOf(hashes) }),
  };
}

const isToPolice = (decision: Decision): boolean => decision.kind === 'police';

const exactHashesOf = (hashes: NonNullable<NoticeInput['hashes']>) =>
  Object.fromEntries(
    (['md5', 'sha1', 'sha256'] as const).flatMap((kind) => (hashes[kind] === undefined ? [] : [[kind, hashes[kind]]])),
  );
