/**
 * The machine-readable half of a notice: XARF v4, `content/csam` (xarf.org: schemas/v4/xarf-core.json,
 * types/content-base.json, types/content-csam.json).
 */
import { isIP } from 'node:net';
import type { ItemAnswers } from '../../terms/answers.ts';
import { toXarfClassification } from '../../terms/schemes.ts';
import type { Rung } from '../takedown/rung.ts';
import type { ExactHashes } from './notice.ts';

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
  /** A UUID, the notice's: the same notice always carries the same one. */
  readonly reportId: string;
  /** When the item was last assessed. */
  readonly at: Date;
  readonly hotline: { readonly name: string; readonly email: string };
  readonly url: string;
  readonly host: string;
  readonly ip: string | undefined;
  readonly country: string | undefined;
  /** Who is told, and as what: only a hosting provider and a registrar have a field of their own. */
  readonly provider: string;
  readonly rung: Rung;
  readonly classification: XarfClassification;
  readonly detection: 'hash_match' | 'manual_review';
  readonly hashes: ExactHashes | undefined;
}

/** One item, one report. Never `evidence`: pictures travel in no notice. */
export function buildXarf(facts: XarfFacts) {
  const sender: XarfSender = {
    org: facts.hotline.name.slice(0, 200),
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
    // The format asks for a host name here, which an address without one has not.
    ...(isIP(facts.host) === 0 ? { domain: facts.host } : {}),
    classification: facts.classification,
    detection_method: facts.detection,
    // Whoever assessed it had it before them: a person, or the crawler with a list.
    verified_at: facts.at.toISOString(),
    verification_method: facts.detection === 'hash_match' ? ('automated_crawler' as const) : ('manual' as const),
    evidence_source: facts.detection === 'hash_match' ? ('automated_scan' as const) : ('researcher_analysis' as const),
    ...(facts.hashes === undefined ? {} : { hash_values: facts.hashes }),
    ...(facts.rung === 'hosting' ? { hosting_provider: facts.provider } : {}),
    ...(facts.rung === 'registrar' ? { registrar: facts.provider } : {}),
    ...(facts.country === undefined ? {} : { country_code: facts.country }),
  };
}

/** XARF's class of an item from its answers; undefined where they decide none (XARF demands one, so that such a notice goes without). */
export const xarfClassOf = (answers: ItemAnswers | undefined): XarfClassification | undefined =>
  answers === undefined ? undefined : toXarfClassification(answers);
