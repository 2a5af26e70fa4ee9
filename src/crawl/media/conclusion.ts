/** From what a check has concluded to what is kept of it: one sighting an entry, with what a notice needs to know. */
import type { Places } from '../place.ts';
import type { Hashed, PictureComparison } from './compare-picture.ts';
import type { MediaFinding, MediaOutcome } from './media-finding.ts';
import type { MediaHit } from './media-ports.ts';
import type { Arrived } from './media-visit.ts';
import { sightingHeadersOf, type MediaHashes, type Sighting } from './sighting.ts';

/** Who knows where an address is. */
export interface Whereabouts {
  readonly places: Pick<Places, 'countryOf'>;
  /** The network of an address, where somebody knows it. */
  readonly networkOf?: (ip: string) => string | undefined;
}

/** What is known of a media at the end of its check. */
export interface Conclusion {
  readonly outcome: MediaOutcome;
  readonly hashed?: Hashed | undefined;
  readonly hits: readonly MediaHit[];
  readonly isConfirmed: boolean;
  readonly isSeenBefore: boolean;
  /** False where a fault of ours decided: another visit may say more. */
  readonly isLasting: boolean;
}

/** Without a hit. */
export const plainly = (outcome: MediaOutcome): Conclusion => ({
  ...{ outcome, hits: [], isConfirmed: true, isSeenBefore: false, isLasting: true },
});

/** For a body that was not checked. */
export function nothingOf(outcome: MediaOutcome): Omit<MediaFinding, 'sizeBytes'> {
  return { outcome, isSeenBefore: false, contentMark: undefined, sightings: [], remember: undefined };
}

/** What comparing a picture's PDQ amounts to. */
export function conclusionOf(compared: PictureComparison, isSeenBefore: boolean): Conclusion {
  if (compared.outcome === 'not-decodable') {
    return { ...plainly('not-decodable'), isSeenBefore, isLasting: compared.isLasting };
  }
  return { ...compared, isSeenBefore, isLasting: true };
}

/** In hexadecimal. */
export const hashesOf = ({ md5, sha1, sha256 }: Pick<Arrived, 'md5' | 'sha1' | 'sha256'>) => ({
  md5: md5.toString('hex'),
  sha1: sha1.toString('hex'),
  sha256: sha256.toString('hex'),
});

/** One hit an entry: an exact one before a near one, the nearest of several. */
function onePerEntry(hits: readonly MediaHit[]): readonly MediaHit[] {
  const best = new Map<string, MediaHit>();
  for (const hit of hits) {
    const name = `${hit.listId} ${hit.entryId}`;
    const known = best.get(name);
    const isBetter =
      known === undefined || (hit.kind === known.kind ? hit.distance < known.distance : hit.kind === 'exact');
    if (isBetter) best.set(name, hit);
  }
  return [...best.values()];
}

/** One sighting for each entry that was hit. */
export function sightingsOf(
  { places, networkOf }: Whereabouts,
  { place, head, seenAt, sizeBytes }: Arrived,
  hashes: MediaHashes,
  { hits, isConfirmed }: Pick<Conclusion, 'hits' | 'isConfirmed'>,
): readonly Sighting[] {
  const country = places.countryOf(head.ip);
  const network = networkOf?.(head.ip);
  const headers = sightingHeadersOf(head.headers);
  return onePerEntry(hits).map(({ listId, entryId, source, category, kind, distance, isTrusted }) => ({
    ...{ ...place, seenAt, ip: head.ip, headers, sizeBytes, hashes },
    ...(country === undefined ? {} : { country }),
    ...(network === undefined ? {} : { network }),
    ...{ listId, entryId, source, category, kind, distance, isConfirmed },
    isTrusted: kind === 'exact' && isTrusted,
  }));
}
