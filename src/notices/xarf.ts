/** The machine-readable half of a notice: XARF v4, `content/csam` (xarf.org, schemas/v4/types/content-csam.json). */
import type { ItemAnswers } from '../terms/answers.ts';
import { toXarfClassification } from '../terms/schemes.ts';

/** Whom the provider can ask: the hotline as a body, never a person of it. */
export interface XarfSender {
  readonly org: string;
  readonly contact: string;
  readonly domain: string;
}

/** The format's own values, as far as the answers of an assessment yield them. */
export type XarfClassification = NonNullable<ReturnType<typeof toXarfClassification>>;

/** All that the report says. The tip's words, the tipster and the analyst have no field here. */
export interface XarfFacts {
  /** A UUID, the dispatch's: the same notice always carries the same one. */
  readonly reportId: string;
  /** When the item was last assessed. */
  readonly at: Date;
  readonly hotline: { readonly name: string; readonly email: string };
  readonly url: string;
  readonly host: string;
  readonly ip: string | undefined;
  readonly country: string | undefined;
  readonly provider: string;
  readonly classification: XarfClassification;
  readonly detection: 'hash_match' | 'manual_review';
}

/** One item, one report. Never evidence: pictures travel in no notice. */
export function buildXarf(facts: XarfFacts) {
  const sender: XarfSender = {
    org: facts.hotline.name,
    contact: facts.hotline.email,
    domain: facts.hotline.email.slice(facts.hotline.email.lastIndexOf('@') + 1),
  };
  return {
    xarf_version: '4.0.0' as const,
    report_id: facts.reportId,
    timestamp: facts.at.toISOString(),
    reporter: sender,
    sender,
    source_identifier: facts.ip ?? facts.host,
    category: 'content' as const,
    type: 'csam' as const,
    url: facts.url,
    domain: facts.host,
    classification: facts.classification,
    detection_method: facts.detection,
    evidence_source: facts.detection === 'hash_match' ? ('hash_match' as const) : ('researcher_analysis' as const),
    hosting_provider: facts.provider,
    ...(facts.country === undefined ? {} : { country_code: facts.country }),
  };
}

/** XARF's class of an item from its answers; undefined where they decide none (XARF demands one, so that such a notice goes without). */
export const xarfClassOf = (answers: ItemAnswers | undefined): XarfClassification | undefined =>
  answers === undefined ? undefined : toXarfClassification(answers);
