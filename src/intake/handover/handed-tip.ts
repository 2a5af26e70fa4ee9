/** A tip as another site or app hands it over: its shape, and what becomes of it. Pure. */
import { z } from 'zod';
import { tipCategorySchema } from '../../terms/categories.ts';
import { deskKeyIdSchema } from '../../terms/ids.ts';
import { siteLanguageSchema } from '../../terms/site-languages.ts';
import { MAX_ADDRESS_LENGTH, MAX_ADDRESSES } from '../../terms/web-address.ts';
import { readBox } from '../browser-sealed.ts';
import { EMPTY_FORM, readAddressField, remarksIn, TEXT_FIELDS, toContact, type TextField } from '../tip-form.ts';
import { cleanText } from '../../site/read-field.ts';
import type { SealedParts, TipSubmission } from '../tip.ts';

const field = (name: TextField) =>
  z.string().transform(cleanText).pipe(z.string().max(TEXT_FIELDS[name].most)).optional();
const box = z
  .base64()
  .transform((text, context) => {
    const bytes = readBox(text);
    if (bytes !== undefined) return bytes;
    context.addIssue('must be an age box');
    return z.NEVER;
  })
  .optional();

/** The body of a request. Nothing that it does not name is taken. */
export const handedTipSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^[\w-]{22,64}$/, 'must be 22 to 64 letters, digits, - or _, at random: a UUID will do')
      .describe('The sender’s own; the same tip again has the same'),
    category: tipCategorySchema,
    language: siteLanguageSchema.describe('What the person reads; the mailbox answers in it'),
    isUrgent: z.boolean().default(false).describe('A child is in danger now, or can be recognised'),
    wantsAnswer: z.boolean().default(false),
    addresses: z.array(z.string().max(MAX_ADDRESS_LENGTH)).max(MAX_ADDRESSES).default([]),
    report: z
      .strictObject({
        narrative: field('narrative'),
        pageReachedFrom: field('pageReachedFrom'),
        accessNeeded: field('accessNeeded'),
        seenWhen: field('seenWhen'),
        place: field('place'),
        travelCountry: field('travelCountry'),
        hotel: field('hotel'),
        dates: field('dates'),
        suspect: field('suspect'),
        whySuspicious: field('whySuspicious'),
      })
      .default({}),
    contact: z.strictObject({ name: field('name'), email: field('email'), phone: field('phone') }).default({}),
    sealed: z
      .strictObject({ keyId: deskKeyIdSchema, report: box, contact: box })
      .optional()
      .describe('The same two objects as JSON in age boxes to the desk’s key'),
  })
  .refine(
    (tip) => tip.addresses.length > 0 || tip.sealed?.report !== undefined || Object.values(tip.report).some(Boolean),
    {
      message: 'says nothing: an address or a report is needed',
    },
  );
export type HandedTip = z.infer<typeof handedTipSchema>;

/** The tip that intake takes. `submissionKey`: of this partner and its own id. Lines that are no addresses go into the report under `oddHeading`. */
export function toSubmission(tip: HandedTip, submissionKey: Uint8Array, oddHeading: string): TipSubmission {
  const { category, language, isUrgent, wantsAnswer, sealed } = tip;
  const read = readAddressField(tip.addresses.map(cleanText).join('\n'));
  const { narrative } = tip.report;
  const words = [narrative, remarksIn(read, oddHeading)]
    .filter((text) => text !== undefined && text !== '')
    .join('\n\n');
  return {
    ...{ submissionKey, category, language, isUrgent, wantsAnswer, source: 'partner' },
    addresses: read.addresses,
    report: { ...given(tip.report), ...(words === '' ? {} : { narrative: words }) },
    contact: toContact({ ...EMPTY_FORM, ...given(tip.contact) }),
    sealed: sealedPartsOf(sealed),
  };
}

function sealedPartsOf(sealed: HandedTip['sealed']): SealedParts | undefined {
  if (sealed === undefined || (sealed.report === undefined && sealed.contact === undefined)) return undefined;
  return { deskKeyId: sealed.keyId, report: sealed.report, contact: sealed.contact };
}

const given = (fields: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, text]) => (text === undefined || text === '' ? [] : [[name, text]])),
  );

/** A schema's first complaint in words, where it is and what is allowed; never what was sent. */
export function complaintOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const place = issue?.path.join('.') ?? '';
  return `${place === '' ? 'The tip' : place}: ${issue?.message ?? 'is not right'}.`;
}
