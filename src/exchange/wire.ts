/** What goes over the wire, as zod schemas: both sides parse by them, and the OpenAPI document is made from them. */
import { z } from 'zod';
import { itemAnswersSchema } from '../terms/answers.ts';
import { tipCategorySchema } from '../terms/categories.ts';
import { countryCodeSchema } from '../terms/countries.ts';

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
const bodySchema = hex(16).describe('A hotline, by the id in its key text');
const referenceSchema = z.string().min(1).max(120);

/** Who confirmed, when. */
export const confirmationSchema = z.object({
  body: bodySchema,
  name: z.string().max(120),
  confirmedAt: z.iso.datetime().describe('Rounded to the hour'),
});

/** A chain longer than this goes in circles. */
const MOST_CHAIN = 20;

/** One hash set that a hotline has confirmed; withdrawn: `hashes` is null, and whoever has it takes it out. */
export const entrySchema = z.object({
  reference: referenceSchema.describe('The origin’s own; unique there'),
  category: z.enum(['illegal-baseline', 'illegal-national']),
  hashes: z
    .object({
      md5: hex(16).optional(),
      sha1: hex(20).optional(),
      sha256: hex(32).optional(),
      pdq: hex(32).optional(),
      pdqQuality: z.int().min(0).max(100).optional(),
    })
    .nullable(),
  firstConfirmedAt: z.iso.datetime(),
  provenance: z.array(confirmationSchema).min(1).max(MOST_CHAIN).describe('In order; the last is who gives it'),
  withdrawnAt: z.iso.datetime().nullable(),
});
export type WireEntry = z.infer<typeof entrySchema>;

const pageFields = { next: z.int().min(0).describe('To be given as `after`'), hasMore: z.boolean() };
export const entriesPageSchema = z.object({ entries: z.array(entrySchema).max(1000), ...pageFields });

/** What can be said of a case that was handed over. */
export const EXCHANGE_STATES = ['received', 'illegal', 'not-illegal', 'removed'] as const;
export const exchangeStateSchema = z.enum(EXCHANGE_STATES);
export type ExchangeState = z.infer<typeof exchangeStateSchema>;

export const statesPageSchema = z.object({
  states: z.array(z.object({ reference: referenceSchema, state: exchangeStateSchema, at: z.iso.datetime() })).max(1000),
  ...pageFields,
});

/** A case as it is sealed: an address, facts and an assessment. Nothing of a tip, and nobody's identity. */
export const handedCaseSchema = z.object({
  reference: referenceSchema,
  category: tipCategorySchema,
  receivedHour: z.iso.datetime(),
  url: z.string().max(8192),
  ip: z.string().max(64).optional(),
  country: countryCodeSchema.optional(),
  outcome: z.enum(['illegal-baseline', 'illegal-national']),
  answers: itemAnswersSchema,
  /** Bodies that it has been through, the first one first: nobody gets it a second time. */
  chain: z.array(bodySchema).min(1).max(MOST_CHAIN),
});
export type HandedCase = z.infer<typeof handedCaseSchema>;

export const caseAnswerSchema = z.object({ reference: referenceSchema, state: exchangeStateSchema });
export const helloSchema = z.object({ body: bodySchema, name: z.string().max(200), version: z.literal(1) });

/** One shape for every status from 400 up. `code` is for machines: the peer's console puts it in words. */
export const errorSchema = z.object({ detail: z.string().max(500), code: z.string().max(60) });

export const pageQuerySchema = z.object({ after: z.coerce.number().int().min(0).default(0) });
