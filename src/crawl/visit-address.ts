/**
 * One visit to an item's address: fetched, judged, and judged again with what the verdict wants to know beside it; a miss is
 * confirmed from the other ways out before it counts as one.
 */
import { randomBytes } from 'node:crypto';
import type { Egress } from './egress.ts';
import { readMissing, type Missing } from './missing-answer.ts';
import { kindOfBody, NO_PICTURE } from './read-page.ts';
import type { FetchLimits, FetchOptions, FetchOutcome } from './safe-fetch.ts';
import { isSameThing, judgeVisit, type Evidence, type Visit, type VisitBefore } from './visit.ts';

/** What visits take. Everything of the outside comes in, so that a simulated web can stand in its place. */
export interface VisitTools {
  /** Ways out, in the order in which they are asked; the first makes every visit. */
  readonly egresses: readonly [Egress, ...Egress[]];
  readonly userAgent: string;
  readonly limits?: Partial<FetchLimits>;
  /** Undefined: pictures are compared by their bytes alone. */
  readonly pictureMarkOf?: (bytes: Uint8Array) => Promise<string | undefined>;
  readonly missingAnswers: MissingAnswers;
}

/** A visit, and where the item's own host answered it. */
export interface AddressVisit extends Visit {
  /** Of the first hop: where a redirect leads is another host. Undefined where nothing answered. */
  readonly ip: string | undefined;
  /** The very thing was met that was there before, from whichever way out. */
  readonly isSame: boolean;
}

/** Visits once, from as many ways out as the verdict needs. */
export async function visitAddress(tools: VisitTools, before: VisitBefore, now: Date): Promise<AddressVisit> {
  const [first, ...others] = tools.egresses;
  const visit = await visitFrom(tools, first, before, now);
  if (!isToBeConfirmed(visit, first)) return visit;
  for (const egress of others) {
    const other = await visitFrom(tools, egress, before, now);
    if (other.verdict !== 'online') continue;
    // A way out that answers nothing says nothing; where it was refused to us, it is shown to others.
    return isSilent(visit) ? other : { ...other, because: 'geo-blocked', ip: visit.ip ?? other.ip };
  }
  return visit;
}

const isSilent = ({ because }: Visit): boolean => because === 'no-answer' || because === 'dns';

function isToBeConfirmed(visit: Visit, from: Egress): boolean {
  if (visit.verdict === 'gone' || visit.verdict === 'moved') return true;
  return visit.because === 'access-denied' || (!from.isDirect && isSilent(visit));
}

async function visitFrom(tools: VisitTools, egress: Egress, before: VisitBefore, now: Date): Promise<AddressVisit> {
  const outcome = await egress.fetch(before.url, optionsOf(tools));
  let evidence: Evidence = {};
  let isUnhashed = false;
  for (;;) {
    const visit = judgeVisit(before, outcome, evidence);
    const { wants, fingerprint } = visit;
    if (wants === undefined || outcome.kind !== 'answered') {
      // What nobody could hash now is tried again the next time.
      const kept = isUnhashed && fingerprint !== undefined ? { ...fingerprint, picture: undefined } : fingerprint;
      return { ...visit, fingerprint: kept, ip: ownIpOf(outcome), isSame: isSameThing(visit.because) };
    }
    if (wants === 'missing') {
      evidence = { ...evidence, missing: await missingFrom(tools, egress, before, now) };
      continue;
    }
    const picture = await tools.pictureMarkOf?.(outcome.body);
    isUnhashed = picture === undefined;
    evidence = { ...evidence, picture: picture ?? NO_PICTURE };
  }
}

const optionsOf = ({ userAgent, limits }: VisitTools): FetchOptions => ({
  userAgent,
  ...(limits === undefined ? {} : { limits }),
});

function ownIpOf(outcome: FetchOutcome): string | undefined {
  const [firstHop] = outcome.hops;
  if (firstHop !== undefined) return firstHop.ip;
  return outcome.kind === 'answered' ? outcome.ip : undefined;
}

/** What hosts answer for addresses that cannot exist, kept in memory for a while. Hosts stand in it, so it is never written. */
export interface MissingAnswers {
  read(key: string, now: Date): Missing | undefined;
  keep(key: string, missing: Missing, now: Date): void;
  /** A name that no site has. */
  randomName(): string;
}

const KEPT_MS = 6 * 3_600_000;
const MAX_KEPT = 20_000;

/** Opens an empty memory. */
export function openMissingAnswers(randomName = () => `a${randomBytes(12).toString('hex')}`): MissingAnswers {
  const kept = new Map<string, { readonly missing: Missing; readonly until: number }>();
  return {
    randomName,
    read(key, now) {
      const found = kept.get(key);
      return found === undefined || found.until <= now.getTime() ? undefined : found.missing;
    },
    keep(key, missing, now) {
      kept.delete(key);
      const [oldest] = kept.size >= MAX_KEPT ? kept.keys() : [];
      if (oldest !== undefined) kept.delete(oldest);
      kept.set(key, { missing, until: now.getTime() + KEPT_MS });
    },
  };
}

async function missingFrom(tools: VisitTools, egress: Egress, before: VisitBefore, now: Date): Promise<Missing> {
  const probe = probeOf(before.url, tools.missingAnswers.randomName());
  if (probe === undefined) return 'unknown';
  const key = `${egress.name} ${probe.group}`;
  const known = tools.missingAnswers.read(key, now);
  if (known !== undefined) return known;
  const outcome = await egress.fetch(probe.url, optionsOf(tools));
  const picture =
    outcome.kind === 'answered' && kindOfBody(outcome.body, outcome.contentType) === 'media'
      ? await tools.pictureMarkOf?.(outcome.body)
      : undefined;
  const missing = readMissing(outcome, probe.url, before.key, picture);
  if (missing !== 'unknown') tools.missingAnswers.keep(key, missing, now);
  return missing;
}

/**
 * An address beside the item's that cannot exist: same folder, same extension. `group`: items for which one probe serves, as
 * sites answer alike within the first part of a path and an extension.
 */
export function probeOf(url: string, name: string): { readonly url: string; readonly group: string } | undefined {
  const parsed = URL.parse(url);
  if (parsed === null) return undefined;
  const folder = parsed.pathname.replace(/[^/]*$/, '');
  const extension = /\.[a-z0-9]{1,5}$/i.exec(parsed.pathname)?.[0].toLowerCase() ?? '';
  const [, firstPart = ''] = folder.split('/');
  return {
    url: `${parsed.origin}${folder}${name}${extension}`,
    group: `${parsed.origin}/${firstPart} ${extension}`,
  };
}
