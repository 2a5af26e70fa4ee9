/** All that the screens of one case are made of, read at once. */
import {
  listOriginSayings,
  listSeconds,
  readNewestAssessment,
  type Assessment,
  type CaseView,
  type Item,
  type OriginSaying,
  type SecondOpinion,
} from '../cases/door.ts';
import { proposeDecision, type OutlineDeps, type Proposal } from '../deciding/door.ts';
import { readTip, type TipRecord } from '../intake/door.ts';
import { listHandedItems, readGiven, type GivenStand, type HandedItem } from '../exchange/door.ts';
import {
  listTakedownsOfCase,
  readAnnouncedNetworks,
  readSights,
  readWatch,
  type ShownTakedown,
  type Watch,
} from '../notices/door.ts';
import { readItemsInIccam, type ItemInIccam } from '../partners/door.ts';
import {
  isOnHold,
  listDispatches,
  listDispatchItems,
  readTables,
  type Decision,
  type Dispatch,
  type RoutingTable,
} from '../routing/door.ts';
import { readStaffNames } from '../staff/door.ts';
import { caseIdSchema, type ItemId, type StaffId } from '../terms/ids.ts';
import type { ConsoleDeps } from './console-deps.ts';
import { networkFrom, networkMove, type ItemNetwork, type NetworkMove } from './item-network.ts';
import { readProviderAnswers, type ProviderAnswers } from './provider-answers.ts';
import type { StaffVisit } from './screens.ts';

/** An item with its place in the case (from 1), its newest assessment and its watch. */
export interface ItemScreen {
  readonly number: number;
  readonly item: Item;
  readonly assessment: Assessment | undefined;
  readonly watch: Watch | undefined;
  /** The network that its host is in, as far as somebody knows. */
  readonly network: ItemNetwork | undefined;
  /** Its host answered from another network since. */
  readonly moved: NetworkMove | undefined;
  /** What it is to the peers; undefined: nothing was ever given of it. */
  readonly given: GivenStand | undefined;
  readonly second: SecondOpinion | undefined;
  /** A second opinion waits, and the visitor could be the one to give it: what the first said is left out. */
  readonly isBlind: boolean;
}

export interface CaseScreen {
  readonly view: CaseView;
  readonly decisions: readonly Decision[];
  /** The table that the decisions follow from, and those that dispatches followed from, by version. */
  readonly table: RoutingTable;
  readonly tables: ReadonlyMap<number, RoutingTable>;
  readonly needsPerson: boolean;
  /** How its items' hosts stand. */
  readonly hosts: Proposal['hosts'];
  /** What was said of its items' origins, the newest last. */
  readonly originSayings: readonly OriginSaying[];
  /** Items that could be reported to NCMEC; empty where the hotline does not report there. */
  readonly reportable: readonly ItemId[];
  readonly items: readonly ItemScreen[];
  readonly tips: readonly TipRecord[];
  readonly dispatches: readonly Dispatch[];
  readonly providers: ProviderAnswers;
  /** The items of dispatches that name several. */
  readonly covers: ReadonlyMap<Dispatch['id'], readonly Item['id'][]>;
  /** How its items stand in ICCAM. */
  readonly iccam: readonly ItemInIccam[];
  /** What other hotlines said of its items, and what was handed to them. */
  readonly handed: readonly HandedItem[];
  /** Each item's newest takedown. */
  readonly ladders: readonly ShownTakedown[];
  /** Whose table of networks is shown, and of when. */
  readonly networkSource: { readonly name: string; readonly builtAt: Date } | undefined;
  readonly isOnHold: boolean;
  readonly names: ReadonlyMap<StaffId, string>;
  /** The visitor has claimed it and may work on it. */
  readonly isMine: boolean;
}

/** The case that the path names; undefined when there is none. */
export async function readCaseScreen(visit: StaffVisit): Promise<CaseScreen | undefined> {
  const { deps, session } = visit;
  const caseId = caseIdSchema.safeParse(visit.params.get('caseId'));
  const proposal = caseId.success ? await proposeDecision(decideDepsOf(deps), caseId.data) : undefined;
  if (proposal === undefined) return undefined;
  const { view, decisions, table, needsPerson, reportable, hosts } = proposal;
  const ids = view.items.map(({ id }) => id);
  const seconds = await listSeconds(deps.db, view.id);
  const networks = await readNetworks(deps, view.items);
  const [items, tips, dispatches, isHeld, names, providers, ladders, iccam, covers, handed, originSayings] =
    await Promise.all([
      Promise.all(
        view.items.map((item, index) =>
          readItemScreen(visit, item, index + 1, seconds.get(item.id), networks.get(item.id)),
        ),
      ),
      Promise.all(view.tipIds.map((tipId) => readTip(deps.db, tipId))),
      listDispatches(deps.db, view.id),
      isOnHold(deps.db, view.id),
      readStaffNames(deps.db),
      readProviderAnswers(visit, view),
      listTakedownsOfCase(deps.db, deps.serviceKey, view.id),
      readItemsInIccam(deps.db, deps.serviceKey, ids),
      listDispatchItems(deps.db, view.id),
      listHandedItems(deps.db, deps.serviceKey, ids),
      listOriginSayings(deps.db, ids),
    ]);
  return {
    ...{
      view,
      decisions,
      table,
      needsPerson,
      reportable,
      hosts,
      originSayings,
      items,
      dispatches,
      providers,
      ladders,
      iccam,
      covers,
      handed,
    },
    tables: await readTables(
      deps.db,
      dispatches.flatMap(({ by }) => by?.version ?? []),
    ),
    tips: tips.toSorted((a, b) => a.receivedHour.getTime() - b.receivedHour.getTime()),
    networkSource: deps.asTable?.describe(),
    isOnHold: isHeld,
    names,
    isMine: view.state === 'claimed' && view.claimedBy === session.staffId,
  };
}

type FoundNetwork = Pick<ItemScreen, 'network' | 'moved'>;
const NOTHING_FOUND: FoundNetwork = { network: undefined, moved: undefined };

/** Where items are, and whether the newest visits were answered from somewhere else. Nobody is asked. */
async function readNetworks(
  { db, serviceKey, asTable }: ConsoleDeps,
  items: readonly Item[],
): Promise<ReadonlyMap<ItemId, FoundNetwork>> {
  const sights = await readSights(
    db,
    serviceKey,
    items.map(({ id }) => id),
  );
  const ips = [...items.flatMap(({ ip }) => ip ?? []), ...[...sights.values()].flatMap((sight) => sight.ips)];
  const registered = await readAnnouncedNetworks(db, serviceKey, ips);
  const networkOf = (ip: string) => networkFrom(registered.get(ip), asTable?.networkOf(ip));
  return new Map(
    items.map(({ id, ip }) => {
      const network = ip === undefined ? undefined : networkOf(ip);
      const sight = sights.get(id);
      return [id, { network, moved: sight && networkMove(network, sight.ips.map(networkOf), sight.at) }];
    }),
  );
}

async function readItemScreen(
  { deps, session }: StaffVisit,
  item: Item,
  number: number,
  second: SecondOpinion | undefined,
  found: FoundNetwork | undefined,
): Promise<ItemScreen> {
  const [assessment, watch, given] = await Promise.all([
    readNewestAssessment(deps.db, item.id),
    readWatch(deps.db, deps.serviceKey, item.id),
    readGiven(deps.db, item.id),
  ]);
  const { network, moved } = found ?? NOTHING_FOUND;
  const isBlind = second?.state === 'waiting' && second.first.staffId !== session.staffId;
  return isBlind
    ? {
        ...{ number, item: { ...item, outcome: undefined }, assessment: undefined, watch, given: undefined },
        ...{ second, isBlind, network, moved },
      }
    : { number, item, assessment, watch, given, second, isBlind, network, moved };
}

/** What deciding needs, from what the console has. */
export const decideDepsOf = (deps: ConsoleDeps): OutlineDeps => ({
  ...deps,
  homeCountry: deps.config.hotline.homeCountry,
  inhopeCountries: deps.config.inhopeCountries,
});
