/**
 * A form's answers between two pages. They lie in the page itself, sealed under a key that only this service holds: nothing
 * is stored here, no cookie is set, and a page found on a disk says nothing. Sent twice it is the same submission, so that
 * a page that is replayed does nothing new.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import type { ServiceKey } from '../platform/service-key.ts';
import { tipCategorySchema, type TipCategory } from '../terms/categories.ts';
import { deskKeyIdSchema, type DeskKeyId } from '../terms/ids.ts';
import { EMPTY_FORM, TEXT_FIELDS, type TipFormValues } from './tip-form.ts';

/** A form this old is shown once more before it is sent, as another submission: somebody else may sit there now. */
const FRESH_MS = 24 * 3_600_000;
/** And this old it is not read at all. */
const READABLE_MS = 7 * FRESH_MS;
/** Every answer at its limit in the widest letters, and no more. */
const MAX_STATE_BYTES = 256 * 1024;
const TOKEN_KIND = 'tip-form';

/** What a page hands on to the next. */
export interface FormState {
  readonly category: TipCategory;
  readonly values: TipFormValues;
  /** 16 random bytes: makes every copy of this form the same submission. */
  readonly submissionKey: Uint8Array;
  /** Of the forms: the page goes on in the version that it was opened under. */
  readonly formVersion: number;
  /** The sender has seen the review, so that a page that was corrected leads back to it. */
  readonly hasReviewed: boolean;
  /** When this form was first opened: who took their time need not wait when many write at once. */
  readonly openedAt: Date;
  /** The desk's key that the page offered to the browser; undefined: there was none, so that the server seals. */
  readonly offeredKeyId: DeskKeyId | undefined;
  /** The browser keeps the answers, and has sent stand-ins (terms/stand-in.ts) in their place. */
  readonly isSealedInBrowser: boolean;
}

const schema = z.object({
  category: tipCategorySchema,
  key: z.base64(),
  freshUntil: z.number(),
  hasReviewed: z.boolean(),
  openedAt: z.number(),
  offeredKeyId: deskKeyIdSchema.optional(),
  isSealedInBrowser: z.boolean(),
  formVersion: z.int().min(0).default(0),
  own: z.record(z.string(), z.string()).default({}),
  texts: z.record(z.string(), z.string()),
  ticks: z.object({ isUrgent: z.boolean(), wantsAnswer: z.boolean() }),
});

/** Seals a state for the page. @returns text for a hidden field */
export function sealState(serviceKey: ServiceKey, state: FormState, now: Date): string {
  const { isUrgent, wantsAnswer, own, ...texts } = state.values;
  const content: z.infer<typeof schema> = {
    category: state.category,
    key: Buffer.from(state.submissionKey).toString('base64'),
    freshUntil: now.getTime() + FRESH_MS,
    hasReviewed: state.hasReviewed,
    openedAt: state.openedAt.getTime(),
    offeredKeyId: state.offeredKeyId,
    isSealedInBrowser: state.isSealedInBrowser,
    formVersion: state.formVersion,
    own,
    texts: Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')),
    ticks: { isUrgent, wantsAnswer },
  };
  const bytes = deflateRawSync(Buffer.from(JSON.stringify(content), 'utf8'));
  return serviceKey.issueToken(TOKEN_KIND, bytes, new Date(now.getTime() + READABLE_MS));
}

/**
 * Opens what `sealState` made; undefined when it is another service's, altered, of another release or of last week. `isStale`: it lay about for
 * more than a day.
 */
export function openState(
  serviceKey: ServiceKey,
  sealed: string,
  now: Date,
): (FormState & { readonly isStale: boolean }) | undefined {
  const bytes = serviceKey.readToken(TOKEN_KIND, sealed, now);
  if (bytes === undefined) return undefined;
  const json: unknown = JSON.parse(inflateRawSync(bytes, { maxOutputLength: MAX_STATE_BYTES }).toString('utf8'));
  const read = schema.safeParse(json);
  if (!read.success) return undefined;
  const { category, key, freshUntil, own, texts, ticks } = read.data;
  const known = Object.entries(texts).filter(([name]) => Object.hasOwn(TEXT_FIELDS, name));
  return {
    category,
    values: { ...EMPTY_FORM, ...Object.fromEntries(known), ...ticks, own },
    submissionKey: Buffer.from(key, 'base64'),
    hasReviewed: read.data.hasReviewed,
    openedAt: new Date(read.data.openedAt),
    offeredKeyId: read.data.offeredKeyId,
    isSealedInBrowser: read.data.isSealedInBrowser,
    formVersion: read.data.formVersion,
    isStale: freshUntil < now.getTime(),
  };
}
