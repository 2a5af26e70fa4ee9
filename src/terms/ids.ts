/** Identifiers of Fyr's things, branded so that one kind is never passed for another. All are UUIDs (RFC 9562). */
import * as z from 'zod';

const uuid = z.uuid();

/** One message from the public, a partner or an import; the ledger names it `tip:` and this id. */
export const tipIdSchema = uuid.brand<'TipId'>();
/** What analysts work on: one or more tips about the same thing. The number that people say aloud is another one. */
export const caseIdSchema = uuid.brand<'CaseId'>();
/** One address within a case, assessed, located and watched by itself. */
export const itemIdSchema = uuid.brand<'ItemId'>();
/** One sending to one destination: a retry is the same dispatch. Providers quote it in their answers. */
export const dispatchIdSchema = uuid.brand<'DispatchId'>();
/** A person of the hotline. It stays in the ledger when the person has left. */
export const staffIdSchema = uuid.brand<'StaffId'>();
/** Which desk key a tip was sealed to: a new key is made whenever somebody leaves. */
export const deskKeyIdSchema = uuid.brand<'DeskKeyId'>();
/** A known hash seen at an address; seeing it there again is the same sighting. */
export const sightingIdSchema = uuid.brand<'SightingId'>();
/** A content in ICCAM, by our own id: theirs is a number. */
export const iccamContentIdSchema = uuid.brand<'IccamContentId'>();

export type TipId = z.infer<typeof tipIdSchema>;
export type CaseId = z.infer<typeof caseIdSchema>;
export type ItemId = z.infer<typeof itemIdSchema>;
export type DispatchId = z.infer<typeof dispatchIdSchema>;
export type StaffId = z.infer<typeof staffIdSchema>;
export type DeskKeyId = z.infer<typeof deskKeyIdSchema>;
export type SightingId = z.infer<typeof sightingIdSchema>;
export type IccamContentId = z.infer<typeof iccamContentIdSchema>;
