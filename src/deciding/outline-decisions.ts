/** What would leave if a case were decided as it stands: field by field, for an analyst to read before. Nothing is sent, sealed or opened. */
import type { HotlineDoor } from '../exchange/door.ts';
import { fieldsOf, type CybertipDoor, type IccamDoor, type OutlinedField, type PoliceDoor } from '../partners/door.ts';
import type { Decision, Destination } from '../routing/door.ts';
import type { ItemId } from '../terms/ids.ts';
import { cybertipInputOf } from './cybertip-input.ts';
import type { DecideDeps } from './decision-deps.ts';
import { handoverInputOf, noticeInputOf, policeInputOf, unopenedTips } from './decision-inputs.ts';
import { reportInputsOf } from './plan-reports.ts';
import type { Seen } from './plan-decision.ts';
import type { Proposal } from './propose-decision.ts';

/** What looking takes beside deciding: the doors' own outlines. */
export interface OutlineDeps extends DecideDeps {
  readonly police: Pick<PoliceDoor, 'prepare' | 'outline' | 'canTake'>;
  readonly iccam: Pick<IccamDoor, 'prepare' | 'standingHere' | 'outline' | 'canTake'>;
  readonly ncmec: Pick<CybertipDoor, 'reach' | 'prepare' | 'outline' | 'canTake'>;
  readonly hotline?: Pick<HotlineDoor, 'countriesFor' | 'prepareHandover' | 'outlineHandover'> | undefined;
}

/** One dispatch that would be planned. */
export interface DecisionOutline {
  readonly destination: Destination;
  /** The items that it is about. */
  readonly itemIds: readonly ItemId[];
  readonly fields: readonly OutlinedField[];
  /** Why it could not leave as it stands, in the words of the catalogue of failures. */
  readonly obstacle: string | undefined;
  /** Goes only where the analyst chooses it. */
  readonly isOffered: boolean;
}

/** The outlines in the order of the decisions; what NCMEC could be told if the analyst chose it comes last. */
export async function outlineDecisions(
  deps: OutlineDeps,
  proposal: Seen & Pick<Proposal, 'reportable'>,
): Promise<readonly DecisionOutline[]> {
  const { decisions, reportable } = proposal;
  const outlines: DecisionOutline[] = [];
  for (const decision of decisions)
    if (decision.kind !== 'iccam') outlines.push(...(await outlineOne(deps, proposal, decision)));
  outlines.push(...(await outlineReports(deps, proposal)));
  const ruled = new Set(decisions.flatMap((each) => (each.kind === 'ncmec' ? [each.itemId] : [])));
  for (const itemId of reportable)
    if (!ruled.has(itemId)) outlines.push({ ...(await outlineCybertip(deps, proposal, itemId)), isOffered: true });
  return outlines;
}

async function outlineOne(
  deps: OutlineDeps,
  proposal: Seen,
  decision: Exclude<Decision, { kind: 'iccam' }>,
): Promise<readonly DecisionOutline[]> {
  const { view, table } = proposal;
  switch (decision.kind) {
    case 'person':
    case 'none':
      return [];
    case 'police': {
      const tips = await unopenedTips(deps, view);
      const input = await policeInputOf(deps, proposal, decision, { table, tips, includeContact: false });
      return [await outlined('police', decision.itemIds, deps.police, input)];
    }
    case 'hotline': {
      const fields = (await deps.hotline?.outlineHandover(await handoverInputOf(deps, proposal, decision))) ?? [];
      return [{ ...plain('hotline', decision.itemId), fields }];
    }
    case 'ncmec':
      return [await outlineCybertip(deps, proposal, decision.itemId)];
    case 'provider':
      return [
        { ...plain('provider', decision.itemId), fields: fieldsOf(await noticeInputOf(deps, proposal, decision)) },
      ];
  }
}

async function outlineReports(deps: OutlineDeps, proposal: Seen): Promise<readonly DecisionOutline[]> {
  const toIccam = proposal.decisions.filter((decision) => decision.kind === 'iccam');
  const reports = await reportInputsOf(deps, proposal, toIccam);
  return Promise.all(
    reports.map(({ input, covers }) =>
      outlined(
        'iccam',
        covers.map(({ itemId }) => itemId),
        deps.iccam,
        input,
      ),
    ),
  );
}

async function outlineCybertip(deps: OutlineDeps, proposal: Seen, itemId: ItemId): Promise<DecisionOutline> {
  return outlined('ncmec', [itemId], deps.ncmec, await cybertipInputOf(deps, proposal, itemId));
}

/** What a partner's own adapter says of it. */
async function outlined<Input>(
  destination: Destination,
  itemIds: readonly ItemId[],
  door: {
    canTake(input: Input): Promise<{ readonly takes: true } | { readonly takes: false; readonly code: string }>;
    outline(input: Input): Promise<readonly OutlinedField[]>;
  },
  input: Input,
): Promise<DecisionOutline> {
  const [answer, fields] = [await door.canTake(input), await door.outline(input)];
  return { destination, itemIds, fields, obstacle: answer.takes ? undefined : answer.code, isOffered: false };
}

const plain = (destination: Destination, itemId: ItemId): Omit<DecisionOutline, 'fields'> => ({
  ...{ destination, itemIds: [itemId], obstacle: undefined, isOffered: false },
});
