/**
 * Feedback on an entry of NCMEC's hash sharing: what our analysts found of a match, as the source is to hold it. Pure.
 *
 * | state     | meaning                                                     | moves to                                              |
 * |-----------|-------------------------------------------------------------|-------------------------------------------------------|
 * | waiting   | what is wanted is not yet what the source holds of us        | settled, rehearsed, refused                           |
 * | settled   | the source holds what is wanted                              | waiting: an analyst has judged otherwise since         |
 * | rehearsed | test mode: it would have been sent                           | waiting, likewise                                     |
 * | refused   | the source said no, or it cannot be said; a person looks     | waiting, likewise, or a person wants it tried again    |
 *
 * What is sent is a statement and not an event: sending it twice leaves the source with the same, and a reversal puts the new one in its place, or takes
 * the old one back where the new one cannot be said.
 */
import { z } from 'zod';
import type { XmlElement } from '../../platform/xml.ts';
import { isIllegal, type ItemOutcome } from '../../terms/outcomes.ts';

/** NCMEC's names of fingerprints, those of which Fyr has hashes. */
export const fingerprintSchema = z.enum(['MD5', 'SHA1', 'PDQ']);
export type Fingerprint = z.infer<typeof fingerprintSchema>;

export const verdictSchema = z.enum(['affirmative', 'negative']);
export type Verdict = z.infer<typeof verdictSchema>;

export const feedbackStateSchema = z.enum(['waiting', 'settled', 'rehearsed', 'refused']);
export type FeedbackState = z.infer<typeof feedbackStateSchema>;

/** What an analyst's outcome says of a match. What was not seen (gone, not public) says nothing of the entry. */
export function verdictOf(outcome: ItemOutcome): Verdict | undefined {
  if (isIllegal(outcome)) return 'affirmative';
  return outcome === 'not-illegal' ? 'negative' : undefined;
}

/** The fingerprint that a hit speaks of: the file's own hash for an exact one; a likeness says nothing of anything but PDQ. */
export function fingerprintOf(kind: 'exact' | 'near', kinds: readonly string[]): Fingerprint | undefined {
  if (kind === 'near') return kinds.includes('pdq') ? 'PDQ' : undefined;
  if (kinds.includes('md5')) return 'MD5';
  return kinds.includes('sha1') ? 'SHA1' : undefined;
}

/** The source's name of an entry, taken apart; undefined when it is no NCMEC entry's. */
export function entryNameOf(reference: string): { readonly member: string; readonly id: string } | undefined {
  const match = /^(?:image|video)\/([^/]+)\/(.+)$/s.exec(reference);
  const [, member, id] = match ?? [];
  return member === undefined || id === undefined ? undefined : { member, id };
}

/** What is to be done at the source. */
export type FeedbackStep =
  | { readonly kind: 'put'; readonly verdict: Verdict }
  | { readonly kind: 'withdraw' }
  | { readonly kind: 'cannot'; readonly code: string };

/** A no needs a reason that the source offers; without one, what it holds of us is taken back when it is a yes. */
export function stepFor(wanted: Verdict, held: Verdict | 'none', hasReason: boolean): FeedbackStep {
  if (wanted === 'affirmative' || hasReason) return { kind: 'put', verdict: wanted };
  return held === 'affirmative' ? { kind: 'withdraw' } : { kind: 'cannot', code: 'hash-feedback-no-reason' };
}

const NAMESPACE = 'https://hashsharing.ncmec.org/hashsharing/v2';
const guids = (name: string, guid: string): XmlElement => ({ name, children: [{ name: 'guid', text: guid }] });

/**
 * The body of a `PUT …/feedback`. The reason's and the category's guid are the source's own; a category goes with a yes alone.
 * @throws RangeError for a no without a reason
 */
export function feedbackDocument(
  verdict: Verdict,
  more: { readonly reasonId?: string | undefined; readonly categoryId?: string | undefined },
): XmlElement {
  const { reasonId, categoryId } = more;
  if (verdict === 'negative' && reasonId === undefined) throw new RangeError('A negative feedback needs a reason.');
  const inside =
    verdict === 'negative'
      ? [guids('reasonIds', reasonId ?? '')]
      : categoryId === undefined
        ? []
        : [guids('categorizationIds', categoryId)];
  return {
    name: 'feedbackSubmission',
    attributes: { xmlns: NAMESPACE },
    children: [{ name: verdict, children: inside }],
  };
}

const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 6 * 3_600_000;

/** How long after so many failed tries another one is made: doubling from a minute to six hours, for ever. */
export const waitAfter = (attempts: number): number =>
  Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts - 1, 20));
