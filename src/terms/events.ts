/**
 * What happens in the house, as ids and codes. An event is written in the same transaction as the change it tells of and
 * delivered at least once to its handler (src/hallway.ts shows which).
 */
import { z } from 'zod';
import {
  caseIdSchema,
  dispatchIdSchema,
  iccamContentIdSchema,
  itemIdSchema,
  sightingIdSchema,
  tipIdSchema,
} from './ids.ts';

/**
 * Ids and nothing else, because an event waits as a job in plain JSON: no word of a tip and no address may lie there.
 */
export const houseEventSchema = z.discriminatedUnion('kind', [
  /** A tip is durable. */
  z.object({ kind: z.literal('tip-received'), tipId: tipIdSchema }),
  /** A tip has found its case, a new one or an earlier one. */
  z.object({ kind: z.literal('tip-joined'), tipId: tipIdSchema, caseId: caseIdSchema }),
  /** An item was added to a case: where is it hosted? */
  z.object({ kind: z.literal('item-added'), itemId: itemIdSchema }),
  /** Where an item is hosted was looked up: what needed to know can go on. */
  z.object({ kind: z.literal('item-located'), itemId: itemIdSchema }),
  /** An analyst has named the host behind a CDN or proxy: where is that one? */
  z.object({ kind: z.literal('origin-noted'), itemId: itemIdSchema }),
  /** An analyst or a trusted list decided; the dispatches were planned in the same transaction. */
  z.object({ kind: z.literal('case-decided'), caseId: caseIdSchema }),
  /** A dispatch may go out now: planned, or a hold on it was released. */
  z.object({ kind: z.literal('dispatch-ready'), dispatchId: dispatchIdSchema }),
  /** A destination has taken a dispatch. */
  z.object({ kind: z.literal('dispatch-sent'), dispatchId: dispatchIdSchema }),
  /** A destination said no for good: a person must look. */
  z.object({ kind: z.literal('dispatch-refused'), dispatchId: dispatchIdSchema }),
  /** The police ask that no provider be told: what runs for this case stops. */
  z.object({ kind: z.literal('hold-set'), caseId: caseIdSchema }),
  /** They no longer do: it goes on. */
  z.object({ kind: z.literal('hold-released'), caseId: caseIdSchema }),
  /** Repeated visits agree that the item is offline. */
  z.object({ kind: z.literal('item-gone'), itemId: itemIdSchema }),
  /** The crawler has seen a listed media at an address: new there, or news again. */
  z.object({ kind: z.literal('sighting-made'), sightingId: sightingIdSchema }),
  /** An item that had gone is there again: two visits saw the same thing. */
  z.object({ kind: z.literal('item-back'), itemId: itemIdSchema }),
  /** An item's address leads to another site now; where, stands shrouded in its watch. */
  z.object({ kind: z.literal('item-moved'), itemId: itemIdSchema }),
  /** ICCAM has assigned a content to this hotline. */
  z.object({ kind: z.literal('content-assigned'), contentId: iccamContentIdSchema }),
  /** A source has taken entries of a list in use back: what they had matched is doubted. */
  z.object({ kind: z.literal('entries-withdrawn'), listId: z.int(), numbers: z.array(z.int()) }),
  /** Nothing is left to do. */
  z.object({ kind: z.literal('case-closed'), caseId: caseIdSchema }),
]);

export type HouseEvent = z.infer<typeof houseEventSchema>;

/** What a tipster's mailbox can say by itself; each has a text in every language. */
export const MAILBOX_STATUSES = ['received', 'in-review', 'sent-on', 'removed', 'closed'] as const;
/** For rows read back; a text that a person wrote to the tipster is another kind of message, and sealed. */
export const mailboxStatusSchema = z.enum(MAILBOX_STATUSES);
export type MailboxStatus = z.infer<typeof mailboxStatusSchema>;
