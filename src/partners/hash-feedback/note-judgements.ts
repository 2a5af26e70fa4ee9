import { readCase, readNewestAssessment, type Item, type ItemHit } from '../../cases/door.ts';
import { readReferredEntry } from '../../known/door.ts';
import { recordAct } from '../../ledger/door.ts';
import type { Tx } from '../../platform/db.ts';
import type { ServiceKey } from '../../platform/service-key.ts';
import type { CaseId } from '../../terms/ids.ts';
import { toIndustryClassification } from '../../terms/schemes.ts';
import type { PartnerSettings } from '../settings/partner-setting.ts';
import { fingerprintOf, verdictOf } from './feedback.ts';
import { upsertWanted } from './feedback-store.ts';

/** What noting takes; a job sends later. */
export interface JudgementDeps {
  readonly serviceKey: ServiceKey;
  readonly settings: () => Promise<PartnerSettings>;
}

/**
 * A case was decided: what a person found of its matches with feeds of NCMEC is wanted there as feedback. What a list decided by itself says nothing about
 * the list. A match that nobody has seen (gone, not public) changes nothing. The newest judgement of an entry stands. Safe to repeat.
 */
export async function noteJudgements(tx: Tx, deps: JudgementDeps, caseId: CaseId, now: Date): Promise<void> {
  const { mode, values } = await deps.settings();
  if (mode === 'off') return;
  const view = await readCase(tx, deps.serviceKey, caseId);
  for (const item of view?.items ?? []) {
    const hits = (view?.hits.get(item.id) ?? []).filter((hit) => hit.kind === 'exact' || values['near'] === 'yes');
    if (hits.length > 0) await noteItem(tx, deps, item, hits, { now, isCategorised: values['categorise'] === 'yes' });
  }
}

async function noteItem(
  tx: Tx,
  { serviceKey }: JudgementDeps,
  item: Item,
  hits: readonly ItemHit[],
  { now, isCategorised }: { readonly now: Date; readonly isCategorised: boolean },
): Promise<void> {
  const assessment = await readNewestAssessment(tx, item.id);
  const wanted = assessment === undefined ? undefined : verdictOf(assessment.outcome);
  if (assessment === undefined || wanted === undefined) return;
  const isNamed = isCategorised && wanted === 'affirmative';
  const category = isNamed ? toIndustryClassification(assessment.answers) : undefined;
  for (const { listId, entryId, kind } of hits) {
    const entry = await readReferredEntry(tx, serviceKey, listId, entryId);
    const fingerprint = entry === undefined ? undefined : fingerprintOf(kind, entry.kinds);
    if (fingerprint === undefined) continue;
    const key = { listId, entryId, fingerprint };
    if (!(await upsertWanted(tx, key, { itemId: item.id, wanted, category, at: now }))) continue;
    await recordAct(tx, {
      at: now,
      actor: `staff:${assessment.staffId}`,
      action: 'hash-feedback.wanted',
      subject: `known-entry:${listId}/${entryId}`,
      payload: { itemId: item.id, fingerprint, wanted, category: category ?? null },
    });
  }
}
