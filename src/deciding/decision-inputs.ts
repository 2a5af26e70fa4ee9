/** What each destination is told of a case, before it is sealed or shrouded: the same for a sending and for looking at it beforehand. */
import type { CaseView, Item } from '../cases/door.ts';
import type { HandoverInput } from '../exchange/door.ts';
import { openTip, readReportedAddresses, readTip } from '../intake/door.ts';
import { xarfClassOf, type NoticeInput } from '../notices/door.ts';
import type { CaseInput, ItemInput, TipInput } from '../partners/door.ts';
import { reasonIn, type Decision, type RoutingTable } from '../routing/door.ts';
import type { Session } from '../staff/door.ts';
import type { ItemId } from '../terms/ids.ts';
import { basisOf, requireBasis, type Basis } from './basis.ts';
import type { DecideDeps } from './decision-deps.ts';
import { standOf, type HostStand } from './host-stands.ts';
import type { SeenCase } from './propose-decision.ts';

type ReadDeps = Pick<DecideDeps, 'db' | 'serviceKey'>;

/** What the police read of a proxy and of what stands behind it. */
function proxyOf({ proxy, origin }: HostStand): ItemInput['proxy'] {
  if (proxy === 'none') return undefined;
  if (origin === undefined) return { found: false };
  const { host, ip, country, way } = origin;
  return { found: true, host, ip, country, way };
}

/** The police are told of the case as a whole, with these tips. */
export async function policeInputOf(
  deps: ReadDeps,
  { view, hosts }: SeenCase,
  decision: Extract<Decision, { kind: 'police' }>,
  {
    table,
    tips,
    includeContact,
  }: { readonly table: RoutingTable; readonly tips: readonly TipInput[]; readonly includeContact: boolean },
): Promise<CaseInput> {
  const items = await Promise.all(
    view.items
      .filter((item) => decision.itemIds.includes(item.id))
      .map(async (item) => ({
        ...{ ...item, answers: (await basisOf(deps, view, item))?.answers },
        proxy: proxyOf(standOf(hosts, item.id)),
      })),
  );
  const { id, number, category, isUrgent, openedHour, answers } = view;
  return {
    ...{ id, number, category, openedHour, answers, items, tips, includeContact },
    isUrgent: isUrgent || decision.isAtOnce,
    rule: reasonIn(table, decision.rule),
  };
}

/** The case's tips as somebody with the desk's keys reads them. @throws Error where there are tips and nobody who could */
export async function openedTips(
  deps: ReadDeps,
  view: CaseView,
  deskIdentities: Session['deskIdentities'] | undefined,
): Promise<readonly TipInput[]> {
  if (view.tipIds.length === 0) return [];
  if (deskIdentities === undefined)
    throw new Error('A case with tips goes nowhere without a person who can read them.');
  const keys = await deskIdentities();
  return tipsOf(deps, view, (record) => openTip(record, keys));
}

/** The same without what is sealed: nobody reads a tip by looking at what would leave. */
export const unopenedTips = (deps: ReadDeps, view: CaseView): Promise<readonly TipInput[]> =>
  tipsOf(deps, view, () => ({ report: {}, contact: undefined }));

async function tipsOf(
  deps: ReadDeps,
  view: CaseView,
  wordsOf: (record: Awaited<ReturnType<typeof readTip>>) => Pick<TipInput, 'report' | 'contact'>,
): Promise<readonly TipInput[]> {
  const tips: TipInput[] = [];
  for (const tipId of view.tipIds) {
    const record = await readTip(deps.db, tipId);
    // A tip whose key was erased at the end of its retention has nothing left to send.
    if (record.erasedAt !== undefined) continue;
    const { report, contact } = wordsOf(record);
    tips.push({ ...record, report, contact, addresses: await readReportedAddresses(deps.db, deps.serviceKey, tipId) });
  }
  return tips;
}

/** Another hotline is handed one item. @throws Error for one that is not illegal */
export async function handoverInputOf(
  deps: Pick<DecideDeps, 'db'>,
  { view, hosts }: SeenCase,
  decision: Extract<Decision, { kind: 'hotline' }>,
): Promise<HandoverInput> {
  const { item, basis } = await requireBasis(deps, view, decision.itemId);
  const { outcome, answers } = basis;
  if (outcome !== 'illegal-baseline' && outcome !== 'illegal-national')
    throw new Error('No other hotline is told about an item that is not illegal.');
  const { category, openedHour: receivedHour } = view;
  const { country } = decision;
  const { ip } = standOf(hosts, item.id);
  return { itemId: item.id, category, receivedHour, url: item.url, ip, country, outcome, answers };
}

/** A provider is told of one item, with its exact hashes where they are known. @throws Error for one that is not illegal */
export async function noticeInputOf(
  deps: Pick<DecideDeps, 'db' | 'readHashes'>,
  { view, hosts }: SeenCase,
  { itemId, target }: { readonly itemId: ItemId; readonly target: 'host' | 'proxy' },
): Promise<NoticeInput> {
  const { item, basis } = await requireBasis(deps, view, itemId);
  const exact = view.hits.get(item.id)?.find((hit) => hit.kind === 'exact');
  const hashes = exact === undefined ? undefined : await deps.readHashes?.(exact.sightingId);
  const facts = noticeFacts(view.number, item, basis, { target, origin: standOf(hosts, itemId).origin });
  return hashes === undefined ? facts : { ...facts, hashes };
}

function noticeFacts(
  caseNumber: number,
  item: Item,
  basis: Basis,
  { target, origin }: { readonly target: 'host' | 'proxy'; readonly origin: HostStand['origin'] },
): NoticeInput {
  const classification = xarfClassOf(basis.answers);
  const { outcome, assessedAt, detection } = basis;
  if (outcome !== 'illegal-baseline' && outcome !== 'illegal-national')
    throw new Error('Nobody is told about an item that is not illegal.');
  return {
    ...{ caseNumber, itemId: item.id, url: item.url, host: item.host, target, outcome, assessedAt, detection },
    ...(item.ip === undefined ? {} : { ip: item.ip }),
    ...(item.country === undefined ? {} : { country: item.country }),
    ...(origin === undefined ? {} : { origin: { host: origin.host, ip: origin.ip, country: origin.country } }),
    ...(classification === undefined ? {} : { classification }),
  };
}
