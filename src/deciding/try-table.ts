/**
 * A draft of the routing table is tried over past cases. Both tables meet the same facts: those on record now (the newest answers and
 * assessments, hosts, origins and hits; items that are gone count as they last were), with today's peers, known proxies and settings and
 * nobody's own choice about NCMEC. What an earlier table said on the day is on the dispatches; it is not asked for here.
 */
import { readOrigins, readPastCases, type PastCaseFacts } from '../cases/door.ts';
import type { NcmecFacts, PastCase, RoutingFacts, RoutingTable, Trial } from '../routing/door.ts';
import { tryTable } from '../routing/door.ts';
import type { ItemId } from '../terms/ids.ts';
import type { DecideDeps } from './decision-deps.ts';
import { hostFactsOf, readHostStands, standOf, type HostStand } from './host-stands.ts';
import { ncmecFactsOf } from './ncmec-choice.ts';

interface TryDeps extends Pick<DecideDeps, 'db' | 'serviceKey' | 'addresses' | 'homeCountry' | 'inhopeCountries'> {
  readonly ncmec?: Pick<NonNullable<DecideDeps['ncmec']>, 'reach'> | undefined;
  readonly hotline?: Pick<NonNullable<DecideDeps['hotline']>, 'countriesFor'> | undefined;
}

/** Runs the table in use and a draft over the newest `most` cases that were decided. Reads alone; nothing sealed is opened, and of what is shrouded IP addresses and origins alone. */
export async function tryOnPastCases(
  deps: TryDeps,
  tables: { readonly inUse: RoutingTable; readonly draft: RoutingTable },
  most: number,
): Promise<Trial> {
  return tryTable(tables, pastCases(deps, most));
}

async function* pastCases(deps: TryDeps, most: number): AsyncGenerator<PastCase> {
  const ncmec = ncmecFactsOf((await deps.ncmec?.reach()) ?? { kind: 'off' }, 'as-ruled');
  for await (const page of readPastCases(deps.db, deps.serviceKey, most)) {
    const items = page.flatMap((past) => past.items);
    const ids = items.map(({ id }) => id);
    const hosts = await readHostStands(deps, items, await readOrigins(deps.db, deps.serviceKey, ids));
    const peers = (await deps.hotline?.countriesFor(deps.db, ids)) ?? new Map<ItemId, ReadonlySet<string>>();
    for (const past of page) {
      yield { caseId: past.id, number: past.number, facts: factsOf(past, deps, { ncmec, peers, hosts }) };
    }
  }
}

/** What is the same for every case of a page, and what is known of its items. */
interface Known {
  readonly ncmec: NcmecFacts;
  readonly peers: ReadonlyMap<ItemId, ReadonlySet<string>>;
  readonly hosts: ReadonlyMap<ItemId, HostStand>;
}

function factsOf(
  { category, origin, answers, items }: PastCaseFacts,
  { homeCountry, inhopeCountries }: TryDeps,
  { ncmec, peers, hosts }: Known,
): RoutingFacts {
  return {
    ...{ homeCountry, inhopeCountries, category, origin, ncmec },
    isUrgent: answers.danger === 'yes' || answers.identifiable === 'yes',
    isHomeCrime: answers.home === 'yes',
    caseOutcome: answers.outcome,
    // A hold changes when a notice leaves, not where a case goes.
    isOnHold: false,
    items: items.map(({ id, outcome, standing, listOutcome }) => ({
      ...{ itemId: id, outcome, listOutcome, knownHit: standing, ...hostFactsOf(standOf(hosts, id)) },
      peerCountries: peers.get(id) ?? new Set<string>(),
    })),
  };
}
