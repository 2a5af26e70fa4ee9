/**
 * A tip: one message from the public. What is secret of it is sealed to its own key before it is stored; addresses are
 * shrouded; the rest is plain and coarse (DESIGN.md, secrecy levels 1 to 3).
 */
import { createHash } from 'node:crypto';
import { deriveKey, type Recipient } from '../../lib/seal/door.ts';
import { z } from 'zod';
import type { TipCategory, TipSource } from '../terms/categories.ts';
import type { DeskKeyId, TipId } from '../terms/ids.ts';
import type { SiteLanguage } from '../terms/site-languages.ts';

const words = z.string().optional();

/** What the sender told, in their words. Sealed. */
export const tipReportSchema = z.object({
  narrative: words,
  pageReachedFrom: words,
  accessNeeded: words,
  seenWhen: words,
  place: words,
  travelCountry: words,
  hotel: words,
  dates: words,
  suspect: words,
  whySuspicious: words,
  /** Answers to questions that an administrator added, each with the question as it was then. */
  own: z.array(z.object({ question: z.string(), label: z.string(), answer: z.string() })).optional(),
});
export type TipReport = z.infer<typeof tipReportSchema>;

/** Who the sender is, if they said. Sealed apart from the report. */
export const tipContactSchema = z.object({ name: words, email: words, phone: words });
export type TipContact = z.infer<typeof tipContactSchema>;

/**
 * What the sender's own machine sealed to the desk before it was sent: age boxes of the report's and the contact's JSON. The server keeps
 * them closed, locked once more under the tip's own key, so that erasing that key ends them too.
 */
export interface SealedParts {
  /** The desk's key that they are sealed to. */
  readonly deskKeyId: DeskKeyId;
  readonly report?: Buffer | undefined;
  readonly contact?: Buffer | undefined;
}

/** One try at handing in a tip. Sent again with the same key and content it is the same tip. */
export interface TipSubmission {
  /** At least 16 random bytes from the form's hidden token, or a digest of the import's row. */
  readonly submissionKey: Uint8Array;
  readonly category: TipCategory;
  readonly language: SiteLanguage;
  /** The sender says that a child is in danger now, or can be identified. */
  readonly isUrgent: boolean;
  readonly wantsAnswer: boolean;
  readonly source: TipSource;
  /** Web addresses, as `recogniseAddresses` made them canonical. */
  readonly addresses: readonly string[];
  readonly report: TipReport;
  readonly contact?: TipContact | undefined;
  /** The same in closed boxes, beside what is in clear. */
  readonly sealed?: SealedParts | undefined;
  /** Tips of the same words within the hour have the same (`same-words.ts`). */
  readonly groupId?: string | undefined;
  /** Now, unless an import says otherwise; stored rounded to the hour. */
  readonly receivedAt?: Date | undefined;
}

/** A tip in clear: exists while it is received, and later while an analyst's key is open. */
export interface TipContent {
  readonly tipId: TipId;
  readonly receivedHour: Date;
  readonly category: TipCategory;
  readonly language: SiteLanguage;
  readonly isUrgent: boolean;
  readonly wantsAnswer: boolean;
  readonly source: TipSource;
  readonly addresses: readonly string[];
  readonly report: TipReport;
  readonly contact?: TipContact | undefined;
  /** Contact details were left, sealed before they came here: nobody but the desk can say what they are. */
  readonly isContactSealed?: boolean;
}

/** A tip as it is stored: plain facts and closed boxes. */
export interface TipRecord {
  readonly id: TipId;
  readonly receivedHour: Date;
  readonly source: TipSource;
  readonly category: TipCategory;
  readonly language: SiteLanguage;
  readonly isUrgent: boolean;
  readonly wantsAnswer: boolean;
  readonly hasContact: boolean;
  readonly deskKeyId: DeskKeyId;
  /** The tip's own key: whatever is added to the tip later is sealed to it. */
  readonly recipient: Recipient;
  /** The tip's private key, sealed to the desk; undefined once the tip's secrets are erased. */
  readonly sealedKeyDesk: Buffer | undefined;
  readonly sealedReport: Buffer;
  readonly sealedContact: Buffer | undefined;
  readonly erasedAt: Date | undefined;
  /** Of the tips that said the same within an hour. */
  readonly groupId: string | undefined;
}

/**
 * SHA-256 of all that the sender decided: equal when the same form is sent twice, different when a word was changed.
 * The moment is left out, because a second click comes later than the first.
 */
export function contentDigest(submission: TipSubmission): Buffer {
  const { category, isUrgent, wantsAnswer, source, addresses, report, contact, sealed } = submission;
  const sorted = (fields: TipReport | TipContact) =>
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  const boxes =
    sealed === undefined ? [] : [[sealed.report, sealed.contact].map((box) => box?.toString('base64') ?? '')];
  const words = [sorted(report), sorted(contact ?? {})];
  const canonical = [category, isUrgent, wantsAnswer, source, addresses, ...words, ...boxes];
  return createHash('sha256').update(JSON.stringify(canonical)).digest();
}

/** The narrative with the answers to an administrator's questions after it, for readers that know Fyr's own fields alone. */
export function narrativeOf({ narrative, own = [] }: TipReport): string | undefined {
  const parts = [narrative ?? '', ...own.map(({ label, answer }) => `${label}: ${answer}`)].filter(
    (part) => part !== '',
  );
  return parts.length === 0 ? undefined : parts.join('\n\n');
}

/** The key to one part of a tip, from the tip's own private key: who may open the report need not be shown the contact. */
export const partKey = (tipSecret: Uint8Array, part: 'report' | 'contact'): Buffer =>
  deriveKey(tipSecret, `fyr/tip/v1/${part}`);

/** True when the sender left any means of reaching them. */
export const hasContact = (contact: TipContact | undefined): contact is TipContact =>
  contact !== undefined && Object.values(contact).some((value) => value !== undefined && value !== '');
