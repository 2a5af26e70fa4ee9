import { hitStanding, readCase, trustedOutcome, type CaseView } from '../cases/door.ts';
import {
  isOnHold,
  readTableInUse,
  routeBy,
  type Decision,
  type RoutingFacts,
  type RoutingTable,
} from '../routing/door.ts';
import type { CaseId, ItemId } from '../terms/ids.ts';
import type { DecideDeps } from './decision-deps.ts';
import { hostFactsOf, readHostStands, standOf, type HostStand } from './host-stands.ts';
import { ncmecFactsOf, type NcmecChoice } from './ncmec-choice.ts';

/** What is shown before deciding: the case, and what its facts lead to. */
export interface Proposal {
  readonly view: CaseView;
  readonly decisions: readonly Decision[];
  /** How its items' hosts stand. */
  readonly hosts: ReadonlyMap<ItemId, HostStand>;
  /** The table that they follow from: own words of its rows are in it. */
  readonly table: RoutingTable;
  /** True when a person has to do something first (assess, find the origin): then nothing can be decided. */
  readonly needsPerson: boolean;
  /** Items that could be reported to NCMEC where the hotline reports there: the analyst may add or leave them. */
  readonly reportable: readonly ItemId[];
}

/** A case, and how its items' hosts stand: what everything that is sent about it is made from. */
export type SeenCase = Pick<Proposal, 'view' | 'hosts'>;

type ProposeDeps = Pick<
  DecideDeps,
  'db' | 'serviceKey' | 'homeCountry' | 'inhopeCountries' | 'ncmec' | 'hotline' | 'addresses'
>;

/** What would follow from the case as it stands; undefined when there is no such case. Nothing is written. */
export async function proposeDecision(
  deps: ProposeDeps,
  caseId: CaseId,
  choice: NcmecChoice = 'as-ruled',
): Promise<Proposal | undefined> {
  const view = await readCase(deps.db, deps.serviceKey, caseId);
  if (view === undefined) return undefined;
  const reach = (await deps.ncmec?.reach()) ?? { kind: 'off' };
  const ids = view.items.map(({ id }) => id);
  const peers = (await deps.hotline?.countriesFor(deps.db, ids)) ?? new Map<ItemId, ReadonlySet<string>>();
  const hosts = await readHostStands(deps, view.items, view.origins);
  const facts = factsOf(view, await isOnHold(deps.db, caseId), { peers, hosts }, deps);
  const table = await readTableInUse(deps.db);
  const decisionsFor = (each: NcmecChoice) => routeBy(table, { ...facts, ncmec: ncmecFactsOf(reach, each) });
  const decisions = decisionsFor(choice);
  return {
    view,
    decisions,
    hosts,
    table,
    needsPerson: decisions.some((decision) => decision.kind === 'person'),
    reportable: decisionsFor('add').flatMap((decision) => (decision.kind === 'ncmec' ? [decision.itemId] : [])),
  };
}

const NOWHERE: ReadonlySet<string> = new Set();

function factsOf(
  view: CaseView,
  isHeld: boolean,
  { peers, hosts }: { readonly peers: ReadonlyMap<ItemId, ReadonlySet<string>> } & Pick<Proposal, 'hosts'>,
  deps: Pick<DecideDeps, 'homeCountry' | 'inhopeCountries'>,
): Omit<RoutingFacts, 'ncmec'> {
  return {
    homeCountry: deps.homeCountry,
    inhopeCountries: deps.inhopeCountries,
    category: view.category,
    origin: view.origin,
    // A tip that its sender marked urgent has gone to the police already; here an analyst's own answers count.
    isUrgent: view.answers.danger === 'yes' || view.answers.identifiable === 'yes',
    isHomeCrime: view.answers.home === 'yes',
    caseOutcome: view.answers.outcome,
    isOnHold: isHeld,
    items: view.items
      .filter((item) => item.state !== 'gone')
      .map((item) => ({
        itemId: item.id,
        outcome: item.outcome,
        listOutcome: trustedOutcome(view.hits.get(item.id) ?? []),
        knownHit: hitStanding(view.hits.get(item.id) ?? []),
        ...hostFactsOf(standOf(hosts, item.id)),
        peerCountries: peers.get(item.id) ?? NOWHERE,
      })),
  };
}
