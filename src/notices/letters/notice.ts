/**
 * A notice: what one provider is told about one item. It says nothing of a tipster, a tip or an analyst: the hotline
 * reports. What waits for sending is `NoticeFacts`, shrouded.
 */
import { z } from 'zod';
import { countryCodeSchema } from '../../terms/countries.ts';
import { itemIdSchema } from '../../terms/ids.ts';
import type { Rung } from '../takedown/rung.ts';

const instantSchema = z.union([z.date(), z.iso.datetime().transform((text) => new Date(text))]);

/** In hexadecimal, as XARF's `hash_values` wants them; others (perceptual ones) are left out. */
const hashesSchema = z.object({
  md5: z
    .string()
    .regex(/^[0-9a-f]{32}$/i)
    .optional(),
  sha1: z
    .string()
    .regex(/^[0-9a-f]{40}$/i)
    .optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i)
    .optional(),
});
/** Exact hashes of one media, as far as they are known. */
export type ExactHashes = z.output<typeof hashesSchema>;

const factsSchema = z.strictObject({
  caseNumber: z.number().int().positive(),
  itemId: itemIdSchema,
  url: z.url(),
  host: z.string().min(1),
  /** As they were when it was decided; they are compared with what is found just before sending. */
  ip: z.string().optional(),
  country: countryCodeSchema.optional(),
  /** Where it is kept behind a CDN or proxy, as an analyst found it; `ip` and `country` above are then of what stands before it. */
  origin: z
    .strictObject({ host: z.string().min(1), ip: z.string().optional(), country: countryCodeSchema.optional() })
    .optional(),
  /** `host`: who hosts it. `proxy`: who stands before the host. */
  target: z.enum(['host', 'proxy']),
  outcome: z.enum(['illegal-baseline', 'illegal-national']),
  classification: z.enum(['baseline', 'A1', 'A2', 'B1', 'B2']).optional(),
  detection: z.enum(['hash_match', 'manual_review']),
  /** Of the item's media, where a sighting has them. */
  hashes: hashesSchema.optional(),
  assessedAt: instantSchema,
});
export type NoticeFacts = z.output<typeof factsSchema>;
export type NoticeInput = z.input<typeof factsSchema>;

/** Facts to payload text. @throws z.ZodError when an item that is not illegal, or is not whole, would be noticed */
export const writeNoticeFacts = (input: NoticeInput): string => JSON.stringify(factsSchema.parse(input));

/** Payload text to facts. @throws when it is not what `writeNoticeFacts` made */
export const readNoticeFacts = (text: string): NoticeFacts => factsSchema.parse(JSON.parse(text));

/** Where the item is as seen from a rung: whoever keeps it, or carries that network, is told the origin's address, everybody else the one that answers. */
export function placeFor(facts: NoticeFacts, rung: Rung): Pick<NoticeFacts, 'ip' | 'country'> {
  const isKeeper = rung === 'hosting' || rung === 'upstream';
  return isKeeper && facts.origin !== undefined ? facts.origin : facts;
}

/** What an answer quotes, of a letter or of a notice in it: short enough to read out, and found again by the id's first 12 digits. */
export const referenceOf = (id: string): string => `Fyr-${id.replaceAll('-', '').slice(0, 12)}`;
