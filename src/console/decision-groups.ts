/** Decisions that say the same of several items, told once. Pure. */
import type { Decision } from '../routing/door.ts';
import type { ItemId } from '../terms/ids.ts';

export interface DecisionGroup {
  /** The first of them: all of a group have the same destination, rule and marks. */
  readonly decision: Decision;
  /** Of all of them, in their order; empty: about the case as a whole. */
  readonly itemIds: readonly ItemId[];
}

/** Groups in the order in which each first appears; what needs a person comes first, because it holds up the rest. */
export function groupDecisions(decisions: readonly Decision[]): readonly DecisionGroup[] {
  const groups = [...Map.groupBy(decisions, keyOf).values()].flatMap((members): DecisionGroup[] => {
    const [decision] = members;
    return decision === undefined ? [] : [{ decision, itemIds: members.flatMap(itemIdsOf) }];
  });
  const isHoldingUp = ({ decision }: DecisionGroup) => decision.kind === 'person';
  return [...groups.filter(isHoldingUp), ...groups.filter((group) => !isHoldingUp(group))];
}

function itemIdsOf(decision: Decision): readonly ItemId[] {
  if (decision.kind === 'police') return decision.itemIds;
  return decision.itemId === undefined ? [] : [decision.itemId];
}

function keyOf(decision: Decision): string {
  const { kind, rule } = decision;
  switch (kind) {
    case 'iccam':
    case 'hotline':
      return [kind, rule, decision.country].join('|');
    case 'provider':
      return [kind, rule, decision.target, decision.isDsa16, decision.isHeld].join('|');
    case 'police':
    case 'ncmec':
    case 'person':
    case 'none':
      return [kind, rule].join('|');
  }
}
