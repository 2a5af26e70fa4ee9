/**
 * Where a case goes, by a table (table.ts) between the fixed rows (fixed-rows.ts). Pure: the same table and facts always give the same.
 *
 * Rows are read from the top. Each destination is taken from the first row that fits and names it, so a case never comes to the same people twice;
 * the police are one destination however a row names them, and so are ICCAM and that country's hotline. A destination
 * that is not open for an item (ICCAM without an INHOPE hotline there, NCMEC where nothing is reported, a host that nobody could find) is passed over. A row that leads to a
 * person keeps everything else of its item back.
 *
 * The police get one package a case: at once where any row says so, with the items that rows send there, under the reason of the
 * strongest way to them and, of that, of the first item.
 */
import { isInEu } from '../terms/countries.ts';
import type { CloseReason } from '../terms/outcomes.ts';
import { checkRows } from './check-table.ts';
import { countsAsIllegal, type Decision, type ItemFacts, type RoutingFacts, type RoutingRule } from './facts.ts';
import { abroadOf, fitsCase, fitsItem } from './fits.ts';
import { CASE_ENDS, DANGER, ITEM_ENDS, OBSTACLES, type FixedRow } from './fixed-rows.ts';
import { breachesOf } from './floor.ts';
import {
  ruleOf,
  type CaseRow,
  type ItemDestination,
  type ItemRow,
  type RoutingRow,
  type RoutingTable,
} from './table.ts';

/**
 * All that follows: the police first, then item by item. A table that may not be, or that would lead where the floor forbids, sends
 * nothing but danger: the rest goes to a person with that reason.
 */
export function routeBy(table: RoutingTable, facts: RoutingFacts): readonly Decision[] {
  if (table.isUnreadable === true || !isUsable(table.rows)) return refused(table, facts);
  const decisions = decide(table, facts);
  return breachesOf(facts, decisions).length > 0 ? refused(table, facts) : decisions;
}

/** Rows are never changed in place, and a trial reads the same ones thousands of times: each list of them is checked once. */
const checked = new WeakMap<readonly RoutingRow[], boolean>();

function isUsable(rows: readonly RoutingRow[]): boolean {
  const known = checked.get(rows) ?? checkRows(rows).length === 0;
  checked.set(rows, known);
  return known;
}

/** One way for one item or case, and why. */
interface Choice<To = ItemDestination | 'none'> {
  readonly to: To;
  readonly reason: Pick<Decision, 'rule' | 'by'>;
}

function decide(table: RoutingTable, facts: RoutingFacts): readonly Decision[] {
  const perItem = facts.items.map((item) => ({ item, choices: chooseForItem(table, item, facts) }));
  const perCase = facts.items.length === 0 && !facts.isUrgent ? chooseForCase(table, facts) : [];
  const toPolice = perItem.flatMap(({ item, choices }) =>
    choices.filter(({ to }) => isPolice(to)).map((choice) => ({ item, choice })),
  );
  const police = facts.isUrgent
    ? dangerDecision(table, facts)
    : policeDecision([...toPolice, ...perCase.filter(({ to }) => isPolice(to)).map((choice) => ({ choice }))]);
  return [
    ...police,
    ...perCase.flatMap((choice) => endDecision(choice, undefined)),
    ...perItem.flatMap(({ item, choices }) => choices.flatMap((choice) => itemDecision(choice, item, facts))),
  ];
}

/** In the order in which an item's decisions are listed. */
const SLOTS = ['police', 'abroad', 'ncmec', 'provider-host', 'provider-proxy'] as const;

function slotOf(to: Exclude<ItemDestination, 'person'>): (typeof SLOTS)[number] {
  switch (to) {
    case 'police-at-once':
    case 'police':
    case 'police-onward':
      return 'police';
    case 'iccam':
    case 'hotline':
      return 'abroad';
    case 'ncmec':
    case 'provider-host':
    case 'provider-proxy':
      return to;
  }
}

function chooseForItem(table: RoutingTable, item: ItemFacts, facts: RoutingFacts): readonly Choice[] {
  const obstacle = OBSTACLES.find((row) => row.fits(item));
  if (obstacle !== undefined) return [fixedChoice(table, obstacle)];
  const taken = new Map<(typeof SLOTS)[number], Choice>();
  const fitting = countsAsIllegal(item) ? table.rows.filter((row) => isItemRow(row) && fitsItem(row, item, facts)) : [];
  for (const row of fitting) {
    const reason = { rule: ruleOf(row), by: { version: table.version, row: row.id } };
    for (const to of row.to) {
      if (to === 'person') return [{ to, reason }];
      const slot = slotOf(to);
      if (!taken.has(slot) && isDestinationOpen(to, item, facts)) taken.set(slot, { to, reason });
    }
  }
  if (taken.size > 0) return SLOTS.flatMap((slot) => taken.get(slot) ?? []);
  return ITEM_ENDS.filter((row) => row.fits(item))
    .slice(0, 1)
    .map((row) => fixedChoice(table, row));
}

function chooseForCase(table: RoutingTable, facts: RoutingFacts): readonly Choice[] {
  const isCrime = facts.caseOutcome === 'suspected-crime';
  const row = isCrime ? table.rows.find((each) => isCaseRow(each) && fitsCase(each, facts)) : undefined;
  if (row !== undefined) {
    const reason = { rule: ruleOf(row), by: { version: table.version, row: row.id } };
    return row.to.map((to) => ({ to, reason }));
  }
  return CASE_ENDS.filter((each) => each.fits(facts))
    .slice(0, 1)
    .map((each) => fixedChoice(table, each));
}

const isItemRow = (row: RoutingRow): row is ItemRow => row.about === 'item';
const isCaseRow = (row: RoutingRow): row is CaseRow => row.about === 'case';

const fixedChoice = <Of>({ version }: RoutingTable, { rule, to }: FixedRow<Of>): Choice => ({
  ...{ to, reason: { rule, by: { version, row: rule } } },
});

function isDestinationOpen(to: ItemDestination, item: ItemFacts, facts: RoutingFacts): boolean {
  const abroad = abroadOf(item, facts);
  switch (to) {
    case 'iccam':
      return abroad !== undefined && facts.inhopeCountries.has(abroad);
    case 'hotline':
      return abroad !== undefined && item.peerCountries?.has(abroad) === true;
    case 'ncmec':
      return facts.ncmec.kind !== 'none';
    case 'provider-proxy':
      return item.proxy !== 'none';
    case 'provider-host':
      return item.proxy !== 'origin-not-found';
    case 'police-at-once':
    case 'police':
    case 'police-onward':
    case 'person':
      return true;
  }
}

/** From the strongest. */
const POLICE = ['police-at-once', 'police', 'police-onward'] as const;
const isPolice = (to: Choice['to']): boolean => POLICE.some((way) => way === to);

function policeDecision(
  chosen: readonly { readonly item?: ItemFacts; readonly choice: Choice }[],
): readonly Decision[] {
  for (const way of POLICE) {
    const strongest = chosen.find(({ choice }) => choice.to === way);
    if (strongest === undefined) continue;
    const itemIds = chosen.flatMap(({ item }) => item?.itemId ?? []);
    return [{ kind: 'police', ...strongest.choice.reason, isAtOnce: way === 'police-at-once', itemIds }];
  }
  return [];
}

const dangerDecision = ({ version }: RoutingTable, facts: RoutingFacts): readonly Decision[] => [
  {
    ...{ kind: 'police', rule: DANGER.rule, by: { version, row: DANGER.rule }, isAtOnce: true },
    itemIds: facts.items.map((item) => item.itemId),
  },
];

function itemDecision(choice: Choice, item: ItemFacts, facts: RoutingFacts): readonly Decision[] {
  const { to, reason } = choice;
  const { itemId } = item;
  const abroad = abroadOf(item, facts);
  switch (to) {
    case 'police-at-once':
    case 'police':
    case 'police-onward':
      return [];
    case 'iccam':
    case 'hotline':
      return abroad === undefined ? [] : [{ kind: to, ...reason, itemId, country: abroad }];
    case 'ncmec':
      return [{ kind: 'ncmec', ...reason, itemId }];
    case 'provider-host':
    case 'provider-proxy': {
      const isDsa16 = item.hostCountry !== undefined && isInEu(item.hostCountry);
      const target = to === 'provider-host' ? 'host' : 'proxy';
      return [{ kind: 'provider', ...reason, itemId, target, isDsa16, isHeld: facts.isOnHold }];
    }
    case 'person':
    case 'none':
      return endDecision(choice, itemId);
  }
}

function endDecision({ to, reason }: Choice, itemId: ItemFacts['itemId'] | undefined): readonly Decision[] {
  if (to === 'person') return [{ kind: 'person', ...reason, itemId }];
  if (to !== 'none') return [];
  return [{ kind: 'none', ...reason, itemId, reason: closeReasonOf(reason.rule) }];
}

/** The fixed rows' codes for an end are the reasons' own. */
function closeReasonOf(rule: Decision['rule']): CloseReason {
  return rule === 'not-found' || rule === 'not-public' || rule === 'too-little' ? rule : 'not-illegal';
}

function refused(table: RoutingTable, facts: RoutingFacts): readonly Decision[] {
  const rule: RoutingRule = 'table-refused';
  const itemIds = facts.items.length === 0 ? [undefined] : facts.items.map((item) => item.itemId);
  return [
    ...(facts.isUrgent ? dangerDecision(table, facts) : []),
    ...itemIds.map((itemId) => ({
      ...{ kind: 'person' as const, rule, by: { version: table.version, row: rule }, itemId },
    })),
  ];
}
