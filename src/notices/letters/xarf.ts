/**
 * The machine-readable half of a notice: XARF v4, `content/csam` (xarf.org: schemas/v4/xarf-core.json,
 * types/content-base.json, types/content-csam.json).
 */
import { isIP } from 'node:net';
import type { ItemAnswers } from '../../terms/answers.ts';
import { toXarfClassification } from '../../terms/schemes.ts';
import type { Rung } from '../takedown/rung.ts';

/** Whom the provider can ask: the hotline as a body, never a person of it. */
export interface XarfSender {
  readonly org: string;
  readonly contact: string;
  readonly domain: string;
}

/** The format's own values, as far as the answers of an assessment yield them. */
export type XarfClassification = NonNullable<ReturnType<typeof toXarfClassification>>;

/** Of the item's media, in hexadecimal, as far as they are known. */
export interface ExactHashes {
  readonly md5?: string | undefined;
  readonly sha1?: string | undefined;
  readonly sha256?: string | undefined;
}

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
  /** When a visit last found it online. */
  readonly seenAt: Date | undefined;
}

/** One item, one report. Never `evidence`: pictures travel in no notice. */
export function buildXarf(facts: XarfFacts) {
  const sender: XarfSender = {
    org: facts.hotline.name.slice(0, 200),
    contact: facts.hotline.email,
    domain: facts.hotline.email.slice(facts.hotline.email.lastIndexOf('@') + 1),
  };
  const hashes = knownHashes(facts.hashes);
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
    evidence_source: facts.detection === 'hash_match' ? ('automated_scan' as const) : ('researcher_analysis' as const),
    ...(Object.keys(hashes).length === 0 ? {} : { hash_values: hashes }),
    ...(facts.rung === 'hosting' ? { hosting_provider: facts.provider } : {}),
    ...(facts.rung === 'registrar' ? { registrar: facts.provider } : {}),
    ...(facts.country === undefined ? {} : { country_code: facts.country }),
    ...(facts.seenAt === undefined
      ? {}
      : { verified_at: facts.seenAt.toISOString(), verification_method: 'automated_crawler' as const }),
  };
}

const HEX_DIGITS = { md5: 32, sha1: 40, sha256: 64 } as const;

/** Those that have the form which the format demands; a report with a wrong one would be refused whole. */
export function knownHashes(hashes: ExactHashes | undefined): Readonly<Partial<Record<keyof ExactHashes, string>>> {
  const names = ['md5', 'sha1', 'sha256'] as const;
  return Object.fromEntries(
    names.flatMap((name) => {
      const hash = hashes?.[name];
      const isRight = hash?.length === HEX_DIGITS[name] && /^[0-9a-f]+$/i.test(hash);
      return isRight ? [[name, hash.toLowerCase()]] : [];
    }),
  );
}

/** XARF's class of an item from its answers; undefined where they decide none (XARF demands one, so that such a notice goes without). */
export const xarfClassOf = (answers: ItemAnswers | undefined): XarfClassification | undefined =>
  answers === undefined ? undefined : toXarfClassification(answers);
