/**
 * What no table may lead to, asked of the decisions themselves and not of the rows that led to them: the last check before anything is
 * planned, which knows nothing of how routing works. Pure.
 *
 * | law           | says                                                                                          |
 * |---------------|-----------------------------------------------------------------------------------------------|
 * | danger        | danger goes to the police at once, with everything that is in the case                         |
 * | hold          | no notice leaves while the police hold the case                                                |
 * | person        | what nobody has assessed and no trusted list knows exactly, what merely resembles, and what has changed its host waits for a person |
 * | illegal-alone | nobody is told of what is not illegal (but the police, of danger)                              |
 * | destination   | nothing illegal, and no suspected crime, is left without anybody                               |
 */
import { countsAsIllegal, type Decision, type ItemFacts, type RoutingFacts } from './facts.ts';

export type FloorLaw = 'danger' | 'hold' | 'person' | 'illegal-alone' | 'destination';

/** The laws that these decisions would break; none for what may be done. */
export function breachesOf(facts: RoutingFacts, decisions: readonly Decision[]): readonly FloorLaw[] {
  const holds: Readonly<Record<FloorLaw, boolean>> = {
    danger: !facts.isUrgent || decisions.some((each) => isDangerPackage(each, facts)),
    hold: decisions.every((each) => each.kind !== 'provider' || each.isHeld || !facts.isOnHold),
    person: facts.items.every((item) => !mustWait(item) || waits(item, decisions)),
    'illegal-alone': facts.items.every((item) => countsAsIllegal(item) || !isTold(item, decisions, facts)),
    destination: hasDestinations(facts, decisions),
  };
  const laws: readonly FloorLaw[] = ['danger', 'hold', 'person', 'illegal-alone', 'destination'];
  return laws.filter((law) => !holds[law]);
}

function isDangerPackage(decision: Decision, { items }: RoutingFacts): boolean {
  return (
    decision.kind === 'police' && decision.isAtOnce && items.every(({ itemId }) => decision.itemIds.includes(itemId))
  );
}

const mustWait = (item: ItemFacts): boolean =>
  item.hostChanged || (item.outcome === undefined && item.knownHit !== 'exact-trusted');

const of = (item: ItemFacts, decisions: readonly Decision[]): readonly Decision[] =>
  decisions.filter((each) => each.kind !== 'police' && each.itemId === item.itemId);

function waits(item: ItemFacts, decisions: readonly Decision[]): boolean {
  const about = of(item, decisions);
  return about.length > 0 && about.every(({ kind }) => kind === 'person');
}

/** The package of danger holds all of a case; a person is asked for beside it. */
function isTold(item: ItemFacts, decisions: readonly Decision[], { isUrgent }: RoutingFacts): boolean {
  const inPackage = decisions.some((each) => each.kind === 'police' && each.itemIds.includes(item.itemId));
  return (inPackage && !isUrgent) || of(item, decisions).some(({ kind }) => kind !== 'person' && kind !== 'none');
}

function hasDestinations(facts: RoutingFacts, decisions: readonly Decision[]): boolean {
  const isLeft = (item: ItemFacts) =>
    of(item, decisions).every(({ kind }) => kind === 'none') &&
    !decisions.some((each) => each.kind === 'police' && each.itemIds.includes(item.itemId));
  if (facts.items.length > 0) return !facts.items.some((item) => countsAsIllegal(item) && isLeft(item));
  return facts.caseOutcome !== 'suspected-crime' || decisions.some(({ kind }) => kind !== 'none');
}
